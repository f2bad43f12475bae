//! A server that is away costs the places in the dialogue, and nothing else: the bot starts, answers, and remembers
//! again once the server is back.

use std::sync::Arc;
use std::time::Duration;

use kz_topup_bot::storage::any::AnyStorage;
use kz_topup_bot::storage::error::StorageError;
use kz_topup_bot::storage::record::SERVER_TIMEOUT;
use tokio::time::timeout;

use crate::person::Town;
use crate::program::Program;
use crate::servers::postgres::PostgresServer;
use crate::servers::redis::RedisServer;
use crate::storage::{fresh, open, record, says, talk};

/// A call that takes longer than this has no bound at all: twenty times what it may take, for a busy machine.
const FAR_TOO_LONG: Duration = SERVER_TIMEOUT.saturating_mul(20);

/// Every call says that it cannot, by itself.
async fn is_away(storage: &Arc<AnyStorage>) {
    let away = |error: StorageError| assert!(matches!(error, StorageError::Unavailable(_)), "{error}");
    let calls = async {
        away(storage.healthy().await.unwrap_err());
        away(talk(storage, 1).get().await.unwrap_err());
        away(talk(storage, 1).update(fresh("lost")).await.unwrap_err());
        away(talk(storage, 1).exit().await.unwrap_err());
        away(storage.count("x").await.unwrap_err());
        away(storage.tallies().await.unwrap_err());
    };
    timeout(FAR_TOO_LONG, calls).await.expect("calls end");
}

/// Serves, with whatever stands in chat 1.
async fn is_back(storage: &Arc<AnyStorage>, stands: Option<&str>) {
    storage.healthy().await.unwrap();
    assert_eq!(says(storage, 1).await, stands.map(record));
    talk(storage, 2).exit().await.unwrap();
    talk(storage, 2).update(fresh("new")).await.unwrap();
    storage.count("x").await.unwrap();
}

#[tokio::test]
#[ignore = "needs redis-server, which tests/run installs"]
async fn redis_may_be_away_at_the_start_and_later() {
    let mut server = RedisServer::start().await;
    server.kill();
    let storage = open(&server.url()).await;
    is_away(&storage).await;
    server.restart().await;
    is_back(&storage, None).await;

    talk(&storage, 1).update(fresh("kept")).await.unwrap();
    server.kill();
    is_away(&storage).await;
    server.restart().await;
    is_back(&storage, Some("kept")).await;

    server.freeze();
    let frozen = timeout(FAR_TOO_LONG, talk(&storage, 1).get()).await.expect("the call ends");
    assert!(matches!(frozen, Err(StorageError::Unavailable(_))), "{frozen:?}");
    server.thaw();
    assert_eq!(says(&storage, 1).await, Some(record("kept")));
    storage.close().await;
    assert_eq!(storage.healthy().await, Err(StorageError::Closed));
}

#[tokio::test]
#[ignore = "needs postgresql, which tests/run installs"]
async fn postgres_may_be_away_at_the_start_and_later() {
    let mut server = PostgresServer::start().await;
    server.stop();
    let storage = open(&server.url()).await;
    is_away(&storage).await;
    server.restart().await;
    is_back(&storage, None).await;

    talk(&storage, 1).update(fresh("kept")).await.unwrap();
    server.kill();
    is_away(&storage).await;
    server.restart().await;
    is_back(&storage, Some("kept")).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs redis-server, which tests/run installs"]
async fn people_are_answered_without_a_storage_and_remembered_with_it() {
    let mut server = RedisServer::start().await;
    server.kill();
    let town = Town::without_bot().await;
    let program = Program::in_town(&town).with("STORAGE_URL", &server.url());
    let running = program.starts(&["run"]);
    let person = town.person("en").await;
    assert!(person.types("beeline").await.one().text.contains("Beeline"));
    // The place is lost, the way to pay alone is not enough.
    assert!(person.types("terminal").await.one().text.contains("Which operator"));

    server.restart().await;
    person.types("beeline").await.one();
    let guide = person.types("terminal").await.one();
    assert!(guide.text.contains("Beeline"), "{}", guide.text);
    let ended = running.stop();
    let told = |words: &str| ended.err.iter().filter(|line| line.contains(words)).count();
    assert_eq!((told("cannot read sessions"), told("can read sessions again")), (1, 1), "{ended:#?}");
    assert_eq!(ended.code, Some(0), "{ended:#?}");
}

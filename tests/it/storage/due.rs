//! Records that ask to be taken up at a time: each is given to one caller, for as long as that one asks.

use std::collections::BTreeSet;
use std::sync::Arc;

use futures::future::join_all;
use kz_topup_bot::storage::any::AnyStorage;
use rusqlite::Connection;
use tempfile::tempdir;

use crate::servers::postgres::PostgresServer;
use crate::servers::redis::RedisServer;
use crate::storage::{fresh, next, open, record, says, talk};

/// What every engine promises of such records, with two programs at one storage.
async fn chats_are_given_to_one_caller(one: Arc<AnyStorage>, other: Arc<AnyStorage>) {
    let taken = async |storage: &Arc<AnyStorage>, now, until, most| -> Vec<i64> {
        let chats = storage.claim_due(now, until, most).await.unwrap();
        chats.into_iter().map(|chat| chat.0).collect()
    };
    assert!(taken(&one, i64::MAX / 2, 0, 10).await.is_empty());
    for chat in 1..=30 {
        talk(&one, chat).update(fresh(&format!("due {}", 1_000 + chat))).await.unwrap();
    }
    talk(&one, -40).update(fresh("due 5000")).await.unwrap();
    talk(&one, 50).update(fresh("not due")).await.unwrap();
    assert!(taken(&one, 1_000, 1_100, 10).await.is_empty(), "before the time");

    let first: BTreeSet<i64> = taken(&one, 1_030, 1_100, 4).await.into_iter().collect();
    assert_eq!(first, BTreeSet::from([1, 2, 3, 4]), "the longest ago first");
    let claims = (0..12).map(|at| {
        let storage = if at % 2 == 0 { Arc::clone(&one) } else { Arc::clone(&other) };
        tokio::spawn(async move { storage.claim_due(1_030, 1_100, 3).await.unwrap() })
    });
    let mut rest = Vec::new();
    for claim in join_all(claims).await {
        rest.extend(claim.unwrap().into_iter().map(|chat| chat.0));
    }
    // Those who look at the same time may pass over what others are about to take.
    for _ in 0..30 {
        rest.extend(taken(&other, 1_030, 1_100, 5).await);
    }
    rest.sort_unstable();
    assert_eq!(rest, (5..=30).collect::<Vec<i64>>(), "each once");
    assert!(taken(&one, 1_099, 1_200, 50).await.is_empty(), "all are somebody's");

    // Written meanwhile: the lease stays what it is, the time is what was written.
    for (chat, state) in [(1, "due 9000"), (2, "due 10"), (3, "done")] {
        let talk = talk(&other, chat);
        let read = talk.get().await.unwrap().unwrap();
        talk.update(next(&read, state)).await.unwrap();
    }
    talk(&one, 4).exit().await.unwrap();
    assert!(taken(&one, 1_099, 1_200, 50).await.is_empty(), "a write frees nobody");
    let mut again = taken(&one, 1_100, 1_200, 50).await;
    again.sort_unstable();
    assert_eq!(again, [2].into_iter().chain(5..=30).collect::<Vec<i64>>(), "the leases have run out");
    talk(&one, 5).exit().await.unwrap();
    talk(&one, 5).update(fresh("due 1050")).await.unwrap();
    assert_eq!(taken(&other, 1_110, 1_300, 50).await, [5], "a new record is nobody's");
    let mut last = taken(&one, 20_000, 20_001, 50).await;
    last.sort_unstable();
    assert_eq!(last.first(), Some(&-40));
    assert!(last.contains(&1) && !last.contains(&50) && !last.contains(&3) && !last.contains(&4), "{last:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn in_memory() {
    let storage = open("memory:").await;
    chats_are_given_to_one_caller(Arc::clone(&storage), storage).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn in_a_file() {
    let directory = tempdir().unwrap();
    let url = format!("sqlite:{}", directory.path().join("bot.sqlite").display());
    chats_are_given_to_one_caller(open(&url).await, open(&url).await).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs redis-server, which tests/run installs"]
async fn on_redis() {
    let server = RedisServer::start().await;
    chats_are_given_to_one_caller(open(&server.url()).await, open(&server.url()).await).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs postgresql, which tests/run installs"]
async fn on_postgres() {
    let server = PostgresServer::start().await;
    let url = format!("{}?sslmode=disable", server.url());
    chats_are_given_to_one_caller(open(&url).await, open(&url).await).await;
}

/// What an earlier program has left is read, written, and can be due from then on.
async fn goes_on(storage: &Arc<AnyStorage>) {
    assert_eq!(says(storage, 7).await, Some(record("old")));
    assert!(storage.claim_due(9_000, 9_100, 10).await.unwrap().is_empty());
    let talk = talk(storage, 7);
    let read = talk.get().await.unwrap().unwrap();
    talk.update(next(&read, "due 8000")).await.unwrap();
    assert_eq!(storage.claim_due(9_000, 9_100, 10).await.unwrap().len(), 1);
}

#[tokio::test]
async fn a_file_of_an_earlier_program_goes_on() {
    let directory = tempdir().unwrap();
    let path = directory.path().join("bot.sqlite");
    let old = "CREATE TABLE dialogues (
            chat_id INTEGER PRIMARY KEY, version INTEGER NOT NULL, session TEXT NOT NULL, updated_at INTEGER NOT NULL
        ) STRICT;
        INSERT INTO dialogues VALUES (7, 3, '{\"state\":\"old\"}', 0);
        PRAGMA user_version = 1";
    Connection::open(&path).unwrap().execute_batch(old).unwrap();
    goes_on(&open(&format!("sqlite:{}", path.display())).await).await;
}

#[tokio::test]
#[ignore = "needs redis-server, which tests/run installs"]
async fn the_keys_of_an_earlier_program_go_on() {
    let server = RedisServer::start().await;
    let mut client = server.client().await;
    let set = ::redis::cmd("SET").arg("kz-topup-bot:7").arg("3 {\"state\":\"old\"}").clone();
    let () = set.query_async(&mut client).await.unwrap();
    goes_on(&open(&server.url()).await).await;
}

#[tokio::test]
#[ignore = "needs postgresql, which tests/run installs"]
async fn the_tables_of_an_earlier_program_go_on() {
    let server = PostgresServer::start().await;
    let old = "CREATE TABLE kz_topup_schema (version BIGINT PRIMARY KEY);
        INSERT INTO kz_topup_schema VALUES (1);
        CREATE TABLE kz_topup_dialogues (
            chat_id BIGINT PRIMARY KEY, version BIGINT NOT NULL, session TEXT NOT NULL, updated_at TIMESTAMPTZ NOT NULL
        );
        INSERT INTO kz_topup_dialogues VALUES (7, 3, '{\"state\":\"old\"}', now())";
    server.client().await.batch_execute(old).await.unwrap();
    goes_on(&open(&format!("{}?sslmode=disable", server.url())).await).await;
}

#[tokio::test]
#[ignore = "needs redis-server, which tests/run installs"]
async fn a_record_on_redis_does_not_expire_before_it_is_due() {
    let server = RedisServer::start().await;
    let mut client = server.client().await;
    let storage = open(&format!("{}?expire_days=1", server.url())).await;
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    talk(&storage, 1).update(fresh(&format!("due {}", now + 300 * 86_400))).await.unwrap();
    let left: u64 = ::redis::cmd("TTL").arg("kz-topup-bot:1").query_async(&mut client).await.unwrap();
    assert!((300 * 86_400..=302 * 86_400).contains(&left), "{left}");
}

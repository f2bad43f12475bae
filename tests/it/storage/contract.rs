//! What every engine promises.

use std::sync::Arc;

use futures::future::join_all;
use kz_topup_bot::storage::any::AnyStorage;
use kz_topup_bot::storage::error::StorageError;
use kz_topup_bot::storage::record::{Tally, Versioned};
use rusqlite::Connection;
use tempfile::tempdir;

use crate::servers::postgres::PostgresServer;
use crate::servers::redis::RedisServer;
use crate::storage::{fresh, next, open, record, says, talk};

/// Two programs' views of one storage.
struct Replicas {
    one: Arc<AnyStorage>,
    other: Arc<AnyStorage>,
}

/// Writers at the same time on each of two replicas, and how often each of them counts.
const WRITERS: usize = 6;
const TIMES: usize = 5;

impl Replicas {
    async fn at(url: &str) -> Self {
        Self { one: open(url).await, other: open(url).await }
    }

    /// All promises. `spoil` puts something unreadable in the place of a chat's record.
    async fn keep_their_promises(self, spoil: impl AsyncFn(i64, &'static str)) {
        self.keep_chats_apart().await;
        self.refuse_what_is_out_of_date().await;
        self.tell_a_new_record_from_the_old_one().await;
        self.replace_what_cannot_be_read(spoil).await;
        self.count_together().await;
        self.lose_no_tally().await;
        for storage in [&self.one, &self.other] {
            storage.healthy().await.unwrap();
            storage.close().await;
            storage.close().await;
        }
        self.say_that_they_are_closed().await;
    }

    async fn keep_chats_apart(&self) {
        let (one, other) = (talk(&self.one, 1), talk(&self.other, -1_001_234_567_890));
        assert_eq!(one.get().await.unwrap(), None);
        one.update(fresh("a")).await.unwrap();
        let read = talk(&self.other, 1).get().await.unwrap().unwrap();
        assert_eq!(read.record, record("a"));
        one.update(next(&read, "b")).await.unwrap();
        let read = Versioned { version: read.version + 1, record: record("b") };
        assert_eq!(talk(&self.other, 1).get().await.unwrap(), Some(read));
        assert_eq!(other.get().await.unwrap(), None);
        other.update(fresh("c")).await.unwrap();

        one.clone().exit().await.unwrap();
        one.clone().exit().await.unwrap();
        assert_eq!(one.get().await.unwrap(), None);
        assert_eq!(says(&self.one, -1_001_234_567_890).await, Some(record("c")));
    }

    async fn refuse_what_is_out_of_date(&self) {
        let (one, other) = (talk(&self.one, 2), talk(&self.other, 2));
        let conflict = Err(StorageError::Conflict);
        assert_eq!(
            one.update(Versioned { version: 7, record: record("a") }).await,
            conflict,
            "none is there"
        );
        one.update(fresh("a")).await.unwrap();
        assert_eq!(other.update(fresh("b")).await, conflict, "one is there");
        let read = one.get().await.unwrap().unwrap();
        for version in [read.version - 1, read.version + 1, u64::MAX, 1] {
            let late = Versioned { version, record: record("c") };
            assert_eq!(other.update(late).await, conflict, "{version}");
        }
        other.update(next(&read, "d")).await.unwrap();
        assert_eq!(one.update(next(&read, "e")).await, conflict, "read before it");
        assert_eq!(says(&self.one, 2).await, Some(record("d")));
    }

    async fn tell_a_new_record_from_the_old_one(&self) {
        let talk = talk(&self.one, 3);
        talk.update(fresh("old")).await.unwrap();
        let old = talk.get().await.unwrap().unwrap();
        talk.clone().exit().await.unwrap();
        assert_eq!(talk.update(next(&old, "late")).await, Err(StorageError::Conflict));
        talk.update(fresh("new")).await.unwrap();
        assert_eq!(talk.update(next(&old, "late")).await, Err(StorageError::Conflict));
        assert_eq!(says(&self.one, 3).await, Some(record("new")));
    }

    async fn replace_what_cannot_be_read(&self, spoil: impl AsyncFn(i64, &'static str)) {
        for (chat, spoilt) in (10..).zip([r#"{"state":"#, r#"{"mood":1}"#, "", "[]", "\"NaN 7\""]) {
            let talk = talk(&self.one, chat);
            talk.update(fresh("whole")).await.unwrap();
            let whole = talk.get().await.unwrap().unwrap();
            spoil(chat, spoilt).await;
            let read = talk.get().await.unwrap().unwrap();
            assert_eq!(read, next(&whole, ""), "a fresh record at the same version: {spoilt}");
            talk.update(next(&read, "afresh")).await.unwrap();
            assert_eq!(says(&self.other, chat).await, Some(record("afresh")), "{spoilt}");
        }
    }

    /// No count is lost, because who comes too late counts again.
    async fn count_together(&self) {
        let writers = [&self.one, &self.other].into_iter().flat_map(|storage| {
            (0..WRITERS).map(|_| {
                let talk = talk(storage, 4);
                tokio::spawn(async move {
                    for _ in 0..TIMES {
                        loop {
                            let read = talk.get().await.unwrap().unwrap_or_default();
                            let count: usize = read.record.state.parse().unwrap_or(0);
                            match talk.update(next(&read, &(count + 1).to_string())).await {
                                Ok(()) => break,
                                Err(error) => assert_eq!(error, StorageError::Conflict),
                            }
                        }
                    }
                })
            })
        });
        for writer in join_all(writers).await {
            writer.unwrap();
        }
        assert_eq!(says(&self.one, 4).await, Some(record(&(2 * WRITERS * TIMES).to_string())));
    }

    /// Both add at the same time, each without reading.
    async fn lose_no_tally(&self) {
        assert_eq!(self.other.tallies().await, Ok(Vec::new()));
        let writers = [&self.one, &self.other].into_iter().flat_map(|storage| {
            (0..WRITERS).map(|writer| {
                let (storage, own) = (Arc::clone(storage), format!("own/{writer}"));
                tokio::spawn(async move {
                    for _ in 0..TIMES {
                        storage.count("充值/с пробелом").await.unwrap();
                        storage.count(&own).await.unwrap();
                    }
                })
            })
        });
        for writer in join_all(writers).await {
            writer.unwrap();
        }
        let tally = |name: String, count: usize| Tally { name, count: u64::try_from(count).unwrap() };
        let own = (0..WRITERS).map(|writer| tally(format!("own/{writer}"), 2 * TIMES));
        let expected: Vec<Tally> =
            own.chain([tally("充值/с пробелом".to_owned(), 2 * WRITERS * TIMES)]).collect();
        assert_eq!(self.one.tallies().await, Ok(expected), "sorted by name");
        assert_eq!(
            says(&self.one, 4).await.map(|record| record.state.is_empty()),
            Some(false),
            "records stay"
        );
    }

    async fn say_that_they_are_closed(&self) {
        if matches!(*self.one, AnyStorage::Memory(_)) {
            return;
        }
        assert_eq!(talk(&self.one, 1).get().await, Err(StorageError::Closed));
        assert_eq!(talk(&self.one, 1).update(fresh("late")).await, Err(StorageError::Closed));
        assert_eq!(talk(&self.one, 1).exit().await, Err(StorageError::Closed));
        assert_eq!(self.one.healthy().await, Err(StorageError::Closed));
        assert_eq!(self.one.count("late").await, Err(StorageError::Closed));
        assert_eq!(self.one.tallies().await, Err(StorageError::Closed));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn memory_keeps_its_promises() {
    let one = open("memory:").await;
    let replicas = Replicas { other: Arc::clone(&one), one };
    // Nobody but the bot writes there, so only what it writes itself can be out of shape.
    replicas.keep_chats_apart().await;
    replicas.refuse_what_is_out_of_date().await;
    replicas.tell_a_new_record_from_the_old_one().await;
    replicas.count_together().await;
    replicas.lose_no_tally().await;
    replicas.one.healthy().await.unwrap();
    replicas.one.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_keeps_its_promises() {
    let directory = tempdir().unwrap();
    let path = directory.path().join("bot.sqlite");
    let replicas = Replicas::at(&format!("sqlite:{}", path.display())).await;
    let file = Connection::open(&path).unwrap();
    let sql = "UPDATE dialogues SET session = ?2 WHERE chat_id = ?1";
    replicas
        .keep_their_promises(async |chat, spoilt| {
            assert_eq!(file.execute(sql, (chat, spoilt)).unwrap(), 1);
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs redis-server, which tests/run installs"]
async fn redis_keeps_its_promises() {
    let server = RedisServer::start().await;
    let client = server.client().await;
    let replicas = Replicas::at(&server.url()).await;
    replicas
        .keep_their_promises(async |chat, spoilt| {
            let (mut client, key) = (client.clone(), format!("kz-topup-bot:{chat}"));
            let value: String = ::redis::cmd("GET").arg(&key).query_async(&mut client).await.unwrap();
            let value = format!("{} {spoilt}", value.split_once(' ').unwrap().0);
            let () = ::redis::cmd("SET").arg(&key).arg(value).query_async(&mut client).await.unwrap();
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs postgresql, which tests/run installs"]
async fn postgres_keeps_its_promises() {
    let server = PostgresServer::start().await;
    let client = server.client().await;
    // A schema that is not there yet, and a connection for one at a time.
    let replicas = Replicas::at(&format!("{}?sslmode=disable&schema=bot_1&pool=1", server.url())).await;
    replicas
        .keep_their_promises(async |chat, spoilt| {
            let sql = "UPDATE bot_1.kz_topup_dialogues SET session = $2 WHERE chat_id = $1";
            assert_eq!(client.execute(sql, &[&chat, &spoilt]).await.unwrap(), 1);
        })
        .await;
}

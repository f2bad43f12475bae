//! Dialogues are kept in files.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use futures::future::join_all;
use kz_topup_bot::storage::any::AnyStorage;
use kz_topup_bot::storage::error::StorageError;
use kz_topup_bot::storage::sqlite::SqliteStorage;
use kz_topup_bot::storage::sqlite::open_error::SqliteOpenError;
use kz_topup_bot::storage::url::StorageUrl;
use rusqlite::Connection;
use tempfile::tempdir;

use crate::storage::{fresh, next, record, says, talk};

async fn open(path: &Path) -> Arc<AnyStorage> {
    Arc::new(AnyStorage::open(&StorageUrl::Sqlite(path.to_owned())).await.unwrap())
}

fn open_error(path: &Path) -> SqliteOpenError {
    SqliteStorage::open(path).err().unwrap()
}

#[tokio::test]
async fn a_database_survives_reopening_and_counts_the_writes_of_a_chat() {
    let directory = tempdir().unwrap();
    let path = directory.path().join("bot.sqlite");

    let storage = open(&path).await;
    talk(&storage, 7).update(fresh("first")).await.unwrap();
    let first = talk(&storage, 7).get().await.unwrap().unwrap();
    talk(&storage, 7).update(next(&first, "second")).await.unwrap();
    storage.close().await;

    let file = Connection::open(&path).unwrap();
    let (version, updated_at): (i64, i64) = file
        .query_row("SELECT version, updated_at FROM dialogues WHERE chat_id = 7", [], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })
        .unwrap();
    assert_eq!(version.cast_unsigned(), first.version + 1);
    assert!(updated_at > 1_700_000_000);
    drop(file);

    assert_eq!(says(&open(&path).await, 7).await, Some(record("second")));
}

#[tokio::test]
async fn a_committed_write_is_in_the_file_before_its_future_ends() {
    let directory = tempdir().unwrap();
    let path = directory.path().join("bot.sqlite");
    let storage = open(&path).await;
    let elsewhere = Connection::open(&path).unwrap();
    for chat in 0..50 {
        talk(&storage, chat).update(fresh("x")).await.unwrap();
        let rows: i64 = elsewhere.query_row("SELECT count(*) FROM dialogues", [], |row| row.get(0)).unwrap();
        assert_eq!(rows, chat + 1);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn five_hundred_writes_at_once_all_succeed_and_close_leaves_one_file() {
    let directory = tempdir().unwrap();
    let path = directory.path().join("bot.sqlite");
    let storage = open(&path).await;

    let writes = (0..500).map(|chat| {
        let talk = talk(&storage, chat);
        tokio::spawn(async move { talk.update(fresh(&chat.to_string())).await })
    });
    for written in join_all(writes).await {
        written.unwrap().unwrap();
    }
    let reads = (0..500).map(|chat| {
        let storage = Arc::clone(&storage);
        tokio::spawn(async move { says(&storage, chat).await })
    });
    for (chat, read) in join_all(reads).await.into_iter().enumerate() {
        assert_eq!(read.unwrap(), Some(record(&chat.to_string())));
    }

    storage.close().await;
    storage.close().await;
    assert!(matches!(talk(&storage, 1).get().await, Err(StorageError::Closed)));
    assert!(matches!(talk(&storage, 1).update(fresh("late")).await, Err(StorageError::Closed)));
    let left: Vec<_> = fs::read_dir(&directory).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left, ["bot.sqlite"]);
}

#[tokio::test]
async fn closing_finishes_the_writes_that_were_queued() {
    let directory = tempdir().unwrap();
    let path = directory.path().join("bot.sqlite");
    let storage = open(&path).await;

    // Somebody else holds the write lock, so the queue fills up and the last writes wait for a place in it.
    let elsewhere = Connection::open(&path).unwrap();
    elsewhere.execute_batch("BEGIN IMMEDIATE").unwrap();
    let mut writes: Vec<_> = (0..1_500)
        .map(|chat| {
            let talk = talk(&storage, chat);
            Box::pin(async move { talk.update(fresh("queued")).await })
        })
        .collect();
    for write in &mut writes {
        // One look at each, all within this task's one turn.
        let _ = tokio::task::unconstrained(async { futures::poll!(write.as_mut()) }).await;
    }
    elsewhere.execute_batch("COMMIT").unwrap();
    // Held and not polled while closing: a forgotten future must not hold up the stop.
    storage.close().await;
    drop(writes);

    let rows: i64 = Connection::open(&path)
        .unwrap()
        .query_row("SELECT count(*) FROM dialogues", [], |row| row.get(0))
        .unwrap();
    assert!(rows >= 1_024, "{rows}");
}

#[tokio::test]
async fn a_conflict_of_one_write_is_none_of_those_beside_it() {
    let directory = tempdir().unwrap();
    let path = directory.path().join("bot.sqlite");
    let storage = open(&path).await;
    talk(&storage, 3).update(fresh("there")).await.unwrap();

    // Somebody else holds the write lock, so that the writes gather.
    let elsewhere = Connection::open(&path).unwrap();
    elsewhere.execute_batch("BEGIN IMMEDIATE").unwrap();
    let writes = (0..8).map(|chat| {
        let talk = talk(&storage, chat);
        async move { talk.update(fresh("x")).await }
    });
    let mut writes = Box::pin(join_all(writes));
    let _ = tokio::task::unconstrained(async { futures::poll!(writes.as_mut()) }).await;
    elsewhere.execute_batch("COMMIT").unwrap();
    for (chat, written) in (0..).zip(writes.await) {
        let there = chat == 3;
        assert_eq!(written, if there { Err(StorageError::Conflict) } else { Ok(()) }, "{chat}");
        assert_eq!(says(&storage, chat).await, Some(record(if there { "there" } else { "x" })), "{chat}");
    }
}

#[tokio::test]
async fn the_write_ahead_log_is_on_and_the_schema_has_a_version() {
    let directory = tempdir().unwrap();
    let path = directory.path().join("bot.sqlite");
    let storage = open(&path).await;
    talk(&storage, 1).update(fresh("x")).await.unwrap();
    assert!(directory.path().join("bot.sqlite-wal").exists());

    let file = Connection::open(&path).unwrap();
    let mode: String = file.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    let version: i64 = file.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    assert_eq!((mode.as_str(), version), ("wal", 3));
}

#[tokio::test]
async fn two_processes_may_have_the_database_open() {
    let directory = tempdir().unwrap();
    let path = directory.path().join("bot.sqlite");
    let (one, other) = (open(&path).await, open(&path).await);
    let writes = (0..100).map(|chat| {
        let talk = talk(if chat % 2 == 0 { &one } else { &other }, chat);
        async move { talk.update(fresh("x")).await }
    });
    for written in join_all(writes).await {
        written.unwrap();
    }
    assert_eq!(says(&other, 0).await, Some(record("x")));
}

#[test]
fn a_database_of_a_newer_program_is_refused_and_left_alone() {
    let directory = tempdir().unwrap();
    let path = directory.path().join("bot.sqlite");
    Connection::open(&path).unwrap().execute_batch("PRAGMA user_version = 9").unwrap();
    let error = open_error(&path);
    assert!(matches!(error, SqliteOpenError::NewerSchema { found: 9, known: 3, .. }), "{error}");
    assert!(error.to_string().contains("bot.sqlite"));
    let file = Connection::open(&path).unwrap();
    assert_eq!(file.query_row("PRAGMA user_version", [], |row| row.get::<_, i64>(0)).unwrap(), 9);
}

#[test]
fn what_cannot_be_opened_is_named() {
    let directory = tempdir().unwrap();
    let missing = directory.path().join("nowhere").join("bot.sqlite");
    let error = open_error(&missing);
    assert!(matches!(error, SqliteOpenError::NoDirectory(_)), "{error}");
    assert!(error.to_string().contains("nowhere"));

    let text = directory.path().join("notes.txt");
    fs::write(&text, "not a database ".repeat(100)).unwrap();
    for path in [directory.path(), &text] {
        let error = open_error(path);
        assert!(matches!(error, SqliteOpenError::Unusable { .. }), "{error}");
        assert!(error.to_string().contains(path.to_str().unwrap()), "{error}");
    }
}

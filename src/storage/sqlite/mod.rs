//! Sessions in an SQLite file: one thread writes, one thread reads, each with its own connection.
//!
//! The file is in WAL mode, so reading and writing do not wait for each other, and with `synchronous=NORMAL` a write
//! does not wait for the disk; a power cut may lose the last moments but never damages the file. Invariants: a write's
//! future ends only after its commit, so a later read sees it; queued writes share one transaction, and a conflict of
//! one does not affect the others; both queues are bounded; a queued write happens even when its future is dropped.

pub mod backup;
mod connection;
mod due;
pub mod open_error;
mod schema;
mod tallies;

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::thread;

use rusqlite::{Connection, OpenFlags, OptionalExtension, TransactionBehavior};
use teloxide::types::ChatId;
use tokio::sync::{mpsc, oneshot};

use crate::storage::error::StorageError;
use crate::storage::outage::Outage;
use crate::storage::record::{Claim, Stored, Tally, Write};
use crate::storage::sqlite::connection::{connect, connect_patiently, create_private};
use crate::storage::sqlite::open_error::SqliteOpenError;
use crate::storage::sqlite::schema::NEWEST;

/// Requests waiting for a thread; more wait in their futures.
const QUEUE: usize = 1_024;

/// The most writes that share one transaction.
const GROUP: usize = 256;

/// A database of sessions. Dropping it finishes the queued writes too, but without waiting for them: use
/// [`SqliteStorage::close`].
pub struct SqliteStorage {
    /// `None` once closed.
    threads: Mutex<Option<Threads>>,
    pub(super) outage: Outage,
}

struct Threads {
    writes: mpsc::Sender<Request<Task>>,
    reads: mpsc::Sender<Request<Read>>,
    writer: thread::JoinHandle<()>,
    reader: thread::JoinHandle<()>,
}

enum Request<T> {
    Do(T),
    /// Finish what is queued, accept nothing more, and end.
    End,
}

struct Task {
    change: Change,
    /// Gets the chats that were claimed; no other change has any.
    done: oneshot::Sender<Done>,
}

type Done = Result<Vec<ChatId>, StorageError>;

enum Change {
    Put(ChatId, Write),
    Remove(ChatId),
    Claim(Claim),
    Count(String),
}

enum Read {
    Record(ChatId, oneshot::Sender<Result<Option<Stored>, StorageError>>),
    Tallies(oneshot::Sender<Result<Vec<Tally>, StorageError>>),
}

impl SqliteStorage {
    /// Opens the file, creates it when it is not there, and brings an older one up to date. Blocks.
    ///
    /// # Errors
    /// [`SqliteOpenError`], naming the path.
    pub fn open(path: &Path) -> Result<Self, SqliteOpenError> {
        let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        if directory.is_some_and(|directory| !directory.is_dir()) {
            return Err(SqliteOpenError::NoDirectory(path.to_owned()));
        }
        create_private(path).map_err(|cause| SqliteOpenError::Create { path: path.to_owned(), cause })?;
        let (writing, reading) = connect_patiently(path)?;
        Self::start(path, writing, reading)
    }

    /// Opens an existing file without changing anything in it; writes fail. Blocks.
    ///
    /// # Errors
    /// [`SqliteOpenError`], naming the path.
    pub fn open_read_only(path: &Path) -> Result<Self, SqliteOpenError> {
        let unusable = |cause| SqliteOpenError::Unusable { path: path.to_owned(), cause };
        let connect = || connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY).map_err(unusable);
        let (writing, reading) = (connect()?, connect()?);
        let found: i64 = reading.query_row("PRAGMA user_version", [], |row| row.get(0)).map_err(unusable)?;
        match found {
            NEWEST => Self::start(path, writing, reading),
            found if found > NEWEST => {
                Err(SqliteOpenError::NewerSchema { path: path.to_owned(), found, known: NEWEST })
            }
            found => Err(SqliteOpenError::OlderSchema { path: path.to_owned(), found, known: NEWEST }),
        }
    }

    /// Starts the threads.
    fn start(path: &Path, writing: Connection, reading: Connection) -> Result<Self, SqliteOpenError> {
        let (writes, queue) = mpsc::channel(QUEUE);
        let writer = spawn("storage-writer", move || write_all(writing, queue))?;
        let (reads, queue) = mpsc::channel(QUEUE);
        let reader = spawn("storage-reader", move || read_all(&reading, queue))?;
        let threads = Mutex::new(Some(Threads { writes, reads, writer, reader }));
        Ok(SqliteStorage { threads, outage: Outage::of(path.display()) })
    }

    /// Finishes the queued reads and writes, moves the write-ahead log into the file and closes it. Closing twice
    /// is fine.
    pub async fn close(&self) {
        let threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(Threads { writes, reads, writer, reader }) = threads else {
            return;
        };
        // Ended by a request, because a dropped future may still hold a sender. An error means that the thread has
        // ended already.
        let _ = writes.send(Request::End).await;
        let _ = reads.send(Request::End).await;
        let joined = tokio::task::spawn_blocking(move || (reader.join(), writer.join())).await;
        if !matches!(joined, Ok((Ok(()), Ok(())))) {
            log::error!("a storage thread ended in a panic");
        }
    }

    /// One of the queues, unless closed.
    fn queue<T>(&self, of: impl Fn(&Threads) -> &mpsc::Sender<T>) -> Result<mpsc::Sender<T>, StorageError> {
        let threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        threads.as_ref().map(|threads| of(threads).clone()).ok_or(StorageError::Closed)
    }

    pub(super) async fn write(&self, chat_id: ChatId, write: Write) -> Result<(), StorageError> {
        self.change(Change::Put(chat_id, write)).await.map(drop)
    }

    pub(super) async fn remove(&self, chat_id: ChatId) -> Result<(), StorageError> {
        self.change(Change::Remove(chat_id)).await.map(drop)
    }

    pub(super) async fn claim(&self, claim: Claim) -> Done {
        self.change(Change::Claim(claim)).await
    }

    pub(super) async fn count(&self, name: &str) -> Result<(), StorageError> {
        self.change(Change::Count(name.to_owned())).await.map(drop)
    }

    async fn change(&self, change: Change) -> Done {
        let (done, written) = oneshot::channel();
        let task = Request::Do(Task { change, done });
        self.queue(|threads| &threads.writes)?.send(task).await.map_err(|_| StorageError::Closed)?;
        written.await.map_err(|_| StorageError::Closed)?
    }

    pub(super) async fn read(&self, chat_id: ChatId) -> Result<Option<Stored>, StorageError> {
        self.find(|found| Read::Record(chat_id, found)).await
    }

    pub(super) async fn tallies(&self) -> Result<Vec<Tally>, StorageError> {
        self.find(Read::Tallies).await
    }

    async fn find<T>(
        &self,
        read: impl FnOnce(oneshot::Sender<Result<T, StorageError>>) -> Read,
    ) -> Result<T, StorageError> {
        let (found, answer) = oneshot::channel();
        let read = Request::Do(read(found));
        self.queue(|threads| &threads.reads)?.send(read).await.map_err(|_| StorageError::Closed)?;
        answer.await.map_err(|_| StorageError::Closed)?
    }
}

impl From<rusqlite::Error> for StorageError {
    fn from(error: rusqlite::Error) -> Self {
        StorageError::Unavailable(error.to_string().into())
    }
}

fn spawn(
    name: &str,
    work: impl FnOnce() + Send + 'static,
) -> Result<thread::JoinHandle<()>, SqliteOpenError> {
    thread::Builder::new().name(name.to_owned()).spawn(work).map_err(SqliteOpenError::Thread)
}

/// Waits for the next piece of work; `None` when there will be none.
fn next<T>(queue: &mut mpsc::Receiver<Request<T>>) -> Option<T> {
    // A closed queue is emptied without waiting, because a dropped future may keep a place in it.
    let request = if queue.is_closed() { queue.try_recv().ok()? } else { queue.blocking_recv()? };
    read_request(queue, request)
}

/// The next piece of work if it is there already.
fn next_ready<T>(queue: &mut mpsc::Receiver<Request<T>>) -> Option<T> {
    let request = queue.try_recv().ok()?;
    read_request(queue, request)
}

fn read_request<T>(queue: &mut mpsc::Receiver<Request<T>>, request: Request<T>) -> Option<T> {
    match request {
        Request::Do(work) => Some(work),
        Request::End => {
            queue.close();
            next_ready(queue)
        }
    }
}

/// The writing thread: ends at [`Request::End`], or when all senders are gone, and the queue is empty.
fn write_all(mut connection: Connection, mut queue: mpsc::Receiver<Request<Task>>) {
    while let Some(first) = next(&mut queue) {
        let mut group = vec![first];
        while group.len() < GROUP
            && let Some(another) = next_ready(&mut queue)
        {
            group.push(another);
        }
        match write_group(&mut connection, &group).map_err(StorageError::from) {
            Ok(results) => answer(group, results),
            Err(error) => answer(group, std::iter::repeat(Err(error))),
        }
    }
    // A connection that only reads has written nothing, and may not.
    if matches!(connection.is_readonly("main"), Ok(true)) {
        return;
    }
    if let Err(error) = connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)") {
        log::warn!("the write-ahead log could not be moved into the database: {error}");
    }
}

fn answer(group: Vec<Task>, results: impl IntoIterator<Item = Done>) {
    for (task, result) in group.into_iter().zip(results) {
        // The caller may have been dropped; the write stays.
        let _ = task.done.send(result);
    }
}

/// All but the conflicts, or nothing: on an error none of the group is written.
fn write_group(connection: &mut Connection, group: &[Task]) -> Result<Vec<Done>, rusqlite::Error> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut results = Vec::with_capacity(group.len());
    for Task { change, .. } in group {
        results.push(match change {
            Change::Put(ChatId(chat_id), write) if put(&transaction, *chat_id, write)? == 0 => {
                Err(StorageError::Conflict)
            }
            Change::Put(..) => Ok(Vec::new()),
            Change::Claim(claim) => Ok(due::take(&transaction, claim)?),
            Change::Count(name) => tallies::count(&transaction, name).map(|()| Ok(Vec::new()))?,
            Change::Remove(ChatId(chat_id)) => transaction
                .prepare_cached("DELETE FROM dialogues WHERE chat_id = ?1")?
                .execute([chat_id])
                .map(|_| Ok(Vec::new()))?,
        });
    }
    transaction.commit()?;
    Ok(results)
}

/// How many rows were written: none if another version is stored.
fn put(connection: &Connection, chat_id: i64, write: &Write) -> Result<usize, rusqlite::Error> {
    let (expected, next) = (write.expected.cast_signed(), write.next.cast_signed());
    if expected == 0 {
        connection
            .prepare_cached(
                "INSERT INTO dialogues (chat_id, version, session, due, updated_at)
                 VALUES (?1, ?2, ?3, ?4, unixepoch())
                 ON CONFLICT (chat_id) DO UPDATE
                 SET version = excluded.version, session = excluded.session, due = excluded.due,
                     updated_at = excluded.updated_at
                 WHERE dialogues.version = 0",
            )?
            .execute((chat_id, next, &write.json, write.due))
    } else {
        connection
            .prepare_cached(
                "UPDATE dialogues SET version = ?2, session = ?3, due = ?4, updated_at = unixepoch()
                 WHERE chat_id = ?1 AND version = ?5",
            )?
            .execute((chat_id, next, &write.json, write.due, expected))
    }
}

/// The reading thread: ends like the writing one.
fn read_all(connection: &Connection, mut queue: mpsc::Receiver<Request<Read>>) {
    while let Some(read) = next(&mut queue) {
        // The caller may have been dropped.
        match read {
            Read::Record(chat_id, found) => {
                drop(found.send(read_one(connection, chat_id).map_err(Into::into)))
            }
            Read::Tallies(found) => drop(found.send(tallies::all(connection).map_err(Into::into))),
        }
    }
}

fn read_one(connection: &Connection, ChatId(chat_id): ChatId) -> Result<Option<Stored>, rusqlite::Error> {
    connection
        .prepare_cached("SELECT version, CAST(session AS BLOB) FROM dialogues WHERE chat_id = ?1")?
        .query_row([chat_id], |row| {
            Ok(Stored { version: row.get::<_, i64>(0)?.cast_unsigned(), json: row.get(1)? })
        })
        .optional()
}

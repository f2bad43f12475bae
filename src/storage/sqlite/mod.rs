//! Dialogues in an SQLite file: one thread writes, one thread reads, each with its own connection.
//!
//! The file is in WAL mode, so reading and writing do not wait for each other, and with `synchronous=NORMAL` a
//! write costs no wait for the disk; a power cut may lose the last moments but never harms the file. Invariants:
//! a write's future ends only after its commit, so who has seen it end reads it back; whatever writes are queued
//! share one transaction, and a conflict of one is none of the others; both queues are bounded; a write once queued
//! happens even when its future is dropped.

mod due;
mod schema;
mod tallies;

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, ErrorCode, OpenFlags, OptionalExtension, TransactionBehavior};
use teloxide::types::ChatId;
use tokio::sync::{mpsc, oneshot};

use crate::storage::outage::Outage;
use crate::storage::sqlite::schema::{MigrationError, NEWEST, migrate};
use crate::storage::{Claim, StorageError, Stored, Tally, Write};

/// Requests waiting for a thread; more wait in their futures.
const QUEUE: usize = 1_024;

/// The most writes that share one transaction.
const GROUP: usize = 256;

/// How much of the file a connection keeps for itself. The system keeps the file in its own cache anyway, and
/// SQLite's usual 2 MiB for each connection would fill up as people come.
const CACHE_KIB: i64 = 256;

/// How long a connection waits for another process that holds the write lock.
const BUSY: Duration = Duration::from_secs(5);

/// How long to wait before a file that is held is tried again.
const TRY_AGAIN: Duration = Duration::from_millis(20);

/// Why a database could not be opened: for the one who deploys the bot.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The directory of the file is not there; it is not created, since its name is likelier a mistake.
    #[error("{}: the directory of the database does not exist", .0.display())]
    NoDirectory(PathBuf),
    /// Not permitted, a directory, not a database, damaged, or locked.
    #[error("{}: the database cannot be opened for writing: {cause}", path.display())]
    Unusable {
        /// The database file.
        path: PathBuf,
        /// What SQLite says.
        cause: rusqlite::Error,
    },
    /// A later version of this program has written it.
    #[error("{}: the database has version {found}, this program knows up to {known}; use a newer program", path.display())]
    NewerSchema {
        /// The database file.
        path: PathBuf,
        /// The version found.
        found: i64,
        /// The newest version known.
        known: i64,
    },
    /// The system gives no more threads.
    #[error("no thread for the database: {0}")]
    Thread(std::io::Error),
}

impl OpenError {
    /// Whether the file may be opened later, with nothing changed: somebody has it locked, or the disk is full or hurt.
    pub fn may_pass(&self) -> bool {
        let OpenError::Unusable { cause, .. } = self else { return false };
        matches!(
            cause.sqlite_error_code(),
            Some(
                ErrorCode::DatabaseBusy
                    | ErrorCode::DatabaseLocked
                    | ErrorCode::DiskFull
                    | ErrorCode::SystemIoFailure
            )
        )
    }
}

/// A database of dialogues. Dropping it finishes the queued writes too, but nobody waits for them then: use
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
    /// Finish what is queued, take nothing more, and end.
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
    /// [`OpenError`], naming the path.
    pub fn open(path: &Path) -> Result<Self, OpenError> {
        let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        if directory.is_some_and(|directory| !directory.is_dir()) {
            return Err(OpenError::NoDirectory(path.to_owned()));
        }
        let (writing, reading) = connect_patiently(path)?;

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
        // Told, rather than left with no sender: a forgotten future that holds a sender must not hold up a stop.
        // An error means that the thread has ended already.
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

/// Connects as [`connect_both`], again while another process that has just been started holds the file: SQLite itself
/// does not wait for the change to WAL.
fn connect_patiently(path: &Path) -> Result<(Connection, Connection), OpenError> {
    let deadline = Instant::now() + BUSY;
    loop {
        let error = match connect_both(path) {
            Ok(both) => return Ok(both),
            Err(MigrationError::Newer(found)) => {
                return Err(OpenError::NewerSchema { path: path.to_owned(), found, known: NEWEST });
            }
            Err(MigrationError::Database(cause)) => OpenError::Unusable { path: path.to_owned(), cause },
        };
        if !error.may_pass() || Instant::now() >= deadline {
            return Err(error);
        }
        thread::sleep(TRY_AGAIN);
    }
}

/// A connection for writing, with the schema up to date, and one for reading.
fn connect_both(path: &Path) -> Result<(Connection, Connection), MigrationError> {
    let mut writing = connect(path)?;
    let mode: String = writing.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode != "wal" {
        log::warn!(
            "{}: the disk cannot have SQLite's WAL ({mode} instead), so writing is slow",
            path.display()
        );
    }
    migrate(&mut writing)?;
    let reading = connect(path)?;
    reading.pragma_update(None, "query_only", true)?;
    Ok((writing, reading))
}

/// Not with SQLite's own URI names: a path is a path, even one that starts with `file:`.
fn connect(path: &Path) -> Result<Connection, rusqlite::Error> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    Ok(connection)
}

fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> Result<thread::JoinHandle<()>, OpenError> {
    thread::Builder::new().name(name.to_owned()).spawn(work).map_err(OpenError::Thread)
}

/// Waits for the next piece of work; `None` when there will be none.
fn next<T>(queue: &mut mpsc::Receiver<Request<T>>) -> Option<T> {
    // A closed queue is emptied without waiting: a forgotten future may hold a place in it for ever.
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

/// The writing thread: ends when it is told to, or nobody can send any more, and the queue is empty.
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
    if let Err(error) = connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)") {
        log::warn!("the write-ahead log stays beside the database: {error}");
    }
}

fn answer(group: Vec<Task>, results: impl IntoIterator<Item = Done>) {
    for (task, result) in group.into_iter().zip(results) {
        // Whoever asked may have gone away; the write stands.
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

/// How many rows were written: none if another version stands there.
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
        // Whoever asked may have gone away.
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

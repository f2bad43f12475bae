//! Where dialogues are kept: teloxide's `Storage` on SQLite, Redis, PostgreSQL or in memory, chosen by a URL.
//!
//! A record is any serde type and is kept as JSON; nothing here knows what is in it. No record is ever logged, only
//! its chat id. An engine keeps bytes and versions; [`AnyStorage`] is what all of them have in common.
//!
//! **Versions.** Several processes may serve one storage, so a write says which version it was computed from
//! ([`Versioned`]) and is refused ([`StorageError::Conflict`]) if another one stands there. Each write adds one. A new
//! record begins at the microseconds since 1970 rather than at one, so that who read a record before it was removed
//! and made anew cannot take the new one for theirs. That holds unless both fall on the same microsecond of two clocks.
//!
//! **A record may ask to be taken up at a time** ([`Due`]), which is written with it in the same step.
//! [`AnyStorage::claim_due`] gives a chat whose time has come to one caller only, for as long as that one asks: a lease.
//! Writing a record leaves its lease as it is; removing it removes both.
//!
//! **What cannot be read** is a fresh record ([`Default`]) at the version that stands there, so the next write replaces
//! it: nobody gets stuck.
//!
//! **Tallies** stand beside the records: a name and how often it was counted, and nothing of who. The engine itself adds
//! one, so that programs which count at the same time lose nothing of each other's.
//!
//! **A server that is away** makes each call fail within [`PATIENCE`]; it is used again as soon as it is back.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures::FutureExt;
use futures::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use teloxide::dispatching::dialogue::Storage;
use teloxide::types::ChatId;

use crate::storage::memory::MemoryStorage;
use crate::storage::outage::{Operation, Outage};
use crate::storage::postgres::PostgresStorage;
use crate::storage::redis::RedisStorage;
use crate::storage::sqlite::SqliteStorage;
use crate::storage::url::StorageUrl;

pub mod memory;
mod outage;
pub mod postgres;
pub mod redis;
pub mod sqlite;
mod tls;
pub mod url;

/// The longest that a call of a server takes, whatever the server does.
pub const PATIENCE: Duration = Duration::from_millis(2_500);

/// The longest that one try to reach a server takes.
const CONNECTING: Duration = Duration::from_secs(1);

/// The longest that a call of the file is waited for; on a good day it takes less than a millisecond.
const SLOW_DISK: Duration = Duration::from_secs(8);

/// What is said of a server that keeps silent.
const NO_ANSWER: &str = "the server does not answer in time";

/// A record that may ask to be taken up at a time.
pub trait Due {
    /// When, in seconds since 1970; `None` for never.
    fn due(&self) -> Option<i64> {
        None
    }
}

/// A record with the version it was read at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Versioned<D> {
    /// What stands in the storage; 0 if nothing does.
    pub version: u64,
    /// The record.
    pub record: D,
}

/// How often something was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// What was counted.
    pub name: String,
    /// How often.
    pub count: u64,
}

/// Why a dialogue could not be read or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    /// The storage was closed.
    #[error("the storage is closed")]
    Closed,
    /// The record does not fit JSON, for example because of a map whose keys are not strings.
    #[error("the record cannot be written as JSON")]
    Encode,
    /// The record is not the one that was read: somebody has written or removed it since. Nothing was written.
    #[error("the record was changed by somebody else in between")]
    Conflict,
    /// The database failed or did not answer. Whether a write has happened is then not known.
    #[error("{0}")]
    Unavailable(Arc<str>),
}

/// Why a storage cannot be used at all: for the one who deploys the bot. Never holds a password.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file.
    #[error(transparent)]
    Sqlite(#[from] sqlite::OpenError),
    /// The server, which answers, but not to this: a wrong password, a database that is not there, missing rights.
    #[error("{server}: {reason}")]
    Refused {
        /// The server and the database.
        server: String,
        /// What it says.
        reason: String,
    },
}

impl OpenError {
    /// Whether opening may succeed later, with nothing changed.
    pub fn may_pass(&self) -> bool {
        matches!(self, OpenError::Sqlite(error) if error.may_pass())
    }
}

/// The storage a [`StorageUrl`] names, usable as `Dialogue<Versioned<Record>, AnyStorage>`. Clones share everything.
#[derive(Clone)]
pub enum AnyStorage {
    /// See [`MemoryStorage`].
    Memory(Arc<MemoryStorage>),
    /// See [`SqliteStorage`].
    Sqlite(Arc<SqliteStorage>),
    /// See [`RedisStorage`].
    Redis(Arc<RedisStorage>),
    /// See [`PostgresStorage`].
    Postgres(Arc<PostgresStorage>),
}

/// What an engine keeps of a chat.
#[derive(Clone)]
struct Stored {
    version: u64,
    /// Whatever bytes stand there.
    json: Vec<u8>,
}

/// A write that happens only if `expected` stands there; 0 if nothing does.
struct Write {
    expected: u64,
    next: u64,
    json: String,
    /// When the record asks to be taken up, in seconds since 1970.
    due: Option<i64>,
}

/// A wish for chats whose time has come. Times are in seconds since 1970.
#[derive(Clone, Copy)]
struct Claim {
    now: i64,
    /// Until when nobody else gets them.
    until: i64,
    most: usize,
}

impl AnyStorage {
    /// Opens the storage, creating the file or the table when there is none. A server that does not answer is no error:
    /// it is logged, and used once it is there. The file is opened by blocking; meant for start-up.
    ///
    /// # Errors
    /// [`OpenError`], naming the file or the server.
    pub async fn open(url: &StorageUrl) -> Result<Self, OpenError> {
        Ok(match url {
            StorageUrl::Memory => AnyStorage::Memory(Arc::default()),
            StorageUrl::Sqlite(path) => AnyStorage::Sqlite(Arc::new(SqliteStorage::open(path)?)),
            StorageUrl::Redis(address) => AnyStorage::Redis(Arc::new(RedisStorage::open(address).await?)),
            StorageUrl::Postgres(address) => {
                AnyStorage::Postgres(Arc::new(PostgresStorage::open(address).await?))
            }
        })
    }

    /// Finishes the writes in hand and lets go of the database. Later calls give [`StorageError::Closed`].
    pub async fn close(&self) {
        match self {
            AnyStorage::Memory(_) => {}
            AnyStorage::Sqlite(storage) => storage.close().await,
            AnyStorage::Redis(storage) => storage.close(),
            AnyStorage::Postgres(storage) => storage.close(),
        }
    }

    /// Whether the storage serves: one cheap round trip, at most [`PATIENCE`] long for a server.
    ///
    /// # Errors
    /// What reading a record would give now.
    pub async fn healthy(&self) -> Result<(), StorageError> {
        self.noted(
            Operation::Read,
            match self {
                AnyStorage::Memory(_) => Ok(()),
                // No chat has this number, and the file is asked all the same.
                AnyStorage::Sqlite(storage) => storage.read(ChatId(0)).await.map(drop),
                AnyStorage::Redis(storage) => storage.ping().await,
                AnyStorage::Postgres(storage) => storage.ping().await,
            },
        )
    }

    /// The chats whose records were due at `now`, the longest ago first, `most` at most. Nobody else gets them before
    /// `until`, nor after it if their records ask for a later time by then. Times are in seconds since 1970.
    ///
    /// # Errors
    /// What writing a record would give. Chats may have been claimed although the answer was lost.
    pub async fn claim_due(&self, now: i64, until: i64, most: usize) -> Result<Vec<ChatId>, StorageError> {
        let claim = Claim { now, until, most };
        self.noted(
            Operation::Write,
            match self {
                AnyStorage::Memory(storage) => Ok(storage.claim(claim)),
                AnyStorage::Sqlite(storage) => in_time(storage.claim(claim)).await,
                AnyStorage::Redis(storage) => storage.claim(claim).await,
                AnyStorage::Postgres(storage) => storage.claim(claim).await,
            },
        )
    }

    async fn read(&self, chat_id: ChatId) -> Result<Option<Stored>, StorageError> {
        self.noted(
            Operation::Read,
            match self {
                AnyStorage::Memory(storage) => Ok(storage.read(chat_id)),
                AnyStorage::Sqlite(storage) => in_time(storage.read(chat_id)).await,
                AnyStorage::Redis(storage) => storage.read(chat_id).await,
                AnyStorage::Postgres(storage) => storage.read(chat_id).await,
            },
        )
    }

    async fn write(&self, chat_id: ChatId, write: Write) -> Result<(), StorageError> {
        self.noted(
            Operation::Write,
            match self {
                AnyStorage::Memory(storage) => storage.write(chat_id, write),
                AnyStorage::Sqlite(storage) => in_time(storage.write(chat_id, write)).await,
                AnyStorage::Redis(storage) => storage.write(chat_id, write).await,
                AnyStorage::Postgres(storage) => storage.write(chat_id, write).await,
            },
        )
    }

    async fn remove(&self, chat_id: ChatId) -> Result<(), StorageError> {
        self.noted(
            Operation::Write,
            match self {
                AnyStorage::Memory(storage) => {
                    storage.remove(chat_id);
                    Ok(())
                }
                AnyStorage::Sqlite(storage) => storage.remove(chat_id).await,
                AnyStorage::Redis(storage) => storage.remove(chat_id).await,
                AnyStorage::Postgres(storage) => storage.remove(chat_id).await,
            },
        )
    }

    /// Adds one to the tally of a name. After an error it is not known whether one was added.
    ///
    /// # Errors
    /// As for writing a record.
    pub async fn count(&self, name: &str) -> Result<(), StorageError> {
        self.noted(
            Operation::Write,
            match self {
                AnyStorage::Memory(storage) => {
                    storage.count(name);
                    Ok(())
                }
                AnyStorage::Sqlite(storage) => in_time(storage.count(name)).await,
                AnyStorage::Redis(storage) => storage.count(name).await,
                AnyStorage::Postgres(storage) => storage.count(name).await,
            },
        )
    }

    /// Everything that was ever counted, by name.
    ///
    /// # Errors
    /// As for reading a record.
    pub async fn tallies(&self) -> Result<Vec<Tally>, StorageError> {
        let mut tallies = self.noted(
            Operation::Read,
            match self {
                AnyStorage::Memory(storage) => Ok(storage.tallies()),
                AnyStorage::Sqlite(storage) => in_time(storage.tallies()).await,
                AnyStorage::Redis(storage) => storage.tallies().await,
                AnyStorage::Postgres(storage) => storage.tallies().await,
            },
        )?;
        tallies.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(tallies)
    }

    fn noted<T>(&self, operation: Operation, result: Result<T, StorageError>) -> Result<T, StorageError> {
        let outage: Option<&Outage> = match self {
            AnyStorage::Memory(_) => None,
            AnyStorage::Sqlite(storage) => Some(&storage.outage),
            AnyStorage::Redis(storage) => Some(&storage.outage),
            AnyStorage::Postgres(storage) => Some(&storage.outage),
        };
        outage.inspect(|outage| outage.note(operation, &result));
        result
    }
}

/// A file on a disk that hangs must not cost the answer. What was to be written is written all the same, later.
async fn in_time<T>(call: impl Future<Output = Result<T, StorageError>>) -> Result<T, StorageError> {
    let late = || StorageError::Unavailable("the disk is too slow".into());
    tokio::time::timeout(SLOW_DISK, call).await.unwrap_or_else(|_| Err(late()))
}

impl<D> Storage<Versioned<D>> for AnyStorage
where
    D: Serialize + DeserializeOwned + Default + Due + Send + 'static,
{
    type Error = StorageError;

    /// Removes whatever version there is; removing what is not there is no error.
    fn remove_dialogue(self: Arc<Self>, chat_id: ChatId) -> BoxFuture<'static, Result<(), StorageError>> {
        async move { self.remove(chat_id).await }.boxed()
    }

    /// Writes the record if its version stands there still.
    fn update_dialogue(
        self: Arc<Self>,
        chat_id: ChatId,
        Versioned { version, record }: Versioned<D>,
    ) -> BoxFuture<'static, Result<(), StorageError>> {
        async move {
            let json = serde_json::to_string(&record).map_err(|_| StorageError::Encode)?;
            let next = if version == 0 { first_version() } else { version.wrapping_add(1) };
            self.write(chat_id, Write { expected: version, next, json, due: record.due() }).await
        }
        .boxed()
    }

    /// The record with its version; a fresh one if it cannot be read.
    fn get_dialogue(
        self: Arc<Self>,
        chat_id: ChatId,
    ) -> BoxFuture<'static, Result<Option<Versioned<D>>, StorageError>> {
        async move {
            Ok(self
                .read(chat_id)
                .await?
                .map(|Stored { version, json }| Versioned { version, record: decode(chat_id, &json) }))
        }
        .boxed()
    }
}

/// Where the versions of a new record begin.
fn first_version() -> u64 {
    let age = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(age.as_micros()).unwrap_or_default().max(1)
}

/// Reads a record back. serde's message may quote the record, so only the kind and place of a fault are logged.
fn decode<D: DeserializeOwned + Default>(chat_id: ChatId, json: &[u8]) -> D {
    serde_json::from_slice(json).unwrap_or_else(|error| {
        let (kind, column) = (error.classify(), error.column());
        log::warn!(
            "chat {chat_id}: its record cannot be read ({kind:?} fault at byte {column}), starting afresh"
        );
        D::default()
    })
}

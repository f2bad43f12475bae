//! The storage that a URL names: one of four engines behind one set of calls.

use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use futures::FutureExt;
use futures::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use teloxide::dispatching::dialogue::Storage;
use teloxide::types::ChatId;

use crate::storage::error::{OpenError, StorageError};
use crate::storage::memory::MemoryStorage;
use crate::storage::outage::{Operation, Outage};
use crate::storage::postgres::PostgresStorage;
use crate::storage::record::{Claim, Due, Stored, Tally, Versioned, Write};
use crate::storage::redis::RedisStorage;
use crate::storage::sqlite::SqliteStorage;
use crate::storage::url::StorageUrl;

/// Timeout of one SQLite call; usually it takes less than a millisecond.
const DISK_TIMEOUT: Duration = Duration::from_secs(8);

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

    /// Opens an existing storage to read it, changing nothing; a server's tables must be up to date. The file is opened
    /// by blocking.
    ///
    /// # Errors
    /// [`OpenError`], naming the file or the server.
    pub async fn open_read_only(url: &StorageUrl) -> Result<Self, OpenError> {
        Ok(match url {
            StorageUrl::Sqlite(path) => AnyStorage::Sqlite(Arc::new(SqliteStorage::open_read_only(path)?)),
            StorageUrl::Postgres(address) => {
                AnyStorage::Postgres(Arc::new(PostgresStorage::open_read_only(address).await?))
            }
            StorageUrl::Memory | StorageUrl::Redis(_) => Self::open(url).await?,
        })
    }

    /// Finishes the queued writes and closes the database. Later calls give [`StorageError::Closed`].
    pub async fn close(&self) {
        match self {
            AnyStorage::Memory(_) => {}
            AnyStorage::Sqlite(storage) => storage.close().await,
            AnyStorage::Redis(storage) => storage.close(),
            AnyStorage::Postgres(storage) => storage.close(),
        }
    }

    /// Whether the storage answers: one cheap round trip, at most
    /// [`SERVER_TIMEOUT`](crate::storage::record::SERVER_TIMEOUT) long for a server.
    ///
    /// # Errors
    /// What reading a record would give now.
    pub async fn healthy(&self) -> Result<(), StorageError> {
        self.noted(
            Operation::Read,
            match self {
                AnyStorage::Memory(_) => Ok(()),
                // No chat has this id, but the file is read.
                AnyStorage::Sqlite(storage) => in_time(storage.read(ChatId(0))).await.map(drop),
                AnyStorage::Redis(storage) => storage.ping().await,
                AnyStorage::Postgres(storage) => storage.ping().await,
            },
        )
    }

    /// Leases the chats whose records were due at `now`, the longest ago first, at most `most`, until `until`. No other
    /// caller gets them before `until`, nor after it if their records have a later due time by then. Times are in
    /// seconds since 1970.
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
                AnyStorage::Sqlite(storage) => in_time(storage.remove(chat_id)).await,
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

    /// All tallies, by name.
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

/// Limits the time of an SQLite call, so that a hanging disk does not prevent the answer. A queued write still happens
/// later.
async fn in_time<T>(call: impl Future<Output = Result<T, StorageError>>) -> Result<T, StorageError> {
    let late = || StorageError::Unavailable("the disk is too slow".into());
    tokio::time::timeout(DISK_TIMEOUT, call).await.unwrap_or_else(|_| Err(late()))
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

    /// Writes the record if its version is still the stored one.
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

/// The version of a new record.
fn first_version() -> u64 {
    let age = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(age.as_micros()).unwrap_or_default().max(1)
}

/// Reads a record back. serde's message may quote the record, so only the kind and place of a fault are logged.
fn decode<D: DeserializeOwned + Default>(chat_id: ChatId, json: &[u8]) -> D {
    serde_json::from_slice(json).unwrap_or_else(|error| {
        let (kind, column) = (error.classify(), error.column());
        log::warn!(
            "chat {chat_id}: its record cannot be decoded ({kind:?} error at byte {column}) and is replaced by the default one"
        );
        D::default()
    })
}

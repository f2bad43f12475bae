//! Where dialogues are kept: teloxide's `Storage` on SQLite or in memory, chosen by a URL.
//!
//! A record is any serde type and is kept as JSON; nothing here knows what is in it. A record that cannot be read
//! is an absent one: the person starts afresh and never gets stuck. No record is ever logged, only its chat id.
//!
//! Another database is another variant of [`StorageUrl`] and [`AnyStorage`] and a file beside [`sqlite`]. Several
//! processes on one database need compare-and-set; the `version` column counts the writes of a chat for that.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use futures::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use teloxide::dispatching::dialogue::Storage;
use teloxide::types::ChatId;

use crate::storage::memory::MemoryStorage;
use crate::storage::sqlite::{OpenError, SqliteStorage};

pub mod memory;
mod schema;
pub mod sqlite;

/// Which storage is wanted, read from text such as `sqlite:bot.sqlite` or `memory:`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StorageUrl {
    /// `memory:`. Everything is forgotten when the process ends.
    Memory,
    /// `sqlite:` and a path, relative to the working directory or absolute; `sqlite://` and a path means the same.
    Sqlite(PathBuf),
}

/// Why a text is not a storage URL. Never holds the whole text, because it may hold a password.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StorageUrlError {
    /// Nothing before a colon.
    #[error("a storage is written as sqlite:PATH or memory:")]
    NoScheme,
    /// A storage this program does not have.
    #[error("there is no storage called {0:?}; known are sqlite:PATH and memory:")]
    UnknownScheme(String),
    /// `sqlite:` alone.
    #[error("the path of the database is missing after sqlite:")]
    NoPath,
    /// `sqlite::memory:`, which would be a new database for each connection.
    #[error("for a storage in memory write memory:")]
    SqliteInMemory,
    /// `memory:` with something behind it.
    #[error("memory: takes nothing behind the colon")]
    MemoryWithPath,
    /// Options such as `?mode=rwc`.
    #[error("the path of the database cannot have a question mark; there are no options")]
    Options,
}

/// Why a dialogue could not be read or written.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StorageError {
    /// The storage was closed.
    #[error("the storage is closed")]
    Closed,
    /// The record does not fit JSON, for example because of a map whose keys are not strings.
    #[error("the record cannot be written as JSON")]
    Encode,
    /// The database failed. Shared, since several writes may fail together.
    #[error("database: {0}")]
    Database(Arc<rusqlite::Error>),
}

/// The storage a [`StorageUrl`] names, usable as `Dialogue<Record, AnyStorage>`. Clones share everything.
#[derive(Clone)]
pub enum AnyStorage {
    /// See [`MemoryStorage`].
    Memory(Arc<MemoryStorage>),
    /// See [`SqliteStorage`].
    Sqlite(Arc<SqliteStorage>),
}

impl AnyStorage {
    /// Opens the storage, creating the database file when there is none. Blocks; meant for start-up.
    ///
    /// # Errors
    /// [`OpenError`], naming the path.
    pub fn open(url: &StorageUrl) -> Result<Self, OpenError> {
        Ok(match url {
            StorageUrl::Memory => AnyStorage::Memory(Arc::default()),
            StorageUrl::Sqlite(path) => AnyStorage::Sqlite(Arc::new(SqliteStorage::open(path)?)),
        })
    }

    /// Finishes all writes and lets go of the database. Later calls give [`StorageError::Closed`].
    pub async fn close(&self) {
        match self {
            AnyStorage::Memory(_) => {}
            AnyStorage::Sqlite(storage) => storage.close().await,
        }
    }
}

impl<D> Storage<D> for AnyStorage
where
    D: Serialize + DeserializeOwned + Send + 'static,
{
    type Error = StorageError;

    fn remove_dialogue(self: Arc<Self>, chat_id: ChatId) -> BoxFuture<'static, Result<(), StorageError>> {
        match &*self {
            AnyStorage::Memory(storage) => Storage::<D>::remove_dialogue(Arc::clone(storage), chat_id),
            AnyStorage::Sqlite(storage) => Storage::<D>::remove_dialogue(Arc::clone(storage), chat_id),
        }
    }

    fn update_dialogue(
        self: Arc<Self>,
        chat_id: ChatId,
        dialogue: D,
    ) -> BoxFuture<'static, Result<(), StorageError>> {
        match &*self {
            AnyStorage::Memory(storage) => Arc::clone(storage).update_dialogue(chat_id, dialogue),
            AnyStorage::Sqlite(storage) => Arc::clone(storage).update_dialogue(chat_id, dialogue),
        }
    }

    fn get_dialogue(self: Arc<Self>, chat_id: ChatId) -> BoxFuture<'static, Result<Option<D>, StorageError>> {
        match &*self {
            AnyStorage::Memory(storage) => Arc::clone(storage).get_dialogue(chat_id),
            AnyStorage::Sqlite(storage) => Arc::clone(storage).get_dialogue(chat_id),
        }
    }
}

impl FromStr for StorageUrl {
    type Err = StorageUrlError;

    fn from_str(text: &str) -> Result<Self, StorageUrlError> {
        let (scheme, rest) = text.trim().split_once(':').ok_or(StorageUrlError::NoScheme)?;
        match scheme {
            "memory" if rest.is_empty() => Ok(StorageUrl::Memory),
            "memory" => Err(StorageUrlError::MemoryWithPath),
            "sqlite" => {
                let path = rest.strip_prefix("//").unwrap_or(rest);
                match path {
                    "" => Err(StorageUrlError::NoPath),
                    ":memory:" => Err(StorageUrlError::SqliteInMemory),
                    _ if path.contains('?') => Err(StorageUrlError::Options),
                    _ => Ok(StorageUrl::Sqlite(PathBuf::from(path))),
                }
            }
            "" => Err(StorageUrlError::NoScheme),
            unknown => Err(StorageUrlError::UnknownScheme(unknown.to_owned())),
        }
    }
}

impl fmt::Display for StorageUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StorageUrl::Memory => f.write_str("memory:"),
            StorageUrl::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
        }
    }
}

fn encode<D: Serialize>(record: &D) -> Result<String, StorageError> {
    serde_json::to_string(record).map_err(|_| StorageError::Encode)
}

/// Reads a record back; one that cannot be read counts as absent. serde's message may quote the record, so only
/// the kind and place of the fault are logged.
fn decode<D: DeserializeOwned>(chat_id: ChatId, json: &[u8]) -> Option<D> {
    serde_json::from_slice(json)
        .inspect_err(|error| {
            let (kind, column) = (error.classify(), error.column());
            log::warn!(
                "chat {chat_id}: its record cannot be read ({kind:?} fault at byte {column}), starting afresh"
            );
        })
        .ok()
}

//! Why a storage call failed, or a storage cannot be opened.

use std::sync::Arc;

use crate::storage::sqlite::open_error::SqliteOpenError;

/// Why a record could not be read or written.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StorageError {
    /// The storage was closed.
    #[error("the storage is closed")]
    Closed,
    /// The record does not fit JSON, for example because of a map whose keys are not strings.
    #[error("the record cannot be written as JSON")]
    Encode,
    /// Another process has written or removed the record since it was read. Nothing was written.
    #[error("the record was changed by another process in between")]
    Conflict,
    /// The database failed or did not answer. Whether a write has happened is then not known.
    #[error("{0}")]
    Unavailable(Arc<str>),
}

/// Why a storage cannot be used at all, for the operator. Never holds a password.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file.
    #[error(transparent)]
    Sqlite(#[from] SqliteOpenError),
    /// The server answers with a refusal: a wrong password, no such database, missing rights, an invalid certificate.
    #[error("{server}: {reason}")]
    Refused {
        /// The server and the database.
        server: String,
        /// What it answers.
        reason: String,
    },
}

impl OpenError {
    /// Whether opening may succeed later, with nothing changed.
    pub fn may_pass(&self) -> bool {
        matches!(self, OpenError::Sqlite(error) if error.may_pass())
    }
}

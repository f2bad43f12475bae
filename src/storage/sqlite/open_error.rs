//! Why an SQLite file cannot be opened.

use std::path::PathBuf;

use rusqlite::ErrorCode;

/// Why a database could not be opened, for the operator.
#[derive(Debug, thiserror::Error)]
pub enum SqliteOpenError {
    /// The directory of the file is not there; it is not created, since its name is more likely a mistake.
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
    /// The file is not there and cannot be created.
    #[error("{}: the database cannot be created: {cause}", path.display())]
    Create {
        /// The database file.
        path: PathBuf,
        /// What the system says.
        cause: std::io::Error,
    },
    /// An earlier version of this program has written it, and it was to be opened without changing it.
    #[error("{}: the database has version {found}, this program needs {known}; start the bot once to update it", path.display())]
    OlderSchema {
        /// The database file.
        path: PathBuf,
        /// The version found.
        found: i64,
        /// The version needed.
        known: i64,
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

impl SqliteOpenError {
    /// Whether the file may be opened later, with nothing changed: it is locked, or the disk is full or failing.
    pub fn may_pass(&self) -> bool {
        let SqliteOpenError::Unusable { cause, .. } = self else { return false };
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

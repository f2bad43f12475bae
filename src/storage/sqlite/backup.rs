//! Copies a database into a new file while the bot may be writing to it.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::OpenFlags;

use crate::storage::sqlite::connection::{connect, create_private};

/// Why there is no copy.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// The target exists; it is not overwritten.
    #[error("{}: the file exists already", .0.display())]
    Exists(PathBuf),
    /// The target cannot be created.
    #[error("{}: {cause}", path.display())]
    Create {
        /// The target.
        path: PathBuf,
        /// What the system says.
        cause: io::Error,
    },
    /// The database cannot be read, or the copy not written.
    #[error("the database cannot be copied: {0}")]
    Copy(#[from] rusqlite::Error),
}

/// Copies the database at `path` into the new file `target`, as of one moment. Blocks.
///
/// # Errors
/// [`BackupError`]. A file that could not be completed is removed.
pub fn backup(path: &Path, target: &Path) -> Result<(), BackupError> {
    if target.exists() {
        return Err(BackupError::Exists(target.to_owned()));
    }
    let connection = connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    create_private(target).map_err(|cause| BackupError::Create { path: target.to_owned(), cause })?;
    let copied = connection.execute("VACUUM INTO ?1", [target.to_string_lossy()]);
    if copied.is_err() {
        // The error of the copy is the one to report.
        let _ = std::fs::remove_file(target);
    }
    Ok(copied.map(drop)?)
}

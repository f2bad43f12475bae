//! Opens connections to an SQLite file.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OpenFlags};

use crate::storage::sqlite::open_error::SqliteOpenError;
use crate::storage::sqlite::schema::{MigrationError, NEWEST, migrate};

/// The page cache of a connection. The system caches the file anyway, and SQLite's default of 2 MiB for each connection
/// would fill up over time.
const CACHE_KIB: i64 = 256;

/// How long a connection waits for another process that holds the write lock.
const BUSY: Duration = Duration::from_secs(5);

/// The pause before a locked file is tried again.
const RETRY_DELAY: Duration = Duration::from_millis(20);

/// Connects as [`connect_both`]; tries again while another process that has just started has locked the file, because
/// SQLite itself does not wait for the change to WAL.
pub(super) fn connect_patiently(path: &Path) -> Result<(Connection, Connection), SqliteOpenError> {
    let deadline = Instant::now() + BUSY;
    loop {
        let error = match connect_both(path) {
            Ok(both) => return Ok(both),
            Err(MigrationError::Newer(found)) => {
                return Err(SqliteOpenError::NewerSchema { path: path.to_owned(), found, known: NEWEST });
            }
            Err(MigrationError::Database(cause)) => {
                SqliteOpenError::Unusable { path: path.to_owned(), cause }
            }
        };
        if !error.may_pass() || Instant::now() >= deadline {
            return Err(error);
        }
        thread::sleep(RETRY_DELAY);
    }
}

/// A connection for writing, with the schema up to date, and one for reading.
fn connect_both(path: &Path) -> Result<(Connection, Connection), MigrationError> {
    let read_write = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE;
    let mut writing = connect(path, read_write)?;
    let mode: String = writing.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode != "wal" {
        log::warn!(
            "{}: the disk cannot have SQLite's WAL ({mode} instead), so writing is slow",
            path.display()
        );
    }
    migrate(&mut writing)?;
    let reading = connect(path, read_write)?;
    reading.pragma_update(None, "query_only", true)?;
    Ok((writing, reading))
}

/// Creates the file, if there is none, readable and writable only for its owner. SQLite gives the files beside it the
/// same permissions.
pub(super) fn create_private(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        created => created.map(drop),
    }
}

/// Without SQLite's URI names: a path is a path, even one that starts with `file:`.
pub(super) fn connect(path: &Path, flags: OpenFlags) -> Result<Connection, rusqlite::Error> {
    let connection = Connection::open_with_flags(path, flags | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    connection.busy_timeout(BUSY)?;
    connection.pragma_update(None, "synchronous", "NORMAL")?;
    connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
    Ok(connection)
}

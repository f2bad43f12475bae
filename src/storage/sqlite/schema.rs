//! The tables of the SQLite database, and how an older database becomes a newer one.

use rusqlite::{Connection, TransactionBehavior};

/// What turns version `n` into version `n + 1`, by its place. Never change a line that was released; add one. (By now
/// the versions of a chat begin elsewhere than at 1; see [`crate::storage`].)
const STEPS: &[&str] = &[
    "CREATE TABLE dialogues (
        chat_id    INTEGER PRIMARY KEY,
        version    INTEGER NOT NULL, -- counts the writes of this chat, from 1
        session    TEXT    NOT NULL, -- JSON
        updated_at INTEGER NOT NULL  -- seconds since 1970
    ) STRICT",
    "CREATE TABLE tallies (
        name  TEXT    PRIMARY KEY,
        count INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID",
    // The due time and the end of the lease, both in seconds since 1970.
    "ALTER TABLE dialogues ADD COLUMN due INTEGER;
     ALTER TABLE dialogues ADD COLUMN leased INTEGER;
     CREATE INDEX dialogues_due ON dialogues (due) WHERE due IS NOT NULL",
];

/// The version of a database this program writes.
pub(super) const NEWEST: i64 = STEPS.len() as i64;

/// Why a database could not be brought to [`NEWEST`].
pub(super) enum MigrationError {
    /// A later program has written it: its version.
    Newer(i64),
    Database(rusqlite::Error),
}

impl From<rusqlite::Error> for MigrationError {
    fn from(error: rusqlite::Error) -> Self {
        MigrationError::Database(error)
    }
}

/// Brings the database to [`NEWEST`] in one transaction. Takes the write lock even when there is nothing to do, so
/// that two processes starting together take turns and a database that cannot be written is found out here.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), MigrationError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let done = usize::try_from(version).unwrap_or(0);
    let steps = STEPS.get(done..).ok_or(MigrationError::Newer(version))?;
    for step in steps {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "user_version", NEWEST)?;
    Ok(transaction.commit()?)
}

//! What is counted, in the SQLite database.

use rusqlite::Connection;

use crate::storage::record::Tally;

pub(super) fn count(connection: &Connection, name: &str) -> Result<(), rusqlite::Error> {
    connection
        .prepare_cached(
            "INSERT INTO tallies (name, count) VALUES (?1, 1)
             ON CONFLICT (name) DO UPDATE SET count = count + 1",
        )?
        .execute([name])
        .map(drop)
}

pub(super) fn all(connection: &Connection) -> Result<Vec<Tally>, rusqlite::Error> {
    let mut tallies = connection.prepare_cached("SELECT name, count FROM tallies")?;
    let found = tallies
        .query_map([], |row| Ok(Tally { name: row.get(0)?, count: row.get::<_, i64>(1)?.cast_unsigned() }))?;
    found.collect()
}

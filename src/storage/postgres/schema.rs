//! The tables of the PostgreSQL database, and how an older database becomes a newer one.

use tokio_postgres::Client;

use crate::storage::postgres::failure::Failure;

/// What turns version `n` into version `n + 1`, by its place; `{schema}` is where the tables are. Never change a line
/// that was released; add one.
const STEPS: &[&str] = &[
    "CREATE TABLE {schema}kz_topup_dialogues (
        chat_id    BIGINT PRIMARY KEY,
        version    BIGINT NOT NULL,
        session    TEXT   NOT NULL, -- JSON
        updated_at TIMESTAMPTZ NOT NULL
    )",
    "CREATE TABLE {schema}kz_topup_tallies (
        name  TEXT   PRIMARY KEY,
        count BIGINT NOT NULL
    )",
    // The due time and the end of the lease, both in seconds since 1970.
    "ALTER TABLE {schema}kz_topup_dialogues ADD COLUMN due BIGINT, ADD COLUMN leased BIGINT;
     CREATE INDEX kz_topup_dialogues_due ON {schema}kz_topup_dialogues (due) WHERE due IS NOT NULL",
];

/// Held while tables are looked at and made, by one program at a time. Any number that others do not use.
const LOCK: i64 = 0x006b_7a74_6f70_7570;

/// Brings the tables up to date, in one transaction; several programs that start together take turns. A database that
/// is up to date is only read, so the right to make tables is needed no longer.
pub(super) async fn migrate(client: &mut Client, schema: Option<&str>) -> Result<(), Failure> {
    let transaction = client.transaction().await?;
    transaction.query_one("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await?;
    if let Some(schema) = schema {
        let there =
            transaction.query_opt("SELECT 1 FROM pg_namespace WHERE nspname = $1", &[&schema]).await?;
        if there.is_none() {
            transaction.batch_execute(&format!("CREATE SCHEMA {schema}")).await?;
        }
    }
    let place = prefix(schema);
    let versions = format!("{place}kz_topup_schema");
    let there = transaction.query_one("SELECT to_regclass($1::text) IS NOT NULL", &[&versions]).await?;
    if !there.try_get::<_, bool>(0)? {
        transaction.batch_execute(&format!("CREATE TABLE {versions} (version BIGINT PRIMARY KEY)")).await?;
    }
    let newest =
        transaction.query_one(&format!("SELECT coalesce(max(version), 0) FROM {versions}"), &[]).await?;
    let found: i64 = newest.try_get(0)?;
    let done = usize::try_from(found).unwrap_or(0);
    let steps = STEPS.get(done..).ok_or(Failure::Newer { found, known: STEPS.len() })?;
    for (version, step) in (found + 1..).zip(steps) {
        transaction.batch_execute(&step.replace("{schema}", &place)).await?;
        transaction.execute(&format!("INSERT INTO {versions} VALUES ($1)"), &[&version]).await?;
    }
    Ok(transaction.commit().await?)
}

/// The prefix of a table's name.
pub(super) fn prefix(schema: Option<&str>) -> String {
    schema.map(|schema| format!("{schema}.")).unwrap_or_default()
}

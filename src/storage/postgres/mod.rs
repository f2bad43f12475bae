//! Sessions in a PostgreSQL database: one row for each chat, and one for each tally.
//!
//! A read is one statement and so is a write, which checks the version itself. Invariants: a call ends within
//! [`SERVER_TIMEOUT`]; a connection that failed is not used again; a write is sent once, since it may have happened
//! although its answer was lost. Statements are prepared once a connection, so a pooler between this program and the
//! server must give it a session of its own (PgBouncer: not in transaction mode).

pub mod address;
mod failure;
mod schema;

use std::time::Duration;

use deadpool_postgres::{Manager, ManagerConfig, Object, Pool, QueueMode, RecyclingMethod, Runtime};
use teloxide::types::ChatId;
use tokio::sync::OnceCell;
use tokio::time::{Instant, timeout_at};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Config, NoTls, Row};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::storage::error::{OpenError, StorageError};
use crate::storage::outage::{Operation, Outage};
use crate::storage::postgres::address::PostgresAddress;
use crate::storage::postgres::failure::Failure;
use crate::storage::postgres::schema::{migrate, prefix};
use crate::storage::record::{Claim, SERVER_TIMEOUT, Stored, Tally, Write};
use crate::storage::tls::client_config;

/// Timeout of a migration at the start.
const MIGRATION_TIMEOUT: Duration = Duration::from_secs(60);

/// The cheapest statement.
const PING: &str = "SELECT 1";

/// Records in a PostgreSQL database.
pub struct PostgresStorage {
    pool: Pool,
    schema: Option<String>,
    /// Set once the tables are up to date.
    ready: OnceCell<()>,
    read: String,
    insert: String,
    update: String,
    remove: String,
    claim: String,
    count: String,
    tallies: String,
    pub(super) outage: Outage,
}

/// Whether a statement may be sent again when the connection was lost.
#[derive(Clone, Copy, PartialEq)]
enum Repeat {
    Harmless,
    Never,
}

impl PostgresStorage {
    /// Connects and brings the tables up to date. A server that does not answer is tried again by each call.
    ///
    /// # Errors
    /// [`OpenError::Refused`].
    pub(super) async fn open(address: &PostgresAddress) -> Result<Self, OpenError> {
        let storage = Self::new(address)?;
        match storage.migrate_at_start().await {
            Err(failure) if failure.is_final() => Err(refused(address, failure.to_string())),
            Err(failure) => {
                storage.outage.note(Operation::Read, &Err::<(), _>(failure.into()));
                Ok(storage)
            }
            Ok(()) => storage.try_reading(address).await,
        }
    }

    /// Connects and changes nothing.
    ///
    /// # Errors
    /// [`OpenError::Refused`], also if the tables are not there.
    pub(super) async fn open_read_only(address: &PostgresAddress) -> Result<Self, OpenError> {
        let storage = Self { ready: OnceCell::new_with(Some(())), ..Self::new(address)? };
        storage.try_reading(address).await
    }

    /// Reads no record: shows more than a ping, namely the right to read the table.
    async fn try_reading(self, address: &PostgresAddress) -> Result<Self, OpenError> {
        match self.ask(&self.read, &[&0_i64], Repeat::Harmless).await {
            Err(failure) if failure.is_final() => return Err(refused(address, failure.to_string())),
            result => self.outage.note(Operation::Read, &result.map_err(StorageError::from)),
        }
        Ok(self)
    }

    fn new(address: &PostgresAddress) -> Result<Self, OpenError> {
        let place = prefix(address.schema.as_deref());
        let table = format!("{place}kz_topup_dialogues");
        let tallies = format!("{place}kz_topup_tallies");
        Ok(Self {
            pool: pool(address).map_err(|reason| refused(address, reason))?,
            schema: address.schema.clone(),
            ready: OnceCell::new(),
            read: format!("SELECT version, session FROM {table} WHERE chat_id = $1"),
            insert: format!(
                "INSERT INTO {table} AS stored (chat_id, version, session, due, updated_at)
                 VALUES ($1, $2, $3, $4, now())
                 ON CONFLICT (chat_id) DO UPDATE
                 SET version = excluded.version, session = excluded.session, due = excluded.due,
                     updated_at = excluded.updated_at
                 WHERE stored.version = 0 RETURNING 1"
            ),
            update: format!(
                "UPDATE {table} SET version = $2, session = $3, due = $4, updated_at = now()
                 WHERE chat_id = $1 AND version = $5 RETURNING 1"
            ),
            remove: format!("DELETE FROM {table} WHERE chat_id = $1"),
            // Rows that another process is claiming are skipped, not waited for.
            claim: format!(
                "UPDATE {table} SET leased = $2 WHERE chat_id IN (
                     SELECT chat_id FROM {table} WHERE due <= $1 AND (leased IS NULL OR leased <= $1)
                     ORDER BY due LIMIT $3 FOR UPDATE SKIP LOCKED
                 ) RETURNING chat_id"
            ),
            count: format!(
                "INSERT INTO {tallies} AS stored (name, count) VALUES ($1, 1)
                 ON CONFLICT (name) DO UPDATE SET count = stored.count + 1"
            ),
            tallies: format!("SELECT name, count FROM {tallies}"),
            outage: Outage::of(address),
        })
    }

    /// Brings the tables up to date, with more time than a call has.
    async fn migrate_at_start(&self) -> Result<(), Failure> {
        let connected = timeout_at(Instant::now() + SERVER_TIMEOUT, self.pool.get()).await;
        let mut client = connected.map_err(|_| Failure::NoAnswer)??;
        let migrated = self.ready.get_or_try_init(|| migrate(&mut client, self.schema.as_deref()));
        let migrated = timeout_at(Instant::now() + MIGRATION_TIMEOUT, migrated).await;
        let migrated = migrated.unwrap_or(Err(Failure::NoAnswer)).map(drop);
        if migrated.is_err() {
            // The connection does not return to the pool.
            drop(Object::take(client));
        }
        migrated
    }

    pub(super) fn close(&self) {
        self.pool.close();
    }

    pub(super) async fn ping(&self) -> Result<(), StorageError> {
        self.ask(PING, &[], Repeat::Harmless).await?;
        Ok(())
    }

    pub(super) async fn read(&self, ChatId(chat_id): ChatId) -> Result<Option<Stored>, StorageError> {
        let rows = self.ask(&self.read, &[&chat_id], Repeat::Harmless).await?;
        let Some(row) = rows.first() else { return Ok(None) };
        let version: i64 = row.try_get(0).map_err(Failure::from)?;
        // Another type than text is an undecodable record.
        let json = row.try_get::<_, &str>(1).unwrap_or_default();
        Ok(Some(Stored { version: version.cast_unsigned(), json: json.as_bytes().to_vec() }))
    }

    pub(super) async fn write(&self, ChatId(chat_id): ChatId, write: Write) -> Result<(), StorageError> {
        let (expected, next) = (write.expected.cast_signed(), write.next.cast_signed());
        let written = match expected {
            0 => self.ask(&self.insert, &[&chat_id, &next, &write.json, &write.due], Repeat::Never).await?,
            _ => {
                self.ask(&self.update, &[&chat_id, &next, &write.json, &write.due, &expected], Repeat::Never)
                    .await?
            }
        };
        match written.is_empty() {
            false => Ok(()),
            true => Err(StorageError::Conflict),
        }
    }

    pub(super) async fn remove(&self, ChatId(chat_id): ChatId) -> Result<(), StorageError> {
        self.ask(&self.remove, &[&chat_id], Repeat::Harmless).await?;
        Ok(())
    }

    pub(super) async fn claim(&self, claim: Claim) -> Result<Vec<ChatId>, StorageError> {
        let most = i64::try_from(claim.most).unwrap_or(i64::MAX);
        let rows = self.ask(&self.claim, &[&claim.now, &claim.until, &most], Repeat::Never).await?;
        let chats = rows.iter().map(|row| row.try_get(0).map(ChatId)).collect::<Result<_, _>>();
        Ok(chats.map_err(Failure::from)?)
    }

    pub(super) async fn count(&self, name: &str) -> Result<(), StorageError> {
        self.ask(&self.count, &[&name], Repeat::Never).await?;
        Ok(())
    }

    pub(super) async fn tallies(&self) -> Result<Vec<Tally>, StorageError> {
        let rows = self.ask(&self.tallies, &[], Repeat::Harmless).await?;
        let tally =
            |row: &Row| Ok(Tally { name: row.try_get(0)?, count: row.try_get::<_, i64>(1)?.cast_unsigned() });
        Ok(rows.iter().map(tally).collect::<Result<_, tokio_postgres::Error>>().map_err(Failure::from)?)
    }

    /// The server's answer to a statement. A connection may have been lost while idle, which only using it shows: a
    /// statement that may be repeated is then sent on another one.
    async fn ask(
        &self,
        statement: &str,
        values: &[&(dyn ToSql + Sync)],
        repeat: Repeat,
    ) -> Result<Vec<Row>, Failure> {
        let deadline = Instant::now() + SERVER_TIMEOUT;
        match self.ask_once(statement, values, deadline).await {
            Err(Failure::Server(error)) if repeat == Repeat::Harmless && error.as_db_error().is_none() => {
                self.ask_once(statement, values, deadline).await
            }
            answer => answer,
        }
    }

    async fn ask_once(
        &self,
        statement: &str,
        values: &[&(dyn ToSql + Sync)],
        deadline: Instant,
    ) -> Result<Vec<Row>, Failure> {
        let mut client = timeout_at(deadline, self.pool.get()).await.map_err(|_| Failure::NoAnswer)??;
        let asked = async {
            self.ready.get_or_try_init(|| migrate(&mut client, self.schema.as_deref())).await?;
            let prepared = client.prepare_cached(statement).await?;
            Ok(client.query(&prepared, values).await?)
        };
        let answer = timeout_at(deadline, asked).await.unwrap_or(Err(Failure::NoAnswer));
        if answer.is_err() {
            // The connection does not return to the pool.
            drop(Object::take(client));
        }
        answer
    }
}

fn refused(address: &PostgresAddress, reason: String) -> OpenError {
    OpenError::Refused { server: address.to_string(), reason }
}

/// How long a connection is idle before TCP probes it.
const KEEP_ALIVE: Duration = Duration::from_secs(60);

/// Connections, made when they are needed. All waiting is bounded by [`SERVER_TIMEOUT`], here by each step of it.
fn pool(address: &PostgresAddress) -> Result<Pool, String> {
    let config = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let mut server: Config = address.config.clone();
    // Detects a connection that a firewall has dropped before a call needs it.
    server.keepalives_idle(KEEP_ALIVE);
    let manager = match address.is_plain() {
        true => Manager::from_config(server, NoTls, config),
        false => {
            let tls = client_config(address.ca.as_deref())?;
            Manager::from_config(server, MakeRustlsConnect::new(tls), config)
        }
    };
    Pool::builder(manager)
        .max_size(address.pool)
        // The one used last is the most likely to work.
        .queue_mode(QueueMode::Lifo)
        .wait_timeout(Some(SERVER_TIMEOUT))
        .create_timeout(Some(SERVER_TIMEOUT))
        .recycle_timeout(Some(SERVER_TIMEOUT))
        .runtime(Runtime::Tokio1)
        .build()
        .map_err(|error| error.to_string())
}

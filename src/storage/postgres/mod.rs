//! Dialogues on a PostgreSQL server: one row a chat, and one a tally.
//!
//! A read is one statement and so is a write, which checks the version itself. Invariants: a call ends within
//! [`PATIENCE`]; a connection that failed is not used again; a write is sent once, since it may have happened although
//! its answer was lost. Statements are prepared once a connection, so a pooler between this program and the server must
//! give it a session of its own (PgBouncer: not in transaction mode).

pub mod address;
mod schema;

use std::error::Error as _;
use std::time::Duration;
use std::{fmt, io};

use deadpool_postgres::{
    Manager, ManagerConfig, Object, Pool, PoolError, QueueMode, RecyclingMethod, Runtime,
};
use teloxide::types::ChatId;
use tokio::sync::OnceCell;
use tokio::time::{Instant, timeout_at};
use tokio_postgres::error::SqlState;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Config, NoTls, Row};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::storage::outage::{Operation, Outage};
use crate::storage::postgres::address::PostgresAddress;
use crate::storage::postgres::schema::{migrate, prefix};
use crate::storage::tls::{client_config, is_certificate};
use crate::storage::{Claim, NO_ANSWER, OpenError, PATIENCE, StorageError, Stored, Tally, Write};

/// What is asked before anything else: whether somebody answers.
const PING: &str = "SELECT 1";

/// Records in a PostgreSQL database.
pub struct PostgresStorage {
    pool: Pool,
    schema: Option<String>,
    /// Set when the tables are known to be there.
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

/// Why there is no answer that could be used.
enum Failure {
    Closed,
    NoAnswer,
    /// A later version of this program has written the tables.
    Newer {
        found: i64,
        known: usize,
    },
    /// What the server or the network says.
    Server(tokio_postgres::Error),
}

/// Whether a statement may be sent a second time when the connection turns out to be dead.
#[derive(Clone, Copy, PartialEq)]
enum Repeat {
    Harmless,
    Never,
}

impl PostgresStorage {
    /// Tries the server and makes the tables. A server that does not answer will be tried again by the calls.
    ///
    /// # Errors
    /// [`OpenError::Refused`].
    pub(super) async fn open(address: &PostgresAddress) -> Result<Self, OpenError> {
        let refused = |reason: String| OpenError::Refused { server: address.to_string(), reason };
        let place = prefix(address.schema.as_deref());
        let table = format!("{place}kz_topup_dialogues");
        let tallies = format!("{place}kz_topup_tallies");
        let storage = Self {
            pool: pool(address).map_err(refused)?,
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
            // Rows that somebody else is about to take are passed over, not waited for.
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
        };
        // Reading shows more than a ping: the right to read the table.
        match storage.ask(&storage.read, &[&0_i64], Repeat::Harmless).await {
            Err(failure) if failure.is_final() => return Err(refused(failure.to_string())),
            result => storage.outage.note(Operation::Read, &result.map_err(StorageError::from)),
        }
        Ok(storage)
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
        // Text that is none is a record that cannot be read.
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

    /// The server's answer to a statement. A connection may have died while it rested, which only using it shows: a
    /// statement that may be repeated then gets another one.
    async fn ask(
        &self,
        statement: &str,
        values: &[&(dyn ToSql + Sync)],
        repeat: Repeat,
    ) -> Result<Vec<Row>, Failure> {
        let deadline = Instant::now() + PATIENCE;
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
            // Whatever is wrong, it does not come back to the pool.
            drop(Object::take(client));
        }
        answer
    }
}

/// How long a connection rests before it is tried.
const KEEP_ALIVE: Duration = Duration::from_secs(60);

/// Connections, made when they are needed. All waiting is bounded by [`PATIENCE`], here by each step of it.
fn pool(address: &PostgresAddress) -> Result<Pool, String> {
    let config = ManagerConfig { recycling_method: RecyclingMethod::Fast };
    let mut server: Config = address.config.clone();
    // What a firewall has dropped in silence is to be found out before somebody waits for it.
    server.keepalives_idle(KEEP_ALIVE);
    let manager = match address.is_plain() {
        true => Manager::from_config(server, NoTls, config),
        false => {
            let tls = client_config().map_err(|error| error.to_string())?;
            Manager::from_config(server, MakeRustlsConnect::new(tls), config)
        }
    };
    Pool::builder(manager)
        .max_size(address.pool)
        // The one used last is the likeliest to be alive.
        .queue_mode(QueueMode::Lifo)
        .wait_timeout(Some(PATIENCE))
        .create_timeout(Some(PATIENCE))
        .recycle_timeout(Some(PATIENCE))
        .runtime(Runtime::Tokio1)
        .build()
        .map_err(|error| error.to_string())
}

impl Failure {
    /// Whether asking again later would be in vain: the server is there and refuses.
    fn is_final(&self) -> bool {
        match self {
            Failure::Closed | Failure::NoAnswer => false,
            Failure::Newer { .. } => true,
            Failure::Server(error) => match error.code() {
                Some(code) => is_refusal(code),
                // Encryption that is not there or that nobody vouches for, a password that is missing.
                None => is_certificate(error) || !is_about_the_network(error),
            },
        }
    }
}

/// Classes of answers that no waiting changes: who we are, which database, what we may do, what is there.
fn is_refusal(code: &SqlState) -> bool {
    ["28", "3D", "3F", "42"].iter().any(|class| code.code().starts_with(class))
}

fn is_about_the_network(error: &tokio_postgres::Error) -> bool {
    error.is_closed() || error.source().is_some_and(|source| source.is::<io::Error>())
}

impl fmt::Display for Failure {
    /// Without what a server adds to its message: that may quote the record.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Failure::Closed => StorageError::Closed.fmt(f),
            Failure::NoAnswer => f.write_str(NO_ANSWER),
            Failure::Newer { found, known } => {
                write!(
                    f,
                    "the tables have version {found}, this program knows up to {known}; use a newer program"
                )
            }
            Failure::Server(error) => match error.as_db_error() {
                Some(answer) => {
                    write!(f, "the server answers {}: {}", answer.code().code(), answer.message())
                }
                None => {
                    error.fmt(f)?;
                    error.source().map_or(Ok(()), |source| write!(f, ": {source}"))
                }
            },
        }
    }
}

impl From<tokio_postgres::Error> for Failure {
    fn from(error: tokio_postgres::Error) -> Self {
        Failure::Server(error)
    }
}

impl From<PoolError> for Failure {
    fn from(error: PoolError) -> Self {
        match error {
            PoolError::Backend(error) => Failure::Server(error),
            PoolError::Closed => Failure::Closed,
            _ => Failure::NoAnswer,
        }
    }
}

impl From<Failure> for StorageError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Closed => StorageError::Closed,
            failure => StorageError::Unavailable(failure.to_string().into()),
        }
    }
}

//! Sessions on a Redis server: one key for each chat, `PREFIX` and the chat's id, holding the version and the JSON
//! separated by a space. All tallies are in one hash, `PREFIXtallies`, which never expires.
//!
//! There are two sorted sets of chats: `PREFIXdue` by due time, `PREFIXleased` by the end of the lease. A record with a
//! due time does not expire before it.
//!
//! All calls share one connection. A read is one `GET`; a write is one script, which Redis runs with nothing in
//! between, and renews the expiry. Invariants: a call ends within [`SERVER_TIMEOUT`]; a connection that gave no answer
//! is not used again, and the next call makes a new one, so nothing is retried in the background; a write is sent once,
//! since it may have happened although its answer was lost. How safe a record is from a crash of the server is up to
//! the server. Clusters and sentinels are not supported.

pub mod address;
mod scripts;

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use redis::aio::MultiplexedConnection;
use redis::{
    AsyncConnectionConfig, Client, Cmd, ErrorKind, FromRedisValue, RedisError, Script, TlsCertificates,
    Value, cmd,
};
use teloxide::types::ChatId;
use tokio::time::{Instant, timeout_at};

use crate::storage::error::{OpenError, StorageError};
use crate::storage::outage::{Operation, Outage};
use crate::storage::record::{CONNECT_TIMEOUT, Claim, NO_ANSWER, SERVER_TIMEOUT, Stored, Tally, Write};
use crate::storage::redis::address::RedisAddress;
use crate::storage::redis::scripts::{CLAIM, REMOVE, WRITE};
use crate::storage::tls::{authority_file, is_certificate};

/// The names of the sorted sets, behind the prefix. No chat has such a number.
const DUE: &str = "due";
const LEASED: &str = "leased";

/// Digits of the longest version; as many always fit.
const VERSION_DIGITS: usize = 19;

const SECONDS_A_DAY: u64 = 24 * 60 * 60;

/// Errors that say nothing about the connection: the key holds another type, the script must be sent whole.
const ABOUT_THE_COMMAND: [&str; 2] = [WRONG_TYPE, NO_SCRIPT];
const WRONG_TYPE: &str = "WRONGTYPE";
const NO_SCRIPT: &str = "NOSCRIPT";

/// Errors of a server that will serve later.
const NOT_NOW: [&str; 7] =
    ["LOADING", "BUSY", "MASTERDOWN", "READONLY", "TRYAGAIN", "CLUSTERDOWN", "MISCONF"];

/// Records on a Redis server.
pub struct RedisStorage {
    client: Client,
    link: Mutex<Link>,
    /// Held while connecting.
    connecting: tokio::sync::Mutex<()>,
    prefix: String,
    /// 0 for never.
    expire_seconds: u64,
    script: Script,
    claim: Script,
    remove: Script,
    pub(super) outage: Outage,
}

enum Link {
    /// The next call connects.
    Down,
    Up(MultiplexedConnection),
    Closed,
}

/// Why a command gave no result.
enum Failure {
    Closed,
    NoAnswer,
    /// What the server or the network says.
    Server(RedisError),
}

/// Whether a command may be sent again when the connection was lost.
#[derive(Clone, Copy, PartialEq)]
enum Repeat {
    Harmless,
    Never,
}

impl RedisStorage {
    /// Connects. A server that does not answer is tried again by each call.
    ///
    /// # Errors
    /// [`OpenError::Refused`].
    pub(super) async fn open(address: &RedisAddress) -> Result<Self, OpenError> {
        let refused = |reason: String| OpenError::Refused { server: address.to_string(), reason };
        if address.is_encrypted() {
            // Fails only if one is installed already.
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
        let info = address.connection_info().map_err(|error| refused(error.to_string()))?;
        let client = match &address.ca {
            Some(path) => {
                let root_cert = Some(authority_file(path).map_err(refused)?);
                Client::build_with_tls(info, TlsCertificates { client_tls: None, root_cert })
            }
            None => Client::open(info),
        };
        let storage = Self {
            client: client.map_err(|error| refused(cause(&error)))?,
            link: Mutex::new(Link::Down),
            connecting: tokio::sync::Mutex::default(),
            prefix: address.prefix.clone(),
            expire_seconds: u64::from(address.expire_days) * SECONDS_A_DAY,
            script: Script::new(WRITE),
            claim: Script::new(CLAIM),
            remove: Script::new(REMOVE),
            outage: Outage::of(address),
        };
        // Reading shows more than a ping: the right to read keys.
        match storage.ask(&storage.get(ChatId(0)), Repeat::Harmless).await {
            Err(Failure::Server(error)) if is_final(&error) => return Err(refused(error.to_string())),
            result => storage.outage.note(Operation::Read, &result.map_err(StorageError::from)),
        }
        Ok(storage)
    }

    pub(super) fn close(&self) {
        self.link().replace(Link::Closed);
    }

    pub(super) async fn ping(&self) -> Result<(), StorageError> {
        self.ask(&cmd("PING"), Repeat::Harmless).await?;
        Ok(())
    }

    pub(super) async fn read(&self, chat_id: ChatId) -> Result<Option<Stored>, StorageError> {
        match self.ask(&self.get(chat_id), Repeat::Harmless).await {
            Ok(Value::BulkString(value)) => Ok(parse(&value)),
            Ok(_) => Ok(None),
            Err(Failure::Server(error)) if error.code() == Some(WRONG_TYPE) => Ok(None),
            Err(failure) => Err(failure.into()),
        }
    }

    pub(super) async fn write(&self, chat_id: ChatId, write: Write) -> Result<(), StorageError> {
        let answer = self.run(&self.script, WRITE, Repeat::Never, |call| {
            call.arg(2).arg(self.key(chat_id)).arg(self.of_all(DUE));
            call.arg(write.expected).arg(write.next).arg(&write.json).arg(self.expires_in(write.due));
            call.arg(chat_id.0).arg(write.due.map(|due| due.to_string()).unwrap_or_default());
        });
        match answer.await? {
            Value::Int(1) => Ok(()),
            _ => Err(StorageError::Conflict),
        }
    }

    pub(super) async fn claim(&self, claim: Claim) -> Result<Vec<ChatId>, StorageError> {
        let answer = self.run(&self.claim, CLAIM, Repeat::Never, |call| {
            call.arg(2).arg(self.of_all(DUE)).arg(self.of_all(LEASED));
            call.arg(claim.now).arg(claim.until).arg(claim.most).arg(&self.prefix);
        });
        let chats: Vec<i64> = redis::from_redis_value(answer.await?).unwrap_or_default();
        Ok(chats.into_iter().map(ChatId).collect())
    }

    /// Runs a script.
    async fn run(
        &self,
        script: &Script,
        source: &str,
        repeat: Repeat,
        with: impl Fn(&mut Cmd),
    ) -> Result<Value, Failure> {
        let call = |command: &str, script: &str| {
            let mut call = cmd(command);
            call.arg(script);
            with(&mut call);
            call
        };
        let by_name = self.ask(&call("EVALSHA", script.get_hash()), repeat).await;
        match by_name {
            // The server has restarted; sent whole, the script is known from now on.
            Err(Failure::Server(error)) if error.code() == Some(NO_SCRIPT) => {
                self.ask(&call("EVAL", source), repeat).await
            }
            answer => answer,
        }
    }

    /// After how many seconds a record expires, 0 for never; not before its due time.
    fn expires_in(&self, due: Option<i64>) -> u64 {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
        let ahead = due.map_or(0, |due| u64::try_from(due).unwrap_or_default().saturating_sub(now));
        match self.expire_seconds {
            0 => 0,
            seconds => seconds.saturating_add(ahead),
        }
    }

    pub(super) async fn remove(&self, chat_id: ChatId) -> Result<(), StorageError> {
        self.run(&self.remove, REMOVE, Repeat::Harmless, |call| {
            call.arg(3).arg(self.key(chat_id)).arg(self.of_all(DUE)).arg(self.of_all(LEASED)).arg(chat_id.0);
        })
        .await?;
        Ok(())
    }

    pub(super) async fn count(&self, name: &str) -> Result<(), StorageError> {
        let mut count = cmd("HINCRBY");
        count.arg(self.tallies_key()).arg(name).arg(1);
        self.ask(&count, Repeat::Never).await?;
        Ok(())
    }

    pub(super) async fn tallies(&self) -> Result<Vec<Tally>, StorageError> {
        let mut all = cmd("HGETALL");
        all.arg(self.tallies_key());
        let answer = self.ask(&all, Repeat::Harmless).await?;
        let counts = HashMap::<String, u64>::from_redis_value(answer)
            .map_err(|error| Failure::Server(error.into()))?;
        Ok(counts.into_iter().map(|(name, count)| Tally { name, count }).collect())
    }

    /// No chat has this key: theirs end with a number.
    fn tallies_key(&self) -> String {
        format!("{}tallies", self.prefix)
    }

    fn key(&self, chat_id: ChatId) -> String {
        format!("{}{chat_id}", self.prefix)
    }

    fn of_all(&self, name: &str) -> String {
        format!("{}{name}", self.prefix)
    }

    fn get(&self, chat_id: ChatId) -> Cmd {
        let mut get = cmd("GET");
        get.arg(self.key(chat_id));
        get
    }

    /// The server's answer to a command. A connection may have been lost while idle, which only using it shows: a
    /// command that may be repeated is then sent on another one.
    async fn ask(&self, command: &Cmd, repeat: Repeat) -> Result<Value, Failure> {
        let deadline = Instant::now() + SERVER_TIMEOUT;
        match self.ask_once(command, deadline).await {
            Err(Failure::Server(error)) if repeat == Repeat::Harmless && error.is_connection_dropped() => {
                self.ask_once(command, deadline).await
            }
            answer => answer,
        }
    }

    async fn ask_once(&self, command: &Cmd, deadline: Instant) -> Result<Value, Failure> {
        let connected = timeout_at(deadline, self.connection()).await;
        let mut connection = connected.map_err(|_| Failure::NoAnswer)??;
        let answer = timeout_at(deadline, command.query_async::<Value>(&mut connection)).await;
        let answer = answer.map_err(|_| Failure::NoAnswer).and_then(|answer| Ok(answer?));
        match &answer {
            Ok(_) => {}
            Err(Failure::Server(error)) if error.code().is_some_and(|c| ABOUT_THE_COMMAND.contains(&c)) => {}
            // Also after an answer such as READONLY: the name may belong to another server by now. If another call has
            // connected meanwhile, this costs one connection more.
            Err(_) => self.link().replace(Link::Down),
        }
        answer
    }

    /// The current connection, or a new one. Concurrent calls wait for it, each at most until its own deadline.
    async fn connection(&self) -> Result<MultiplexedConnection, Failure> {
        if let Some(connection) = self.link().current()? {
            return Ok(connection);
        }
        let _turn = self.connecting.lock().await;
        if let Some(connection) = self.link().current()? {
            return Ok(connection);
        }
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(CONNECT_TIMEOUT))
            .set_response_timeout(Some(SERVER_TIMEOUT));
        let connection = self.client.get_multiplexed_async_connection_with_config(&config).await?;
        self.link().replace(Link::Up(connection.clone()));
        Ok(connection)
    }

    fn link(&self) -> MutexGuard<'_, Link> {
        // Each use is one assignment, so a poisoned one is still whole.
        self.link.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Link {
    fn current(&self) -> Result<Option<MultiplexedConnection>, Failure> {
        match self {
            Link::Up(connection) => Ok(Some(connection.clone())),
            Link::Down => Ok(None),
            Link::Closed => Err(Failure::Closed),
        }
    }

    /// Closed stays closed.
    fn replace(&mut self, link: Link) {
        if !matches!(self, Link::Closed) {
            *self = link;
        }
    }
}

impl From<RedisError> for Failure {
    fn from(error: RedisError) -> Self {
        Failure::Server(error)
    }
}

impl From<Failure> for StorageError {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::Closed => StorageError::Closed,
            Failure::NoAnswer => StorageError::Unavailable(NO_ANSWER.into()),
            Failure::Server(error) => StorageError::Unavailable(cause(&error).into()),
        }
    }
}

/// What went wrong, without what a server says in its own words: it may quote the record.
fn cause(error: &RedisError) -> String {
    match error.code() {
        Some(code) => format!("the server answers {code}"),
        None if error.is_timeout() => NO_ANSWER.to_owned(),
        None => error.to_string(),
    }
}

/// Whether asking again later is useless, because the server refuses.
fn is_final(error: &RedisError) -> bool {
    match error.code() {
        Some(code) => !NOT_NOW.contains(&code),
        None => {
            matches!(error.kind(), ErrorKind::AuthenticationFailed | ErrorKind::InvalidClientConfig)
                || is_certificate(error)
        }
    }
}

/// Reads `VERSION JSON`. A value without a version counts as no record, and a write at version 0 replaces it.
fn parse(value: &[u8]) -> Option<Stored> {
    let space = value.iter().position(|byte| *byte == b' ')?;
    let (version, json) = (&value[..space], &value[space + 1..]);
    let is_version = version.len() <= VERSION_DIGITS
        && version.iter().all(u8::is_ascii_digit)
        && !version.starts_with(b"0");
    let version = is_version.then(|| std::str::from_utf8(version).ok()?.parse().ok())??;
    Some(Stored { version, json: json.to_vec() })
}

//! Dialogues on a Redis server: one key a chat, `PREFIX` and the chat's number, with the version and the JSON, parted by
//! a space. All tallies are in one hash, `PREFIX` and `tallies`, which never expires.
//!
//! Beside them stand two sorted sets of chats: `PREFIXdue` by when their records ask to be taken up, `PREFIXleased` by
//! until when somebody has taken them up. A record that asks for a time does not expire before it.
//!
//! All calls share one connection. A read is one `GET`; a write is one script, which Redis runs with nothing in
//! between, and renews the expiry. Invariants: a call ends within [`PATIENCE`]; a connection that gave no answer is not
//! used again, and the next call makes a new one, so nothing is retried in the background; a write is sent once, since
//! it may have happened although its answer was lost. How safe a record is from a crash of the server is up to the
//! server. Clusters and sentinels are not known here.

pub mod address;

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, Cmd, ErrorKind, FromRedisValue, RedisError, Script, Value, cmd};
use teloxide::types::ChatId;
use tokio::time::{Instant, timeout_at};

use crate::storage::outage::{Operation, Outage};
use crate::storage::redis::address::RedisAddress;
use crate::storage::tls::is_certificate;
use crate::storage::{CONNECTING, Claim, NO_ANSWER, OpenError, PATIENCE, StorageError, Stored, Tally, Write};

/// Writes if the expected version stands there. What holds no version counts as version 0, whatever it is, so that it
/// can be replaced. Its notion of a version is that of [`parse`].
const WRITE: &str = "
    local stored = '0'
    if redis.call('TYPE', KEYS[1]).ok == 'string' then
        stored = string.match(redis.call('GET', KEYS[1]), '^([1-9]%d*) ') or '0'
        if #stored > 19 then stored = '0' end
    end
    if stored ~= ARGV[1] then return 0 end
    local record = ARGV[2] .. ' ' .. ARGV[3]
    if ARGV[4] == '0' then
        redis.call('SET', KEYS[1], record)
    else
        redis.call('SET', KEYS[1], record, 'EX', ARGV[4])
    end
    if ARGV[6] == '' then
        redis.call('ZREM', KEYS[2], ARGV[5])
    else
        redis.call('ZADD', KEYS[2], ARGV[6], ARGV[5])
    end
    return 1";

/// Takes chats that are due and nobody's. Leases that have run out are dropped first, so that those that are looked
/// through are no more than are in hand; what has no record any more is dropped as well.
const CLAIM: &str = "
    redis.call('ZREMRANGEBYSCORE', KEYS[2], '-inf', ARGV[1])
    local claimed, at, most = {}, 0, tonumber(ARGV[3])
    while #claimed < most do
        local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', at, 100)
        if #due == 0 then break end
        at = at + #due
        for _, chat in ipairs(due) do
            if #claimed < most and not redis.call('ZSCORE', KEYS[2], chat) then
                if redis.call('EXISTS', ARGV[4] .. chat) == 1 then
                    redis.call('ZADD', KEYS[2], ARGV[2], chat)
                    table.insert(claimed, chat)
                else
                    redis.call('ZREM', KEYS[1], chat)
                    at = at - 1
                end
            end
        end
    end
    return claimed";

/// Removes a record and all that stands beside it.
const REMOVE: &str = "
    redis.call('ZREM', KEYS[2], ARGV[1])
    redis.call('ZREM', KEYS[3], ARGV[1])
    return redis.call('DEL', KEYS[1])";

/// The names of the sorted sets, behind the prefix. No chat has such a number.
const DUE: &str = "due";
const LEASED: &str = "leased";

/// Digits of the longest version; as many always fit.
const VERSION_DIGITS: usize = 19;

const SECONDS_A_DAY: u64 = 24 * 60 * 60;

/// Answers that are no fault of the connection: the key holds something else, the script must be sent whole.
const ABOUT_THE_COMMAND: [&str; 2] = [WRONG_TYPE, NO_SCRIPT];
const WRONG_TYPE: &str = "WRONGTYPE";
const NO_SCRIPT: &str = "NOSCRIPT";

/// Answers by which a server says that it will serve later.
const NOT_NOW: [&str; 7] =
    ["LOADING", "BUSY", "MASTERDOWN", "READONLY", "TRYAGAIN", "CLUSTERDOWN", "MISCONF"];

/// Records on a Redis server.
pub struct RedisStorage {
    client: Client,
    link: Mutex<Link>,
    /// Held while a connection is being made.
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
    /// The next call makes a connection.
    Down,
    Up(MultiplexedConnection),
    Closed,
}

/// Why there is no answer that could be used.
enum Failure {
    Closed,
    NoAnswer,
    /// What the server or the network says.
    Server(RedisError),
}

/// Whether a call may be sent a second time when the connection turns out to be dead.
#[derive(Clone, Copy, PartialEq)]
enum Repeat {
    Harmless,
    Never,
}

impl RedisStorage {
    /// Tries the server. One that does not answer will be tried again by the calls.
    ///
    /// # Errors
    /// [`OpenError::Refused`].
    pub(super) async fn open(address: &RedisAddress) -> Result<Self, OpenError> {
        let refused = |reason: String| OpenError::Refused { server: address.to_string(), reason };
        if address.is_encrypted() {
            // Fails only if somebody has chosen before.
            let _ = rustls::crypto::ring::default_provider().install_default();
        }
        let info = address.connection_info().map_err(|error| refused(error.to_string()))?;
        let storage = Self {
            client: Client::open(info).map_err(|error| refused(cause(&error)))?,
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
            // Not known to a server that has started since; sent whole, it is known from now on.
            Err(Failure::Server(error)) if error.code() == Some(NO_SCRIPT) => {
                self.ask(&call("EVAL", source), repeat).await
            }
            answer => answer,
        }
    }

    /// After how many seconds a record is dropped, 0 for never: not before it asks to be taken up.
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

    /// The server's answer to a command. A connection may have died while it rested, which only using it shows: a
    /// command that may be repeated then gets another one.
    async fn ask(&self, command: &Cmd, repeat: Repeat) -> Result<Value, Failure> {
        let deadline = Instant::now() + PATIENCE;
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
            // Also after an answer such as READONLY: the name may lead to another server by now. That somebody else may
            // have made a new connection meanwhile costs one connection more.
            Err(_) => self.link().replace(Link::Down),
        }
        answer
    }

    /// The connection there is, or a new one. Those who ask meanwhile wait for it, each no longer than its own time.
    async fn connection(&self) -> Result<MultiplexedConnection, Failure> {
        if let Some(connection) = self.link().current()? {
            return Ok(connection);
        }
        let _turn = self.connecting.lock().await;
        if let Some(connection) = self.link().current()? {
            return Ok(connection);
        }
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(CONNECTING))
            .set_response_timeout(Some(PATIENCE));
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

/// Whether asking again later would be in vain: the server is there and refuses.
fn is_final(error: &RedisError) -> bool {
    match error.code() {
        Some(code) => !NOT_NOW.contains(&code),
        None => {
            matches!(error.kind(), ErrorKind::AuthenticationFailed | ErrorKind::InvalidClientConfig)
                || is_certificate(error)
        }
    }
}

/// Reads `VERSION JSON`. What holds no version is nothing, and a write at version 0 replaces it.
fn parse(value: &[u8]) -> Option<Stored> {
    let space = value.iter().position(|byte| *byte == b' ')?;
    let (version, json) = (&value[..space], &value[space + 1..]);
    let is_version = version.len() <= VERSION_DIGITS
        && version.iter().all(u8::is_ascii_digit)
        && !version.starts_with(b"0");
    let version = is_version.then(|| std::str::from_utf8(version).ok()?.parse().ok())??;
    Some(Stored { version, json: json.to_vec() })
}

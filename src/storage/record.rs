//! What storages keep: records with versions and due times, and tallies.

use std::time::Duration;

/// Timeout of one call of a server.
pub const SERVER_TIMEOUT: Duration = Duration::from_millis(2_500);

/// Timeout of one attempt to connect to a server.
pub(super) const CONNECT_TIMEOUT: Duration = Duration::from_secs(1);

/// What a server that does not answer in time is reported as.
pub(super) const NO_ANSWER: &str = "the server does not answer in time";

/// A record that may have a due time, at which it is claimed.
pub trait Due {
    /// The due time in seconds since 1970; `None` for none.
    fn due(&self) -> Option<i64> {
        None
    }
}

/// A record with the version it was read at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Versioned<D> {
    /// The stored version; 0 if nothing is stored.
    pub version: u64,
    /// The record.
    pub record: D,
}

/// How often something was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// What was counted.
    pub name: String,
    /// How often.
    pub count: u64,
}

/// What an engine keeps of a chat.
#[derive(Clone)]
pub(super) struct Stored {
    pub(super) version: u64,
    /// The record; possibly not JSON, if something else wrote it.
    pub(super) json: Vec<u8>,
}

/// A write that happens only if the stored version is `expected`; 0 if nothing is stored.
pub(super) struct Write {
    pub(super) expected: u64,
    pub(super) next: u64,
    pub(super) json: String,
    /// The due time in seconds since 1970.
    pub(super) due: Option<i64>,
}

/// Asks for chats that are due, and leases them. Times are in seconds since 1970.
#[derive(Clone, Copy)]
pub(super) struct Claim {
    pub(super) now: i64,
    /// The end of the lease.
    pub(super) until: i64,
    pub(super) most: usize,
}

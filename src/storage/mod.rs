//! Storage of sessions: teloxide's `Storage` on SQLite, Redis, PostgreSQL or in memory, chosen by a URL.
//!
//! A record is any serde type and is kept as JSON; nothing here knows its content. No record is ever logged, only its
//! chat id. An engine keeps bytes and versions; [`AnyStorage`] adds what all engines have in common.
//!
//! **Versions.** Several processes may share one storage, so a write names the version it was computed from
//! ([`Versioned`]) and is refused ([`StorageError::Conflict`]) if another one is stored. Each write adds one. A new
//! record starts at the microseconds since 1970 rather than at one, so that a process that read a record before it was
//! removed and created anew cannot mistake the new one for it, unless both fall on the same microsecond of two clocks.
//!
//! **Due times.** A record may have a due time ([`Due`]), written with it in the same step. [`AnyStorage::claim_due`]
//! leases a chat that is due to one caller only, until the time that caller names. Writing a record leaves its lease as
//! it is; removing it removes both.
//!
//! **An undecodable record** is replaced by the default one ([`Default`]) at the stored version, so the next write
//! overwrites it and the person can go on.
//!
//! **Tallies** are kept beside the records: a name and how often it was counted, not by whom. The engine itself adds
//! one, so that processes counting at the same time lose nothing.
//!
//! **Outages.** While a server is unavailable each call fails within [`SERVER_TIMEOUT`]; it is used again as soon as it
//! answers.
//!
//! [`AnyStorage`]: any::AnyStorage
//! [`AnyStorage::claim_due`]: any::AnyStorage::claim_due
//! [`Versioned`]: record::Versioned
//! [`StorageError::Conflict`]: error::StorageError::Conflict
//! [`Due`]: record::Due
//! [`SERVER_TIMEOUT`]: record::SERVER_TIMEOUT

pub mod any;
pub mod error;
pub mod memory;
mod outage;
pub mod postgres;
pub mod record;
pub mod redis;
pub mod sqlite;
mod tls;
pub mod url;
pub mod url_error;

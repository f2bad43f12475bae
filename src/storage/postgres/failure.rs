//! Why a statement gave no result.

use std::error::Error as _;
use std::{fmt, io};

use deadpool_postgres::PoolError;
use tokio_postgres::error::SqlState;

use crate::storage::error::StorageError;
use crate::storage::record::NO_ANSWER;
use crate::storage::tls::is_certificate;

/// Why a statement gave no result.
pub(super) enum Failure {
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

impl Failure {
    /// Whether asking again later is useless, because the server refuses.
    pub(super) fn is_final(&self) -> bool {
        match self {
            Failure::Closed | Failure::NoAnswer => false,
            Failure::Newer { .. } => true,
            Failure::Server(error) => match error.code() {
                Some(code) => is_refusal(code),
                // No TLS, an invalid certificate, no password.
                None => is_certificate(error) || !is_about_the_network(error),
            },
        }
    }
}

/// Classes of errors that no waiting changes: login, database, rights, missing tables.
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

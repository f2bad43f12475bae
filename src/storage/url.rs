//! The URL that names a storage. It is displayed without the password, and no error quotes it.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use crate::storage::postgres::address::PostgresAddress;
use crate::storage::redis::address::RedisAddress;
use crate::storage::url_error::StorageUrlError;

/// Which storage is wanted, read from text such as `sqlite:bot.sqlite` or `redis://localhost`.
#[derive(Clone, PartialEq, Eq)]
pub enum StorageUrl {
    /// `memory:`. Everything is lost when the process ends.
    Memory,
    /// `sqlite:` and a path, relative to the working directory or absolute; `sqlite://` and a path means the same.
    Sqlite(PathBuf),
    /// `redis://` or, encrypted, `rediss://`.
    Redis(RedisAddress),
    /// `postgres://` or `postgresql://`.
    Postgres(PostgresAddress),
}

impl StorageUrl {
    /// The engine's name, for logs and metrics.
    pub fn engine(&self) -> &'static str {
        match self {
            StorageUrl::Memory => "memory",
            StorageUrl::Sqlite(_) => "sqlite",
            StorageUrl::Redis(_) => "redis",
            StorageUrl::Postgres(_) => "postgres",
        }
    }
}

impl FromStr for StorageUrl {
    type Err = StorageUrlError;

    fn from_str(text: &str) -> Result<Self, StorageUrlError> {
        let text = text.trim();
        let (scheme, rest) = text.split_once(':').ok_or(StorageUrlError::NoScheme)?;
        match scheme {
            "memory" if rest.is_empty() => Ok(StorageUrl::Memory),
            "memory" => Err(StorageUrlError::MemoryWithPath),
            "sqlite" => {
                let path = rest.strip_prefix("//").unwrap_or(rest);
                match path {
                    "" => Err(StorageUrlError::NoPath),
                    ":memory:" => Err(StorageUrlError::SqliteInMemory),
                    _ if path.contains('?') => Err(StorageUrlError::Options),
                    _ => Ok(StorageUrl::Sqlite(PathBuf::from(path))),
                }
            }
            "redis" | "rediss" => unambiguous(rest).and_then(|()| Ok(StorageUrl::Redis(text.parse()?))),
            "postgres" | "postgresql" => {
                unambiguous(rest).and_then(|()| Ok(StorageUrl::Postgres(text.parse()?)))
            }
            // Only what looks like the name of a storage is repeated: a password may stand anywhere.
            unknown if rest.starts_with("//") && unknown.bytes().all(|b| b.is_ascii_lowercase()) => {
                Err(StorageUrlError::UnknownScheme(unknown.to_owned()))
            }
            _ => Err(StorageUrlError::NoScheme),
        }
    }
}

/// A raw `@` or `/` in a password would be read as its end, and the rest as a host or a database, which are displayed.
fn unambiguous(rest: &str) -> Result<(), StorageUrlError> {
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let authority = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let user = rest[..authority].split_once('@').map_or("", |(user, _)| user);
    let ats = rest.matches('@').count();
    let all_in_place = ats == usize::from(rest[..authority].contains('@'));
    match all_in_place && user.matches(':').count() <= 1 {
        true => Ok(()),
        false => Err(StorageUrlError::Escape),
    }
}

impl fmt::Display for StorageUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            StorageUrl::Memory => f.write_str("memory:"),
            StorageUrl::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            StorageUrl::Redis(address) => address.fmt(f),
            StorageUrl::Postgres(address) => address.fmt(f),
        }
    }
}

impl fmt::Debug for StorageUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "StorageUrl({self})")
    }
}

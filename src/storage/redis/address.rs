//! The address of a Redis server, read from a URL. The options of this program are removed before the client reads it.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

use redis::{ConnectionInfo, IntoConnectionInfo};
use url::Url;

use crate::storage::url_error::StorageUrlError;

/// What an address looks like.
const FORM: &str = "redis://USER:PASSWORD@HOST:PORT/NUMBER, with everything but the host optional";
/// The options of this program.
const OPTIONS: &str = "prefix=TEXT, expire_days=NUMBER up to 36500 and, for rediss://, ca=PATH";

/// The default prefix of the keys.
const PREFIX: &str = "kz-topup-bot:";
/// The default number of days after the last write until a record is dropped: more than a year.
const EXPIRE_DAYS: u32 = 400;
/// The most days; a hundred years.
const MOST_DAYS: u32 = 36_500;

/// `redis://USER:PASSWORD@HOST:PORT/NUMBER?prefix=TEXT&expire_days=NUMBER`, or `rediss://` with `&ca=PATH`. Displayed
/// without user and password.
#[derive(Clone, PartialEq, Eq)]
pub struct RedisAddress {
    /// Without options.
    server: Url,
    /// The prefix of every key.
    pub(super) prefix: String,
    /// Days after the last write until a record is dropped; 0 for never.
    pub(super) expire_days: u32,
    /// A PEM file with the only certificate authorities to trust.
    pub(super) ca: Option<PathBuf>,
}

impl RedisAddress {
    /// For the client.
    pub(super) fn connection_info(&self) -> Result<ConnectionInfo, StorageUrlError> {
        self.server.clone().into_connection_info().map_err(|_| StorageUrlError::Address(FORM))
    }

    /// Whether the connection is encrypted.
    pub(super) fn is_encrypted(&self) -> bool {
        self.server.scheme() == "rediss"
    }
}

impl FromStr for RedisAddress {
    type Err = StorageUrlError;

    fn from_str(text: &str) -> Result<Self, StorageUrlError> {
        let mut server = Url::parse(text).map_err(|_| StorageUrlError::Address(FORM))?;
        let (mut prefix, mut expire_days, mut ca) = (PREFIX.to_owned(), EXPIRE_DAYS, None);
        let is_encrypted = server.scheme() == "rediss";
        let unusable = StorageUrlError::Option(OPTIONS);
        for (option, value) in server.query_pairs() {
            match option.as_ref() {
                "prefix" if !value.contains(char::is_control) => prefix = value.into_owned(),
                "expire_days" => {
                    let days = value.parse().ok().filter(|days| *days <= MOST_DAYS);
                    expire_days = days.ok_or_else(|| unusable.clone())?;
                }
                "ca" if is_encrypted && !value.is_empty() => ca = Some(PathBuf::from(value.as_ref())),
                _ => return Err(unusable),
            }
        }
        server.set_query(None);
        let number = server.path().strip_prefix('/').unwrap_or_default();
        let is_address = server.host_str().is_some_and(|host| !host.is_empty())
            && server.fragment().is_none()
            && (number.is_empty() || number.parse::<u32>().is_ok());
        let address = Self { server, prefix, expire_days, ca };
        match is_address {
            true => address.connection_info().map(|_| address),
            false => Err(StorageUrlError::Address(FORM)),
        }
    }
}

impl fmt::Display for RedisAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (scheme, host) = (self.server.scheme(), self.server.host_str().unwrap_or_default());
        write!(f, "{scheme}://{host}")?;
        if let Some(port) = self.server.port() {
            write!(f, ":{port}")?;
        }
        f.write_str(self.server.path())
    }
}

impl fmt::Debug for RedisAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RedisAddress({self})")
    }
}

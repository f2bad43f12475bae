//! Where a PostgreSQL server is and how to use it, read from a URL. Options of ours are taken out before the client
//! reads the rest.

use std::fmt;
use std::str::FromStr;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};
use url::form_urlencoded;

use crate::storage::CONNECTING;
use crate::storage::url::StorageUrlError;

/// What an address looks like.
const FORM: &str =
    "postgres://USER:PASSWORD@HOST:PORT/DATABASE, optionally with options that PostgreSQL's clients know";
/// The options of ours.
const OPTIONS: &str = "schema=NAME (small letters, digits, underscores) and pool=NUMBER from 1 to 100";

/// Connections at the same time, unless told otherwise.
const POOL: usize = 4;
/// The most of them; a server has about a hundred for everybody.
const LARGEST_POOL: usize = 100;
/// The longest name PostgreSQL knows.
const LONGEST_NAME: usize = 63;

/// `postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=MODE&schema=NAME&pool=NUMBER`, and what else the client knows.
/// Shows itself without user and password.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresAddress {
    /// For the client.
    pub(super) config: Config,
    /// Where the tables are; the first schema of the server's search path if not given. Safe to stand in a statement.
    pub(super) schema: Option<String>,
    /// Connections at the same time.
    pub(super) pool: usize,
}

impl PostgresAddress {
    /// Whether the connection is never encrypted.
    pub(super) fn is_plain(&self) -> bool {
        self.config.get_ssl_mode() == SslMode::Disable
    }
}

impl FromStr for PostgresAddress {
    type Err = StorageUrlError;

    fn from_str(text: &str) -> Result<Self, StorageUrlError> {
        let (server, options) = text.split_once('?').unwrap_or((text, ""));
        let (mut schema, mut pool) = (None, POOL);
        let mut for_client = Vec::new();
        for option in options.split('&').filter(|option| !option.is_empty()) {
            let Some((name, value)) = form_urlencoded::parse(option.as_bytes()).next() else {
                continue;
            };
            let unusable = StorageUrlError::Option(OPTIONS);
            match name.as_ref() {
                "schema" if is_name(&value) => schema = Some(value.into_owned()),
                "schema" => return Err(unusable),
                "pool" => {
                    let size = value.parse().ok().filter(|size| (1..=LARGEST_POOL).contains(size));
                    pool = size.ok_or(unusable)?;
                }
                _ => for_client.push(option),
            }
        }
        let plain = format!("{server}?{}", for_client.join("&"));
        let mut config: Config = plain.parse().map_err(|_| StorageUrlError::Address(FORM))?;
        let hosts = config.get_hosts();
        if hosts.is_empty() || hosts.iter().any(|host| matches!(host, Host::Tcp(name) if name.is_empty())) {
            return Err(StorageUrlError::Address(FORM));
        }
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECTING);
        }
        if config.get_application_name().is_none() {
            config.application_name(env!("CARGO_PKG_NAME"));
        }
        Ok(Self { config, schema, pool })
    }
}

/// A name that needs no quotation marks.
fn is_name(text: &str) -> bool {
    text.len() <= LONGEST_NAME
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
        && text.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
}

impl fmt::Display for PostgresAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("postgres://")?;
        for (place, host) in self.config.get_hosts().iter().enumerate() {
            let comma = if place > 0 { "," } else { "" };
            match host {
                Host::Tcp(name) => write!(f, "{comma}{name}")?,
                Host::Unix(path) => write!(f, "{comma}{}", path.display())?,
            }
            let ports = self.config.get_ports();
            if let Some(port) = ports.get(place).or(ports.first()) {
                write!(f, ":{port}")?;
            }
        }
        write!(f, "/{}", self.config.get_dbname().unwrap_or_default())
    }
}

impl fmt::Debug for PostgresAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PostgresAddress({self})")
    }
}

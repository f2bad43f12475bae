//! The address of a PostgreSQL server, read from a URL. The options of this program are removed before the client reads
//! the rest.
//!
//! TLS is required unless all hosts are on this machine or `sslmode` says otherwise. Certificates and host names are
//! always checked, so `require`, `verify-ca` and `verify-full` mean the same.

use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::str::FromStr;

use tokio_postgres::Config;
use tokio_postgres::config::{Host, SslMode};
use url::form_urlencoded;

use crate::storage::record::CONNECT_TIMEOUT;
use crate::storage::url_error::StorageUrlError;

/// What an address looks like.
const FORM: &str =
    "postgres://USER:PASSWORD@HOST:PORT/DATABASE, optionally with options that PostgreSQL's clients know";
/// The options of this program.
const OPTIONS: &str = "schema=NAME (small letters, digits, underscores), pool=NUMBER from 1 to 100, ca=PATH and \
     sslmode=disable, prefer, require, verify-ca or verify-full";

/// The default number of connections.
const POOL: usize = 4;
/// The most connections; a server usually allows about a hundred in all.
const LARGEST_POOL: usize = 100;
/// The longest name PostgreSQL knows.
const LONGEST_NAME: usize = 63;

/// `postgres://USER:PASSWORD@HOST:PORT/DATABASE?sslmode=MODE&ca=PATH&schema=NAME&pool=NUMBER`, and what else the client
/// knows. Displayed without user and password.
#[derive(Clone, PartialEq, Eq)]
pub struct PostgresAddress {
    /// For the client.
    pub(super) config: Config,
    /// The schema of the tables; the first one of the server's search path if not given. Safe inside a statement.
    pub(super) schema: Option<String>,
    /// Connections at the same time.
    pub(super) pool: usize,
    /// A PEM file with the only certificate authorities to trust.
    pub(super) ca: Option<PathBuf>,
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
        let (mut schema, mut pool, mut ca, mut ssl_mode) = (None, POOL, None, None);
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
                "ca" | "sslrootcert" if !value.is_empty() => ca = Some(PathBuf::from(value.as_ref())),
                "ca" | "sslrootcert" => return Err(unusable),
                "sslmode" => ssl_mode = Some(mode(&value).ok_or(unusable)?),
                _ => for_client.push(option),
            }
        }
        let plain = format!("{server}?{}", for_client.join("&"));
        let mut config: Config = plain.parse().map_err(|_| StorageUrlError::Address(FORM))?;
        let hosts = config.get_hosts();
        if hosts.is_empty() || hosts.iter().any(|host| matches!(host, Host::Tcp(name) if name.is_empty())) {
            return Err(StorageUrlError::Address(FORM));
        }
        let default_mode = match hosts.iter().all(is_local) {
            true => SslMode::Prefer,
            false => SslMode::Require,
        };
        config.ssl_mode(ssl_mode.unwrap_or(default_mode));
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_TIMEOUT);
        }
        if config.get_application_name().is_none() {
            config.application_name(env!("CARGO_PKG_NAME"));
        }
        Ok(Self { config, schema, pool, ca })
    }
}

/// What `sslmode` means here.
fn mode(name: &str) -> Option<SslMode> {
    match name {
        "disable" => Some(SslMode::Disable),
        "prefer" => Some(SslMode::Prefer),
        "require" | "verify-ca" | "verify-full" => Some(SslMode::Require),
        _ => None,
    }
}

/// Whether a host is on this machine.
fn is_local(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => {
            name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
        }
        Host::Unix(_) => true,
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

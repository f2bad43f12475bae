//! Configuration from the environment and `.env`. A value that cannot be used is one clear line that names its
//! variable; secrets never show themselves.

use std::env::VarError;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use url::{Host, Url};

use crate::intake::webhook::secret::Secret;
use crate::storage::url::StorageUrl;

/// The bot's token.
pub const TOKEN: &str = "TELOXIDE_TOKEN";
/// Address of the Bot API server.
pub const API_URL: &str = "TELOXIDE_API_URL";
/// Where sessions are kept.
pub const STORAGE_URL: &str = "STORAGE_URL";
/// Where Telegram reaches us; without it we ask Telegram.
pub const WEBHOOK_URL: &str = "WEBHOOK_URL";
/// Where that address leads in the end.
pub const WEBHOOK_LISTEN: &str = "WEBHOOK_LISTEN";
/// What Telegram sends back with every update.
pub const WEBHOOK_SECRET: &str = "WEBHOOK_SECRET";
/// Where the state and the counters can be read.
pub const METRICS_LISTEN: &str = "METRICS_LISTEN";
/// The most messages a second to all chats together.
pub const MESSAGES_PER_SECOND: &str = "MESSAGES_PER_SECOND";
/// Folder of the content.
pub const DIALOGUES_DIR: &str = "DIALOGUES_DIR";
/// Where the project takes reports.
pub const ISSUES_URL: &str = "ISSUES_URL";

/// The file beside the working directory that may hold all of them.
const DOTENV: &str = ".env";
/// Telegram's own server.
const DEFAULT_API_URL: &str = "https://api.telegram.org";
/// A file beside the working directory.
const DEFAULT_STORAGE: &str = "sqlite:kz-topup-bot.sqlite";
/// Behind a proxy on this machine.
const DEFAULT_WEBHOOK_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
/// Below the 30 a second that Telegram allows.
const DEFAULT_MESSAGES_PER_SECOND: u32 = 25;
/// Shortest secret part of a token; real ones have 35 characters.
const SHORTEST_SECRET: usize = 30;

/// How to serve Telegram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The bot's token.
    pub token: Token,
    /// The Bot API server.
    pub api_url: Url,
    /// Where sessions are kept.
    pub storage: StorageUrl,
    /// Where Telegram is to bring updates; without it we ask for them.
    pub webhook: Option<Webhook>,
    /// Where the state and the counters can be read, if anywhere.
    pub metrics: Option<SocketAddr>,
    /// The most messages a second to all chats together; 0 for no limit.
    pub messages_per_second: u32,
}

/// How Telegram is to bring updates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// The address Telegram is told: HTTPS, or HTTP on this machine.
    pub url: Url,
    /// Where that address leads in the end.
    pub listen: SocketAddr,
    /// What proves that it is Telegram.
    pub secret: Secret,
}

/// A bot token. It does not print itself.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

/// What is wrong with the configuration: always one variable, or `.env`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// It must be set.
    #[error(
        "{0} is not set: put the token from @BotFather into the environment or into .env, or try `kz-topup-bot sandbox`, which needs none"
    )]
    Missing(&'static str),
    /// It cannot be used. The value is not repeated, because it may be a secret.
    #[error("{variable} cannot be used: {reason}")]
    Malformed {
        /// The variable.
        variable: &'static str,
        /// What is wrong.
        reason: String,
    },
}

impl Config {
    /// Reads the configuration from the environment.
    pub fn from_env() -> Result<Self, ConfigError> {
        Self::read(std::env::var)
    }

    /// Reads the configuration from anything that knows variables.
    pub fn read(get: impl Fn(&'static str) -> Result<String, VarError>) -> Result<Self, ConfigError> {
        let token = text(&get, TOKEN)?.ok_or(ConfigError::Missing(TOKEN))?;
        let token = Token::parse(token)?;
        let api_url = text(&get, API_URL)?.unwrap_or_else(|| DEFAULT_API_URL.to_owned());
        let api_url = Url::parse(&api_url)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
            .ok_or_else(|| malformed(API_URL, "it is not an address such as https://api.telegram.org"))?;
        let storage = storage(&get)?;
        let webhook = Webhook::read(&get, &token)?;
        let metrics = address(&get, METRICS_LISTEN)?;
        let messages_per_second = match text(&get, MESSAGES_PER_SECOND)? {
            Some(number) => {
                number.parse().map_err(|_| malformed(MESSAGES_PER_SECOND, "it is no whole number"))?
            }
            None => DEFAULT_MESSAGES_PER_SECOND,
        };
        Ok(Self { token, api_url, storage, webhook, metrics, messages_per_second })
    }
}

impl Webhook {
    /// Reads all of it even when there is none to be, so that no mistake waits for the day it is switched on.
    fn read(
        get: &impl Fn(&'static str) -> Result<String, VarError>,
        token: &Token,
    ) -> Result<Option<Self>, ConfigError> {
        let listen = address(get, WEBHOOK_LISTEN)?.unwrap_or(DEFAULT_WEBHOOK_LISTEN);
        let secret = match text(get, WEBHOOK_SECRET)? {
            Some(secret) => secret.parse().map_err(|error| malformed(WEBHOOK_SECRET, error))?,
            None => Secret::of_token(token.reveal()),
        };
        let Some(url) = text(get, WEBHOOK_URL)? else {
            return Ok(None);
        };
        let reachable = |url: &Url| match url.scheme() {
            "https" => url.has_host(),
            "http" => is_loopback(url),
            _ => false,
        };
        let plain = |url: &Url| {
            url.username().is_empty()
                && url.password().is_none()
                && url.query().is_none()
                && url.fragment().is_none()
        };
        let url = Url::parse(&url).ok().filter(|url| reachable(url) && plain(url));
        let url = url.ok_or_else(|| {
            malformed(WEBHOOK_URL, "it is not an address such as https://bot.example.org/telegram, and Telegram brings updates by https only")
        })?;
        Ok(Some(Self { url, listen, secret }))
    }
}

/// Takes the variables of `.env`, here or in a folder above, into the environment; those that are set already stay.
/// No such file is fine. What stands in it is never repeated, because the token does.
pub fn read_dotenv() -> Result<(), ConfigError> {
    match dotenvy::dotenv() {
        Ok(_) => Ok(()),
        Err(error) if error.not_found() => Ok(()),
        Err(dotenvy::Error::Io(error)) => Err(malformed(DOTENV, error)),
        Err(_) => Err(malformed(DOTENV, "a line is not NAME=value; a value with spaces needs quotes")),
    }
}

/// The folder of the content, if it is not the one in the binary.
pub fn dialogues_dir() -> Result<Option<PathBuf>, ConfigError> {
    let Some(dir) = text(&|variable| std::env::var(variable), DIALOGUES_DIR)? else {
        return Ok(None);
    };
    let dir = PathBuf::from(dir);
    if !dir.join("catalog.json").is_file() {
        let reason = format!("there is no catalog.json in {}", dir.display());
        return Err(malformed(DIALOGUES_DIR, reason));
    }
    Ok(Some(dir))
}

/// Where sessions are kept, for who needs nothing else.
pub fn storage_url() -> Result<StorageUrl, ConfigError> {
    storage(&|variable| std::env::var(variable))
}

/// The page where the project takes reports, if it has named one.
pub fn issues_url() -> Result<Option<Url>, ConfigError> {
    let Some(url) = text(&|variable| std::env::var(variable), ISSUES_URL)? else { return Ok(None) };
    let open = |url: &Url| matches!(url.scheme(), "http" | "https") && url.has_host();
    // Everybody who presses the button sees it.
    let secretless = |url: &Url| url.username().is_empty() && url.password().is_none();
    let url = Url::parse(&url).ok().filter(|url| open(url) && secretless(url));
    let reason = "it is not an address such as https://github.com/OWNER/PROJECT/issues/new";
    url.map(Some).ok_or_else(|| malformed(ISSUES_URL, reason))
}

/// Whether an address is on this machine, where no proxy leads.
pub fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => ip.is_loopback(),
        Some(Host::Ipv6(ip)) => ip.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

impl Token {
    /// Takes a token of the shape `123456:ABC…`.
    pub fn parse(text: String) -> Result<Self, ConfigError> {
        let good = text.split_once(':').is_some_and(|(id, secret)| {
            !id.is_empty()
                && id.bytes().all(|b| b.is_ascii_digit())
                && secret.len() >= SHORTEST_SECRET
                && secret.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-')
        });
        match good {
            true => Ok(Self(text)),
            false => {
                Err(malformed(TOKEN, "a token looks like 123456789:AAH… (digits, a colon, 35 characters)"))
            }
        }
    }

    /// The token itself, for the client alone.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// A variable's value; set but empty counts as not set.
fn text(
    get: &impl Fn(&'static str) -> Result<String, VarError>,
    variable: &'static str,
) -> Result<Option<String>, ConfigError> {
    match get(variable) {
        Ok(value) => Ok(Some(value.trim().to_owned()).filter(|value| !value.is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => Err(malformed(variable, "it is not valid Unicode")),
    }
}

/// Where sessions are kept.
fn storage(get: &impl Fn(&'static str) -> Result<String, VarError>) -> Result<StorageUrl, ConfigError> {
    let storage = text(get, STORAGE_URL)?.unwrap_or_else(|| DEFAULT_STORAGE.to_owned());
    storage.parse().map_err(|error| malformed(STORAGE_URL, error))
}

/// A variable's value as an address to listen at.
fn address(
    get: &impl Fn(&'static str) -> Result<String, VarError>,
    variable: &'static str,
) -> Result<Option<SocketAddr>, ConfigError> {
    let Some(address) = text(get, variable)? else { return Ok(None) };
    let parsed = address.parse();
    parsed
        .map(Some)
        .map_err(|_| malformed(variable, "it is not an address with a port, such as 127.0.0.1:8080"))
}

fn malformed(variable: &'static str, reason: impl ToString) -> ConfigError {
    ConfigError::Malformed { variable, reason: reason.to_string() }
}

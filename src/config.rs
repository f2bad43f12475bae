//! Configuration from the environment and `.env`. A value that cannot be used gives one line that names its variable.
//! Secrets have no `Debug` or `Display`, and may be in a file that another variable names.

use std::env::VarError;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use url::{Host, Url};

use crate::intake::webhook::secret::Secret;
use crate::storage::url::StorageUrl;

/// The bot's token.
pub const TOKEN: &str = "TELOXIDE_TOKEN";
/// A file with the token.
pub const TOKEN_FILE: &str = "TELOXIDE_TOKEN_FILE";
/// URL of the Bot API server.
pub const API_URL: &str = "TELOXIDE_API_URL";
/// A PEM file with the certificate authority of the Bot API server.
pub const API_CA: &str = "TELOXIDE_API_CA";
/// The storage.
pub const STORAGE_URL: &str = "STORAGE_URL";
/// A file with the storage URL.
pub const STORAGE_URL_FILE: &str = "STORAGE_URL_FILE";
/// Public URL of the webhook; without it the bot polls.
pub const WEBHOOK_URL: &str = "WEBHOOK_URL";
/// IP address and port where the webhook's requests arrive.
pub const WEBHOOK_LISTEN: &str = "WEBHOOK_LISTEN";
/// Secret that Telegram sends with every update.
pub const WEBHOOK_SECRET: &str = "WEBHOOK_SECRET";
/// A file with the secret.
pub const WEBHOOK_SECRET_FILE: &str = "WEBHOOK_SECRET_FILE";
/// IP address and port of the health checks and metrics.
pub const METRICS_LISTEN: &str = "METRICS_LISTEN";
/// The most messages a second to all chats together.
pub const MESSAGES_PER_SECOND: &str = "MESSAGES_PER_SECOND";
/// Folder of the content.
pub const DIALOGUES_DIR: &str = "DIALOGUES_DIR";
/// The page for reports of outdated guides.
pub const ISSUES_URL: &str = "ISSUES_URL";

/// The file in the working directory that may set all of them.
const DOTENV: &str = ".env";
/// Telegram's own server.
const DEFAULT_API_URL: &str = "https://api.telegram.org";
/// A file in the working directory.
const DEFAULT_STORAGE: &str = "sqlite:kz-topup-bot.sqlite";
/// For a reverse proxy on the same machine.
const DEFAULT_WEBHOOK_LISTEN: SocketAddr = SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);
/// Below the 30 a second that Telegram allows.
const DEFAULT_MESSAGES_PER_SECOND: u32 = 25;
/// Shortest secret part of a token; real ones have 35 characters.
const SHORTEST_SECRET: usize = 30;

/// The configuration of `run`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Config {
    /// The bot's token.
    pub token: Token,
    /// The Bot API server.
    pub api: ApiServer,
    /// The storage.
    pub storage: StorageUrl,
    /// The webhook; without it the bot polls.
    pub webhook: Option<Webhook>,
    /// Where health checks and metrics are served, if anywhere.
    pub metrics: Option<SocketAddr>,
    /// The most messages a second to all chats together; 0 for no limit.
    pub messages_per_second: u32,
}

/// A Bot API server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiServer {
    /// Its URL, `http` or `https`.
    pub url: Url,
    /// A PEM file with its certificate authority; without it the public ones are trusted.
    pub ca: Option<PathBuf>,
}

/// How updates arrive by webhook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Webhook {
    /// The URL that Telegram calls: HTTPS, or HTTP on this machine.
    pub url: Url,
    /// Where its requests arrive, directly or from a reverse proxy.
    pub listen: SocketAddr,
    /// Proves that a request comes from Telegram.
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
        let token = secret(&get, TOKEN, TOKEN_FILE)?.ok_or(ConfigError::Missing(TOKEN))?;
        let token = Token::parse(token)?;
        let api = ApiServer::read(&get)?;
        let storage = storage(&get)?;
        let webhook = Webhook::read(&get, &token)?;
        let metrics = address(&get, METRICS_LISTEN)?;
        let messages_per_second = match text(&get, MESSAGES_PER_SECOND)? {
            Some(number) => {
                number.parse().map_err(|_| malformed(MESSAGES_PER_SECOND, "it is no whole number"))?
            }
            None => DEFAULT_MESSAGES_PER_SECOND,
        };
        Ok(Self { token, api, storage, webhook, metrics, messages_per_second })
    }
}

impl ApiServer {
    fn read(get: &impl Fn(&'static str) -> Result<String, VarError>) -> Result<Self, ConfigError> {
        let url = text(get, API_URL)?.unwrap_or_else(|| DEFAULT_API_URL.to_owned());
        let url = Url::parse(&url)
            .ok()
            .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
            .ok_or_else(|| malformed(API_URL, "it is not a URL such as https://api.telegram.org"))?;
        Ok(Self { url, ca: text(get, API_CA)?.map(PathBuf::from) })
    }

    /// Whether the token would be sent unencrypted to another machine.
    pub fn is_exposed(&self) -> bool {
        self.url.scheme() == "http" && !is_loopback(&self.url)
    }
}

impl Webhook {
    /// Reads all of it even without a URL, so that mistakes show before the webhook is switched on.
    fn read(
        get: &impl Fn(&'static str) -> Result<String, VarError>,
        token: &Token,
    ) -> Result<Option<Self>, ConfigError> {
        let listen = address(get, WEBHOOK_LISTEN)?.unwrap_or(DEFAULT_WEBHOOK_LISTEN);
        let secret = match secret(get, WEBHOOK_SECRET, WEBHOOK_SECRET_FILE)? {
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
            malformed(
                WEBHOOK_URL,
                "it is not a URL such as https://bot.example.org/telegram; Telegram calls https only",
            )
        })?;
        Ok(Some(Self { url, listen, secret }))
    }
}

/// Sets the variables of `.env`, here or in a folder above; those that are set already stay. No such file is fine.
/// Errors do not quote the file, because it contains the token.
pub fn read_dotenv() -> Result<(), ConfigError> {
    match dotenvy::dotenv() {
        Ok(_) => Ok(()),
        Err(error) if error.not_found() => Ok(()),
        Err(dotenvy::Error::Io(error)) => Err(malformed(DOTENV, error)),
        Err(_) => Err(malformed(DOTENV, "a line is not NAME=value; a value with spaces needs quotes")),
    }
}

/// The folder of the content; `None` for the content in the binary.
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

/// The storage, for a command that needs nothing else.
pub fn storage_url() -> Result<StorageUrl, ConfigError> {
    storage(&|variable| std::env::var(variable))
}

/// The address of health checks and metrics, for a command that needs nothing else.
pub fn metrics_listen() -> Result<Option<SocketAddr>, ConfigError> {
    address(&|variable| std::env::var(variable), METRICS_LISTEN)
}

/// The page for reports of outdated guides, if there is one.
pub fn issues_url() -> Result<Option<Url>, ConfigError> {
    let Some(url) = text(&|variable| std::env::var(variable), ISSUES_URL)? else { return Ok(None) };
    let open = |url: &Url| matches!(url.scheme(), "http" | "https") && url.has_host();
    // Everybody who presses the button sees the URL.
    let secretless = |url: &Url| url.username().is_empty() && url.password().is_none();
    let url = Url::parse(&url).ok().filter(|url| open(url) && secretless(url));
    let reason = "it is not a URL such as https://github.com/OWNER/PROJECT/issues/new";
    url.map(Some).ok_or_else(|| malformed(ISSUES_URL, reason))
}

/// Whether a URL is on this machine, so that no proxy is used for it.
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

    /// The token itself, for the client only.
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

/// The value of a variable, or the content of the file that another variable names.
fn secret(
    get: &impl Fn(&'static str) -> Result<String, VarError>,
    variable: &'static str,
    file_variable: &'static str,
) -> Result<Option<String>, ConfigError> {
    let value = text(get, variable)?;
    let Some(path) = text(get, file_variable)? else { return Ok(value) };
    if value.is_some() {
        return Err(malformed(file_variable, format!("{variable} is set as well")));
    }
    let content = std::fs::read_to_string(&path);
    let content = content.map_err(|error| malformed(file_variable, format!("{path}: {error}")))?;
    match content.trim() {
        "" => Err(malformed(file_variable, format!("{path}: the file is empty"))),
        content => Ok(Some(content.to_owned())),
    }
}

/// The storage.
fn storage(get: &impl Fn(&'static str) -> Result<String, VarError>) -> Result<StorageUrl, ConfigError> {
    let storage = secret(get, STORAGE_URL, STORAGE_URL_FILE)?.unwrap_or_else(|| DEFAULT_STORAGE.to_owned());
    storage.parse().map_err(|error| malformed(STORAGE_URL, error))
}

/// A variable's value as an IP address and port.
fn address(
    get: &impl Fn(&'static str) -> Result<String, VarError>,
    variable: &'static str,
) -> Result<Option<SocketAddr>, ConfigError> {
    let Some(address) = text(get, variable)? else { return Ok(None) };
    let parsed = address.parse();
    parsed
        .map(Some)
        .map_err(|_| malformed(variable, "it is not an IP address and port such as 127.0.0.1:8080"))
}

fn malformed(variable: &'static str, reason: impl ToString) -> ConfigError {
    ConfigError::Malformed { variable, reason: reason.to_string() }
}

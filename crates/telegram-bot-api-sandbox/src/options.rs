//! How a sandbox is set up.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

/// The token a sandbox accepts unless another one is given. It has the shape of a real one and opens nothing.
pub const TOKEN: &str = "7000000001:AAsandbox-sandbox-sandbox-sandbox-1";

/// Whether the event log repeats the parameters of every call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallParams {
    /// Kept, as the page and most tests want.
    Kept,
    /// Left out, for load tests.
    Omitted,
}

/// Which addresses a webhook may have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WebhookTargets {
    /// Only this machine: the sandbox sends nothing to others.
    LoopbackOnly,
    /// This machine, and any HTTPS address.
    Any,
}

/// How a sandbox is set up.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where to listen; a loopback address. Port 0 takes any free port.
    pub address: SocketAddr,
    /// The bot's token, `<id>:<secret>`; every other one is refused.
    pub token: String,
    /// The bot's name until it sets one.
    pub bot_name: String,
    /// The bot's username, without `@`.
    pub bot_username: String,
    /// How long a pressed button, an inline query or a call for a guest may be answered.
    pub callback_lifetime: Duration,
    /// How many events are kept.
    pub event_capacity: usize,
    /// Whether `call` events carry parameters.
    pub call_params: CallParams,
    /// Which addresses a webhook may have.
    pub webhook_targets: WebhookTargets,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            token: TOKEN.into(),
            bot_name: "Sandbox bot".into(),
            bot_username: "sandbox_bot".into(),
            callback_lifetime: Duration::from_secs(15),
            event_capacity: 20_000,
            call_params: CallParams::Kept,
            webhook_targets: WebhookTargets::LoopbackOnly,
        }
    }
}

impl Options {
    /// The bot's id: the part of the token before the colon; 0 for a token without one.
    pub fn bot_id(&self) -> i64 {
        bot_id(&self.token).unwrap_or(0)
    }
}

/// The id in a token of the form `<id>:<secret>`.
pub fn bot_id(token: &str) -> Option<i64> {
    let (id, secret) = token.split_once(':')?;
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    (!secret.is_empty() && secret.bytes().all(fits)).then(|| id.parse().ok().filter(|id| *id > 0)).flatten()
}

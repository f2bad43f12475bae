//! One call of the Bot API over HTTP: returns the result as raw JSON, and every error as a value.
//!
//! teloxide's own call parses all updates at once, and sleeps ten seconds after a server error. The URL is built as
//! teloxide builds it and the client is the same, so a proxy or another API server that is configured on the [`Bot`]
//! is used here too. No error and no log line contains the URL, because the token is part of it.

use std::error::Error;
use std::time::Duration;

use reqwest::RequestBuilder;
use reqwest::multipart::{Form, Part};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use teloxide::Bot;

use crate::api::host_clock;

/// The largest `retry_after` in seconds that is believed; a larger one is taken for this.
const MAX_RETRY_AFTER: u64 = 86_400;

/// Why a call gave no result.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// 401, or 404 to a method that every bot has: there is no bot with this token.
    #[error("Telegram refuses the token: {0}")]
    TokenRefused(String),
    /// 409: a webhook is set, or another process polls with the same token.
    #[error("conflict with another poller or a webhook: {0}")]
    Conflict(String),
    /// 429 with `retry_after`.
    #[error("Telegram asks to wait for {0:?}")]
    RateLimited(Duration),
    /// The group has become a supergroup with this id.
    #[error("the group has become a supergroup")]
    Migrated(i64),
    /// Any other refusal, server errors included.
    #[error("Telegram answers {code}: {description}")]
    Refused {
        /// The Bot API's `error_code`.
        code: u16,
        /// The Bot API's `description`.
        description: String,
    },
    /// The body is not an answer of the Bot API: truncated, malformed, or from a proxy. Holds the HTTP status.
    #[error("HTTP {0} with a body that is not a Bot API answer")]
    Unreadable(u16),
    /// No answer: connection refused or reset, or timed out.
    #[error("no answer: {0}")]
    Network(String),
    /// The API URL cannot have a path, so no method can be called on it.
    #[error("the API URL of the bot cannot be used")]
    BadUrl,
}

impl CallError {
    /// The label of the error in metrics.
    pub fn kind(&self) -> &'static str {
        match self {
            CallError::TokenRefused(_) => "token-refused",
            CallError::Conflict(_) => "conflict",
            CallError::RateLimited(_) => "rate-limited",
            CallError::Migrated(_) => "migrated",
            CallError::Refused { .. } => "refused",
            CallError::Unreadable(_) => "unreadable",
            CallError::Network(_) => "network",
            CallError::BadUrl => "bad-url",
        }
    }
}

/// A file that is uploaded with a call.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// The parameter whose value it is.
    pub parameter: &'static str,
    /// The file name shown to people who save it.
    pub file_name: &'static str,
    /// The content.
    pub bytes: Vec<u8>,
}

/// The Bot API's answer to any method.
#[derive(Deserialize)]
struct Answer {
    ok: bool,
    #[serde(default)]
    result: Option<Box<RawValue>>,
    #[serde(default)]
    error_code: Option<u16>,
    #[serde(default)]
    description: String,
    #[serde(default)]
    parameters: Option<Parameters>,
}

#[derive(Default, Deserialize)]
struct Parameters {
    #[serde(default)]
    retry_after: Option<u64>,
    #[serde(default)]
    migrate_to_chat_id: Option<i64>,
}

/// Calls a method of the Bot API once and returns its result as JSON. The whole exchange takes at most `timeout`.
///
/// # Errors
/// [`CallError`] for everything that is not a result.
pub async fn call(
    bot: &Bot,
    method: &str,
    body: &impl Serialize,
    timeout: Duration,
) -> Result<Box<RawValue>, CallError> {
    exchange(bot.client().post(method_url(bot, method)?).timeout(timeout).json(body)).await
}

/// Turns 404 into [`CallError::TokenRefused`], for methods that every bot has.
pub(super) fn require_token<T>(called: Result<T, CallError>) -> Result<T, CallError> {
    called.map_err(|error| match error {
        CallError::Refused { code: 404, description } => CallError::TokenRefused(description),
        error => error,
    })
}

/// Calls a method once with a file, as a multipart form.
///
/// # Errors
/// As [`call`]. A body that is not an object is sent as no parameters.
pub async fn call_with_file(
    bot: &Bot,
    method: &str,
    body: &impl Serialize,
    file: &Attachment,
    timeout: Duration,
) -> Result<Box<RawValue>, CallError> {
    let parameters = match serde_json::to_value(body) {
        Ok(Value::Object(parameters)) => parameters,
        _ => Map::new(),
    };
    let mut form = Form::new();
    for (name, value) in parameters {
        let text = match value {
            Value::String(text) => text,
            value => value.to_string(),
        };
        form = form.text(name, text);
    }
    let part = Part::bytes(file.bytes.clone()).file_name(file.file_name);
    let form = form.part(file.parameter, part);
    exchange(bot.client().post(method_url(bot, method)?).timeout(timeout).multipart(form)).await
}

async fn exchange(request: RequestBuilder) -> Result<Box<RawValue>, CallError> {
    let response = request.send().await.map_err(network)?;
    let status = response.status().as_u16();
    host_clock::check(response.headers());
    let body = response.bytes().await.map_err(network)?;
    // One byte that is not UTF-8 must not block all updates, so it is replaced.
    read_answer(status, &String::from_utf8_lossy(&body))
}

fn read_answer(status: u16, body: &str) -> Result<Box<RawValue>, CallError> {
    let answer: Answer = serde_json::from_str(body).map_err(|_| CallError::Unreadable(status))?;
    if answer.ok {
        return answer.result.ok_or(CallError::Unreadable(status));
    }
    let code = answer.error_code.unwrap_or(status);
    let description = answer.description;
    let parameters = answer.parameters.unwrap_or_default();
    Err(match (code, parameters) {
        (401, _) => CallError::TokenRefused(description),
        (409, _) => CallError::Conflict(description),
        (429, Parameters { retry_after: Some(seconds), .. }) => {
            CallError::RateLimited(Duration::from_secs(seconds.clamp(1, MAX_RETRY_AFTER)))
        }
        (_, Parameters { migrate_to_chat_id: Some(chat), .. }) => CallError::Migrated(chat),
        _ => CallError::Refused { code, description },
    })
}

/// The URL of a method, built segment by segment as teloxide does.
fn method_url(bot: &Bot, method: &str) -> Result<reqwest::Url, CallError> {
    let mut url = bot.api_url();
    url.path_segments_mut()
        .map_err(|()| CallError::BadUrl)?
        .push(&format!("bot{}", bot.token()))
        .push(method);
    Ok(url)
}

/// The error and its causes in one line, without the URL.
fn network(error: reqwest::Error) -> CallError {
    let error = error.without_url();
    let causes = std::iter::successors(Some(&error as &dyn Error), |&error| error.source());
    CallError::Network(causes.map(ToString::to_string).collect::<Vec<_>>().join(": "))
}

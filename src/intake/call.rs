//! Calls of the Bot API, made directly over HTTP so that every update stays raw JSON and every fault is a value.
//!
//! teloxide's own call parses all updates at once, and sleeps ten seconds on a server error. Here the address is
//! built as teloxide builds it, with the same client, so a proxy or another API server configured on the [`Bot`]
//! counts here too. No error or log line holds the address, because the token is in it.

use std::error::Error;
use std::time::Duration;

use reqwest::RequestBuilder;
use reqwest::multipart::{Form, Part};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use teloxide::Bot;

/// The longest wait in seconds that is taken at its word; beyond it lies a mistake, or the end of what clocks can count.
const LONGEST_WAIT: u64 = 86_400;

/// Why a call gave no result.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// 401 from Telegram, for methods that every bot has 404 too: there is no bot with this token.
    #[error("Telegram refuses the token: {0}")]
    TokenRefused(String),
    /// 409: a webhook is set, or another process polls with the same token.
    #[error("Telegram refuses to share: {0}")]
    Conflict(String),
    /// 429: wait exactly so long.
    #[error("Telegram asks to wait for {0:?}")]
    Wait(Duration),
    /// The group has become a supergroup with this id.
    #[error("the chat has moved")]
    Moved(i64),
    /// Any other refusal by Telegram, server errors included.
    #[error("Telegram answers {code}: {description}")]
    Refused {
        /// The Bot API's `error_code`.
        code: u16,
        /// The Bot API's `description`.
        description: String,
    },
    /// The body is not an answer of the Bot API: broken off, malformed, or from something in between.
    #[error("HTTP {0} with a body that is not the Bot API's")]
    NotTelegram(u16),
    /// No answer came: connection refused or reset, or out of time.
    #[error("no answer: {0}")]
    Network(String),
    /// The API address cannot have a path, so no method can be called on it.
    #[error("the API address of the bot cannot be used")]
    Address,
}

impl CallError {
    /// What went wrong in one word, to count it by.
    pub fn kind(&self) -> &'static str {
        match self {
            CallError::TokenRefused(_) => "token-refused",
            CallError::Conflict(_) => "conflict",
            CallError::Wait(_) => "wait",
            CallError::Moved(_) => "moved",
            CallError::Refused { .. } => "refused",
            CallError::NotTelegram(_) => "not-telegram",
            CallError::Network(_) => "network",
            CallError::Address => "address",
        }
    }
}

/// A file that goes along with a call.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// The parameter it stands for.
    pub parameter: &'static str,
    /// The name it has for whoever saves it.
    pub file_name: &'static str,
    /// What is in it.
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

/// Calls a method of the Bot API once and gives its result, unread. The whole exchange may take `timeout`.
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

/// Calls a method once with a file; the parameters stand beside it in a form, made anew for each call.
///
/// # Errors
/// As [`call`]; parameters that are no object are sent as none.
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
    let body = response.bytes().await.map_err(network)?;
    // One byte that is not UTF-8 must not hold up the whole queue, so it is replaced rather than refused.
    read_answer(status, &String::from_utf8_lossy(&body))
}

fn read_answer(status: u16, body: &str) -> Result<Box<RawValue>, CallError> {
    let answer: Answer = serde_json::from_str(body).map_err(|_| CallError::NotTelegram(status))?;
    if answer.ok {
        return answer.result.ok_or(CallError::NotTelegram(status));
    }
    let code = answer.error_code.unwrap_or(status);
    let description = answer.description;
    let parameters = answer.parameters.unwrap_or_default();
    Err(match (code, parameters) {
        (401, _) => CallError::TokenRefused(description),
        (409, _) => CallError::Conflict(description),
        (429, Parameters { retry_after: Some(seconds), .. }) => {
            CallError::Wait(Duration::from_secs(seconds.clamp(1, LONGEST_WAIT)))
        }
        (_, Parameters { migrate_to_chat_id: Some(chat), .. }) => CallError::Moved(chat),
        _ => CallError::Refused { code, description },
    })
}

/// The address of a method, segment by segment as teloxide builds it.
fn method_url(bot: &Bot, method: &str) -> Result<reqwest::Url, CallError> {
    let mut url = bot.api_url();
    url.path_segments_mut()
        .map_err(|()| CallError::Address)?
        .push(&format!("bot{}", bot.token()))
        .push(method);
    Ok(url)
}

/// The fault and its causes in one line, without the address.
fn network(error: reqwest::Error) -> CallError {
    let error = error.without_url();
    let causes = std::iter::successors(Some(&error as &dyn Error), |&error| error.source());
    CallError::Network(causes.map(ToString::to_string).collect::<Vec<_>>().join(": "))
}

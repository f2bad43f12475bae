//! The methods of the Bot API that decide how updates arrive: `getUpdates`, `setWebhook`, `deleteWebhook`.

use std::time::Duration;

use serde::Serialize;
use serde_json::json;
use serde_json::value::RawValue;
use teloxide::Bot;

use crate::intake::update::UpdateId;
use crate::intake::call::{CallError, call};

/// Telegram gives at most so many updates in one answer.
pub const MAX_BATCH: u8 = 100;

/// How long the whole HTTP exchange of a call usually may take; a long poll comes on top.
pub const HTTP_MARGIN: Duration = Duration::from_secs(15);

/// What `getUpdates` is asked for. `allowed_updates` goes with every call, since Telegram keeps the list of the last
/// one.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Ask<'a> {
    /// The first update wanted; everything below it is confirmed. `None` asks for the oldest and confirms nothing.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "offset")]
    pub offset: Option<UpdateId>,
    /// At most so many updates, 1 to [`MAX_BATCH`].
    pub limit: u8,
    /// How long Telegram may wait for the first update; sent in whole seconds.
    #[serde(serialize_with = "whole_seconds")]
    pub timeout: Duration,
    /// The kinds of update wanted, by their names in the Bot API.
    pub allowed_updates: &'a [&'a str],
}

/// Where Telegram is to send updates. It has no `Debug`, because the secret is in it.
#[derive(Clone, Copy, Serialize)]
pub struct Webhook<'a> {
    /// The address.
    pub url: &'a str,
    /// Comes back with every update, as a header.
    pub secret_token: &'a str,
    /// At most so many updates at one time, 1 to 100.
    pub max_connections: u8,
    /// The kinds of update wanted, by their names in the Bot API.
    pub allowed_updates: &'a [&'a str],
}

/// Asks Telegram once and gives the elements of its answer, in its order and unread.
///
/// The whole exchange may take `ask.timeout` and `margin`.
///
/// # Errors
/// [`CallError`] for everything that is not a list of updates.
pub async fn get_updates(bot: &Bot, ask: Ask<'_>, margin: Duration) -> Result<Vec<Box<RawValue>>, CallError> {
    let result = certain(call(bot, "GetUpdates", &ask, ask.timeout + margin).await)?;
    // The status is that of an answer that went well.
    serde_json::from_str(result.get()).map_err(|_| CallError::NotTelegram(200))
}

/// Makes Telegram send updates. Setting the same again changes nothing and loses nothing.
///
/// # Errors
/// [`CallError`] for everything but a yes.
pub async fn set_webhook(bot: &Bot, webhook: Webhook<'_>) -> Result<(), CallError> {
    certain(call(bot, "SetWebhook", &webhook, HTTP_MARGIN).await).map(drop)
}

/// Makes Telegram keep updates until they are asked for. Those that wait already stay.
///
/// # Errors
/// [`CallError`] for everything but a yes.
pub async fn delete_webhook(bot: &Bot) -> Result<(), CallError> {
    certain(call(bot, "DeleteWebhook", &json!({}), HTTP_MARGIN).await).map(drop)
}

/// Every bot has these methods, so when one is not there it is the bot that is not there.
fn certain<T>(called: Result<T, CallError>) -> Result<T, CallError> {
    called.map_err(|error| match error {
        CallError::Refused { code: 404, description } => CallError::TokenRefused(description),
        error => error,
    })
}

fn offset<S: serde::Serializer>(id: &Option<UpdateId>, serializer: S) -> Result<S::Ok, S::Error> {
    id.map(|id| id.0).serialize(serializer)
}

fn whole_seconds<S: serde::Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(duration.as_secs())
}

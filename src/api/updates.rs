//! The methods that receive updates: `getUpdates`, `setWebhook`, `deleteWebhook`.

use std::time::Duration;

use serde::Serialize;
use serde_json::json;
use serde_json::value::RawValue;
use teloxide::Bot;

use crate::api::call::{CallError, call, require_token};

/// The most updates that Telegram returns at once.
pub const MAX_BATCH: u8 = 100;

/// Timeout of the whole HTTP exchange of a call; the time of a long poll is added to it.
pub const HTTP_TIMEOUT: Duration = Duration::from_secs(15);

/// Parameters of `getUpdates`. `allowed_updates` is sent with every call, since Telegram keeps the list of the last
/// one.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct GetUpdates<'a> {
    /// The id of the first update wanted; every lower one is confirmed. `None` asks for the oldest and confirms
    /// nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<i64>,
    /// The most updates wanted, 1 to [`MAX_BATCH`].
    pub limit: u8,
    /// How long Telegram waits for the first update; sent in whole seconds.
    #[serde(serialize_with = "whole_seconds")]
    pub timeout: Duration,
    /// The kinds of update wanted, by their names in the Bot API.
    pub allowed_updates: &'a [&'a str],
}

/// Parameters of `setWebhook`. It has no `Debug`, because it contains the secret.
#[derive(Clone, Copy, Serialize)]
pub struct SetWebhook<'a> {
    /// The URL that Telegram calls.
    pub url: &'a str,
    /// Sent by Telegram with every update, as a header.
    pub secret_token: &'a str,
    /// The most updates that Telegram sends at the same time, 1 to 100.
    pub max_connections: u8,
    /// The kinds of update wanted, by their names in the Bot API.
    pub allowed_updates: &'a [&'a str],
}

/// Asks once for updates and returns them in Telegram's order, each as JSON. The whole exchange takes at most the long
/// poll's time and `timeout`.
///
/// # Errors
/// [`CallError`] for everything that is not a list of updates.
pub async fn get_updates(
    bot: &Bot,
    parameters: GetUpdates<'_>,
    timeout: Duration,
) -> Result<Vec<Box<RawValue>>, CallError> {
    let result = require_token(call(bot, "GetUpdates", &parameters, parameters.timeout + timeout).await)?;
    serde_json::from_str(result.get()).map_err(|_| CallError::Unreadable(200))
}

/// Sets the webhook. Setting the same one again changes nothing and loses no update.
///
/// # Errors
/// [`CallError`] if Telegram does not confirm it.
pub async fn set_webhook(bot: &Bot, parameters: SetWebhook<'_>) -> Result<(), CallError> {
    require_token(call(bot, "SetWebhook", &parameters, HTTP_TIMEOUT).await).map(drop)
}

/// Deletes the webhook, so that updates can be polled. Pending updates are kept.
///
/// # Errors
/// [`CallError`] if Telegram does not confirm it.
pub async fn delete_webhook(bot: &Bot) -> Result<(), CallError> {
    require_token(call(bot, "DeleteWebhook", &json!({}), HTTP_TIMEOUT).await).map(drop)
}

fn whole_seconds<S: serde::Serializer>(duration: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(duration.as_secs())
}

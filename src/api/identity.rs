//! `getMe`, read as far as it matters: the library's own type fails on fields that it does not know.

use std::time::Duration;

use serde::Deserialize;
use serde_json::json;
use teloxide::Bot;

use crate::api::call::{CallError, call, require_token};

/// Who the bot is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Me {
    /// The bot's id.
    pub id: u64,
    /// The username, without `@`.
    pub username: String,
}

/// Asks once who the bot is. The whole exchange takes at most `timeout`.
///
/// # Errors
/// [`CallError::TokenRefused`] if there is no bot with this token, otherwise why there is no answer.
pub async fn get_me(bot: &Bot, timeout: Duration) -> Result<Me, CallError> {
    let result = require_token(call(bot, "GetMe", &json!({}), timeout).await)?;
    serde_json::from_str(result.get()).map_err(|_| CallError::Unreadable(200))
}

/// How often a refused token is tried before it is believed.
const CONFIRMATIONS: usize = 3;
/// The pause between two tries.
const PAUSE: Duration = Duration::from_secs(1);

/// Whether Telegram refuses the token: asks `getMe` three times, and believes the first answer that says otherwise.
pub async fn refuses_token(bot: &Bot, timeout: Duration) -> bool {
    for attempt in 0..CONFIRMATIONS {
        if attempt > 0 {
            tokio::time::sleep(PAUSE).await;
        }
        if !matches!(get_me(bot, timeout).await, Err(CallError::TokenRefused(_))) {
            return false;
        }
    }
    true
}

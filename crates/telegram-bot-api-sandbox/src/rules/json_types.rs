//! The JSON types of parameters, by their names, which mean the same in every method. Telegram reads most of them
//! leniently; a value of the wrong type is a mistake that would show only in production.

use serde_json::Value;

use crate::error::ApiError;

/// Parameters that are true or false.
const FLAGS: [&str; 22] = [
    "allow_paid_broadcast",
    "allow_sending_without_reply",
    "disable_content_type_detection",
    "disable_edit_message",
    "disable_notification",
    "disable_web_page_preview",
    "drop_pending_updates",
    "force",
    "has_spoiler",
    "is_big",
    "is_personal",
    "only_if_banned",
    "pass_password",
    "protect_content",
    "remove_caption",
    "return_bots",
    "revoke_messages",
    "show_alert",
    "show_caption_above_media",
    "supports_streaming",
    "until_revoked",
    "use_independent_chat_permissions",
];
/// Parameters that are objects or arrays.
const STRUCTURES: [&str; 16] = [
    "allowed_updates",
    "button",
    "caption_entities",
    "commands",
    "entities",
    "ephemeral_message_parameters",
    "link_preview_options",
    "media",
    "menu_button",
    "message_ids",
    "reaction",
    "reply_markup",
    "reply_parameters",
    "result",
    "results",
    "scope",
];

/// Checks one parameter of a call.
///
/// # Errors
/// 400, ending in `(sandbox)`.
pub fn check(name: &str, value: &Value) -> Result<(), ApiError> {
    let is_flag = FLAGS.contains(&name);
    let wrong =
        |kind: &str| Err(ApiError::bad_request(format!("parameter \"{name}\" must be {kind} (sandbox)")));
    match value {
        Value::Array(_) | Value::Object(_) if STRUCTURES.contains(&name) => Ok(()),
        Value::Array(_) | Value::Object(_) => wrong("a single value, not an array or an object"),
        // Forms carry everything as text.
        Value::String(text) if is_flag && !is_flag_text(text) => wrong("true or false"),
        Value::Number(number) if is_flag && number.as_u64().is_none_or(|number| number > 1) => {
            wrong("true or false")
        }
        _ => Ok(()),
    }
}

fn is_flag_text(text: &str) -> bool {
    let text = text.trim().to_ascii_lowercase();
    ["", "true", "false", "yes", "no", "1", "0"].contains(&text.as_str())
}

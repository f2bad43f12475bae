//! Checks reply keyboards: the buttons in the place of the letters, their removal, a forced reply.

use serde_json::Value;

use crate::error::ApiError;
use crate::params::Params;

/// What a button may ask for; a button asks for one thing at most.
const REQUESTS: [&str; 6] =
    ["request_users", "request_chat", "request_contact", "request_location", "request_poll", "web_app"];
/// The fields any button may have besides.
const LOOKS: [&str; 3] = ["text", "style", "icon_custom_emoji_id"];
/// The longest text in the place of an empty message, in characters.
const LONGEST_PLACEHOLDER: usize = 64;
/// A rule of the sandbox: clients cut wider rows.
const MOST_IN_A_ROW: usize = 12;
/// A rule of the sandbox.
const MOST_BUTTONS: usize = 300;

/// Checks a `ReplyKeyboardMarkup`, a `ReplyKeyboardRemove` or a `ForceReply`, whose fields are known already.
///
/// # Errors
/// 400 with Telegram's words, or ending in `(sandbox)`.
pub fn check(markup: &Value, chat_is_private: bool) -> Result<(), ApiError> {
    for flag in [
        "is_persistent",
        "resize_keyboard",
        "one_time_keyboard",
        "selective",
        "remove_keyboard",
        "force_reply",
    ] {
        if markup.get(flag).is_some_and(|value| !value.is_boolean()) {
            return Err(wrong(&format!("Field \"{flag}\" must be of type Boolean")));
        }
    }
    match markup.get("input_field_placeholder") {
        None => {}
        Some(Value::String(text)) if text.chars().count() <= LONGEST_PLACEHOLDER => {}
        Some(Value::String(_)) => {
            return Err(wrong(&format!(
                "input_field_placeholder is longer than {LONGEST_PLACEHOLDER} (sandbox)"
            )));
        }
        Some(_) => return Err(wrong("Field \"input_field_placeholder\" must be of type String")),
    }
    match markup.get("keyboard") {
        Some(rows) => check_rows(rows, chat_is_private),
        None => Ok(()),
    }
}

fn check_rows(rows: &Value, chat_is_private: bool) -> Result<(), ApiError> {
    let rows = rows.as_array().ok_or_else(|| wrong("Field \"keyboard\" must be of type Array"))?;
    let mut count = 0;
    for row in rows {
        let row = row.as_array().ok_or_else(|| wrong("Field \"keyboard\" must be an Array of Arrays"))?;
        if row.len() > MOST_IN_A_ROW {
            return Err(wrong(&format!("more than {MOST_IN_A_ROW} buttons in a row (sandbox)")));
        }
        for button in row {
            check_button(button, chat_is_private)?;
        }
        count += row.len();
    }
    match count {
        0 => Err(wrong("a reply keyboard without buttons (sandbox)")),
        1..=MOST_BUTTONS => Ok(()),
        _ => Err(wrong(&format!("more than {MOST_BUTTONS} buttons (sandbox)"))),
    }
}

fn check_button(button: &Value, chat_is_private: bool) -> Result<(), ApiError> {
    let text = match button {
        Value::String(text) => text.as_str(),
        Value::Object(_) => {
            let known: Vec<&str> = LOOKS.into_iter().chain(REQUESTS).chain(["hide"]).collect();
            Params::known_fields("keyboard button", button, &known)?;
            match button.get("text") {
                Some(Value::String(text)) => text,
                Some(_) => return Err(wrong("Field \"text\" must be of type String")),
                None => return Err(wrong("Can't find field \"text\"")),
            }
        }
        _ => return Err(wrong("KeyboardButton must be a String or an Object")),
    };
    if text.trim().is_empty() {
        return Err(wrong("Keyboard button text must be non-empty"));
    }
    let asked: Vec<&str> =
        REQUESTS.into_iter().filter(|name| button.get(name).is_some_and(|value| value != false)).collect();
    match asked.as_slice() {
        [] => Ok(()),
        [_, _, ..] => Err(wrong(&format!("more than one of {} (sandbox)", asked.join(", ")))),
        ["request_contact"] if !chat_is_private => {
            Err(ApiError::bad_request("phone number can be requested in private chats only"))
        }
        ["request_location"] if !chat_is_private => {
            Err(ApiError::bad_request("location can be requested in private chats only"))
        }
        [name] if !chat_is_private => {
            Err(ApiError::bad_request(format!("{name} works in private chats only (sandbox)")))
        }
        [_] => Ok(()),
    }
}

fn wrong(reason: &str) -> ApiError {
    ApiError::bad_request(format!("can't parse keyboard button: {reason}"))
}

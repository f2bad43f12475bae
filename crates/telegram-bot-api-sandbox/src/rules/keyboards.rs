//! Checks `reply_markup`, above all inline keyboards: what Telegram refuses, and typos it would ignore.

use serde_json::{Map, Value, json};

use crate::error::ApiError;
use crate::params::Params;
use crate::rules::reply_keyboards;
use crate::rules::urls::checked_url;

/// The most bytes the data of a button may have.
const LONGEST_DATA: usize = 64;
/// The most characters a button copies.
const LONGEST_COPY: usize = 256;
/// The most characters of an inline query: more than this no app sends.
const LONGEST_QUERY: usize = 256;
/// The kinds of chats a `switch_inline_query_chosen_chat` lets people choose from.
const CHOSEN_CHATS: [&str; 4] =
    ["allow_user_chats", "allow_bot_chats", "allow_group_chats", "allow_channel_chats"];
/// A rule of the sandbox: more is no keyboard any more.
const MOST_BUTTONS: usize = 100;
/// A rule of the sandbox: clients cut wider rows.
const MOST_IN_A_ROW: usize = 8;

/// The fields that say what a button does; a button has exactly one.
const ACTIONS: [&str; 11] = [
    "url",
    "callback_data",
    "copy_text",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "web_app",
    "login_url",
    "callback_game",
    "pay",
    "disabled",
];

/// The fields any button may have besides.
const LOOKS: [&str; 3] = ["text", "style", "icon_custom_emoji_id"];

/// A validated reply markup.
#[derive(Debug, Clone, PartialEq)]
pub enum Markup {
    /// None, or an inline keyboard without buttons.
    Nothing,
    /// An inline keyboard, as the message will have it.
    Inline(Value),
    /// A reply keyboard, its removal, or a forced reply.
    Reply(Value),
}

/// Reads the parameter `reply_markup`.
///
/// # Errors
/// 400 with Telegram's words, or ending in `(sandbox)`.
pub fn read(params: &Params, chat_is_private: bool) -> Result<Markup, ApiError> {
    let Some(markup) = params.structure("reply_markup", "reply keyboard markup")? else {
        return Ok(Markup::Nothing);
    };
    if markup.get("inline_keyboard").is_some() {
        Params::known_fields("reply_markup", &markup, &["inline_keyboard", "force_reply"])?;
        return inline(&markup["inline_keyboard"]);
    }
    let known: &[&str] = if markup.get("keyboard").is_some() {
        &[
            "keyboard",
            "is_persistent",
            "resize_keyboard",
            "one_time_keyboard",
            "input_field_placeholder",
            "selective",
        ]
    } else if markup.get("remove_keyboard").is_some() {
        &["remove_keyboard", "selective"]
    } else if markup.get("force_reply").is_some() {
        &["force_reply", "input_field_placeholder", "selective"]
    } else if markup.as_object().is_some_and(Map::is_empty) {
        return Ok(Markup::Nothing);
    } else {
        return Err(ApiError::bad_request("object expected as reply markup"));
    };
    Params::known_fields("reply_markup", &markup, known)?;
    reply_keyboards::check(&markup, chat_is_private)?;
    Ok(Markup::Reply(markup))
}

/// The same where only an inline keyboard will do.
///
/// # Errors
/// As [`read`].
pub fn read_inline(params: &Params) -> Result<Option<Value>, ApiError> {
    match read(params, true)? {
        Markup::Nothing => Ok(None),
        Markup::Inline(keyboard) => Ok(Some(keyboard)),
        Markup::Reply(_) => Err(ApiError::bad_request("inline keyboard expected")),
    }
}

/// Refuses an inline keyboard with buttons that do not work in its chat.
///
/// # Errors
/// 400 `BUTTON_TYPE_INVALID`.
pub fn without(keyboard: &Value, actions: &[&str]) -> Result<(), ApiError> {
    let mut buttons =
        keyboard["inline_keyboard"].as_array().into_iter().flatten().flat_map(Value::as_array).flatten();
    if buttons.any(|button| actions.iter().any(|action| button.get(action).is_some())) {
        return Err(ApiError::bad_request("BUTTON_TYPE_INVALID"));
    }
    Ok(())
}

fn inline(rows: &Value) -> Result<Markup, ApiError> {
    let unreadable = |what: &str| ApiError::bad_request(format!("field \"inline_keyboard\" must be {what}"));
    let rows = rows.as_array().ok_or_else(|| unreadable("of type Array"))?;
    let mut kept = Vec::new();
    let mut count = 0;
    for row in rows {
        let row = row.as_array().ok_or_else(|| unreadable("an Array of Arrays"))?;
        for each in row {
            button(each)?;
        }
        if row.len() > MOST_IN_A_ROW {
            return Err(ApiError::bad_request(format!(
                "more than {MOST_IN_A_ROW} buttons in a row (sandbox)"
            )));
        }
        count += row.len();
        if !row.is_empty() {
            kept.push(row.iter().map(without_hide).collect::<Value>());
        }
    }
    if count > MOST_BUTTONS {
        return Err(ApiError::bad_request(format!("more than {MOST_BUTTONS} buttons (sandbox)")));
    }
    if kept.is_empty() {
        return Ok(Markup::Nothing);
    }
    Ok(Markup::Inline(json!({ "inline_keyboard": kept })))
}

/// Telegraf sends this field of its own with every button; Telegram drops it.
fn without_hide(button: &Value) -> Value {
    let mut button = button.clone();
    if let Some(fields) = button.as_object_mut() {
        fields.shift_remove("hide");
    }
    button
}

fn button(button: &Value) -> Result<(), ApiError> {
    let wrong = |reason: &str| ApiError::bad_request(format!("can't parse inline keyboard button: {reason}"));
    let known: Vec<&str> = LOOKS.into_iter().chain(ACTIONS).chain(["hide"]).collect();
    Params::known_fields("inline keyboard button", button, &known)?;
    match button.get("text").map(Value::as_str) {
        None => return Err(wrong("Can't find field \"text\"")),
        Some(None) => return Err(wrong("Field \"text\" must be of type String")),
        Some(Some(text)) if text.trim().is_empty() => {
            return Err(wrong("Inline keyboard button text must be non-empty"));
        }
        Some(Some(_)) => {}
    }
    let style = button.get("style");
    if style.is_some_and(|style| !["danger", "success", "primary"].iter().any(|known| style == known)) {
        return Err(wrong("Invalid button style specified"));
    }
    let actions: Vec<&str> = ACTIONS.into_iter().filter(|action| button.get(action).is_some()).collect();
    match actions.as_slice() {
        [] => Err(wrong("Text buttons are unallowed in the inline keyboard")),
        [action] => check_action(action, &button[action], wrong),
        _ => Err(wrong(&format!("more than one of {} (sandbox)", actions.join(", ")))),
    }
}

fn check_action(action: &str, value: &Value, wrong: impl Fn(&str) -> ApiError) -> Result<(), ApiError> {
    let string = |value: &Value, field: &str| {
        value
            .as_str()
            .map(str::to_owned)
            .ok_or_else(|| wrong(&format!("Field \"{field}\" must be of type String")))
    };
    match action {
        "url" => check_url(&string(value, "url")?, "URL"),
        "callback_data" => match string(value, "callback_data")?.len() {
            1..=LONGEST_DATA => Ok(()),
            _ => Err(ApiError::bad_request("BUTTON_DATA_INVALID")),
        },
        "copy_text" => {
            Params::known_fields("copy_text", value, &["text"])?;
            match string(&value["text"], "text")?.chars().count() {
                1..=LONGEST_COPY => Ok(()),
                _ => Err(ApiError::bad_request("BUTTON_COPY_TEXT_INVALID")),
            }
        }
        "switch_inline_query" | "switch_inline_query_current_chat" => {
            check_query(&string(value, action)?, wrong)
        }
        "switch_inline_query_chosen_chat" => {
            let known: Vec<&str> = CHOSEN_CHATS.into_iter().chain(["query"]).collect();
            Params::known_fields("switch_inline_query_chosen_chat", value, &known)?;
            if !CHOSEN_CHATS.iter().any(|kind| value[kind] == true) {
                return Err(wrong("At least one chat type must be allowed"));
            }
            check_query(value["query"].as_str().unwrap_or_default(), wrong)
        }
        "web_app" => {
            Params::known_fields("web_app", value, &["url"])?;
            let url = string(&value["url"], "url")?;
            if !url.starts_with("https://") {
                return Err(invalid_url(&url, "Web App URL", "Only HTTPS links are allowed"));
            }
            check_url(&url, "Web App URL")
        }
        "login_url" => check_url(&string(&value["url"], "url")?, "login URL"),
        "pay" => value.as_bool().map(drop).ok_or_else(|| wrong("Field \"pay\" must be of type Boolean")),
        _ if value.is_object() => Ok(()),
        _ => Err(wrong(&format!("Field \"{action}\" must be of type Object"))),
    }
}

fn check_query(query: &str, wrong: impl Fn(&str) -> ApiError) -> Result<(), ApiError> {
    if query.chars().count() > LONGEST_QUERY {
        return Err(wrong("the inline query is too long (sandbox)"));
    }
    Ok(())
}

fn check_url(url: &str, what: &str) -> Result<(), ApiError> {
    checked_url(url).map(drop).map_err(|reason| invalid_url(url, what, reason))
}

fn invalid_url(url: &str, what: &str, reason: &str) -> ApiError {
    ApiError::bad_request(format!("inline keyboard button {what} '{url}' is invalid: {reason}"))
}

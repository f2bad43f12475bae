//! `InlineQueryResult`, as strictly as Telegram reads it. Articles are all there is as yet.

use serde_json::{Map, Value, json};

use crate::error::ApiError;
use crate::methods::text::text_content;
use crate::params::Params;
use crate::rules::keyboards;
use crate::rules::urls::checked_url;
use crate::state::inline::InlineResult;
use crate::state::store::State;

/// The most bytes of a result's id.
const LONGEST_ID: usize = 64;

const ARTICLE: [&str; 10] = [
    "type",
    "id",
    "title",
    "input_message_content",
    "reply_markup",
    "url",
    "description",
    "thumbnail_url",
    "thumbnail_width",
    "thumbnail_height",
];

const TEXT: [&str; 5] =
    ["message_text", "parse_mode", "entities", "link_preview_options", "disable_web_page_preview"];

/// The other kinds there are.
const OTHERS: [&str; 12] = [
    "audio",
    "contact",
    "document",
    "game",
    "gif",
    "location",
    "mpeg4_gif",
    "photo",
    "sticker",
    "venue",
    "video",
    "voice",
];

/// Judges one result.
///
/// # Errors
/// 400 with Telegram's words, or ending in `(sandbox)`.
pub fn result(state: &State, result: &Value) -> Result<InlineResult, ApiError> {
    let wrong = |reason: &str| ApiError::bad_request(format!("can't parse inline query result: {reason}"));
    let Some(fields) = result.as_object() else {
        return Err(wrong("Expected an Object"));
    };
    match fields.get("type").and_then(Value::as_str) {
        Some("article") => {}
        Some(kind) if OTHERS.contains(&kind) => {
            return Err(ApiError::bad_request(format!(
                "results of type \"{kind}\" are not supported yet (sandbox)"
            )));
        }
        _ => return Err(wrong("Unsupported type specified")),
    }
    Params::known_fields("InlineQueryResultArticle", result, &ARTICLE)?;
    let string = |name: &str| match fields.get(name) {
        None => Err(wrong(&format!("Can't find field \"{name}\""))),
        Some(Value::String(text)) => Ok(text.as_str()),
        Some(_) => Err(wrong(&format!("Field \"{name}\" must be of type String"))),
    };
    let id = string("id")?;
    if !(1..=LONGEST_ID).contains(&id.len()) {
        return Err(ApiError::bad_request("RESULT_ID_INVALID"));
    }
    if string("title")?.trim().is_empty() {
        return Err(ApiError::bad_request("ARTICLE_TITLE_EMPTY"));
    }
    if fields.contains_key("description") {
        string("description")?;
    }
    for name in ["url", "thumbnail_url"] {
        if fields.contains_key(name) && checked_url(string(name)?).is_err() {
            return Err(ApiError::bad_request("ARTICLE_URL_INVALID"));
        }
    }
    let content = fields
        .get("input_message_content")
        .ok_or_else(|| wrong("Can't find field \"input_message_content\""))?;
    let mut content = message_content(state, content)?;
    if let Some(markup) = fields.get("reply_markup") {
        let holder = Params::inner(Map::from_iter([("reply_markup".to_owned(), markup.clone())]));
        if let Some(keyboard) = keyboards::read_inline(&holder)? {
            keyboards::without(&keyboard, &["web_app"])?;
            content.insert("reply_markup".into(), keyboard);
        }
    }
    Ok(InlineResult { id: id.to_owned(), shown: result.clone(), content })
}

/// Judges `input_message_content`, which says the text of a message in other words than a call does.
fn message_content(state: &State, content: &Value) -> Result<Map<String, Value>, ApiError> {
    Params::known_fields("InputTextMessageContent", content, &TEXT)?;
    if !content["message_text"].is_string() {
        return Err(ApiError::bad_request(
            "can't parse input message content: Can't find field \"message_text\"",
        ));
    }
    let mut fields = content.as_object().cloned().unwrap_or_default();
    let text = fields.shift_remove("message_text").unwrap_or_else(|| json!(""));
    fields.insert("text".into(), text);
    text_content(state, &Params::inner(fields))
}

//! The text of a message and the caption of a picture: formatting, links, previews.

use serde_json::{Map, Value, json};

use crate::error::ApiError;
use crate::params::Params;
use crate::rules::entities::{self, Kind};
use crate::rules::formatting::{self, Formatted, ParseMode};
use crate::state::store::State;

/// The longest text, in characters, markup not counted.
const LONGEST_TEXT: usize = 4096;
/// The longest caption, in characters, markup not counted.
const LONGEST_CAPTION: usize = 1024;
/// Telegram silently drops entities beyond these.
const MOST_ENTITIES: usize = 100;

/// `text`, `entities` and `link_preview_options` of a message, from the parameters that say so.
///
/// # Errors
/// 400 with Telegram's words, or ending in `(sandbox)`.
pub fn text_content(state: &State, params: &Params) -> Result<Map<String, Value>, ApiError> {
    let formatted = formatted(params, ["text", "entities"])?;
    if formatted.text.is_empty() {
        return Err(ApiError::bad_request("message text is empty"));
    }
    if formatted.text.chars().count() > LONGEST_TEXT {
        return Err(ApiError::bad_request("message is too long"));
    }
    let mut content = Map::new();
    put(state, formatted, ["text", "entities"], &mut content);
    if let Some(options) = params.structure("link_preview_options", "link preview options")? {
        let known = ["is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text"];
        Params::known_fields("link_preview_options", &options, &known)?;
        content.insert("link_preview_options".into(), options);
    } else if params.flag("disable_web_page_preview") {
        content.insert("link_preview_options".into(), json!({ "is_disabled": true }));
    }
    Ok(content)
}

/// `caption` and `caption_entities` of a message; neither for a picture without words.
///
/// # Errors
/// As [`text_content`].
pub fn caption_content(state: &State, params: &Params) -> Result<Map<String, Value>, ApiError> {
    let formatted = formatted(params, ["caption", "caption_entities"])?;
    if formatted.text.chars().count() > LONGEST_CAPTION {
        return Err(ApiError::bad_request("message caption is too long"));
    }
    let mut content = Map::new();
    if !formatted.text.is_empty() {
        put(state, formatted, ["caption", "caption_entities"], &mut content);
    }
    Ok(content)
}

/// Puts a text and its entities into a message, under the names they have there.
fn put(state: &State, formatted: Formatted, names: [&str; 2], content: &mut Map<String, Value>) {
    let Formatted { text, mut entities } = formatted;
    // Telegram drops a mention of somebody the bot has never seen.
    entities.retain(|entity| !matches!(entity.kind, Kind::TextMention(id) if !state.knows(id)));
    content.insert(names[0].into(), json!(text));
    if !entities.is_empty() {
        let mut list = entities::json(&entities);
        for entity in list.as_array_mut().into_iter().flatten() {
            let user = entity["user"]["id"].as_i64().and_then(|id| state.users.get(&id));
            if let Some(user) = user {
                entity["user"] = user.json();
            }
        }
        content.insert(names[1].into(), list);
    }
}

/// The text under the first name, formatted by `parse_mode` or by the entities under the second.
fn formatted(params: &Params, [name, entities_name]: [&str; 2]) -> Result<Formatted, ApiError> {
    let mode = match params.text("parse_mode").to_ascii_lowercase().as_str() {
        "" | "none" => ParseMode::Plain,
        "html" => ParseMode::Html,
        "markdownv2" => ParseMode::MarkdownV2,
        "markdown" => {
            return Err(ApiError::bad_request(
                "the legacy parse_mode Markdown is not supported yet, MarkdownV2 and HTML are (sandbox)",
            ));
        }
        _ => return Err(ApiError::bad_request("unsupported parse_mode")),
    };
    let given = params.structure(entities_name, "message entities")?;
    if given.is_some() && mode != ParseMode::Plain {
        return Err(ApiError::bad_request(format!("give parse_mode or {entities_name}, not both (sandbox)")));
    }
    let formatted = match given {
        Some(given) => formatting::with_entities(&params.text(name), entities::read(&given)?),
        None => formatting::format(&params.text(name), mode),
    };
    let formatted =
        formatted.map_err(|reason| ApiError::bad_request(format!("can't parse entities: {reason}")))?;
    if formatted.entities.len() > MOST_ENTITIES {
        return Err(ApiError::bad_request(format!("more than {MOST_ENTITIES} entities (sandbox)")));
    }
    Ok(formatted)
}

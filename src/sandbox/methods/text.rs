//! The text of a message: formatting, links, previews.

use serde_json::{Map, Value, json};

use crate::sandbox::entities::{self, Kind};
use crate::sandbox::error::ApiError;
use crate::sandbox::markup::{self, Formatted, ParseMode};
use crate::sandbox::params::Params;
use crate::sandbox::world::State;

/// The longest text, in characters, markup not counted.
const LONGEST_TEXT: usize = 4096;
/// Telegram silently drops entities beyond these.
const MOST_ENTITIES: usize = 100;

/// `text`, `entities` and `link_preview_options` of a message, from the parameters that say so.
///
/// # Errors
/// 400 with Telegram's words, or ending in `(sandbox)`.
pub fn text_content(state: &State, params: &Params) -> Result<Map<String, Value>, ApiError> {
    let Formatted { text, mut entities } = formatted(params)?;
    // Telegram drops a mention of somebody the bot has never seen.
    entities.retain(|entity| !matches!(entity.kind, Kind::TextMention(id) if !state.knows(id)));
    let mut content = Map::new();
    content.insert("text".into(), json!(text));
    if !entities.is_empty() {
        let mut list = entities::json(&entities);
        for entity in list.as_array_mut().into_iter().flatten() {
            let user = entity["user"]["id"].as_i64().and_then(|id| state.users.get(&id));
            if let Some(user) = user {
                entity["user"] = user.json();
            }
        }
        content.insert("entities".into(), list);
    }
    if let Some(options) = params.structure("link_preview_options", "link preview options")? {
        let known = ["is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text"];
        Params::known_fields("link_preview_options", &options, &known)?;
        content.insert("link_preview_options".into(), options);
    } else if params.flag("disable_web_page_preview") {
        content.insert("link_preview_options".into(), json!({ "is_disabled": true }));
    }
    Ok(content)
}

fn formatted(params: &Params) -> Result<Formatted, ApiError> {
    let mode = match params.text("parse_mode").to_ascii_lowercase().as_str() {
        "" | "none" => ParseMode::Plain,
        "html" => ParseMode::Html,
        _ => return Err(ApiError::bad_request("unsupported parse_mode")),
    };
    let formatted = markup::format(&params.text("text"), mode)
        .map_err(|reason| ApiError::bad_request(format!("can't parse entities: {reason}")))?;
    if formatted.text.is_empty() {
        return Err(ApiError::bad_request("message text is empty"));
    }
    if formatted.text.chars().count() > LONGEST_TEXT {
        return Err(ApiError::bad_request("message is too long"));
    }
    if formatted.entities.len() > MOST_ENTITIES {
        return Err(ApiError::bad_request(format!("more than {MOST_ENTITIES} entities (sandbox)")));
    }
    Ok(formatted)
}

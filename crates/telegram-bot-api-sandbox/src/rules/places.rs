//! Locations, contacts and dice, from the fields in which bots and people give them.

use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value, json};

use crate::error::ApiError;

/// The emoji that Telegram throws, with the highest value of each.
const DICE: [(&str, u128); 6] = [("🎲", 6), ("🎯", 6), ("🎳", 6), ("🏀", 5), ("⚽", 5), ("🎰", 64)];

/// The Bot API's `Location`.
///
/// # Errors
/// 400 for coordinates that are not on Earth.
pub fn location(fields: &Map<String, Value>) -> Result<Value, ApiError> {
    let number = |name: &str, most: f64| {
        let value = fields.get(name);
        let number = value.and_then(|value| value.as_f64().or_else(|| value.as_str()?.parse().ok()));
        number.filter(|number: &f64| number.abs() <= most).ok_or_else(|| {
            ApiError::bad_request(format!("{name} is missing or not a number of degrees (sandbox)"))
        })
    };
    Ok(json!({ "latitude": number("latitude", 90.0)?, "longitude": number("longitude", 180.0)? }))
}

/// The Bot API's `Contact`.
///
/// # Errors
/// 400 without a number or a name.
pub fn contact(fields: &Map<String, Value>) -> Result<Value, ApiError> {
    let text = |name: &str| fields.get(name).and_then(Value::as_str).unwrap_or_default();
    if text("phone_number").is_empty() {
        return Err(ApiError::bad_request("phone number must be non-empty"));
    }
    if text("first_name").is_empty() {
        return Err(ApiError::bad_request("first name must be non-empty"));
    }
    let mut contact = Map::new();
    for name in ["phone_number", "first_name", "last_name", "vcard"] {
        if !text(name).is_empty() {
            contact.insert(name.into(), json!(text(name)));
        }
    }
    if let Some(id) = fields.get("user_id") {
        contact.insert("user_id".into(), id.clone());
    }
    Ok(Value::Object(contact))
}

/// The Bot API's `Dice` with a value that nobody can foresee. Without an emoji, a die.
///
/// # Errors
/// 400 for an emoji that is not thrown.
pub fn dice(emoji: &str) -> Result<Value, ApiError> {
    let emoji = if emoji.is_empty() { "🎲" } else { emoji };
    let (_, most) = DICE
        .into_iter()
        .find(|(known, _)| *known == emoji.trim_end_matches('\u{FE0F}'))
        .ok_or_else(|| ApiError::bad_request("wrong emoji for a dice (sandbox)"))?;
    let nanoseconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos());
    Ok(json!({ "emoji": emoji, "value": u64::try_from(nanoseconds / 1000 % most + 1).unwrap_or(1) }))
}

//! Message entities: their JSON, what a client finds in plain text by itself, and how Telegram tidies them up.
//!
//! Invariant: offsets and lengths count UTF-16 code units of the final text, and no entity is empty.

use std::cmp::Reverse;

use serde_json::{Map, Value, json};

use crate::error::ApiError;
use crate::rules::urls::checked_url;

/// What an entity is, with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Bold.
    Bold,
    /// Italic.
    Italic,
    /// Underlined.
    Underline,
    /// Struck through.
    Strikethrough,
    /// Hidden until tapped.
    Spoiler,
    /// Monospaced within a line.
    Code,
    /// A monospaced block, perhaps with its language.
    Pre(Option<String>),
    /// A text that opens an address.
    TextLink(String),
    /// A text that opens a user's profile.
    TextMention(i64),
    /// A custom emoji, by id.
    CustomEmoji(String),
    /// A moment shown in the reader's own time zone: seconds since 1970 and a format.
    DateTime(i64, Option<String>),
    /// A quote.
    Blockquote,
    /// A quote that shows its first lines until tapped.
    ExpandableBlockquote,
    /// `/command`, found by the client.
    BotCommand,
    /// `@name`, found by the client.
    Mention,
    /// An address, found by the client.
    Url,
}

/// A part of a text that is not plain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Where it begins, in UTF-16 code units.
    pub offset: usize,
    /// How long it is, in UTF-16 code units.
    pub length: usize,
    /// What it is.
    pub kind: Kind,
}

impl Entity {
    /// Where it ends.
    pub fn end(&self) -> usize {
        self.offset + self.length
    }

    /// The Bot API's `MessageEntity`.
    pub fn json(&self) -> Value {
        let (name, extra) = match &self.kind {
            Kind::Bold => ("bold", None),
            Kind::Italic => ("italic", None),
            Kind::Underline => ("underline", None),
            Kind::Strikethrough => ("strikethrough", None),
            Kind::Spoiler => ("spoiler", None),
            Kind::Code => ("code", None),
            Kind::Pre(language) => ("pre", language.as_ref().map(|name| ("language", json!(name)))),
            Kind::TextLink(url) => ("text_link", Some(("url", json!(url)))),
            Kind::TextMention(id) => {
                let user = json!({ "id": id, "is_bot": false, "first_name": id.to_string() });
                ("text_mention", Some(("user", user)))
            }
            Kind::CustomEmoji(id) => ("custom_emoji", Some(("custom_emoji_id", json!(id)))),
            Kind::DateTime(time, _) => ("date_time", Some(("unix_time", json!(time)))),
            Kind::Blockquote => ("blockquote", None),
            Kind::ExpandableBlockquote => ("expandable_blockquote", None),
            Kind::BotCommand => ("bot_command", None),
            Kind::Mention => ("mention", None),
            Kind::Url => ("url", None),
        };
        let mut entity = Map::new();
        entity.insert("offset".into(), json!(self.offset));
        entity.insert("length".into(), json!(self.length));
        entity.insert("type".into(), json!(name));
        entity.extend(extra.map(|(key, value)| (key.to_owned(), value)));
        if let Kind::DateTime(_, Some(format)) = &self.kind {
            entity.insert("date_time_format".into(), json!(format));
        }
        Value::Object(entity)
    }

    fn intersects(&self, other: &Entity) -> bool {
        self.offset < other.end() && other.offset < self.end()
    }

    /// Whether no other entity may be inside or around it.
    fn is_monospaced(&self) -> bool {
        matches!(self.kind, Kind::Code | Kind::Pre(_))
    }

    /// Whether it may be cut in pieces without a change of meaning.
    fn is_splittable(&self) -> bool {
        matches!(self.kind, Kind::Bold | Kind::Italic | Kind::Underline | Kind::Strikethrough | Kind::Spoiler)
    }

    fn is_quote(&self) -> bool {
        matches!(self.kind, Kind::Blockquote | Kind::ExpandableBlockquote)
    }

    /// Wider kinds come first among entities of the same place.
    fn rank(&self) -> u8 {
        match self.kind {
            Kind::Blockquote | Kind::ExpandableBlockquote => 0,
            Kind::TextLink(_) | Kind::TextMention(_) | Kind::Url | Kind::Mention | Kind::BotCommand => 1,
            Kind::Bold => 2,
            Kind::Italic => 3,
            Kind::Underline => 4,
            Kind::Strikethrough => 5,
            Kind::Spoiler => 6,
            _ => 7,
        }
    }
}

/// Reads an array of `MessageEntity`.
///
/// # Errors
/// 400 with Telegram's words, or ending in `(sandbox)`.
pub fn read(list: &Value) -> Result<Vec<Entity>, ApiError> {
    let list =
        list.as_array().ok_or_else(|| ApiError::bad_request("can't parse entities: Expected an Array"))?;
    list.iter().map(read_one).collect()
}

fn read_one(entity: &Value) -> Result<Entity, ApiError> {
    let wrong = |reason: String| ApiError::bad_request(format!("can't parse MessageEntity: {reason}"));
    let number = |name: &str| {
        let number = entity[name].as_u64().and_then(|number| usize::try_from(number).ok());
        number.ok_or_else(|| wrong(format!("Field \"{name}\" must be of type Number")))
    };
    let text = |name: &str| {
        entity[name].as_str().map(str::to_owned).ok_or_else(|| wrong(format!("Can't find field \"{name}\"")))
    };
    let kind = match entity["type"].as_str().unwrap_or_default() {
        "bold" => Kind::Bold,
        "italic" => Kind::Italic,
        "underline" => Kind::Underline,
        "strikethrough" => Kind::Strikethrough,
        "spoiler" => Kind::Spoiler,
        "code" => Kind::Code,
        "pre" => Kind::Pre(entity["language"].as_str().map(str::to_owned)),
        "text_link" => {
            let url = text("url")?;
            let checked =
                checked_url(&url).map_err(|reason| wrong(format!("URL '{url}' is invalid: {reason}")))?;
            Kind::TextLink(checked.into())
        }
        "text_mention" => {
            let id = entity["user"]["id"].as_i64();
            Kind::TextMention(id.ok_or_else(|| wrong("Can't find field \"user\"".to_owned()))?)
        }
        "custom_emoji" => Kind::CustomEmoji(text("custom_emoji_id")?),
        "date_time" => {
            let time = entity["unix_time"]
                .as_i64()
                .ok_or_else(|| wrong("Can't find field \"unix_time\"".to_owned()))?;
            Kind::DateTime(time, entity["date_time_format"].as_str().map(str::to_owned))
        }
        "blockquote" => Kind::Blockquote,
        "expandable_blockquote" => Kind::ExpandableBlockquote,
        "bot_command" => Kind::BotCommand,
        "mention" => Kind::Mention,
        "url" => Kind::Url,
        other => return Err(wrong(format!("type \"{other}\" is not supported (sandbox)"))),
    };
    Ok(Entity { offset: number("offset")?, length: number("length")?, kind })
}

/// A list of entities as the Bot API shows it.
pub fn json(entities: &[Entity]) -> Value {
    entities.iter().map(Entity::json).collect()
}

/// Tidies up a text and its entities as Telegram does: trims both, adds what clients find by themselves, takes
/// everything out of monospaced parts, and sorts.
pub fn tidy(text: &str, mut entities: Vec<Entity>) -> (String, Vec<Entity>) {
    for found in detect(text) {
        let taken = entities
            .iter()
            .any(|entity| entity.intersects(&found) && !entity.is_splittable() && !entity.is_quote());
        if !taken {
            entities.push(found);
        }
    }
    let mut entities = clear_monospaced(entities);
    let units: Vec<u16> = text.encode_utf16().collect();
    for entity in &mut entities {
        while entity.length > 0 && is_space(units[entity.offset]) {
            entity.offset += 1;
            entity.length -= 1;
        }
        while entity.length > 0 && is_space(units[entity.end() - 1]) {
            entity.length -= 1;
        }
    }
    entities.retain(|entity| entity.length > 0);
    let end = units.iter().rposition(|unit| !is_space(*unit)).map_or(0, |last| last + 1);
    let start = units[..end].iter().position(|unit| !is_space(*unit)).unwrap_or(0);
    for entity in &mut entities {
        entity.offset -= start;
    }
    entities.sort_by_key(|entity| (entity.offset, Reverse(entity.length), entity.rank()));
    (String::from_utf16_lossy(&units[start..end]), entities)
}

/// What a client marks in plain text by itself: bot commands, mentions and addresses.
pub fn detect(text: &str) -> Vec<Entity> {
    let mut found = Vec::new();
    let mut offset = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let bare = word.trim_end();
        let opening = bare.len() - bare.trim_start_matches(['(', '[', '"', '\'', '«', '“']).len();
        let (skipped, rest) = bare.split_at(opening);
        if let Some((kind, length)) = recognise(rest) {
            let place = offset + units(skipped);
            found.push(Entity { offset: place, length: units(&rest[..length]), kind });
        }
        offset += units(word);
    }
    found
}

/// How many UTF-16 code units a text has.
pub fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Cuts what may be cut around monospaced parts, and drops what touches them and may not.
fn clear_monospaced(entities: Vec<Entity>) -> Vec<Entity> {
    let (mut monospaced, others): (Vec<Entity>, Vec<Entity>) =
        entities.into_iter().partition(Entity::is_monospaced);
    // The outer one of two stays.
    monospaced.sort_by_key(|block| (block.offset, Reverse(block.length)));
    let mut kept: Vec<Entity> = Vec::new();
    for block in monospaced {
        if !kept.iter().any(|earlier| earlier.intersects(&block)) {
            kept.push(block);
        }
    }
    let blocks = kept.clone();
    for entity in others {
        if entity.is_quote() || !blocks.iter().any(|block| block.intersects(&entity)) {
            kept.push(entity);
        } else if entity.is_splittable() {
            let mut from = entity.offset;
            for block in blocks.iter().filter(|block| block.intersects(&entity)) {
                kept.push(Entity {
                    offset: from,
                    length: block.offset.saturating_sub(from),
                    ..entity.clone()
                });
                from = from.max(block.end());
            }
            kept.push(Entity { offset: from, length: entity.end().saturating_sub(from), ..entity.clone() });
        }
    }
    kept.retain(|entity| entity.length > 0);
    kept
}

/// What the beginning of a word is, and how many bytes of it.
fn recognise(word: &str) -> Option<(Kind, usize)> {
    let run = |text: &str| text.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').count();
    if let Some(rest) = word.strip_prefix('/') {
        let name = run(rest);
        let after = &rest[name..];
        let mention = after.strip_prefix('@').map_or(0, run);
        let length = 1 + name + if (3..=32).contains(&mention) { 1 + mention } else { 0 };
        let ends = !word[length..].starts_with(|c: char| c.is_alphanumeric() || c == '/' || c == '<');
        return ((1..=64).contains(&name) && ends).then_some((Kind::BotCommand, length));
    }
    if let Some(rest) = word.strip_prefix('@') {
        let name = run(rest);
        let ends = !rest[name..].starts_with(char::is_alphanumeric);
        return ((3..=32).contains(&name) && ends).then_some((Kind::Mention, 1 + name));
    }
    let address = word.trim_end_matches(|c: char| ".,;:!?)]}\"'»”…。，、！？；：）".contains(c));
    let lower = address.to_ascii_lowercase();
    let bare = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    let with_scheme = bare.is_some();
    let host = bare.unwrap_or(&lower).split(['/', '?', '#', ':']).next().unwrap_or_default();
    let labels: Vec<&str> = host.split('.').collect();
    let well_formed = labels.len() > 1
        && labels.iter().all(|label| !label.is_empty())
        && host.chars().all(|c| c.is_alphanumeric() || c == '.' || c == '-');
    let top = labels.last().copied().unwrap_or_default();
    let known_top = ["com", "org", "net", "kz", "ru", "cn", "me", "io", "info"].contains(&top);
    (well_formed && (with_scheme || known_top)).then_some((Kind::Url, address.len()))
}

fn is_space(unit: u16) -> bool {
    matches!(unit, 0x09..=0x0D | 0x20)
}

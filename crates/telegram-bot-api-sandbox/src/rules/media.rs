//! How the Bot API shows a file in a message: `Document`, `Video`, `Voice` and so on.

use serde_json::{Map, Value, json};

use crate::error::ApiError;
use crate::state::files::{Files, unique};

/// The kinds of files in messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A picture.
    Photo,
    /// Any file.
    Document,
    /// A film.
    Video,
    /// A film without sound that repeats.
    Animation,
    /// Music.
    Audio,
    /// A voice message.
    Voice,
    /// A round film.
    VideoNote,
    /// A sticker.
    Sticker,
}

const KINDS: [(Kind, &str); 8] = [
    (Kind::Photo, "photo"),
    (Kind::Document, "document"),
    (Kind::Video, "video"),
    (Kind::Animation, "animation"),
    (Kind::Audio, "audio"),
    (Kind::Voice, "voice"),
    (Kind::VideoNote, "video_note"),
    (Kind::Sticker, "sticker"),
];

impl Kind {
    /// The kind with this name of the Bot API.
    pub fn of(name: &str) -> Option<Self> {
        KINDS.into_iter().find(|(_, known)| *known == name).map(|(kind, _)| kind)
    }

    /// The field of a message, and the parameter of a call, that holds such a file.
    pub fn field(self) -> &'static str {
        KINDS.into_iter().find(|(kind, _)| *kind == self).map_or("", |(_, name)| name)
    }
}

/// The Bot API's object for a file that is no picture. `given` are the parameters: width, duration, title.
///
/// # Errors
/// 400 for an unknown `file_id`.
pub fn object(
    files: &Files,
    kind: Kind,
    file_id: &str,
    given: &Map<String, Value>,
) -> Result<Value, ApiError> {
    let file = files.file(file_id)?;
    let number = |name: &str, otherwise: i64| {
        let value = given.get(name);
        let number = value.and_then(|value| value.as_i64().or_else(|| value.as_str()?.parse().ok()));
        json!(number.unwrap_or(otherwise))
    };
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| fields.insert(name.to_owned(), value);
    match kind {
        Kind::Video | Kind::Animation => {
            put("width", number("width", 640));
            put("height", number("height", 360));
            put("duration", number("duration", 1));
        }
        Kind::VideoNote => {
            put("length", number("length", 240));
            put("duration", number("duration", 1));
        }
        Kind::Audio | Kind::Voice => {
            put("duration", number("duration", 1));
        }
        Kind::Sticker => {
            put("width", json!(512));
            put("height", json!(512));
            put("type", json!("regular"));
            put("is_animated", json!(file.name.ends_with(".tgs")));
            put("is_video", json!(file.name.ends_with(".webm")));
        }
        Kind::Photo | Kind::Document => {}
    }
    for name in ["performer", "title", "emoji"] {
        if let Some(text) = given.get(name).and_then(Value::as_str) {
            put(name, json!(text));
        }
    }
    if matches!(kind, Kind::Document | Kind::Video | Kind::Animation | Kind::Audio) {
        put("file_name", json!(file.name));
    }
    if !matches!(kind, Kind::Sticker | Kind::VideoNote) {
        put("mime_type", json!(file.mime_type));
    }
    put("file_id", json!(file_id));
    put("file_unique_id", json!(unique(file_id)));
    put("file_size", json!(file.bytes.len()));
    Ok(Value::Object(fields))
}

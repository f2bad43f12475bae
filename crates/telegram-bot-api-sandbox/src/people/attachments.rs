//! What people send besides text: photos, files, voice messages, stickers, contacts, locations, dice.

use serde::Deserialize;
use serde_json::{Map, Value};

use crate::people::error::ActionError;
use crate::rules::media::{Kind, object};
use crate::rules::places::{contact, dice, location};
use crate::state::store::State;

/// What somebody attaches to a message. `kind` is the field of the Bot API's `Message`: `photo`, `document`, `video`,
/// `animation`, `audio`, `voice`, `video_note`, `sticker` with a `file_id`; `location` with `latitude` and `longitude`;
/// `contact` with `phone_number` and `first_name`; `dice` with `emoji`.
#[derive(Debug, Clone, Deserialize)]
pub struct Attachment {
    /// Which.
    pub kind: String,
    /// The fields of that kind, and `media_group_id` for one of an album.
    #[serde(flatten)]
    pub fields: Map<String, Value>,
}

impl State {
    /// The fields of a message with this attachment.
    ///
    /// # Errors
    /// [`ActionError::BadAttachment`].
    pub fn attached(&self, attachment: &Attachment) -> Result<Map<String, Value>, ActionError> {
        let Attachment { kind, fields } = attachment;
        let file_id = fields.get("file_id").and_then(Value::as_str).unwrap_or_default();
        let value = match (kind.as_str(), Kind::of(kind)) {
            ("location", _) => location(fields),
            ("contact", _) => contact(fields),
            ("dice", _) => dice(fields.get("emoji").and_then(Value::as_str).unwrap_or_default()),
            (_, Some(Kind::Photo)) => self.files.photo(file_id),
            (_, Some(kind)) => object(&self.files, kind, file_id, fields),
            _ => return Err(ActionError::BadAttachment),
        };
        let mut content = Map::from_iter([(kind.clone(), value.map_err(|_| ActionError::BadAttachment)?)]);
        if let Some(group) = fields.get("media_group_id").filter(|group| group.is_string()) {
            content.insert("media_group_id".into(), group.clone());
        }
        Ok(content)
    }
}

//! One message as the sandbox keeps it.

use serde_json::{Map, Value};

/// Who wrote a message: only the bot's own messages can be edited by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// The bot.
    Bot,
    /// A person, or anything that was injected.
    Other,
}

/// A message: the fields the bot sees, and notes only the page sees.
#[derive(Debug, Clone)]
pub struct Message {
    /// Unique in its chat.
    pub id: i64,
    /// Who wrote it.
    pub author: Author,
    /// The Bot API's `Message`.
    pub fields: Map<String, Value>,
    /// What the bot asked for but the Bot API does not show in a message: `disable_notification`,
    /// a reply keyboard.
    pub notes: Map<String, Value>,
}

/// What a message says, before it has an id, a chat and a date.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// `text`, `entities`, `reply_markup`, `link_preview_options` and the like.
    pub content: Map<String, Value>,
    /// See [`Message::notes`].
    pub notes: Map<String, Value>,
    /// The message this one answers, by id in the same chat.
    pub reply_to: Option<i64>,
    /// The topic.
    pub thread: Option<i64>,
}

impl Message {
    /// The message as the Bot API shows it.
    pub fn for_bot(&self) -> Value {
        Value::Object(self.fields.clone())
    }

    /// The message as the page shows it: the same with the notes under `sandbox`.
    pub fn for_page(&self) -> Value {
        let mut fields = self.fields.clone();
        if !self.notes.is_empty() {
            fields.insert("sandbox".into(), Value::Object(self.notes.clone()));
        }
        Value::Object(fields)
    }

    /// The message as it stands inside another one that answers it: without what it answers itself.
    pub fn as_reply_target(&self) -> Value {
        let mut fields = self.fields.clone();
        fields.shift_remove("reply_to_message");
        Value::Object(fields)
    }
}

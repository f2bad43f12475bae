//! One message as the sandbox keeps it.

use std::time::Instant;

use serde_json::{Map, Value, json};

/// Who wrote a message: only the bot's own messages can be edited by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// The bot.
    Bot,
    /// A person, or anything that was injected.
    Other,
}

/// What makes a message ephemeral.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EphemeralMeta {
    /// The `ephemeral_message_id`.
    pub id: i64,
    /// The one person who sees it, as its writer or as its receiver.
    pub person: i64,
    /// Telegram's `receiver_user`: the person, or the bot for what the person wrote.
    pub receiver: i64,
}

/// A message: the fields the bot sees, and notes only the page sees.
#[derive(Debug, Clone)]
pub struct Message {
    /// Unique in its chat; 0 for an ephemeral message.
    pub id: i64,
    /// Who wrote it.
    pub author: Author,
    /// The Bot API's `Message`.
    pub fields: Map<String, Value>,
    /// What the bot asked for but the Bot API does not show in a message: `disable_notification`,
    /// a reply keyboard, `inline_message_id`.
    pub notes: Map<String, Value>,
    /// Set if it is ephemeral.
    pub ephemeral: Option<EphemeralMeta>,
    /// When it was put into the chat, for the order in which a person sees messages.
    pub at: Instant,
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
    /// A message for everybody.
    pub fn new(id: i64, author: Author, fields: Map<String, Value>, notes: Map<String, Value>) -> Self {
        Message { id, author, fields, notes, ephemeral: None, at: Instant::now() }
    }

    /// What an event says of it: its chat, whom it is for if not for all, and itself.
    pub fn event(&self, chat: i64) -> Value {
        let mut event = json!({ "chat": chat });
        if let Some(ephemeral) = self.ephemeral {
            event["receiver"] = json!(ephemeral.receiver);
            event["seen_by"] = json!(ephemeral.person);
        }
        event["message"] = self.for_page();
        event
    }

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

    /// The message as `reply_to_message` of another one: without its own `reply_to_message`.
    pub fn as_reply_target(&self) -> Value {
        let mut fields = self.fields.clone();
        fields.shift_remove("reply_to_message");
        Value::Object(fields)
    }
}

//! Users as the sandbox keeps them, and their JSON as the Bot API shows it.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

/// Whether a person has blocked the bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Consent {
    /// The bot may write.
    Allowed,
    /// The person has blocked the bot.
    Blocked,
}

/// How much of the Bot API somebody's app knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Client {
    /// All of it.
    New,
    /// No ephemeral messages: it sends such commands in public and shows no such message.
    Old,
}

/// A person. Their private chat with the bot has the same id.
#[derive(Debug, Clone)]
pub struct User {
    /// Positive, unique.
    pub id: i64,
    /// Never empty.
    pub first_name: String,
    /// Without `@`.
    pub username: Option<String>,
    /// An IETF tag as a client sends it (`zh-hans`), taken as given.
    pub language_code: Option<String>,
    /// Whether the bot may write to this person.
    pub consent: Consent,
    /// What their app knows.
    pub client: Client,
}

impl User {
    /// The Bot API's `User`.
    pub fn json(&self) -> Value {
        let mut user = Map::new();
        user.insert("id".into(), json!(self.id));
        user.insert("is_bot".into(), json!(false));
        user.insert("first_name".into(), json!(self.first_name));
        if let Some(username) = &self.username {
            user.insert("username".into(), json!(username));
        }
        if let Some(code) = &self.language_code {
            user.insert("language_code".into(), json!(code));
        }
        Value::Object(user)
    }

    /// The user as the control API shows it: the Bot API's fields, whether the bot is blocked, and the app.
    pub fn page_json(&self) -> Value {
        let mut user = self.json();
        user["blocked"] = json!(self.consent == Consent::Blocked);
        user["client"] = json!(self.client);
        user
    }

    /// The Bot API's `Chat` for the private chat with this person.
    pub fn chat_json(&self) -> Value {
        let mut chat = Map::new();
        chat.insert("id".into(), json!(self.id));
        chat.insert("first_name".into(), json!(self.first_name));
        if let Some(username) = &self.username {
            chat.insert("username".into(), json!(username));
        }
        chat.insert("type".into(), json!("private"));
        Value::Object(chat)
    }
}

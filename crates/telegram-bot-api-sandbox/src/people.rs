//! Users and chats as the sandbox keeps them, and their JSON as the Bot API shows it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::groups::Group;
use crate::message::Message;

/// How many messages of a chat are kept: the newest.
const KEPT: usize = 1000;

/// Whether a person lets the bot write to them.
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

/// What a chat is to the bot.
#[derive(Debug)]
pub enum Room {
    /// A private chat with the bot, or a chat it was told of by an injected update: it may write there.
    Open,
    /// A group, with the bot or without.
    Group(Group),
    /// A channel, there only to be written as.
    Channel,
    /// The own chat of two people, or of one with themselves. The bot is never in it.
    Own(Vec<i64>),
}

/// A chat.
#[derive(Debug)]
pub struct Chat {
    /// Positive for a private chat, negative for a group.
    pub id: i64,
    /// The Bot API's `Chat`. For a private chat with the bot the user's own fields win over it.
    pub info: Value,
    /// What it is to the bot.
    pub room: Room,
    /// Messages for everybody by id, deleted and very old ones left out.
    pub messages: BTreeMap<i64, Message>,
    /// Ephemeral messages by their own ids.
    pub ephemerals: BTreeMap<i64, Message>,
}

impl Chat {
    /// A chat without messages that the bot may write to.
    pub fn new(id: i64, info: Value) -> Self {
        Chat::with_room(id, info, Room::Open)
    }

    /// A chat without messages.
    pub fn with_room(id: i64, info: Value, room: Room) -> Self {
        Chat { id, info, room, messages: BTreeMap::new(), ephemerals: BTreeMap::new() }
    }

    /// The group, if it is one.
    pub fn group(&self) -> Option<&Group> {
        match &self.room {
            Room::Group(group) => Some(group),
            _ => None,
        }
    }

    /// The same, to change it.
    pub fn group_mut(&mut self) -> Option<&mut Group> {
        match &mut self.room {
            Room::Group(group) => Some(group),
            _ => None,
        }
    }

    /// Puts a message where it belongs, and forgets the oldest of its kind if there are too many.
    pub fn keep(&mut self, message: Message) {
        let (shelf, id) = match message.privy {
            Some(privy) => (&mut self.ephemerals, privy.id),
            None => (&mut self.messages, message.id),
        };
        shelf.insert(id, message);
        if shelf.len() > KEPT {
            shelf.pop_first();
        }
    }
}

//! Chats as the sandbox keeps them.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::state::groups::Group;
use crate::state::messages::Message;

/// How many messages of a chat are kept: the newest.
const KEPT: usize = 1000;
/// So large that no ordinary message has such an id: a bot that mixes them up gets an error.
const FIRST_EPHEMERAL_ID: i64 = 800_000_001;

/// What a chat is to the bot.
#[derive(Debug)]
pub enum ChatType {
    /// A private chat with the bot, or a chat of an injected update: it may write there.
    WithBot,
    /// A group, with the bot or without.
    Group(Group),
    /// A channel, there only to be written as.
    Channel,
    /// The own chat of two people, or of one with themselves. The bot is never in it.
    BetweenPeople(Vec<i64>),
}

/// A chat.
#[derive(Debug)]
pub struct Chat {
    /// Positive for a private chat, negative for a group.
    pub id: i64,
    /// The Bot API's `Chat`. For a private chat with the bot the user's own fields win over it.
    pub info: Value,
    /// What it is to the bot.
    pub chat_type: ChatType,
    /// Messages for everybody by id, deleted and very old ones left out.
    pub messages: BTreeMap<i64, Message>,
    /// The ids of pinned messages, the newest last.
    pub pinned: Vec<i64>,
    /// The id of the newest ephemeral message: each chat counts its own.
    pub last_ephemeral_id: i64,
    /// Ephemeral messages by their own ids.
    pub ephemerals: BTreeMap<i64, Message>,
}

impl Chat {
    /// A chat without messages that the bot may write to.
    pub fn new(id: i64, info: Value) -> Self {
        Chat::with_type(id, info, ChatType::WithBot)
    }

    /// A chat without messages.
    pub fn with_type(id: i64, info: Value, chat_type: ChatType) -> Self {
        Chat {
            id,
            info,
            chat_type,
            pinned: Vec::new(),
            last_ephemeral_id: FIRST_EPHEMERAL_ID - 1,
            messages: BTreeMap::new(),
            ephemerals: BTreeMap::new(),
        }
    }

    /// The group, if it is one.
    pub fn group(&self) -> Option<&Group> {
        match &self.chat_type {
            ChatType::Group(group) => Some(group),
            _ => None,
        }
    }

    /// The same, to change it.
    pub fn group_mut(&mut self) -> Option<&mut Group> {
        match &mut self.chat_type {
            ChatType::Group(group) => Some(group),
            _ => None,
        }
    }

    /// Puts a message where it belongs, and forgets the oldest of its kind if there are too many.
    pub fn keep(&mut self, message: Message) {
        let (messages, id) = match message.ephemeral {
            Some(ephemeral) => (&mut self.ephemerals, ephemeral.id),
            None => (&mut self.messages, message.id),
        };
        messages.insert(id, message);
        if messages.len() > KEPT {
            messages.pop_first();
        }
    }
}

//! Guest mode: people call the bot by name into a chat it is not in.
//!
//! The bot sees the chat as its caller does. So the own chat of two people has the id of the other person, which is
//! also the id of that person's private chat with the bot.

use serde_json::{Value, json};

use crate::state::chats::ChatType;
use crate::state::groups::Content;
use crate::state::messages::Message;
use crate::state::store::State;

impl State {
    /// Tells the bot, if a message calls it as a guest: the id of the update, if it wants such updates, and the
    /// `guest_query_id`.
    pub fn call_guest(&mut self, caller: i64, chat: i64, message: &Message) -> Option<(Option<i64>, String)> {
        let open = match &self.chats.get(&chat)?.chat_type {
            ChatType::Group(group) => !group.bot.is_in() && group.content == Content::Free,
            ChatType::BetweenPeople(_) => true,
            ChatType::WithBot | ChatType::Channel => false,
        };
        let text = message.fields.get("text").and_then(Value::as_str).unwrap_or_default();
        if !open || !self.settings.guest_mode.is_on() || !self.is_mentioned(text) {
            return None;
        }
        let id = self.inline.open_guest_call(caller, chat, message.id);
        let mut update = message.for_bot();
        update["guest_query_id"] = json!(id);
        let seen = self.chat_seen_by(caller, chat);
        if let Some(target) = update.get_mut("reply_to_message") {
            target["chat"] = seen.clone();
        }
        update["chat"] = seen;
        Some((self.push_update("guest_message", update), id))
    }

    /// A chat as one of its people sees it.
    fn chat_seen_by(&self, person: i64, chat: i64) -> Value {
        let other = match self.chats.get(&chat).map(|chat| &chat.chat_type) {
            Some(ChatType::BetweenPeople(people)) => {
                people.iter().find(|id| **id != person).or(people.first())
            }
            _ => None,
        };
        let other = other.and_then(|id| self.users.get(id)).map(|user| user.chat_json());
        other.or_else(|| self.chat_json(chat)).unwrap_or(Value::Null)
    }
}

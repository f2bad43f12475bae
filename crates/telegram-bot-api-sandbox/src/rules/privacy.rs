//! Which messages of a chat are delivered to the bot.
//!
//! With privacy mode on, in a group: service messages, commands that name it or nobody, answers to it, and what was
//! sent via it. An administrator gets everything. Telegram passes a plain command only to the bot that wrote
//! last; here is one bot only, so it gets them all.

use serde_json::Value;

use crate::state::chats::ChatType;
use crate::state::messages::{Author, Message};
use crate::state::store::State;

/// The fields of service messages that the sandbox makes.
const SERVICE: [&str; 8] = [
    "new_chat_members",
    "left_chat_member",
    "new_chat_title",
    "migrate_to_chat_id",
    "migrate_from_chat_id",
    "forum_topic_created",
    "forum_topic_closed",
    "forum_topic_reopened",
];

impl State {
    /// Whether a message is delivered to the bot.
    pub fn is_delivered(&self, chat: i64, message: &Message) -> bool {
        let group = match self.chats.get(&chat).map(|chat| &chat.chat_type) {
            Some(ChatType::WithBot) => return true,
            Some(ChatType::Group(group)) if group.bot.is_in() => group,
            _ => return false,
        };
        let fields = &message.fields;
        if !self.settings.privacy.is_on() || group.bot.is_administrator() || message.ephemeral.is_some() {
            return true;
        }
        let service = SERVICE.iter().any(|field| fields.contains_key(*field));
        let own_id = self.options.bot_id();
        let via_bot = fields.get("via_bot").is_some_and(|bot| bot["id"] == own_id);
        let answered = fields.get("reply_to_message").and_then(|target| target["message_id"].as_i64());
        let answered = answered.and_then(|id| self.message(chat, id));
        let to_bot = answered.is_some_and(|target| {
            target.author == Author::Bot
                || target.fields.get("via_bot").is_some_and(|bot| bot["id"] == own_id)
        });
        service || via_bot || to_bot || self.is_commanded(fields.get("text"))
    }

    /// Whether a text begins with a command for this bot or for any.
    fn is_commanded(&self, text: Option<&Value>) -> bool {
        text.and_then(Value::as_str).is_some_and(|text| self.command(text).is_some())
    }

    /// The name of the command a text begins with, if it is not for another bot.
    pub fn command<'text>(&self, text: &'text str) -> Option<&'text str> {
        let word = text.strip_prefix('/')?.split(char::is_whitespace).next()?;
        let (name, bot) = match word.split_once('@') {
            Some((name, bot)) => (name, Some(bot)),
            None => (word, None),
        };
        let fits = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let ours = bot.is_none_or(|bot| bot.eq_ignore_ascii_case(&self.options.bot_username));
        (ours && !name.is_empty() && name.chars().all(fits)).then_some(name)
    }

    /// Whether a text names the bot.
    pub fn is_mentioned(&self, text: &str) -> bool {
        let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let mention = format!("@{}", self.options.bot_username.to_ascii_lowercase());
        let text = text.to_ascii_lowercase();
        text.match_indices(&mention)
            .any(|(at, found)| !text[..at].ends_with(word) && !text[at + found.len()..].starts_with(word))
    }
}

//! Reports changes of a chat: to the bot when its own membership changes, and to the event log.

use serde_json::{Value, json};

use crate::state::chats::{Chat, ChatType};
use crate::state::inline::inline_message_id;
use crate::state::members::{Anonymity, Status, chat_member};
use crate::state::messages::{Author, Draft, Message};
use crate::state::store::{State, now};

impl State {
    /// Sends `my_chat_member`. `by` is a person, or the bot itself.
    pub fn report_bot_membership(&mut self, chat: i64, by: i64, before: Status) -> Option<i64> {
        let bot = self.bot_json();
        let from = if by == self.options.bot_id() { bot.clone() } else { self.users.get(&by)?.json() };
        let after = self.chats.get(&chat).and_then(Chat::group)?.bot;
        let change = json!({
            "chat": self.chat_json(chat), "from": from, "date": now(),
            "old_chat_member": chat_member(&bot, before, Anonymity::Named),
            "new_chat_member": chat_member(&bot, after, Anonymity::Named),
        });
        self.push_update("my_chat_member", change)
    }

    /// Brings the Bot API's view of a group up to date, and logs how it is now.
    pub fn report_chat(&mut self, chat: i64) {
        if let Some(chat) = self.chats.get_mut(&chat)
            && let Some(info) = chat.group().map(|group| group.chat_json(chat.id))
        {
            chat.info = info;
        }
        let now = self.chat_page_json(chat);
        self.events.push("chat", json!({ "chat": now }));
    }

    /// Puts a message into a chat that the bot can only reach by an `inline_message_id`.
    pub fn post_via(&mut self, author: Author, from: Value, chat: i64, mut draft: Draft) -> Message {
        let id = self.new_message_id(chat);
        // Telegram gives the bot no way to reach a message without a keyboard, except what it sent as a guest.
        if author == Author::Bot || draft.content.contains_key("reply_markup") {
            draft.notes.insert("inline_message_id".into(), json!(inline_message_id(chat, id)));
        }
        self.post(author, from, chat, draft)
    }

    /// A chat as the control API shows it.
    pub fn chat_page_json(&self, chat: i64) -> Value {
        let Some(known) = self.chats.get(&chat) else {
            return self.chat_json(chat).unwrap_or(Value::Null);
        };
        let mut page = self.chat_json(chat).unwrap_or(Value::Null);
        let user = |id: &i64| self.users.get(id).map(|user| user.page_json());
        match &known.chat_type {
            ChatType::BetweenPeople(people) => {
                let members = people.iter().filter_map(user);
                page["members"] = members.map(|user| json!({ "user": user, "status": "member" })).collect();
            }
            ChatType::Group(group) => {
                let members = group.members.iter().filter_map(|(id, member)| {
                    let anonymous = member.anonymity == Anonymity::Anonymous;
                    Some(json!({ "user": user(id)?, "status": member.status, "is_anonymous": anonymous }))
                });
                page["members"] = members.collect();
                page["bot"] = json!(group.bot);
                let topics = group.topics.iter().map(|(thread, topic)| topic.page_json(*thread));
                page["topics"] = topics.collect();
                if let Some(id) = group.migrated_to {
                    page["migrated_to"] = json!(id);
                }
            }
            ChatType::WithBot | ChatType::Channel => {}
        }
        page
    }
}

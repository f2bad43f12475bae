//! All data of the sandbox, and what most parts of it need: chats, messages, new ids.
//!
//! Invariant: a private chat is listed only once the bot could know of it.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::error::ApiError;
use crate::faults::Faults;
use crate::options::{CallParams, Options};
use crate::state::chats::{Chat, ChatType};
use crate::state::events::EventLog;
use crate::state::files::Files;
use crate::state::groups::{Group, GroupKind};
use crate::state::inline::Inline;
use crate::state::members::Status;
use crate::state::messages::{Author, Draft, Message};
use crate::state::presses::Presses;
use crate::state::profile::{Profile, Text};
use crate::state::settings::Settings;
use crate::state::threads::ThreadKind;
use crate::state::updates::UpdateQueue;
use crate::state::users::{Consent, User};
use crate::state::webhook::Webhook;
use serde_json::{Map, Value, json};

/// A bot that asked for updates, or took one, within this time counts as connected.
const CONNECTED_FOR: Duration = Duration::from_secs(60);

/// Whether the bot is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// It asked for updates a short while ago.
    Connected,
    /// It has not been seen for a minute, or never.
    Away,
}

/// All data of the sandbox.
#[derive(Debug)]
pub struct State {
    /// How it was set up.
    pub options: Options,
    /// Everybody, by id.
    pub users: BTreeMap<i64, User>,
    /// Every chat, by id; [`State::knows`] says which ones the bot knows.
    pub chats: BTreeMap<i64, Chat>,
    /// What waits for the bot.
    pub updates: UpdateQueue,
    /// What happened.
    pub events: EventLog,
    /// Buttons that wait for an answer.
    pub presses: Presses,
    /// The bot's profile.
    pub profile: Profile,
    /// Inline and guest queries.
    pub inline: Inline,
    /// What is switched on.
    pub settings: Settings,
    /// Faults on order.
    pub faults: Faults,
    /// The pictures that were sent.
    pub files: Files,
    /// The webhook, if one is set.
    pub webhook: Option<Webhook>,
    /// The id of the next user.
    pub next_user_id: i64,
    /// The number of the next chat, from which its id is made.
    pub next_chat: i64,
    last_message_id: i64,
    last_media_group: u64,
    presence: Presence,
}

impl State {
    /// An empty sandbox.
    pub fn new(options: Options) -> Self {
        State {
            users: BTreeMap::new(),
            chats: BTreeMap::new(),
            updates: UpdateQueue::new(500_000_001),
            events: EventLog::new(options.event_capacity),
            presses: Presses::new(options.callback_lifetime),
            profile: Profile::default(),
            inline: Inline::new(options.callback_lifetime),
            settings: Settings::default(),
            faults: Faults::default(),
            files: Files::default(),
            webhook: None,
            next_user_id: 100_000_001,
            next_chat: 1,
            last_message_id: 0,
            last_media_group: 0,
            presence: Presence::Away,
            options,
        }
    }

    /// The bot as the Bot API's `User`.
    pub fn bot_json(&self) -> Value {
        let name = self.profile.text(Text::Name, "").unwrap_or(&self.options.bot_name);
        json!({ "id": self.options.bot_id(), "is_bot": true, "first_name": name, "username": self.options.bot_username })
    }

    /// A text of the bot's profile as people with this language see it. The name is never empty.
    pub fn profile_text(&self, text: Text, language: &str) -> String {
        let fallback = if text == Text::Name { self.options.bot_name.as_str() } else { "" };
        self.profile.text(text, language).unwrap_or(fallback).to_owned()
    }

    /// Whether the bot is there. Logs a `connected` event when that has changed since the last look.
    pub fn presence(&mut self) -> Presence {
        let recent = self.updates.last_poll().is_some_and(|at| at.elapsed() < CONNECTED_FOR);
        let presence = if recent { Presence::Connected } else { Presence::Away };
        if presence != self.presence {
            self.presence = presence;
            self.events.push("connected", json!({ "connected": recent }));
        }
        presence
    }

    /// A chat as the Bot API's `Chat`; a private chat need not have begun.
    pub fn chat_json(&self, chat: i64) -> Option<Value> {
        match self.users.get(&chat) {
            Some(user) => Some(user.chat_json()),
            None => self.chats.get(&chat).map(|chat| chat.info.clone()),
        }
    }

    /// Makes sure that the bot knows a chat from now on. Nothing happens for a chat that does not exist.
    pub fn make_known(&mut self, chat: i64) {
        if let Some(info) = self.chat_json(chat) {
            self.chats.entry(chat).or_insert_with(|| Chat::new(chat, info));
        }
    }

    /// A message, unless it was deleted or never existed.
    pub fn message(&self, chat: i64, id: i64) -> Option<&Message> {
        self.chats.get(&chat)?.messages.get(&id)
    }

    /// The same, to change it.
    pub fn message_mut(&mut self, chat: i64, id: i64) -> Option<&mut Message> {
        self.chats.get_mut(&chat)?.messages.get_mut(&id)
    }

    /// Whether the bot has ever seen a chat.
    pub fn knows(&self, chat: i64) -> bool {
        match self.chats.get(&chat).map(|chat| &chat.chat_type) {
            Some(ChatType::WithBot) => true,
            Some(ChatType::Group(group)) => group.bot != Status::Absent,
            Some(ChatType::Channel | ChatType::BetweenPeople(_)) | None => false,
        }
    }

    /// A chat the bot may write to now.
    ///
    /// # Errors
    /// Telegram's words: the chat is unknown, the person has blocked the bot, or see
    /// [`crate::state::groups::Group::admit`].
    pub fn chat_for_sending(&self, chat: i64) -> Result<&Chat, ApiError> {
        let Some(chat) = self.chats.get(&chat).filter(|chat| self.knows(chat.id)) else {
            return Err(ApiError::bad_request("chat not found"));
        };
        if let Some(group) = chat.group() {
            group.admit()?;
        }
        match self.users.get(&chat.id).map(|user| user.consent) {
            Some(Consent::Blocked) => Err(ApiError::forbidden("bot was blocked by the user")),
            _ => Ok(chat),
        }
    }

    /// Queues an update if the bot wants its kind, and logs it. Gives its id.
    pub fn push_update(&mut self, kind: &str, body: Value) -> Option<i64> {
        let logged = (self.options.call_params == CallParams::Kept).then(|| body.clone());
        let id = self.updates.push(kind, body)?;
        if let Some(body) = logged {
            self.events.push("update", json!({ "update": { "update_id": id, kind: body } }));
        }
        Some(id)
    }

    /// Puts a message into a chat, with a new id, and logs it. `from` is the sender's `User`.
    pub fn post(&mut self, author: Author, from: Value, chat: i64, draft: Draft) -> Message {
        let id = self.new_message_id(chat);
        let fields = self.compose(id, from, chat, &draft);
        let message = Message::new(id, author, fields, draft.notes);
        self.keep(chat, message.clone());
        message
    }

    /// The fields of a message. A field of the draft's content wins over a computed one of that name.
    pub fn compose(&self, id: i64, from: Value, chat: i64, draft: &Draft) -> Map<String, Value> {
        let thread = self.chats.get(&chat).and_then(|chat| chat.thread(draft.thread, draft.reply_to));
        let mut fields = Map::new();
        fields.insert("message_id".into(), json!(id));
        if let Some(thread) = thread {
            fields.insert("message_thread_id".into(), json!(thread.id));
        }
        fields.insert("from".into(), from);
        fields.insert("chat".into(), self.chat_json(chat).unwrap_or(Value::Null));
        fields.insert("date".into(), json!(now()));
        if thread.is_some_and(|thread| thread.kind == ThreadKind::Topic) {
            fields.insert("is_topic_message".into(), json!(true));
        }
        if let Some(target) = draft.reply_to.and_then(|id| self.message(chat, id)) {
            fields.insert("reply_to_message".into(), target.as_reply_target());
        }
        fields.extend(draft.content.clone());
        fields
    }

    /// Puts a finished message into a chat and logs it. Later messages get higher ids.
    pub fn keep(&mut self, chat: i64, message: Message) {
        self.events.push("message", message.event(chat));
        let last = match self.super_group(chat) {
            Some(group) => &mut group.last_message_id,
            None => &mut self.last_message_id,
        };
        *last = message.id.max(*last);
        if let Some(chat) = self.chats.get_mut(&chat) {
            chat.keep(message);
        }
    }

    /// The id of the next message of a chat.
    pub fn new_message_id(&mut self, chat: i64) -> i64 {
        let shared = self.last_message_id;
        self.super_group(chat).map_or(shared, |group| group.last_message_id).saturating_add(1)
    }

    /// A new `media_group_id`.
    pub fn new_media_group(&mut self) -> String {
        self.last_media_group += 1;
        (13_000_000_000_000_000 + self.last_media_group).to_string()
    }

    /// Supergroups count their own messages, all other chats share one count.
    fn super_group(&mut self, chat: i64) -> Option<&mut Group> {
        self.chats.get_mut(&chat)?.group_mut().filter(|group| group.kind == GroupKind::Super)
    }
}

/// Seconds since 1970, as the Bot API dates messages.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs())
}

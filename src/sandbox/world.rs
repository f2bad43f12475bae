//! Everything that exists in the sandbox, behind one lock.
//!
//! Invariants: no lock is held across an `await`; every change goes through [`World::with`], which wakes those who
//! wait for updates or events; a chat is listed only once the bot could know of it.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value, json};
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};

use crate::sandbox::error::ApiError;
use crate::sandbox::events::EventLog;
use crate::sandbox::faults::Faults;
use crate::sandbox::message::{Author, Draft, Message};
use crate::sandbox::people::{Chat, Consent, User};
use crate::sandbox::profile::{Profile, Text};
use crate::sandbox::taps::Taps;
use crate::sandbox::updates::UpdateQueue;
use crate::sandbox::webhook::Webhook;
use crate::sandbox::{Options, TOKEN};

/// The bot's own id: the part of the token before the colon.
pub const BOT_ID: i64 = 7_000_000_001;

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

/// What somebody waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// The queue of updates changed.
    Updates,
    /// Something was added to the event log.
    Events,
}

/// The world and the bells that ring when it changes.
#[derive(Debug)]
pub struct World {
    state: Mutex<State>,
    updates_changed: watch::Sender<()>,
    events_changed: watch::Sender<()>,
    closed: watch::Sender<bool>,
}

/// The contents of the world.
#[derive(Debug)]
pub struct State {
    /// How it was set up.
    pub options: Options,
    /// Everybody, by id.
    pub users: BTreeMap<i64, User>,
    /// Every chat the bot may know of, by id.
    pub chats: BTreeMap<i64, Chat>,
    /// What waits for the bot.
    pub updates: UpdateQueue,
    /// What happened.
    pub events: EventLog,
    /// Buttons that wait for an answer.
    pub taps: Taps,
    /// The bot's public face.
    pub profile: Profile,
    /// Faults on order.
    pub faults: Faults,
    /// Where updates are brought, if a webhook is set.
    pub webhook: Option<Webhook>,
    pub(super) next_user_id: i64,
    next_message_id: i64,
    presence: Presence,
}

impl World {
    /// An empty world.
    pub fn new(options: Options) -> Self {
        debug_assert!(TOKEN.starts_with(&format!("{BOT_ID}:")));
        let state = State {
            users: BTreeMap::new(),
            chats: BTreeMap::new(),
            updates: UpdateQueue::new(500_000_001),
            events: EventLog::new(options.event_capacity),
            taps: Taps::new(options.callback_lifetime),
            profile: Profile::default(),
            faults: Faults::default(),
            webhook: None,
            next_user_id: 100_000_001,
            next_message_id: 1,
            presence: Presence::Away,
            options,
        };
        World {
            state: Mutex::new(state),
            updates_changed: watch::Sender::new(()),
            events_changed: watch::Sender::new(()),
            closed: watch::Sender::new(false),
        }
    }

    /// Does something with the state, then wakes whom it concerns.
    pub fn with<R>(&self, act: impl FnOnce(&mut State) -> R) -> R {
        // A panic while the lock was held cannot leave half a change that matters more than going on.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let before = (state.updates.version(), state.events.last());
        let result = act(&mut state);
        let after = (state.updates.version(), state.events.last());
        drop(state);
        if before.0 != after.0 {
            self.updates_changed.send_replace(());
        }
        if before.1 != after.1 {
            self.events_changed.send_replace(());
        }
        result
    }

    /// Looks again and again, whenever the topic changes, until there is something to see. `None` when the time
    /// is over or the sandbox closes.
    pub async fn wait_for<R>(
        &self,
        topic: Topic,
        patience: Duration,
        mut look: impl FnMut(&mut State) -> Option<R>,
    ) -> Option<R> {
        let deadline = Instant::now() + patience;
        let mut changed = match topic {
            Topic::Updates => self.updates_changed.subscribe(),
            Topic::Events => self.events_changed.subscribe(),
        };
        let mut closed = self.closed.subscribe();
        loop {
            changed.mark_unchanged();
            if let Some(found) = self.with(&mut look) {
                return Some(found);
            }
            if *closed.borrow() {
                return None;
            }
            tokio::select! {
                woken = timeout_at(deadline, changed.changed()) => {
                    if !matches!(woken, Ok(Ok(()))) {
                        return None;
                    }
                }
                _ = closed.changed() => return None,
            }
        }
    }

    /// Whether all waiting has been ended.
    pub fn is_closed(&self) -> bool {
        *self.closed.borrow()
    }

    /// Ends all waiting, now and later.
    pub fn close(&self) {
        self.closed.send_replace(true);
    }
}

impl State {
    /// The bot as the Bot API's `User`.
    pub fn bot_json(&self) -> Value {
        let name = self.profile.text(Text::Name, "").unwrap_or(&self.options.bot_name);
        json!({ "id": BOT_ID, "is_bot": true, "first_name": name, "username": self.options.bot_username })
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

    /// A chat the bot may write to now.
    ///
    /// # Errors
    /// Telegram's words: the chat is unknown, or the person has blocked the bot.
    pub fn chat_for_sending(&self, chat: i64) -> Result<&Chat, ApiError> {
        let Some(chat) = self.chats.get(&chat) else {
            return Err(ApiError::bad_request("chat not found"));
        };
        match self.users.get(&chat.id).map(|user| user.consent) {
            Some(Consent::Blocked) => Err(ApiError::forbidden("bot was blocked by the user")),
            _ => Ok(chat),
        }
    }

    /// Puts a message into a chat the bot knows, with a new id, and logs it. `from` is the sender's `User`.
    pub fn post(&mut self, author: Author, from: Value, chat: i64, draft: Draft) -> Message {
        let id = self.next_message_id;
        self.next_message_id += 1;
        let mut fields = Map::new();
        fields.insert("message_id".into(), json!(id));
        if let Some(thread) = draft.thread {
            fields.insert("message_thread_id".into(), json!(thread));
        }
        fields.insert("from".into(), from);
        fields.insert("chat".into(), self.chat_json(chat).unwrap_or(Value::Null));
        fields.insert("date".into(), json!(now()));
        if draft.thread.is_some() {
            fields.insert("is_topic_message".into(), json!(true));
        }
        if let Some(target) = draft.reply_to.and_then(|id| self.message(chat, id)) {
            fields.insert("reply_to_message".into(), target.as_reply_target());
        }
        fields.extend(draft.content);
        let message = Message { id, author, fields, notes: draft.notes };
        self.keep(chat, message.clone());
        message
    }

    /// Puts a finished message into a chat the bot knows and logs it. Later messages get higher ids.
    pub fn keep(&mut self, chat: i64, message: Message) {
        self.next_message_id = self.next_message_id.max(message.id.saturating_add(1));
        self.events.push("message", json!({ "chat": chat, "message": message.for_page() }));
        if let Some(chat) = self.chats.get_mut(&chat) {
            chat.messages.insert(message.id, message);
        }
    }
}

/// Seconds since 1970, as the Bot API dates messages.
pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_secs())
}

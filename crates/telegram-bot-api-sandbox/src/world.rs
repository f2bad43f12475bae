//! Everything that exists in the sandbox, behind one lock.
//!
//! Invariants: no lock is held across an `await`; every change goes through [`World::with`], which wakes those who
//! wait for updates or events; a private chat is listed only once the bot could know of it.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value, json};
use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};

use crate::error::ApiError;
use crate::events::EventLog;
use crate::faults::Faults;
use crate::groups::{Group, GroupKind};
use crate::inline::Inline;
use crate::members::Status;
use crate::message::{Author, Draft, Message};
use crate::people::{Chat, Consent, Room, User};
use crate::photos::Photos;
use crate::profile::{Profile, Text};
use crate::settings::Settings;
use crate::taps::Taps;
use crate::topics::ThreadKind;
use crate::updates::UpdateQueue;
use crate::webhook::Webhook;
use crate::{Options, TOKEN};

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
    /// Every chat, by id; [`State::knows`] tells which ones the bot knows.
    pub chats: BTreeMap<i64, Chat>,
    /// What waits for the bot.
    pub updates: UpdateQueue,
    /// What happened.
    pub events: EventLog,
    /// Buttons that wait for an answer.
    pub taps: Taps,
    /// The bot's public face.
    pub profile: Profile,
    /// Inline and guest queries.
    pub inline: Inline,
    /// What is switched on.
    pub settings: Settings,
    /// Faults on order.
    pub faults: Faults,
    /// The pictures that were sent.
    pub photos: Photos,
    /// Where updates are brought, if a webhook is set.
    pub webhook: Option<Webhook>,
    pub(super) next_user_id: i64,
    pub(super) next_chat: i64,
    pub(super) next_ephemeral_id: i64,
    last_message_id: i64,
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
            inline: Inline::new(options.callback_lifetime),
            settings: Settings::default(),
            faults: Faults::default(),
            photos: Photos::default(),
            webhook: None,
            next_user_id: 100_000_001,
            next_chat: 1,
            next_ephemeral_id: 800_000_001,
            last_message_id: 0,
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

    /// Waits for a time, or until the sandbox closes.
    pub async fn pause(&self, time: Duration) {
        let mut closed = self.closed.subscribe();
        // Either way the waiting is over.
        let _ = timeout_at(Instant::now() + time, closed.wait_for(|closed| *closed)).await;
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

    /// The same, to change it.
    pub fn message_mut(&mut self, chat: i64, id: i64) -> Option<&mut Message> {
        self.chats.get_mut(&chat)?.messages.get_mut(&id)
    }

    /// Whether the bot has ever seen a chat.
    pub fn knows(&self, chat: i64) -> bool {
        match self.chats.get(&chat).map(|chat| &chat.room) {
            Some(Room::Open) => true,
            Some(Room::Group(group)) => group.bot != Status::Absent,
            Some(Room::Channel | Room::Own(_)) | None => false,
        }
    }

    /// A chat the bot may write to now.
    ///
    /// # Errors
    /// Telegram's words: the chat is unknown, the person has blocked the bot, or see
    /// [`crate::groups::Group::admit`].
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

    /// Puts a message into a chat, with a new id, and logs it. `from` is the sender's `User`.
    pub fn post(&mut self, author: Author, from: Value, chat: i64, draft: Draft) -> Message {
        let id = self.new_message_id(chat);
        let fields = self.compose(id, from, chat, &draft);
        let message = Message::new(id, author, fields, draft.notes);
        self.keep(chat, message.clone());
        message
    }

    /// The fields of a message. A field of the draft's content wins over a computed one of that name.
    pub(super) fn compose(&self, id: i64, from: Value, chat: i64, draft: &Draft) -> Map<String, Value> {
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

    pub(super) fn new_message_id(&mut self, chat: i64) -> i64 {
        let shared = self.last_message_id;
        self.super_group(chat).map_or(shared, |group| group.last_message_id).saturating_add(1)
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

//! The queue of updates: what waits for the bot, and which kinds it wants at all.
//!
//! Invariants: update ids grow by one in the order of arrival (an injected text may jump ahead, never back); an
//! update stays queued until an offset above its id has been asked for; whether a kind is wanted is decided when
//! the update is made, as Telegram does.

use std::collections::VecDeque;
use std::time::Instant;

use serde_json::{Map, Value, json};

use crate::error::ApiError;

/// Kinds that are delivered only when asked for by name.
const OPT_IN: [&str; 3] = ["chat_member", "message_reaction", "message_reaction_count"];

/// Every kind of update the Bot API knows; a list of wanted kinds may name nothing else.
pub const KINDS: [&str; 27] = [
    "message",
    "edited_message",
    "channel_post",
    "edited_channel_post",
    "business_connection",
    "business_message",
    "edited_business_message",
    "deleted_business_messages",
    "guest_message",
    "message_reaction",
    "message_reaction_count",
    "inline_query",
    "chosen_inline_result",
    "callback_query",
    "shipping_query",
    "pre_checkout_query",
    "purchased_paid_media",
    "poll",
    "poll_answer",
    "my_chat_member",
    "chat_member",
    "chat_join_request",
    "chat_boost",
    "removed_chat_boost",
    "managed_bot",
    "subscription",
    "stopped_message_generation",
];

/// Why a waiting poll had to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interruption {
    /// A second poll began.
    OtherPoll,
    /// A webhook was set.
    Webhook,
}

/// Updates waiting for the bot.
#[derive(Debug)]
pub struct UpdateQueue {
    next_id: i64,
    pending: VecDeque<Pending>,
    /// `None` is the default list: all but those in [`OPT_IN`].
    wanted: Option<Vec<String>>,
    ticket: u64,
    interruption: Interruption,
    version: u64,
    last_poll: Option<Instant>,
}

/// An update that the bot has not confirmed.
#[derive(Debug, Clone)]
pub struct Pending {
    /// Its `update_id`.
    pub id: i64,
    /// The update's JSON text, exactly as it will be sent.
    pub text: String,
}

impl UpdateQueue {
    /// An empty queue whose first update will have the id `first_id`.
    pub fn new(first_id: i64) -> Self {
        UpdateQueue {
            next_id: first_id,
            pending: VecDeque::new(),
            wanted: None,
            ticket: 0,
            interruption: Interruption::OtherPoll,
            version: 0,
            last_poll: None,
        }
    }

    /// Grows with every change, so that waiting readers know when to look again.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// How many updates are not confirmed yet.
    pub fn len(&self) -> usize {
        self.pending.len()
    }

    /// Whether every update has been confirmed.
    pub fn is_empty(&self) -> bool {
        self.pending.is_empty()
    }

    /// What is not confirmed yet, oldest first.
    pub fn pending(&self) -> impl Iterator<Item = &Pending> {
        self.pending.iter()
    }

    /// Forgets one update, which the bot has taken from a webhook.
    pub fn forget(&mut self, id: i64) {
        self.pending.retain(|update| update.id != id);
        self.version += 1;
    }

    /// The bot took an update just now.
    pub fn bot_was_here(&mut self) {
        self.last_poll = Some(Instant::now());
    }

    /// When the bot asked for updates, or took one, last.
    pub fn last_poll(&self) -> Option<Instant> {
        self.last_poll
    }

    /// The kinds asked for by name, if any were.
    pub fn wanted(&self) -> Option<&[String]> {
        self.wanted.as_deref()
    }

    /// Remembers which kinds are wanted. An empty list goes back to the default.
    pub fn want(&mut self, kinds: Vec<String>) {
        self.wanted = if kinds.is_empty() { None } else { Some(kinds) };
    }

    /// Queues `{update_id, kind: body}` and gives its id, or `None` when the bot does not want this kind.
    pub fn push(&mut self, kind: &str, body: Value) -> Option<i64> {
        let mut update = Map::new();
        update.insert(kind.into(), body);
        if self.wants(kind) { Some(self.push_object(update)) } else { None }
    }

    /// Queues an update as given, wanted or not, with an id of its own in front.
    pub fn push_object(&mut self, fields: Map<String, Value>) -> i64 {
        let id = self.next_id;
        let mut update = Map::new();
        update.insert("update_id".into(), json!(id));
        update.extend(fields);
        self.append(id, Value::Object(update).to_string());
        id
    }

    /// Queues a literal text. A text that names its own `update_id` is sent byte for byte; any other gets one
    /// spliced in after its opening brace.
    ///
    /// # Errors
    /// A sentence for the author of the test: the text is no object, or its id is not above all earlier ones.
    pub fn push_text(&mut self, text: &str) -> Result<i64, String> {
        #[derive(serde::Deserialize)]
        struct Id {
            update_id: i64,
        }
        let Some(rest) = text.trim_start().strip_prefix('{') else {
            return Err("the raw text must begin with {".into());
        };
        if !text.contains("\"update_id\"") {
            let id = self.next_id;
            let comma = if rest.trim_start().starts_with('}') { "" } else { "," };
            self.append(id, format!("{{\"update_id\":{id}{comma}{rest}"));
            return Ok(id);
        }
        let id =
            serde_json::from_str::<Id>(text).map_err(|error| format!("no update_id: {error}"))?.update_id;
        if id < self.next_id {
            return Err(format!("update_id must be at least {}", self.next_id));
        }
        self.append(id, text.to_owned());
        Ok(id)
    }

    /// Forgets what `offset` confirms: everything below it, or, when negative, all but the newest `-offset`.
    pub fn confirm(&mut self, offset: i64) {
        let before = self.pending.len();
        if offset < 0 {
            let keep = usize::try_from(offset.unsigned_abs()).unwrap_or(usize::MAX);
            let drop = before.saturating_sub(keep);
            self.pending.drain(..drop);
        } else {
            while self.pending.front().is_some_and(|update| update.id < offset) {
                self.pending.pop_front();
            }
        }
        if self.pending.len() != before {
            self.version += 1;
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.pending.clear();
        self.version += 1;
    }

    /// Begins a poll and ends the one that may be waiting. The ticket is for [`UpdateQueue::poll`].
    pub fn begin_poll(&mut self) -> u64 {
        self.last_poll = Some(Instant::now());
        self.interrupt(Interruption::OtherPoll)
    }

    /// Ends the poll that may be waiting.
    pub fn interrupt(&mut self, reason: Interruption) -> u64 {
        self.ticket += 1;
        self.interruption = reason;
        self.version += 1;
        self.ticket
    }

    /// What a poll can answer now: a JSON array of at most `limit` updates, or `None` while there are none.
    pub fn poll(&self, ticket: u64, limit: usize) -> Option<Result<String, ApiError>> {
        if ticket != self.ticket {
            let reason = match self.interruption {
                Interruption::OtherPoll => {
                    "terminated by other getUpdates request; make sure that only one bot instance is running"
                }
                Interruption::Webhook => "terminated by setWebhook request",
            };
            return Some(Err(ApiError::conflict(reason)));
        }
        if self.pending.is_empty() {
            return None;
        }
        let batch: Vec<&str> = self.pending.iter().take(limit).map(|update| update.text.as_str()).collect();
        Some(Ok(format!("[{}]", batch.join(","))))
    }

    fn wants(&self, kind: &str) -> bool {
        match &self.wanted {
            Some(kinds) => kinds.iter().any(|wanted| wanted == kind),
            None => !OPT_IN.contains(&kind),
        }
    }

    fn append(&mut self, id: i64, text: String) {
        self.pending.push_back(Pending { id, text });
        self.next_id = id + 1;
        self.version += 1;
    }
}

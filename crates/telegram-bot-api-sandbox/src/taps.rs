//! Pressed buttons that still wait for an answer.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// For so long a tap is remembered, though it may have to be answered sooner: it can allow an ephemeral message.
const REMEMBERED: Duration = Duration::from_secs(60);

/// What a pressed button is under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Under {
    /// A message of a chat the bot is in.
    Message(i64),
    /// An ephemeral message, by its own id.
    Ephemeral(i64),
    /// A message sent via inline or guest mode: its id in the chat and its `inline_message_id`.
    Inline(i64, String),
}

/// One pressed button.
#[derive(Debug, Clone)]
pub struct Tap {
    /// Who pressed.
    pub user: i64,
    /// The chat of the message under which the button is.
    pub chat: i64,
    /// The message under which the button is.
    pub under: Under,
    /// When.
    pub at: Instant,
    waits: bool,
}

/// All open taps. One can be answered once, and not when it is too old.
#[derive(Debug)]
pub struct Taps {
    lifetime: Duration,
    next_id: u64,
    open: BTreeMap<u64, Tap>,
}

impl Taps {
    /// No taps; later ones can be answered for `lifetime`.
    pub fn new(lifetime: Duration) -> Self {
        Taps { lifetime, next_id: 4_000_000_000_000_000_001, open: BTreeMap::new() }
    }

    /// Remembers a tap and gives its `callback_query_id`.
    pub fn open(&mut self, user: i64, chat: i64, under: Under) -> String {
        let now = Instant::now();
        let remembered = self.lifetime.max(REMEMBERED);
        // The oldest come first, so the expired ones are all at the front.
        while let Some(oldest) = self.open.first_entry() {
            if now.duration_since(oldest.get().at) < remembered {
                break;
            }
            oldest.remove();
        }
        let id = self.next_id;
        self.next_id += 1;
        self.open.insert(id, Tap { user, chat, under, at: now, waits: true });
        id.to_string()
    }

    /// Takes a tap that may still be answered.
    pub fn take(&mut self, id: &str) -> Option<Tap> {
        let tap = self.open.get_mut(&id.parse().ok()?)?;
        if !tap.waits || tap.at.elapsed() >= self.lifetime {
            return None;
        }
        tap.waits = false;
        Some(tap.clone())
    }

    /// A tap, answered or not, unless it was long ago.
    pub fn find(&self, id: &str) -> Option<&Tap> {
        self.open.get(&id.parse().ok()?)
    }
}

//! Pressed buttons that still wait for an answer.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// For so long a press is remembered, though it may have to be answered sooner: it can allow an ephemeral message.
const REMEMBERED: Duration = Duration::from_secs(60);

/// What a pressed button is under.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PressTarget {
    /// A message of a chat the bot is in.
    Message(i64),
    /// An ephemeral message, by its own id.
    Ephemeral(i64),
    /// A message sent via inline or guest mode: its id in the chat and its `inline_message_id`.
    Inline(i64, String),
}

/// One pressed button.
#[derive(Debug, Clone)]
pub struct Press {
    /// Who pressed.
    pub user: i64,
    /// The chat of the message under which the button is.
    pub chat: i64,
    /// The message under which the button is.
    pub under: PressTarget,
    /// When.
    pub at: Instant,
    waits: bool,
}

/// All open taps. One can be answered once, and not when it is too old.
#[derive(Debug)]
pub struct Presses {
    lifetime: Duration,
    next_id: u64,
    open: BTreeMap<u64, Press>,
}

impl Presses {
    /// No taps; later ones can be answered for `lifetime`.
    pub fn new(lifetime: Duration) -> Self {
        Presses { lifetime, next_id: 4_000_000_000_000_000_001, open: BTreeMap::new() }
    }

    /// Remembers a press and gives its `callback_query_id`.
    pub fn open(&mut self, user: i64, chat: i64, under: PressTarget) -> String {
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
        self.open.insert(id, Press { user, chat, under, at: now, waits: true });
        id.to_string()
    }

    /// Takes a press that may still be answered.
    pub fn take(&mut self, id: &str) -> Option<Press> {
        let press = self.open.get_mut(&id.parse().ok()?)?;
        if !press.waits || press.at.elapsed() >= self.lifetime {
            return None;
        }
        press.waits = false;
        Some(press.clone())
    }

    /// A press, answered or not, unless it was long ago.
    pub fn find(&self, id: &str) -> Option<&Press> {
        self.open.get(&id.parse().ok()?)
    }
}

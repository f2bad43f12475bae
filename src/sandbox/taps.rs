//! Pressed buttons that still wait for an answer.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// One pressed button.
#[derive(Debug, Clone)]
pub struct Tap {
    /// Who pressed.
    pub user: i64,
    /// The chat of the message under which the button is.
    pub chat: i64,
    /// The message under which the button is.
    pub message_id: i64,
    at: Instant,
}

/// All open taps. One is gone once it is answered or too old.
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
    pub fn open(&mut self, user: i64, chat: i64, message_id: i64) -> String {
        let now = Instant::now();
        // The oldest come first, so the expired ones are all at the front.
        while let Some(oldest) = self.open.first_entry() {
            if now.duration_since(oldest.get().at) < self.lifetime {
                break;
            }
            oldest.remove();
        }
        let id = self.next_id;
        self.next_id += 1;
        self.open.insert(id, Tap { user, chat, message_id, at: now });
        id.to_string()
    }

    /// Takes a tap that may still be answered.
    pub fn take(&mut self, id: &str) -> Option<Tap> {
        let tap = self.open.remove(&id.parse().ok()?)?;
        (tap.at.elapsed() < self.lifetime).then_some(tap)
    }
}

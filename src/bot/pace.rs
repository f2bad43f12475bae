//! When each chat may be written to again. Telegram asks to wait chat by chat; whoever writes to another chat does
//! not wait along.
//!
//! Invariant: a chat is listed only while its time lasts, or until the next chat has to wait.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use teloxide::types::ChatId;
use tokio::time::{Duration, Instant};

/// The chats that Telegram wants left alone for a while.
#[derive(Debug, Default)]
pub struct Pace {
    until: Mutex<HashMap<ChatId, Instant>>,
}

impl Pace {
    /// Leaves a chat alone for so long from now.
    pub fn hold(&self, chat: ChatId, wait: Duration) {
        let now = Instant::now();
        let mut held = self.lock();
        held.retain(|_, until| *until > now);
        let until = held.entry(chat).or_insert(now);
        *until = (*until).max(now + wait);
    }

    /// How long a chat is to be left alone yet.
    pub fn held(&self, chat: ChatId) -> Duration {
        let until = self.lock().get(&chat).copied();
        until.map_or(Duration::ZERO, |until| until.saturating_duration_since(Instant::now()))
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<ChatId, Instant>> {
        // Each use is one call on the map, so a poisoned one is still whole.
        self.until.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

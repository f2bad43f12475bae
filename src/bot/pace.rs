//! When each chat may be written to again. Telegram asks to wait chat by chat; whoever writes to another chat does
//! not wait along. In a group, everybody's presses together may change what all see only so often.
//!
//! Invariant: a chat is listed only while its time lasts, or until the next chat comes along.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use teloxide::types::ChatId;
use tokio::time::{Duration, Instant};

/// As many public changes a minute may presses cause in one group; Telegram allows about 20 of all kinds.
const PUBLIC_CHANGES: usize = 10;
/// The minute.
const WINDOW: Duration = Duration::from_secs(60);

/// The chats that Telegram wants left alone for a while.
#[derive(Debug, Default)]
pub struct Pace {
    until: Mutex<HashMap<ChatId, Instant>>,
    changes: Mutex<HashMap<ChatId, VecDeque<Instant>>>,
}

impl Pace {
    /// Leaves a chat alone for so long from now.
    pub fn hold(&self, chat: ChatId, wait: Duration) {
        let now = Instant::now();
        let mut held = lock(&self.until);
        held.retain(|_, until| *until > now);
        let until = held.entry(chat).or_insert(now);
        *until = (*until).max(now + wait);
    }

    /// How long a chat is to be left alone yet.
    pub fn held(&self, chat: ChatId) -> Duration {
        let until = lock(&self.until).get(&chat).copied();
        until.map_or(Duration::ZERO, |until| until.saturating_duration_since(Instant::now()))
    }

    /// Whether a press may change what all see in a group now; counts it if so.
    pub fn may_change(&self, group: ChatId) -> bool {
        let now = Instant::now();
        let mut changes = lock(&self.changes);
        changes.retain(|_, times| times.back().is_some_and(|&last| now.duration_since(last) < WINDOW));
        let times = changes.entry(group).or_default();
        times.retain(|&time| now.duration_since(time) < WINDOW);
        let may = times.len() < PUBLIC_CHANGES;
        if may {
            times.push_back(now);
        }
        may
    }
}

/// Each use leaves the map whole, so a poisoned lock is still good.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

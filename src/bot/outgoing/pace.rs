//! Outgoing rate limits: when a chat may be written to. Telegram allows about 30 messages a second in all and 20 a
//! minute in a group; staying below that avoids 429. A chat for which Telegram answers 429 is left alone for as long
//! as it says.
//!
//! Invariants: each permit reserves its own time, so those who wait for the same limit are released one by one, in
//! order. A chat is listed only while a limit applies to it, or until another chat is listed.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use teloxide::types::ChatId;
use tokio::time::{Duration, Instant};

/// The most public changes a minute that presses cause in one group.
const PUBLIC_CHANGES: usize = 10;
/// The period of [`PUBLIC_CHANGES`].
const WINDOW: Duration = Duration::from_secs(60);
/// The limit for one group: 20 messages a minute.
const GROUP: Rate = Rate { interval: Duration::from_secs(3), burst: 15 };

/// How much is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limits {
    /// At most this many messages a second to all chats together, and 20 a minute to one group.
    PerSecond(u32),
    /// As fast as Telegram takes it.
    Unlimited,
}

impl Default for Limits {
    fn default() -> Self {
        Self::PerSecond(25)
    }
}

/// A limit: one permit in each interval, and `burst` at once after a pause.
#[derive(Clone, Copy, Debug)]
struct Rate {
    interval: Duration,
    burst: u32,
}

/// The state of a limit: the time at which all permits are available again.
#[derive(Clone, Copy, Debug)]
struct Bucket {
    full_at: Instant,
}

impl Bucket {
    fn full(now: Instant) -> Self {
        Self { full_at: now }
    }

    /// How long the next permit has to wait.
    fn wait(self, rate: Rate, now: Instant) -> Duration {
        let next = self.full_at.max(now) + rate.interval;
        next.saturating_duration_since(now).saturating_sub(rate.interval * rate.burst)
    }

    fn take(&mut self, rate: Rate, now: Instant) {
        self.full_at = self.full_at.max(now) + rate.interval;
    }
}

/// The rate limits of all chats.
#[derive(Debug)]
pub struct Pace {
    limits: Limits,
    all: Mutex<Bucket>,
    groups: Mutex<HashMap<ChatId, Bucket>>,
    held: Mutex<HashMap<ChatId, Instant>>,
    changes: Mutex<HashMap<ChatId, VecDeque<Instant>>>,
}

impl Pace {
    /// No messages sent yet.
    pub fn new(limits: Limits) -> Self {
        let (groups, held, changes) = Default::default();
        Self { limits, all: Mutex::new(Bucket::full(Instant::now())), groups, held, changes }
    }

    /// Reserves a permit to write to a chat: how long to wait for it from `now` on.
    ///
    /// # Errors
    /// The wait, if it is not over before `deadline`; nothing is reserved then.
    pub fn reserve(&self, chat: ChatId, now: Instant, deadline: Instant) -> Result<Duration, Duration> {
        let Limits::PerSecond(per_second) = self.limits else { return Ok(Duration::ZERO) };
        let per_second = per_second.max(1);
        let all = Rate { interval: Duration::from_secs(1) / per_second, burst: per_second };
        let (mut bucket, mut groups) = (lock(&self.all), lock(&self.groups));
        let mut wait = bucket.wait(all, now);
        if is_group(chat) {
            groups.retain(|_, bucket| bucket.full_at > now);
            wait = wait.max(groups.get(&chat).map_or(Duration::ZERO, |bucket| bucket.wait(GROUP, now)));
        }
        if now + wait >= deadline {
            return Err(wait);
        }
        bucket.take(all, now);
        if is_group(chat) {
            groups.entry(chat).or_insert(Bucket::full(now)).take(GROUP, now);
        }
        Ok(wait)
    }

    /// Leaves a chat alone for this long from `now` on. Permits for a group are then given one by one.
    pub fn hold(&self, chat: ChatId, now: Instant, wait: Duration) {
        if is_group(chat) {
            let used_up = now + wait + GROUP.interval * (GROUP.burst - 1);
            let mut groups = lock(&self.groups);
            let bucket = groups.entry(chat).or_insert(Bucket::full(now));
            bucket.full_at = bucket.full_at.max(used_up);
        }
        let mut held = lock(&self.held);
        held.retain(|_, until| *until > now);
        let until = held.entry(chat).or_insert(now);
        *until = (*until).max(now + wait);
    }

    /// How long a chat is still to be left alone.
    pub fn held(&self, chat: ChatId, now: Instant) -> Duration {
        let until = lock(&self.held).get(&chat).copied();
        until.map_or(Duration::ZERO, |until| until.saturating_duration_since(now))
    }

    /// Whether a press may change now what everybody sees in a group; counts it if so.
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

/// Groups have negative ids.
fn is_group(chat: ChatId) -> bool {
    chat.0 < 0
}

/// Each use leaves the value consistent, so a poisoned lock is still good.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    const HOUR: Duration = Duration::from_secs(3_600);

    fn waits(pace: &Pace, now: Instant, chats: impl IntoIterator<Item = i64>) -> Vec<Duration> {
        let reserve = |chat| pace.reserve(ChatId(chat), now, now + HOUR).expect("before the deadline");
        chats.into_iter().map(reserve).collect()
    }

    #[test]
    fn all_chats_share_one_rate_with_a_burst() {
        let (pace, now) = (Pace::new(Limits::PerSecond(25)), Instant::now());
        let waits = waits(&pace, now + HOUR, 1..=50);
        assert!(waits[..25].iter().all(Duration::is_zero), "{waits:?}");
        assert_eq!((waits[25], waits[49]), (Duration::from_millis(40), Duration::from_millis(1_000)));
    }

    #[test]
    fn those_who_wait_for_one_group_are_released_one_by_one() {
        let (pace, now) = (Pace::new(Limits::default()), Instant::now());
        let group = waits(&pace, now, [-1; 18]);
        assert!(group[..15].iter().all(Duration::is_zero), "{group:?}");
        assert_eq!(group[15..], [3, 6, 9].map(Duration::from_secs));
        assert_eq!(waits(&pace, now, [-2]), [Duration::ZERO]);
    }

    #[test]
    fn a_permit_that_comes_too_late_is_not_reserved() {
        let (pace, now) = (Pace::new(Limits::default()), Instant::now());
        waits(&pace, now, [-1; 15]);
        for _ in 0..3 {
            let late = pace.reserve(ChatId(-1), now, now + Duration::from_secs(2));
            assert_eq!(late, Err(Duration::from_secs(3)));
        }
    }

    #[test]
    fn after_a_hold_a_group_is_written_to_one_by_one() {
        let (pace, now) = (Pace::new(Limits::default()), Instant::now());
        pace.hold(ChatId(-1), now, Duration::from_secs(10));
        assert_eq!(pace.held(ChatId(-1), now), Duration::from_secs(10));
        assert_eq!(waits(&pace, now, [-1; 3]), [10, 13, 16].map(Duration::from_secs));
        assert_eq!(pace.held(ChatId(-1), now + Duration::from_secs(10)), Duration::ZERO);
    }
}

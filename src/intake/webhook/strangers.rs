//! Tells of requests with a wrong secret or none, once a minute at most: whoever sends them must not fill the log.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The shortest time between two lines.
const PAUSE: Duration = Duration::from_secs(60);

/// The requests since the last line.
#[derive(Debug, Default)]
pub(super) struct Strangers(Mutex<Since>);

#[derive(Debug, Default)]
struct Since {
    told: Option<Instant>,
    count: u64,
}

impl Strangers {
    /// One more came. Logs it, unless a line was logged a moment ago.
    pub(super) fn came(&self) {
        if let Some(count) = self.count(Instant::now()) {
            log::warn!("{count} requests at the webhook without the right secret");
        }
    }

    /// How many to tell of now.
    fn count(&self, now: Instant) -> Option<u64> {
        let mut since = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        since.count += 1;
        if since.told.is_some_and(|told| now.duration_since(told) < PAUSE) {
            return None;
        }
        since.told = Some(now);
        Some(std::mem::take(&mut since.count))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::{PAUSE, Strangers};

    #[test]
    fn the_first_is_told_at_once_and_the_others_together() {
        let (strangers, now) = (Strangers::default(), Instant::now());
        let told = [now, now, now + PAUSE / 2, now + PAUSE, now + PAUSE].map(|at| strangers.count(at));
        assert_eq!(told, [Some(1), None, None, Some(3), None]);
    }
}

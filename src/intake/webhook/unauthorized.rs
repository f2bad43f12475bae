//! Logs requests with a wrong secret or none, at most once a minute, so that they cannot fill the log.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The shortest time between two lines.
const INTERVAL: Duration = Duration::from_secs(60);

/// Rate-limited log of unauthorized requests.
#[derive(Debug, Default)]
pub(super) struct UnauthorizedLog(Mutex<Since>);

/// The requests since the last line.
#[derive(Debug, Default)]
struct Since {
    logged: Option<Instant>,
    count: u64,
}

impl UnauthorizedLog {
    /// Records one request. Logs it and those not logged yet, unless the last line was less than a minute ago.
    pub(super) fn record(&self) {
        if let Some(count) = self.due(Instant::now()) {
            log::warn!("{count} requests at the webhook without the right secret");
        }
    }

    /// Counts one request; the number to log if a line is due.
    fn due(&self, now: Instant) -> Option<u64> {
        let mut since = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        since.count += 1;
        if since.logged.is_some_and(|logged| now.duration_since(logged) < INTERVAL) {
            return None;
        }
        since.logged = Some(now);
        Some(std::mem::take(&mut since.count))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::{INTERVAL, UnauthorizedLog};

    #[test]
    fn the_first_request_is_logged_at_once_and_later_ones_together() {
        let (log, now) = (UnauthorizedLog::default(), Instant::now());
        let logged = [now, now, now + INTERVAL / 2, now + INTERVAL, now + INTERVAL].map(|at| log.due(at));
        assert_eq!(logged, [Some(1), None, None, Some(3), None]);
    }
}

//! How long to wait after a `getUpdates` call that gave nothing to work with, and what to log.
//!
//! Telegram's own wait is kept exactly; another poller is waited out at a slow, even pace; everything else grows
//! up to a bound, with jitter, and starts again after a good answer. Nothing is given up here.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};

use crate::intake::call::CallError;

/// The lengths of the waits.
#[derive(Clone, Copy, Debug)]
pub struct Retry {
    /// The first growing wait; it doubles from fault to fault, and jitter may add as much again.
    pub first: Duration,
    /// Where the doubling ends.
    pub longest: Duration,
    /// The wait after "somebody else is polling".
    pub conflict: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Retry {
            first: Duration::from_millis(500),
            longest: Duration::from_secs(30),
            conflict: Duration::from_secs(10),
        }
    }
}

/// How long to wait after each fault, and what to say. Growing waits start again after a good answer.
pub struct Faults {
    retry: Retry,
    growing: ExponentialBackoff,
    in_conflict: bool,
}

impl Faults {
    /// No fault yet.
    pub fn new(retry: Retry) -> Self {
        Faults { retry, growing: growing(retry), in_conflict: false }
    }

    /// A good answer came.
    pub fn over(&mut self) {
        *self = Faults::new(self.retry);
    }

    /// How long to wait after this one. Logs it, and a conflict only when it begins.
    pub fn wait_after(&mut self, error: &CallError) -> Duration {
        match error {
            CallError::Wait(exactly) => {
                log::warn!("{error}");
                *exactly
            }
            CallError::Conflict(_) => {
                if !std::mem::replace(&mut self.in_conflict, true) {
                    log::error!(
                        "{error} (no updates arrive until the other one stops or the webhook is deleted)"
                    );
                }
                self.retry.conflict
            }
            other => {
                let wait = self.wait();
                log::warn!("{other}; asking again in {wait:?}");
                wait
            }
        }
    }

    /// The next growing wait.
    pub fn wait(&mut self) -> Duration {
        self.growing.next().unwrap_or(self.retry.longest)
    }
}

fn growing(retry: Retry) -> ExponentialBackoff {
    ExponentialBuilder::new()
        .with_jitter()
        .without_max_times()
        .with_min_delay(retry.first)
        .with_max_delay(retry.longest)
        .build()
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Faults, Retry};
    use crate::intake::call::CallError;

    #[test]
    fn telegrams_own_wait_is_kept_exactly_and_does_not_grow() {
        let mut faults = Faults::new(Retry::default());
        for seconds in [7, 0, 3_600] {
            let exactly = Duration::from_secs(seconds);
            assert_eq!(faults.wait_after(&CallError::Wait(exactly)), exactly);
        }
        let first = faults.wait_after(&CallError::NotTelegram(502));
        assert!(first >= faults.retry.first && first <= 2 * faults.retry.first);
    }

    #[test]
    fn other_waits_grow_to_a_bound_and_start_again_after_a_good_answer() {
        let mut faults = Faults::new(Retry::default());
        let retry = faults.retry;
        let waits: Vec<_> = (0..50).map(|_| faults.wait_after(&CallError::NotTelegram(502))).collect();
        assert!(waits.iter().all(|wait| *wait >= retry.first && *wait <= 2 * retry.longest));
        assert!(waits[49] >= retry.longest);
        faults.over();
        assert!(faults.wait() <= 2 * retry.first);
    }

    #[test]
    fn a_conflict_is_waited_out_slowly_and_told_once() {
        let mut faults = Faults::new(Retry::default());
        for _ in 0..3 {
            assert_eq!(faults.wait_after(&CallError::Conflict(String::new())), faults.retry.conflict);
            assert!(faults.in_conflict);
        }
        faults.over();
        assert!(!faults.in_conflict);
    }
}

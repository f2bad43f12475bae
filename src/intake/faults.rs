//! How long to wait after a call that brought nothing, and what to log and count.
//!
//! Telegram's own wait is kept exactly; another poller is waited out at a slow, even pace; everything else grows
//! up to a bound, with jitter, and starts again after a good answer. Only what cannot pass ends it.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use metrics::counter;

use crate::api::call::CallError;
use crate::intake::IntakeError;
use crate::telemetry::INTAKE_FAULTS;

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
            conflict: Duration::from_secs(30),
        }
    }
}

/// How long to wait after each fault, and what to say. Growing waits start again after a good answer.
pub struct Faults {
    retry: Retry,
    growing: ExponentialBackoff,
    sharing: Sharing,
}

/// Whether somebody else takes the updates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sharing {
    Alone,
    Conflict,
}

impl Faults {
    /// No fault yet.
    pub fn new(retry: Retry) -> Self {
        Faults { retry, growing: growing(retry), sharing: Sharing::Alone }
    }

    /// A good answer came.
    pub fn over(&mut self) {
        if self.sharing == Sharing::Conflict {
            log::info!("Telegram gives us the updates again");
        }
        *self = Faults::new(self.retry);
    }

    /// How long to wait after this one. Counts and logs it; a conflict is logged only when it begins.
    ///
    /// # Errors
    /// [`IntakeError`] for what no waiting can mend.
    pub fn wait_after(&mut self, error: CallError) -> Result<Duration, IntakeError> {
        counter!(INTAKE_FAULTS, "fault" => error.kind()).increment(1);
        Ok(match error {
            CallError::TokenRefused(words) => return Err(IntakeError::TokenRefused(words)),
            CallError::BadUrl => return Err(IntakeError::Address),
            CallError::RateLimited(exactly) => {
                log::warn!("{error}");
                exactly
            }
            CallError::Conflict(_) => {
                if std::mem::replace(&mut self.sharing, Sharing::Conflict) == Sharing::Alone {
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
        })
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

    use super::{Faults, Retry, Sharing};
    use crate::api::call::CallError;
    use crate::intake::IntakeError;

    #[test]
    fn telegrams_own_wait_is_kept_exactly_and_does_not_grow() {
        let mut faults = Faults::new(Retry::default());
        for seconds in [7, 0, 3_600] {
            let exactly = Duration::from_secs(seconds);
            assert_eq!(faults.wait_after(CallError::RateLimited(exactly)), Ok(exactly));
        }
        let first = faults.wait_after(CallError::Unreadable(502)).expect("it may pass");
        assert!(first >= faults.retry.first && first <= 2 * faults.retry.first);
    }

    #[test]
    fn other_waits_grow_to_a_bound_and_start_again_after_a_good_answer() {
        let mut faults = Faults::new(Retry::default());
        let retry = faults.retry;
        let waits: Vec<_> =
            (0..50).map(|_| faults.wait_after(CallError::Unreadable(502)).expect("it may pass")).collect();
        assert!(waits.iter().all(|wait| *wait >= retry.first && *wait <= 2 * retry.longest));
        assert!(waits[49] >= retry.longest);
        faults.over();
        assert!(faults.wait() <= 2 * retry.first);
    }

    #[test]
    fn a_conflict_is_waited_out_slowly_and_told_once() {
        let mut faults = Faults::new(Retry::default());
        for _ in 0..3 {
            assert_eq!(faults.wait_after(CallError::Conflict(String::new())), Ok(faults.retry.conflict));
            assert_eq!(faults.sharing, Sharing::Conflict);
        }
        faults.over();
        assert_eq!(faults.sharing, Sharing::Alone);
    }

    #[test]
    fn what_no_waiting_can_mend_ends_it() {
        let mut faults = Faults::new(Retry::default());
        let refused = faults.wait_after(CallError::TokenRefused("Unauthorized".to_owned()));
        assert_eq!(refused, Err(IntakeError::TokenRefused("Unauthorized".to_owned())));
        assert_eq!(faults.wait_after(CallError::BadUrl), Err(IntakeError::Address));
    }
}

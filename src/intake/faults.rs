//! How long to wait after a failed call of the intake, and what to log and count.
//!
//! The wait that Telegram asks for is kept exactly; a conflict with another poller has a wait of its own; all other
//! waits grow up to a bound, with jitter, and start again after a success. Only an error that no waiting can remove
//! ends the intake. A row of failures is logged when it begins and when it ends, with their number.

use std::time::Duration;

use backon::{BackoffBuilder, ExponentialBackoff, ExponentialBuilder};
use metrics::counter;

use crate::api::call::CallError;
use crate::telemetry::INTAKE_FAULTS;

/// Why the intake ended by itself, without being asked to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntakeError {
    /// There is no bot with this token; holds Telegram's words.
    #[error("Telegram refuses the token: {0}")]
    TokenRefused(String),
    /// No method can be called on the bot's API address.
    #[error("the API address of the bot cannot be used")]
    Address,
}

/// The lengths of the waits.
#[derive(Clone, Copy, Debug)]
pub struct Retry {
    /// The first growing wait; it doubles from fault to fault, and jitter may add as much again.
    pub first: Duration,
    /// The bound of the doubling.
    pub longest: Duration,
    /// The wait while another process polls or a webhook is set.
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

/// The failures since the last success.
pub struct Faults {
    retry: Retry,
    growing: ExponentialBackoff,
    sharing: Sharing,
    /// Failures in a row, conflicts not counted.
    failures: u64,
}

/// Whether another process receives the updates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Sharing {
    Alone,
    Conflict,
}

impl Faults {
    /// No failure yet.
    pub fn new(retry: Retry) -> Self {
        Faults { retry, growing: growing(retry), sharing: Sharing::Alone, failures: 0 }
    }

    /// Whether it failed more than once in a row, or another process receives the updates.
    pub fn is_lasting(&self) -> bool {
        self.failures > 1 || self.sharing == Sharing::Conflict
    }

    /// Records a success.
    pub fn over(&mut self) {
        if self.sharing == Sharing::Conflict {
            log::info!("this process receives the updates again");
        }
        if self.failures > 0 {
            log::info!("Telegram answers again, after {} failures", self.failures);
        }
        *self = Faults::new(self.retry);
    }

    /// How long to wait after this failure. Counts it; logs it if it is the first in a row.
    ///
    /// # Errors
    /// [`IntakeError`] for what no waiting can remove.
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
                self.failures += 1;
                match self.failures {
                    1 => log::warn!("{other}; trying again, with growing pauses"),
                    _ => log::debug!("{other}"),
                }
                self.wait()
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

    use super::{Faults, IntakeError, Retry};
    use crate::api::call::CallError;

    #[test]
    fn the_wait_that_telegram_asks_for_is_kept_exactly_and_does_not_grow() {
        let mut faults = Faults::new(Retry::default());
        for seconds in [7, 0, 3_600] {
            let exactly = Duration::from_secs(seconds);
            assert_eq!(faults.wait_after(CallError::RateLimited(exactly)), Ok(exactly));
        }
        let first = faults.wait_after(CallError::Unreadable(502)).expect("it may pass");
        assert!(first >= faults.retry.first && first <= 2 * faults.retry.first);
    }

    #[test]
    fn other_waits_grow_to_a_bound_and_start_again_after_a_success() {
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
    fn a_conflict_has_its_own_wait_and_is_lasting_at_once() {
        let mut faults = Faults::new(Retry::default());
        for _ in 0..3 {
            assert_eq!(faults.wait_after(CallError::Conflict(String::new())), Ok(faults.retry.conflict));
            assert!(faults.is_lasting());
        }
        faults.over();
        assert!(!faults.is_lasting());
    }

    #[test]
    fn a_single_failure_is_not_lasting_and_a_second_one_is() {
        let mut faults = Faults::new(Retry::default());
        for lasting in [false, true] {
            faults.wait_after(CallError::Unreadable(502)).expect("it may pass");
            assert_eq!(faults.is_lasting(), lasting);
        }
    }

    #[test]
    fn what_no_waiting_can_remove_ends_it() {
        let mut faults = Faults::new(Retry::default());
        let refused = faults.wait_after(CallError::TokenRefused("Unauthorized".to_owned()));
        assert_eq!(refused, Err(IntakeError::TokenRefused("Unauthorized".to_owned())));
        assert_eq!(faults.wait_after(CallError::BadUrl), Err(IntakeError::Address));
    }
}

//! The time in Almaty. The dialogue is given the day, and reminders are sent by the time. The clock is passed to the
//! bot, so that tests can set it.

use std::time::{SystemTime, UNIX_EPOCH};

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::Asia::Almaty;
use tokio::sync::watch;
use tokio::time::{Duration, sleep};

use crate::dialogue::reminder::HOUR;

/// How often reminders that are due are looked for.
const LOOK: Duration = Duration::from_secs(60);
/// Messages older than this were sent while the bot was down.
const MAX_MESSAGE_AGE: Duration = Duration::from_secs(30);
/// The first hour at which reminders are sent, and the first one at which they are not any more.
const WAKING: (u32, u32) = (9, 22);

/// A clock. Clones show the same time.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    /// Supplies the time in tests; `None` for the system's time.
    test_time: Option<watch::Receiver<DateTime<Utc>>>,
}

impl Clock {
    /// A clock that shows the last time that was sent to it.
    pub fn set_by(test_time: watch::Receiver<DateTime<Utc>>) -> Self {
        Self { test_time: Some(test_time) }
    }

    /// The time.
    pub fn now(&self) -> DateTime<Utc> {
        self.test_time.as_ref().map_or_else(Utc::now, |time| *time.borrow())
    }

    /// The day in Almaty.
    pub fn today(&self) -> NaiveDate {
        day(self.now())
    }

    /// Waits for a minute, or until the clock is set.
    pub async fn next_look(&mut self) {
        if let Some(time) = &mut self.test_time
            && time.changed().await.is_ok()
        {
            return;
        }
        sleep(LOOK).await;
    }
}

/// When a message was sent; `date` in seconds since 1970, 0 if it is not known.
pub fn sent_at(date: i64) -> Option<SystemTime> {
    let seconds = u64::try_from(date).ok().filter(|&seconds| seconds > 0)?;
    UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

/// The day in Almaty at a moment.
pub fn day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Almaty).date_naive()
}

/// Whether reminders may be sent at a time: not at night in Almaty.
pub fn is_waking(at: DateTime<Utc>) -> bool {
    (WAKING.0..WAKING.1).contains(&at.with_timezone(&Almaty).hour())
}

/// The due time of a reminder: the morning of the day before the renewal.
pub fn moment(renewal: NaiveDate) -> DateTime<Utc> {
    let eve = renewal.pred_opt().unwrap_or(renewal);
    let morning = eve.and_time(NaiveTime::from_hms_opt(HOUR, 0, 0).unwrap_or_default());
    // If a change of the clocks skips the hour, the next hour counts.
    let local = Almaty.from_local_datetime(&morning).earliest();
    local
        .or_else(|| Almaty.from_local_datetime(&(morning + TimeDelta::hours(1))).earliest())
        .map_or_else(|| morning.and_utc(), |local| local.with_timezone(&Utc))
}

/// Whether a message was sent so long ago that nobody waits for its answer. `date` in seconds since 1970, 0 if unknown.
pub fn is_old(date: i64) -> bool {
    let age = sent_at(date).and_then(|sent| sent.elapsed().ok());
    age.is_some_and(|age| age > MAX_MESSAGE_AGE)
}

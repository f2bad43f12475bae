//! What time it is, in Almaty: the day is told to the core, and reminders go out by it. Who runs the bot hands the clock
//! in, so that a year can pass in a moment.

use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::Asia::Almaty;
use tokio::sync::watch;
use tokio::time::{Duration, sleep};

use crate::dialogue::reminder::HOUR;

/// How often the time is looked at.
const LOOK: Duration = Duration::from_secs(60);
/// The first hour at which anybody is written to unasked, and the first one at which nobody is any more.
const WAKING: (u32, u32) = (9, 22);

/// A clock. Clones show the same time.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    /// `None` for the time it is.
    hand: Option<watch::Receiver<DateTime<Utc>>>,
}

impl Clock {
    /// A clock that shows what somebody else sets it to.
    pub fn set_by(hand: watch::Receiver<DateTime<Utc>>) -> Self {
        Self { hand: Some(hand) }
    }

    /// The time.
    pub fn now(&self) -> DateTime<Utc> {
        self.hand.as_ref().map_or_else(Utc::now, |hand| *hand.borrow())
    }

    /// The day in Almaty.
    pub fn today(&self) -> NaiveDate {
        day(self.now())
    }

    /// Waits until it is worth looking at the time again: a minute, or until it is set.
    pub async fn next_look(&mut self) {
        if let Some(hand) = &mut self.hand
            && hand.changed().await.is_ok()
        {
            return;
        }
        sleep(LOOK).await;
    }
}

/// The day in Almaty at a moment.
pub fn day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Almaty).date_naive()
}

/// Whether people in Almaty are awake at a moment, so that they may be written to.
pub fn is_waking(at: DateTime<Utc>) -> bool {
    (WAKING.0..WAKING.1).contains(&at.with_timezone(&Almaty).hour())
}

/// The moment at which a renewal is told of: the day before, in the morning.
pub fn moment(renewal: NaiveDate) -> DateTime<Utc> {
    let eve = renewal.pred_opt().unwrap_or(renewal);
    let morning = eve.and_time(NaiveTime::from_hms_opt(HOUR, 0, 0).unwrap_or_default());
    // Should a clock change ever skip the hour, an hour later will do.
    let local = Almaty.from_local_datetime(&morning).earliest();
    local
        .or_else(|| Almaty.from_local_datetime(&(morning + TimeDelta::hours(1))).earliest())
        .map_or_else(|| morning.and_utc(), |local| local.with_timezone(&Utc))
}

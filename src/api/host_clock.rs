//! Compares the clock of this machine with the `Date` of Telegram's answers. A wrong clock makes messages look old,
//! and old questions in groups get no answer.

use std::sync::Once;
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use reqwest::header::{DATE, HeaderMap};

/// The largest difference in seconds that is normal: headers are in whole seconds, and answers take time.
const TOLERANCE: i64 = 20;

/// Logs once if the clock of this machine is wrong.
pub fn check(headers: &HeaderMap) {
    static REPORTED: Once = Once::new();
    if REPORTED.is_completed() {
        return;
    }
    let date = headers.get(DATE).and_then(|date| date.to_str().ok());
    if let Some(seconds) = date.and_then(|date| seconds_ahead(date, SystemTime::now().into()))
        && seconds.abs() > TOLERANCE
    {
        let direction = if seconds > 0 { "ahead of" } else { "behind" };
        let seconds = seconds.abs();
        REPORTED.call_once(|| {
            log::error!("the clock of this machine is {seconds} s {direction} that of the Bot API server: set it right");
        });
    }
}

/// How many seconds `now` is ahead of an HTTP date.
fn seconds_ahead(date: &str, now: DateTime<Utc>) -> Option<i64> {
    let date = DateTime::parse_from_rfc2822(date).ok()?;
    Some(now.signed_duration_since(date).num_seconds())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_http_date_is_compared_with_the_clock() {
        let now = DateTime::parse_from_rfc3339("2026-12-01T12:01:00Z").unwrap_or_default().to_utc();
        assert_eq!(seconds_ahead("Tue, 01 Dec 2026 12:00:00 GMT", now), Some(60));
        assert_eq!(seconds_ahead("Tue, 01 Dec 2026 12:02:00 GMT", now), Some(-60));
        assert_eq!(seconds_ahead("yesterday", now), None);
    }
}

//! Limits repeated log lines: the first one is written, further equal ones are counted and reported with the next.

use std::collections::HashMap;
use std::fmt::Display;
use std::sync::{Mutex, PoisonError};

use tokio::time::{Duration, Instant};

/// How long an equal line is only counted.
const PERIOD: Duration = Duration::from_secs(600);
/// The most different lines that are remembered; more of them are written without counting.
const CAPACITY: usize = 500;

/// The lines of the last ten minutes.
#[derive(Debug, Default)]
pub struct OnceAWhile(Mutex<HashMap<String, Line>>);

#[derive(Debug)]
struct Line {
    written: Instant,
    suppressed: u32,
}

impl OnceAWhile {
    /// Writes a warning, unless an equal one was written in the last ten minutes.
    pub fn warn(&self, line: impl Display) {
        let line = line.to_string();
        match self.record(&line, Instant::now()) {
            Some(0) => log::warn!("{line}"),
            Some(suppressed) => log::warn!("{line} ({suppressed} more since the last report)"),
            None => {}
        }
    }

    /// How many equal lines were suppressed since the last one; `None` if this one is suppressed, too.
    fn record(&self, line: &str, now: Instant) -> Option<u32> {
        // Each use leaves the map consistent, so a poisoned lock is still good.
        let mut lines = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lines.get_mut(line) {
            if now.duration_since(known.written) < PERIOD {
                known.suppressed += 1;
                return None;
            }
            known.written = now;
            return Some(std::mem::take(&mut known.suppressed));
        }
        if lines.len() >= CAPACITY {
            lines.retain(|_, line| now.duration_since(line.written) < PERIOD);
        }
        if lines.len() < CAPACITY {
            lines.insert(line.to_owned(), Line { written: now, suppressed: 0 });
        }
        Some(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_equal_line_is_counted_until_the_period_is_over() {
        let (lines, start) = (OnceAWhile::default(), Instant::now());
        assert_eq!(lines.record("a", start), Some(0));
        assert_eq!(lines.record("a", start), None);
        assert_eq!(lines.record("b", start), Some(0));
        assert_eq!(lines.record("a", start), None);
        assert_eq!(lines.record("a", start + PERIOD), Some(2));
        assert_eq!(lines.record("a", start + PERIOD), None);
    }

    #[test]
    fn the_number_of_remembered_lines_is_bounded() {
        let (lines, start) = (OnceAWhile::default(), Instant::now());
        for number in 0..2 * CAPACITY {
            assert_eq!(lines.record(&number.to_string(), start), Some(0));
        }
        assert_eq!(lines.0.lock().unwrap_or_else(PoisonError::into_inner).len(), CAPACITY);
    }
}

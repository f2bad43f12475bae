//! Reminders of a renewal: set, changed and stopped by words and buttons, sent once, forgotten for good.

mod buttons;
mod calendar;
mod forget;
mod sending;
mod talk;
mod words;

use chrono::NaiveDate;

use crate::person::{Person, Shown};

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Somebody sets a reminder in words; what is said of it.
async fn sets(person: &Person<'_>, words: &str) -> Shown {
    let shown = person.types(&format!("/remind {words}")).await.one();
    assert!(shown.text.contains("✅"), "{}", shown.text);
    shown
}

//! When a plan renews and when that is told, on any day of a century and a half.

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Timelike};
use chrono_tz::Asia::Almaty;
use kz_topup_bot::bot::clock;
use kz_topup_bot::dialogue::reminder::{Ahead, Reminder, Rule};
use proptest::prelude::{ProptestConfig, Strategy, prop_assert, prop_assert_eq, prop_oneof, proptest};

use crate::remind::day;

fn days() -> impl Strategy<Value = NaiveDate> {
    (0_u64..60_000).prop_map(|days| day(2021, 1, 1) + Days::new(days))
}

fn rules() -> impl Strategy<Value = Rule> {
    let monthly = (1_u8..=31).prop_map(|day| Rule::Monthly { day });
    let every = (2_u16..=366, days()).prop_map(|(days, from)| Rule::Every { days, from });
    prop_oneof![monthly, every]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// The first renewal after a day is after it, is a renewal, and none lies between.
    #[test]
    fn the_next_renewal_is_the_first_one(rule in rules(), today in days()) {
        let next = rule.after(today);
        prop_assert!(next > today);
        let is_renewal = |day: NaiveDate| match rule {
            Rule::Monthly { day: wanted } => {
                let last = (day + Days::new(1)).day() == 1;
                day.day() == u32::from(wanted) || (last && day.day() < u32::from(wanted))
            }
            Rule::Every { days, from } => day >= from && (day - from).num_days() % i64::from(days) == 0,
        };
        prop_assert!(is_renewal(next), "{next}");
        let mut between = today + Days::new(1);
        while between < next.min(today + Days::new(400)) {
            prop_assert!(!is_renewal(between), "{between}");
            between = between + Days::new(1);
        }
    }

    /// Whatever the hour at which it is set, the message is in the future, on the day before, at ten in Almaty.
    #[test]
    fn the_message_comes_on_the_day_before(rule in rules(), today in days(), minute in 0_i64..1_440) {
        let reminder = Reminder::new(rule, today, None);
        let moment = clock::moment(reminder.next);
        let local = moment.with_timezone(&Almaty);
        prop_assert_eq!(local.date_naive() + Days::new(1), reminder.next);
        prop_assert_eq!((local.hour(), local.minute()), (10, 0));
        prop_assert!(clock::is_waking(moment));
        let midnight = clock::moment(today + Days::new(1)) - TimeDelta::hours(10);
        let now: DateTime<_> = midnight + TimeDelta::minutes(minute);
        prop_assert_eq!(clock::day(now), today);
        prop_assert!(moment > now);
    }

    /// Told of one renewal, the next one is told of in its own time; none is left out and none comes twice.
    #[test]
    fn each_renewal_is_told_of_once(rule in rules(), today in days()) {
        let mut reminder = Reminder::new(rule, today, None);
        for _ in 0..20 {
            let eve = reminder.next - Days::new(1);
            prop_assert_eq!(reminder.ahead(eve), Some(Ahead::Tomorrow));
            prop_assert_eq!(reminder.ahead(reminder.next), Some(Ahead::Today));
            prop_assert_eq!(reminder.skip_past(eve), reminder);
            let later = reminder.advance();
            prop_assert_eq!(later.next, rule.after(reminder.next));
            prop_assert!(clock::moment(later.next) > clock::moment(reminder.next));
            reminder = later;
        }
    }

    /// After a long stop what is past is left out, and what is still ahead is not.
    #[test]
    fn what_is_past_is_left_out(rule in rules(), set in days(), away in 0_u64..1_000) {
        let reminder = Reminder::new(rule, set, None);
        let today = set + Days::new(away);
        let current = reminder.skip_past(today);
        prop_assert!(current.next >= today);
        let first = rule.after(today - Days::new(1));
        prop_assert!(current.next == reminder.next || current.next == first);
    }

    /// A rule is written in a few characters, and read back as it was.
    #[test]
    fn a_rule_survives_being_written(rule in rules()) {
        prop_assert_eq!(Rule::of_code(&rule.code()), Some(rule));
    }

    #[test]
    fn garbled_rules_are_none(text in "[me]?[0-9.]{0,12}") {
        if let Some(rule) = Rule::of_code(&text) {
            prop_assert_eq!(rule.code(), text);
        }
    }
}

#[test]
fn short_months_end_early() {
    let monthly = |day| Rule::Monthly { day };
    for (rule, after, next) in [
        (monthly(31), day(2027, 1, 31), day(2027, 2, 28)),
        (monthly(29), day(2028, 1, 31), day(2028, 2, 29)),
        (monthly(30), day(2028, 2, 28), day(2028, 2, 29)),
        (monthly(31), day(2028, 2, 29), day(2028, 3, 31)),
        (monthly(31), day(2027, 4, 1), day(2027, 4, 30)),
        (monthly(28), day(2026, 12, 28), day(2027, 1, 28)),
        (Rule::Every { days: 30, from: day(2028, 2, 1) }, day(2028, 2, 1), day(2028, 3, 2)),
        (Rule::Every { days: 365, from: day(2027, 3, 1) }, day(2027, 3, 1), day(2028, 2, 29)),
    ] {
        assert_eq!(rule.after(after), next, "{rule:?} after {after}");
    }
}

#[test]
fn the_time_is_that_of_almaty_before_and_after_its_change() {
    for (renewal, utc) in [
        (day(2024, 2, 20), "2024-02-19T04:00:00Z"),
        (day(2024, 3, 20), "2024-03-19T05:00:00Z"),
        (day(2026, 12, 28), "2026-12-27T05:00:00Z"),
    ] {
        assert_eq!(clock::moment(renewal), utc.parse::<DateTime<chrono::Utc>>().unwrap());
    }
    let night = "2026-12-27T17:00:00Z".parse::<DateTime<chrono::Utc>>().unwrap();
    assert!(!clock::is_waking(night), "ten in the evening");
    assert_eq!(clock::day(night + TimeDelta::hours(2)), day(2026, 12, 28));
}

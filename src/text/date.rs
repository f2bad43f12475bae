//! Reads dates: numbers, days of a month, names of months; and which day is meant.

use chrono::{Datelike, Days, NaiveDate};

use crate::text::fold::split_words;

/// The shortest beginning of a month's name that is taken for it.
pub const SHORTEST_MONTH: usize = 3;

/// What a text says of a day or of a number of days.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said {
    /// Nothing of this kind.
    Nothing,
    /// Something of this kind, but it cannot be.
    Unclear,
    /// A bare number.
    Number(u32),
    /// A number of days.
    Days(u32),
    /// A day of a month, in the ways it can be meant: month and day, the likeliest first.
    Date(Vec<(u32, u32)>),
    /// Today.
    Today,
    /// Tomorrow.
    Tomorrow,
}

/// The day that was meant by a date, for a plan that lasts so many days: the next renewal if it is near enough, else
/// the last one.
pub fn resolve(said: &Said, days: u16, today: NaiveDate) -> Option<NaiveDate> {
    let candidates: Vec<NaiveDate> = match said {
        Said::Today => vec![today],
        Said::Tomorrow => vec![today.checked_add_days(Days::new(1)).unwrap_or(today)],
        Said::Number(day) => around(today).filter_map(|(y, m)| NaiveDate::from_ymd_opt(y, m, *day)).collect(),
        Said::Date(dates) => {
            let years = today.year() - 1..=today.year() + 1;
            let all = dates.iter().flat_map(|&(month, day)| {
                years.clone().filter_map(move |year| NaiveDate::from_ymd_opt(year, month, day))
            });
            all.collect()
        }
        Said::Nothing | Said::Unclear | Said::Days(_) => Vec::new(),
    };
    let distance = |day: &NaiveDate| (*day - today).num_days();
    let ahead = candidates.iter().find(|day| (1..=i64::from(days)).contains(&distance(day)));
    let behind = candidates.iter().find(|day| (-i64::from(days)..=0).contains(&distance(day)));
    ahead.or(behind).copied()
}

/// The months within a year on either side of a day, the coming ones first.
fn around(today: NaiveDate) -> impl Iterator<Item = (i32, u32)> {
    let at = today.year() * 12 + today.month0().cast_signed();
    let months = (at..=at + 12).chain((at - 12..at).rev());
    months.map(|month| (month.div_euclid(12), month.rem_euclid(12).cast_unsigned() + 1))
}

/// A date, in the ways it can be meant: pairs of month and day.
pub fn date_of(meant: Vec<(u32, u32)>) -> Said {
    // A leap year has every day there is.
    let dates: Vec<(u32, u32)> =
        meant.into_iter().filter(|&(m, d)| NaiveDate::from_ymd_opt(2024, m, d).is_some()).collect();
    if dates.is_empty() { Said::Unclear } else { Said::Date(dates) }
}

/// The runs of digits that begin a word: `28th` has one, `tele2` none.
pub fn numbers(folded: &str) -> Vec<u32> {
    let words = split_words(folded);
    let digits = words.iter().map(|word| word.chars().take_while(char::is_ascii_digit).collect::<String>());
    // What is longer than any number is at least no small one.
    digits.filter(|run| !run.is_empty()).map(|run| run.parse().unwrap_or(u32::MAX)).collect()
}

/// Whether a word is the name of a month, its beginning, or the name in another case: "декабрь" for "декабря".
pub fn is_month(name: &str, word: &str) -> bool {
    let stem: String = name.chars().take(name.chars().count() - 1).collect();
    name.starts_with(word) || (stem.chars().count() >= SHORTEST_MONTH && word.starts_with(&stem))
}

//! What typed words say of a renewal: a number, a number of days, a date, today or tomorrow. Digits are read here and
//! looked up nowhere else; what words mean is in the data, months are named as the dates of every language name them.

use chrono::{Datelike, NaiveDate};

use crate::catalog::Catalog;
use crate::catalog::aliases::{Reading, Word};
use crate::catalog::line::Scope;
use crate::catalog::script::words;
use crate::dialogue::keys::date;
use crate::dialogue::reminder::plus;

/// As many characters of a text are read.
const READ_AT_MOST: usize = 300;
/// The shortest beginning of a month's name that is taken for it.
const SHORTEST_MONTH: usize = 3;
/// A number from here on is a year.
const YEAR: u32 = 2000;

/// What was said.
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

/// Reads a text.
pub fn said(catalog: &Catalog, text: &str, reading: &Reading) -> Said {
    let text: String = text.chars().take(READ_AT_MOST).collect();
    let folded = catalog.folded(&text);
    let has = |word| reading.words.contains(&word);
    let numbers = numbers(&folded);
    match (numbers.as_slice(), month(catalog, &folded)) {
        ([], _) if has(Word::Today) => Said::Today,
        ([], _) if has(Word::Tomorrow) => Said::Tomorrow,
        ([], _) => Said::Nothing,
        ([day], Some(month)) => date_of(vec![(month, *day)]),
        ([day, year], Some(month)) if *year >= YEAR => date_of(vec![(month, *day)]),
        // A year tells which way round the rest is.
        ([year, month, day], None) if *year >= YEAR => date_of(vec![(*month, *day)]),
        ([day, month, year], None) if *year >= YEAR => date_of(vec![(*month, *day)]),
        // The order of the Chinese, then everybody else's: 3月12日; 12.03.
        ([month, day], None) if folded.contains('月') => date_of(vec![(*month, *day)]),
        ([day, month], None) => date_of(vec![(*month, *day), (*day, *month)]),
        ([days], None) if has(Word::Days) && !has(Word::Monthly) => Said::Days(*days),
        ([number], None) => Said::Number(*number),
        _ => Said::Unclear,
    }
}

/// The day that was meant by a date, for a plan that lasts so many days: the next renewal if it is near enough, else the
/// last one.
pub fn resolve(said: &Said, days: u16, today: NaiveDate) -> Option<NaiveDate> {
    let candidates: Vec<NaiveDate> = match said {
        Said::Today => vec![today],
        Said::Tomorrow => vec![plus(today, 1)],
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

fn date_of(meant: Vec<(u32, u32)>) -> Said {
    // A leap year has every day there is.
    let dates: Vec<(u32, u32)> =
        meant.into_iter().filter(|&(m, d)| NaiveDate::from_ymd_opt(2024, m, d).is_some()).collect();
    if dates.is_empty() { Said::Unclear } else { Said::Date(dates) }
}

/// The runs of digits that begin a word: `28th` has one, `tele2` none.
fn numbers(folded: &str) -> Vec<u32> {
    let words = words(folded);
    let digits = words.iter().map(|word| word.chars().take_while(char::is_ascii_digit).collect::<String>());
    // What is longer than any number is at least no small one.
    digits.filter(|run| !run.is_empty()).map(|run| run.parse().unwrap_or(u32::MAX)).collect()
}

/// The month that is named, in any language: "12 декабря", "Dec 12".
fn month(catalog: &Catalog, folded: &str) -> Option<u32> {
    let said = words(folded);
    let said: Vec<&String> = said.iter().filter(|word| word.chars().count() >= SHORTEST_MONTH).collect();
    (1..=12).find(|&month| {
        catalog.languages().any(|lang| {
            let scope = Scope { extra: &[("day", "")], ..Scope::default() };
            let named = words(&catalog.folded(&catalog.words(lang, &date(month), scope)));
            let letters = |word: &&String| word.chars().all(char::is_alphabetic);
            let name = named.iter().find(|word| letters(word) && word.chars().count() >= SHORTEST_MONTH);
            name.is_some_and(|name| said.iter().any(|word| is_month(name, word)))
        })
    })
}

/// Whether a word is the name of a month, its beginning, or the name in another case: "декабрь" for "декабря".
fn is_month(name: &str, word: &str) -> bool {
    let stem: String = name.chars().take(name.chars().count() - 1).collect();
    name.starts_with(word) || (stem.chars().count() >= SHORTEST_MONTH && word.starts_with(&stem))
}

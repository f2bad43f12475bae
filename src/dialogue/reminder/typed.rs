//! What typed words say of a renewal: a number, a number of days, a date, today or tomorrow. Digits are read here and
//! looked up nowhere else; what words mean is in the data, months are named as the dates of every language name them.

use crate::catalog::aliases::Word;
use crate::catalog::line::Scope;
use crate::catalog::model::Catalog;
use crate::catalog::reading::Reading;
use crate::dialogue::keys::date;
use crate::text::date::{SHORTEST_MONTH, Said, date_of, is_month, numbers};
use crate::text::fold::split_words;

/// As many characters of a text are read.
const READ_AT_MOST: usize = 300;
/// A number from here on is a year.
const YEAR: u32 = 2000;

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

/// The month that is named, in any language: "12 декабря", "Dec 12".
fn month(catalog: &Catalog, folded: &str) -> Option<u32> {
    let said = split_words(folded);
    let said: Vec<&String> = said.iter().filter(|word| word.chars().count() >= SHORTEST_MONTH).collect();
    (1..=12).find(|&month| {
        catalog.languages().any(|lang| {
            let scope = Scope { extra: &[("day", "")], ..Scope::default() };
            let named = split_words(&catalog.folded(&catalog.words(lang, &date(month), scope)));
            let letters = |word: &&String| word.chars().all(char::is_alphabetic);
            let name = named.iter().find(|word| letters(word) && word.chars().count() >= SHORTEST_MONTH);
            name.is_some_and(|name| said.iter().any(|word| is_month(name, word)))
        })
    })
}

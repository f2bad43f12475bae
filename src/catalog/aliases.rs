//! What a typed text names: operators, ways to pay and pages, by the aliases in the data. Scripts are folded
//! (width, case, ё, Kazakh letters), Chinese is searched inside the text, other words are compared whole,
//! with small typos and Russian endings forgiven.

use std::cmp::Reverse;

use unicode_normalization::UnicodeNormalization;

use crate::catalog::Catalog;
use crate::catalog::id::{MethodId, OperatorId, PageId};

/// Words of fewer letters must be typed exactly: a typo would make another word of them.
const SHORTEST_FORGIVEN: usize = 5;
/// Words of at least this many letters may have two typos.
const LONG_WORD: usize = 8;
/// How many letters a Russian or Kazakh ending may add.
const LONGEST_ENDING: usize = 3;
/// As many characters of a text are read; what a person asks fits.
const READ_AT_MOST: usize = 300;

/// All aliases of a catalog, folded and split.
#[derive(Debug, Default)]
pub struct Aliases {
    entries: Vec<(Alias, Named)>,
}

/// What an alias stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// An operator.
    Operator(OperatorId),
    /// A way to pay or a group of ways.
    Method(MethodId),
    /// A page.
    Page(PageId),
}

/// What was found in a typed text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Operators named, each once, best match first.
    pub operators: Vec<OperatorId>,
    /// Ways to pay named, each once, best match first.
    pub methods: Vec<MethodId>,
    /// Pages named, each once, best match first.
    pub pages: Vec<PageId>,
    /// Whether it looks as if it holds a number or a code, which nobody should send.
    pub digits: Digits,
    /// Whether it is a plain yes or no, in any of our languages.
    pub answer: Option<Answer>,
}

/// Whether a text holds a long run of digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Digits {
    /// It does not.
    #[default]
    Few,
    /// It does: a telephone number, a code or a card.
    Many,
}

/// A plain yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Yes.
    Yes,
    /// No.
    No,
}

#[derive(Debug)]
enum Alias {
    /// Chinese: found anywhere in the text.
    Inside(String),
    /// Words in a row.
    Words(Vec<String>),
}

/// How well an alias matched; more is better.
type Score = (Exactness, usize);

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Exactness {
    Typo,
    Ending,
    Exact,
}

impl Aliases {
    /// Collects aliases; each may be in any script.
    pub fn new<'a>(aliases: impl IntoIterator<Item = (&'a str, Named)>) -> Self {
        let entries = aliases
            .into_iter()
            .map(|(alias, named)| {
                let folded = fold(alias);
                let alias = if folded.chars().any(is_han) {
                    Alias::Inside(folded.split_whitespace().collect())
                } else {
                    Alias::Words(tokens(&folded))
                };
                (alias, named)
            })
            .collect();
        Self { entries }
    }

    /// The aliases that two different things share, as written after folding.
    pub fn shared(&self) -> Vec<String> {
        let mut seen: Vec<(String, Named)> = Vec::new();
        let mut shared = Vec::new();
        for (alias, named) in &self.entries {
            let text = match alias {
                Alias::Inside(text) => text.clone(),
                Alias::Words(words) => words.join(" "),
            };
            if seen.iter().any(|(other, what)| *other == text && what != named) {
                shared.push(text.clone());
            }
            seen.push((text, *named));
        }
        shared
    }

    fn find(&self, folded: &str) -> Vec<(Score, Named)> {
        let joined: String = folded.split_whitespace().collect();
        let words = tokens(folded);
        let mut found: Vec<(Score, Named)> = Vec::new();
        for (alias, named) in &self.entries {
            let score = match alias {
                Alias::Inside(text) => {
                    joined.contains(text.as_str()).then(|| (Exactness::Exact, text.chars().count()))
                }
                Alias::Words(alias) => {
                    words.windows(alias.len().max(1)).filter_map(|window| match_words(alias, window)).max()
                }
            };
            let Some(score) = score else { continue };
            match found.iter_mut().find(|(_, other)| other == named) {
                Some(entry) => entry.0 = entry.0.max(score),
                None => found.push((score, *named)),
            }
        }
        found.sort_by_key(|(score, _)| Reverse(*score));
        found
    }
}

impl Catalog {
    /// Reads a typed text.
    pub fn read(&self, text: &str) -> Reading {
        let text: String = text.chars().take(READ_AT_MOST).collect();
        let folded = fold(&text);
        let mut reading =
            Reading { digits: digits(&folded), answer: self.answer(&folded), ..Reading::default() };
        let found = self.aliases.find(&folded);
        // A guess is only worth something where nothing of its kind was typed exactly.
        let sure = |kind: fn(&Named) -> bool| {
            found.iter().any(|((exactness, _), named)| *exactness > Exactness::Typo && kind(named))
        };
        let sure_operator = sure(|named| matches!(named, Named::Operator(_)));
        let sure_method = sure(|named| matches!(named, Named::Method(_)));
        for ((exactness, _), named) in &found {
            let guess = *exactness == Exactness::Typo;
            match named {
                Named::Operator(id) if !(guess && sure_operator) => reading.operators.push(*id),
                Named::Method(id) if !(guess && sure_method) => reading.methods.push(*id),
                Named::Page(id) if !guess => reading.pages.push(*id),
                Named::Operator(_) | Named::Method(_) | Named::Page(_) => {}
            }
        }
        reading
    }

    fn answer(&self, folded: &str) -> Option<Answer> {
        let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
        let said = letters(folded);
        let said_in = |lang, key| {
            self.words(lang, key, super::line::Scope::default())
                .split_whitespace()
                .any(|word| letters(&fold(word)) == said)
        };
        self.languages().find_map(|lang| {
            if said_in(lang, "word.yes") {
                Some(Answer::Yes)
            } else if said_in(lang, "word.no") {
                Some(Answer::No)
            } else {
                None
            }
        })
    }
}

/// Folds what different keyboards make of the same word.
fn fold(text: &str) -> String {
    text.nfkc()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ё' => 'е',
            'ә' => 'а',
            'ғ' => 'г',
            'қ' => 'к',
            'ң' => 'н',
            'ө' => 'о',
            'ұ' | 'ү' => 'у',
            'һ' => 'х',
            'і' => 'и',
            c => c,
        })
        .collect()
}

/// Words of letters and digits; Chinese ends a word, so "beeline怎么充" begins with "beeline".
fn tokens(folded: &str) -> Vec<String> {
    folded
        .split(|c: char| is_han(c) || !(c.is_alphanumeric()))
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}')
}

/// A telephone number or a code has at least four digits, however they are grouped.
fn digits(folded: &str) -> Digits {
    match folded.chars().filter(char::is_ascii_digit).count() {
        0..=3 => Digits::Few,
        _ => Digits::Many,
    }
}

fn match_words(alias: &[String], window: &[String]) -> Option<Score> {
    if alias.is_empty() || alias.len() != window.len() {
        return None;
    }
    let mut worst = Exactness::Exact;
    for (alias, word) in alias.iter().zip(window) {
        worst = worst.min(match_word(alias, word)?);
    }
    Some((worst, alias.iter().map(|word| word.chars().count()).sum()))
}

fn match_word(alias: &str, word: &str) -> Option<Exactness> {
    if alias == word {
        return Some(Exactness::Exact);
    }
    let letters = alias.chars().count();
    let more = word.chars().count().saturating_sub(letters);
    let cyrillic = alias.chars().any(|c| matches!(c, 'а'..='я'));
    if letters >= 4 && cyrillic && word.starts_with(alias) && more <= LONGEST_ENDING {
        return Some(Exactness::Ending);
    }
    let forgiven = match letters {
        0..SHORTEST_FORGIVEN => 0,
        SHORTEST_FORGIVEN..LONG_WORD => 1,
        _ => 2,
    };
    let same_start = alias.chars().next() == word.chars().next();
    (forgiven > 0 && same_start && strsim::osa_distance(alias, word) <= forgiven).then_some(Exactness::Typo)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typos_and_endings_are_forgiven_but_not_invented() {
        for (alias, word, expected) in [
            ("beeline", "beeline", Some(Exactness::Exact)),
            ("beeline", "beelin", Some(Exactness::Typo)),
            ("beeline", "bealine", Some(Exactness::Typo)),
            ("kaspi", "kaspy", Some(Exactness::Typo)),
            ("билайн", "билайна", Some(Exactness::Ending)),
            ("izi", "isi", None),
            ("other", "mother", None),
            ("altel", "hotel", None),
        ] {
            assert!(match_word(alias, word) == expected, "{alias} {word}");
        }
    }

    #[test]
    fn scripts_are_folded_and_split() {
        assert_eq!(tokens(&fold("Ｂｅｅｌｉｎｅ怎么充？ Қазақ")), ["beeline", "казак"]);
    }
}

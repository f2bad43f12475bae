//! Finds known names in a text: typos and endings are forgiven, and where names overlap the most exact and longest
//! one claims its words, so that "别的银行" (another bank) does not also mean "别的" (another operator).

use std::cmp::Reverse;
use std::ops::Range;

use crate::text::fold::split_words;
use crate::text::script::is_han;

/// Words of fewer letters must be typed exactly: a typo would make another word of them.
const SHORTEST_FORGIVEN: usize = 5;
/// Words of at least this many letters may have two typos.
const LONG_WORD: usize = 12;
/// How many letters a Russian or Kazakh ending may add.
const LONGEST_ENDING: usize = 3;

/// Names, each with what it means.
#[derive(Debug)]
pub struct Matcher<T> {
    /// In the order of their first letters.
    entries: Vec<(Vec<Spelling>, T)>,
}

/// A name found in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match<T> {
    /// How exactly it is spelt.
    pub exactness: Exactness,
    /// Letters of the name.
    pub letters: usize,
    /// Its words, counted from 0.
    pub span: Range<usize>,
    /// What it means.
    pub meaning: T,
}

/// How exactly a name is spelt, worst first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exactness {
    /// With a typo.
    Typo,
    /// With a Russian or Kazakh ending.
    Ending,
    /// As in the data.
    Exact,
}

/// A word with what comparing needs: most comparisons end at the first letter.
#[derive(Debug, PartialEq, Eq)]
struct Spelling {
    first: char,
    letters: usize,
    /// A bit for each letter that occurs, so that most words are told apart without computing a distance.
    occurring: u64,
    script: Script,
    word: String,
}

#[derive(Debug, PartialEq, Eq)]
enum Script {
    Han,
    Cyrillic,
    Other,
}

impl<T> Default for Matcher<T> {
    fn default() -> Self {
        Self { entries: Vec::new() }
    }
}

impl<T: Copy + PartialEq> Matcher<T> {
    /// Collects folded names with their meanings; one without letters is left out.
    pub fn new(names: impl IntoIterator<Item = (String, T)>) -> Self {
        let entries = names.into_iter().map(|(name, meaning)| (spellings(&name), meaning));
        let mut entries: Vec<_> = entries.filter(|(name, _)| !name.is_empty()).collect();
        entries.sort_by_key(|(name, _)| name[0].first);
        Self { entries }
    }

    /// The first letters of all words in the names.
    pub fn first_letters(&self) -> impl Iterator<Item = char> + '_ {
        self.entries.iter().flat_map(|(name, _)| name).map(|word| word.first)
    }

    /// The names that have two different meanings.
    pub fn shared(&self) -> Vec<String> {
        let entries = self.entries.iter().enumerate();
        let shared = entries.filter(|(i, (name, meaning))| {
            self.entries[..*i].iter().any(|(other, another)| other == name && another != meaning)
        });
        let written =
            |name: &[Spelling]| name.iter().map(|word| word.word.as_str()).collect::<Vec<_>>().join(" ");
        shared.map(|(_, (name, _))| written(name)).collect()
    }

    /// The names in a folded text that do not overlap, best first.
    pub fn find(&self, folded: &str) -> Vec<Match<T>> {
        let said = spellings(folded);
        let mut matches: Vec<Match<T>> = Vec::new();
        for start in 0..said.len() {
            for (name, meaning) in self.beginning_with(said[start].first) {
                let Some(window) = said.get(start..start + name.len()) else { continue };
                let Some(exactness) = match_words(name, window) else { continue };
                let letters = name.iter().map(|word| word.letters).sum();
                let span = start..start + name.len();
                matches.push(Match { exactness, letters, span, meaning: *meaning });
            }
        }
        matches.sort_by_key(|found| (Reverse(found.exactness), Reverse(found.letters), found.span.start));
        let mut claimed: Vec<Range<usize>> = Vec::new();
        matches.retain(|found| {
            let free =
                claimed.iter().all(|span| found.span.end <= span.start || span.end <= found.span.start);
            if free {
                claimed.push(found.span.clone());
            }
            free
        });
        matches
    }

    /// The names that begin with a letter.
    fn beginning_with(&self, letter: char) -> &[(Vec<Spelling>, T)] {
        let start = self.entries.partition_point(|(name, _)| name[0].first < letter);
        let rest = &self.entries[start..];
        &rest[..rest.partition_point(|(name, _)| name[0].first == letter)]
    }
}

fn spellings(folded: &str) -> Vec<Spelling> {
    split_words(folded).into_iter().map(Spelling::of).collect()
}

impl Spelling {
    fn of(word: String) -> Self {
        let first = word.chars().next().unwrap_or_default();
        let script = match first {
            first if is_han(first) => Script::Han,
            'а'..='я' => Script::Cyrillic,
            _ => Script::Other,
        };
        let occurring = word.chars().fold(0, |bits, c| bits | 1 << (u32::from(c) % u64::BITS));
        Self { first, letters: word.chars().count(), occurring, script, word }
    }
}

fn match_words(name: &[Spelling], said: &[Spelling]) -> Option<Exactness> {
    let mut worst = Exactness::Exact;
    for (name, word) in name.iter().zip(said) {
        worst = worst.min(match_word(name, word)?);
    }
    Some(worst)
}

fn match_word(name: &Spelling, said: &Spelling) -> Option<Exactness> {
    if name.first != said.first {
        return None;
    }
    if name.word == said.word {
        return Some(Exactness::Exact);
    }
    if name.script == Script::Han || name.letters < SHORTEST_FORGIVEN {
        return None;
    }
    let more = said.letters.saturating_sub(name.letters);
    if name.script == Script::Cyrillic && more <= LONGEST_ENDING && said.word.starts_with(&name.word) {
        return Some(Exactness::Ending);
    }
    let forgiven = if name.letters < LONG_WORD { 1 } else { 2 };
    // A typo replaces one letter by another at most.
    let differing = (name.occurring ^ said.occurring).count_ones() as usize;
    let near = name.letters.abs_diff(said.letters) <= forgiven && differing <= 2 * forgiven;
    (near && strsim::osa_distance(&name.word, &said.word) <= forgiven).then_some(Exactness::Typo)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typos_and_endings_are_forgiven_but_not_invented() {
        for (name, word, expected) in [
            ("beeline", "beeline", Some(Exactness::Exact)),
            ("beeline", "beelin", Some(Exactness::Typo)),
            ("beeline", "bealine", Some(Exactness::Typo)),
            ("beeline", "baeiline", None),
            ("kaspi", "kaspy", Some(Exactness::Typo)),
            ("билайн", "билайна", Some(Exactness::Ending)),
            ("друг", "другой", None),
            ("izi", "isi", None),
            ("other", "mother", None),
            ("altel", "hotel", None),
        ] {
            let [name, word] = [name, word].map(|word| Spelling::of(word.to_owned()));
            assert_eq!(match_word(&name, &word), expected, "{} {}", name.word, word.word);
        }
    }
}

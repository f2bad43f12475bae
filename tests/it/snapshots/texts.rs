//! Finds out from which text of `dialogues/text` a rendered line comes, by comparing it with all of them.

use std::cmp::Reverse;
use std::collections::HashMap;

use kz_topup_bot::catalog::files::Files;
use serde_json::{Map, Value};

/// The key of the text around the note on a fact that is less than verified.
const NOTE: &str = "mark.note";

/// The texts of one language, prepared for comparison.
struct Language {
    /// Texts without places -> their numbers.
    whole: HashMap<String, Vec<usize>>,
    /// By number: the pieces of each text between its places.
    pieces: Vec<Vec<String>>,
}

/// The texts of all languages that are written by hand.
pub struct Texts {
    keys: Vec<String>,
    languages: Vec<(String, Language)>,
    found: HashMap<Vec<Option<String>>, Option<Source>>,
}

/// Where a line comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    pub key: String,
    /// What fills the places of the text in the first language, without spaces.
    pub filled: Vec<String>,
}

impl Texts {
    /// The texts of these languages; the first one is that of [`Source::filled`].
    pub fn of(languages: &[&str]) -> Self {
        let files = Files::embedded();
        let read = |lang: &str| -> Map<String, Value> {
            serde_json::from_str(&files.0[&format!("text/{lang}.json")]).unwrap()
        };
        let keys: Vec<String> = read(languages[0]).keys().cloned().collect();
        let language = |lang: &str| {
            let texts = read(lang);
            let pieces: Vec<_> = keys.iter().map(|key| pieces(texts[key].as_str().unwrap())).collect();
            let mut whole: HashMap<String, Vec<usize>> = HashMap::new();
            for (number, pieces) in pieces.iter().enumerate().filter(|(_, pieces)| pieces.len() == 1) {
                whole.entry(pieces[0].clone()).or_default().push(number);
            }
            Language { whole, pieces }
        };
        let languages = languages.iter().map(|&lang| (lang.to_owned(), language(lang))).collect();
        Self { keys, languages, found: HashMap::new() }
    }

    /// All keys, in the order of the files.
    pub fn keys(&self) -> &[String] {
        &self.keys
    }

    /// The source of a line, given as it reads in some languages. `None` if it is not a text, but a name or a number.
    pub fn source(&mut self, line: &HashMap<&str, String>) -> Option<Source> {
        let line: Vec<Option<String>> =
            self.languages.iter().map(|(lang, _)| line.get(lang.as_str()).map(|line| bare(line))).collect();
        if let Some(found) = self.found.get(&line) {
            return found.clone();
        }
        let found = self.find(&line);
        self.found.insert(line, found.clone());
        found
    }

    fn find(&self, line: &[Option<String>]) -> Option<Source> {
        let languages = self.languages.iter().zip(line);
        let present: Vec<(&Language, &String)> =
            languages.filter_map(|((_, language), line)| Some((language, line.as_ref()?))).collect();
        let (first, shown) = *present.first()?;
        let whole = first.whole.get(shown).into_iter().flatten().copied();
        let filled = (0..self.keys.len()).filter(|&number| first.pieces[number].len() > 1);
        let fits = |number: &usize| {
            present.iter().all(|(language, line)| gaps(line, &language.pieces[*number]).is_some())
        };
        let length = |number: usize| first.pieces[number].iter().map(String::len).sum::<usize>();
        // The first of those with the most words of their own.
        let best = whole.chain(filled).filter(fits).min_by_key(|&number| Reverse(length(number)))?;
        let filled = gaps(shown, &first.pieces[best])?;
        let filled = filled.into_iter().map(|gap| self.name(first, gap)).collect();
        Some(Source { key: self.keys[best].clone(), filled })
    }

    /// What fills a place, or a note behind the last one: the key of a text, if it is one, so that a changed name is
    /// changed in one place.
    fn name(&self, language: &Language, gap: String) -> String {
        let note = self.keys.iter().position(|key| key == NOTE);
        let noted = note.and_then(|note| gaps(&gap, &language.pieces[note])?.pop());
        let name = noted.filter(|noted| language.whole.contains_key(noted)).unwrap_or(gap);
        language.whole.get(&name).map_or(name, |numbers| self.keys[numbers[0]].clone())
    }
}

/// Without spaces and bold marks, which filling may move.
fn bare(text: &str) -> String {
    text.replace("**", "").replace(' ', "")
}

/// The bare pieces of a text around its places.
fn pieces(text: &str) -> Vec<String> {
    let mut parts = text.split('{');
    let mut pieces = vec![bare(parts.next().unwrap_or_default())];
    pieces.extend(parts.map(|part| bare(part.split_once('}').map_or(part, |(_, after)| after))));
    pieces
}

/// What is between the pieces in a line, or `None` if the line does not consist of them. After the last piece a note on
/// the mark of a fact may follow; it counts as one more gap.
fn gaps(line: &str, pieces: &[String]) -> Option<Vec<String>> {
    let (first, others) = pieces.split_first()?;
    let mut rest = line.strip_prefix(first.as_str())?;
    let mut gaps = Vec::new();
    for (at, piece) in others.iter().enumerate() {
        let last = at + 1 == others.len();
        let begins = if last && piece.is_empty() { rest.len() } else { rest.find(piece.as_str())? };
        gaps.push(rest[..begins].to_owned());
        rest = &rest[begins + piece.len()..];
    }
    if !rest.is_empty() {
        gaps.push(rest.to_owned());
    }
    (gaps.is_empty() == (others.is_empty())).then_some(gaps)
}

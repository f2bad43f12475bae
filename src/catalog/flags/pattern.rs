//! The phrases of `flags.json`. A phrase is a row of words that stand side by side:
//!
//! - `код*`: any word that begins so;
//! - `назов*|сообщ*`: any of these;
//! - `…`: up to six words or twelve Chinese characters may stand between;
//! - `на_карту|картой`: `_` joins words where there is a choice;
//! - `#`: a number.
//!
//! There is nothing else. A phrase lies within one sentence.

use crate::catalog::flags::tokens::{Token, clean};
use crate::catalog::hant::SimpleForms;
use crate::catalog::script::{is_han, words};

/// As much may stand where a phrase has `…`: a Chinese character counts once, any other word twice.
const GAP: usize = 12;

/// A phrase, ready to be looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    /// Whether words may stand between it and the part before.
    after: Space,
    any_of: Vec<Vec<Word>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Space {
    None,
    Gap,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Word {
    Exact(String),
    Stem(String),
    Number,
}

/// What is wrong with a phrase.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// No words.
    #[error("the phrase `{0}` has a part without words")]
    Empty(String),
    /// A gap that is not between words.
    #[error("in `{0}`, put `…` between words")]
    Gap(String),
}

impl Pattern {
    /// Reads a phrase.
    ///
    /// # Errors
    /// When a part has no words, or a gap does not stand between parts.
    pub fn parse(source: &str, simple: &SimpleForms) -> Result<Self, PatternError> {
        let mut parts: Vec<Part> = Vec::new();
        let mut after = Space::None;
        for piece in source.split_whitespace() {
            if piece == "…" {
                if parts.is_empty() || after == Space::Gap {
                    return Err(PatternError::Gap(source.to_owned()));
                }
                after = Space::Gap;
                continue;
            }
            let any_of: Vec<Vec<Word>> = piece.split('|').map(|said| alternative(said, simple)).collect();
            if any_of.iter().any(Vec::is_empty) {
                return Err(PatternError::Empty(source.to_owned()));
            }
            parts.push(Part { after, any_of });
            after = Space::None;
        }
        match (parts.is_empty(), after) {
            (true, _) => Err(PatternError::Empty(source.to_owned())),
            (false, Space::Gap) => Err(PatternError::Gap(source.to_owned())),
            (false, Space::None) => Ok(Self { parts }),
        }
    }

    /// Where the phrase that begins at a word ends, behind its last word; `None` if none begins there.
    pub fn end(&self, tokens: &[Token], start: usize) -> Option<usize> {
        rest(&self.parts, tokens, start, tokens.get(start)?.sentence)
    }
}

/// One way to say a part: its words side by side.
fn alternative(source: &str, simple: &SimpleForms) -> Vec<Word> {
    if source == "#" {
        return vec![Word::Number];
    }
    let stem = source.ends_with('*');
    let mut found: Vec<Word> = Vec::new();
    for piece in clean(source, simple).split_inclusive('%') {
        found.extend(words(piece).into_iter().map(Word::Exact));
        if piece.ends_with('%') {
            found.push(Word::Exact("%".to_owned()));
        }
    }
    if let (true, Some(Word::Exact(last))) = (stem, found.last().cloned()) {
        found.pop();
        found.push(Word::Stem(last));
    }
    found
}

fn rest(parts: &[Part], tokens: &[Token], at: usize, sentence: usize) -> Option<usize> {
    let Some((part, further)) = parts.split_first() else { return Some(at) };
    let starts = match part.after {
        Space::None => at..=at,
        Space::Gap => at..=at + reach(tokens.get(at..).unwrap_or_default()),
    };
    for start in starts {
        for words in &part.any_of {
            if stands_at(words, tokens, start, sentence)
                && let Some(end) = rest(further, tokens, start + words.len(), sentence)
            {
                return Some(end);
            }
        }
    }
    None
}

/// How many words a gap may skip.
fn reach(tokens: &[Token]) -> usize {
    let mut room = GAP;
    let fits = |token: &&Token| {
        let wide = if token.word.starts_with(is_han) { 1 } else { 2 };
        let fits = wide <= room;
        room = room.saturating_sub(wide);
        fits
    };
    tokens.iter().take_while(fits).count()
}

fn stands_at(words: &[Word], tokens: &[Token], start: usize, sentence: usize) -> bool {
    let Some(window) = tokens.get(start..start + words.len()) else { return false };
    words.iter().zip(window).all(|(word, token)| token.sentence == sentence && word.is(&token.word))
}

impl Word {
    fn is(&self, said: &str) -> bool {
        match self {
            Self::Exact(word) => word == said,
            Self::Stem(stem) => said.starts_with(stem.as_str()),
            Self::Number => said.starts_with(|c: char| c.is_ascii_digit()),
        }
    }
}

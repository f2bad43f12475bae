//! Phrases to look for in a text, as authors write them: words that follow each other within one sentence.
//!
//! - `код*`: any word that begins so;
//! - `назов*|сообщ*`: any of these;
//! - `…`: up to six words or twelve Chinese characters may come between;
//! - `на_карту|картой`: `_` joins words inside a choice;
//! - `#`: a number.

use crate::text::chinese::SimpleForms;
use crate::text::fold::{fold_visible, split_words};
use crate::text::script::is_han;
use crate::text::tokens::Token;

/// What `…` may skip: a Chinese character counts 1, any other word 2.
const GAP: usize = 12;

/// A parsed phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Part {
    /// Whether `…` comes before it.
    gap: bool,
    any_of: Vec<Vec<Word>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Word {
    Exact(String),
    Stem(String),
    Number,
}

/// What is wrong with a phrase.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhraseError {
    /// No words.
    #[error("the phrase `{0}` has a part without words")]
    Empty(String),
    /// A gap that is not between words.
    #[error("in `{0}`, put `…` between words")]
    Gap(String),
}

impl Phrase {
    /// Reads a phrase.
    ///
    /// # Errors
    /// When a part has no words, or a gap does not stand between parts.
    pub fn parse(source: &str, simple: &SimpleForms) -> Result<Self, PhraseError> {
        let mut parts: Vec<Part> = Vec::new();
        let mut gap = false;
        for piece in source.split_whitespace() {
            if piece == "…" {
                if parts.is_empty() || gap {
                    return Err(PhraseError::Gap(source.to_owned()));
                }
                gap = true;
                continue;
            }
            let any_of: Vec<Vec<Word>> = piece.split('|').map(|said| alternative(said, simple)).collect();
            if any_of.iter().any(Vec::is_empty) {
                return Err(PhraseError::Empty(source.to_owned()));
            }
            parts.push(Part { gap, any_of });
            gap = false;
        }
        match (parts.is_empty(), gap) {
            (true, _) => Err(PhraseError::Empty(source.to_owned())),
            (false, true) => Err(PhraseError::Gap(source.to_owned())),
            (false, false) => Ok(Self { parts }),
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
    for piece in fold_visible(source, simple).split_inclusive('%') {
        found.extend(split_words(piece).into_iter().map(Word::Exact));
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
    let skipped = if part.gap { reach(tokens.get(at..).unwrap_or_default()) } else { 0 };
    let starts = at..=at + skipped;
    for start in starts {
        for words in &part.any_of {
            if matches_at(words, tokens, start, sentence)
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

fn matches_at(words: &[Word], tokens: &[Token], start: usize, sentence: usize) -> bool {
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

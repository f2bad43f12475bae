//! Reads what a typed text names: operators, methods, payers and conversation words, and which of them are negated.

use crate::catalog::aliases::{Aliases, Named, Word};
use crate::catalog::id::{MethodId, OperatorId, PayerId};
use crate::catalog::model::Catalog;
use crate::catalog::negation::{clauses, negated};
use crate::text::fold::split_words;

/// As many characters of a text are read; what a person asks fits.
const READ_AT_MOST: usize = 300;
/// A run of this many digits is a number or a code that nobody should send; a sum of money is shorter.
const SECRET_DIGITS: usize = 6;

/// What was found in a typed text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Operators named, each once, best match first.
    pub operators: Vec<OperatorId>,
    /// Ways to pay named, each once, best match first.
    pub methods: Vec<MethodId>,
    /// Ways to pay that were named as missing or not wanted ("no card").
    pub refused: Vec<MethodId>,
    /// Operators that were named as not meant ("not Beeline").
    pub denied: Vec<OperatorId>,
    /// Payers named, each once; filled only when the open question is who pays.
    pub payers: Vec<PayerId>,
    /// Words of conversation, each once.
    pub words: Vec<Word>,
    /// Whether it looks as if it holds a number or a code.
    pub digits: Digits,
    /// How many words have no known meaning; a question mark counts as one.
    pub unknown: usize,
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

impl Catalog {
    /// A text with what different keyboards make of the same word folded, as it is compared.
    pub fn folded(&self, text: &str) -> String {
        self.aliases.folded(text)
    }

    /// Reads a typed text.
    pub fn read(&self, text: &str) -> Reading {
        self.read_by(&self.aliases, text)
    }

    pub(in crate::catalog) fn read_by(&self, aliases: &Aliases, text: &str) -> Reading {
        let text: String = text.chars().take(READ_AT_MOST).collect();
        let folded = aliases.folded(&text);
        let found = aliases.find(&folded);
        let negated = negated(&found, &clauses(&folded));
        let known: usize = found.iter().map(|found| found.span.len()).sum();
        let asks = usize::from(folded.contains('?'));
        let unknown = split_words(&folded).len().saturating_sub(known) + asks;
        let mut reading = Reading { digits: digits(&folded), unknown, ..Reading::default() };
        for (at, found) in found.iter().enumerate() {
            let negated = negated.contains(&at);
            match found.meaning {
                Named::Operator(id) if negated => add(&mut reading.denied, id),
                Named::Operator(id) => add(&mut reading.operators, id),
                Named::Method(id) if negated => add(&mut reading.refused, id),
                Named::Method(id) => add(&mut reading.methods, id),
                Named::Payer(_) if negated => {}
                Named::Payer(id) => add(&mut reading.payers, id),
                Named::Word(word) => add(&mut reading.words, word),
            }
        }
        reading
    }
}

impl Reading {
    /// Whether an operator or a method is named, also as one that is not meant.
    pub fn names_something(&self) -> bool {
        let named = self.operators.is_empty() && self.methods.is_empty();
        !(named && self.refused.is_empty() && self.denied.is_empty())
    }

    /// Whether it is an answer to a question of yes or no. Any "no" in it wins, and a "yes" counts only if there is
    /// nothing else: a text with any unknown word is no consent.
    pub fn answer(&self) -> Option<Answer> {
        let said = |word| self.words.contains(&word);
        if said(Word::No) || said(Word::Negation) || said(Word::NegationBehind) {
            Some(Answer::No)
        } else {
            (said(Word::Yes) && self.unknown == 0).then_some(Answer::Yes)
        }
    }
}

fn add<T: PartialEq>(list: &mut Vec<T>, item: T) {
    if !list.contains(&item) {
        list.push(item);
    }
}

/// A long run of digits, however it is grouped.
fn digits(folded: &str) -> Digits {
    let mut run = 0;
    for c in folded.chars() {
        match c {
            '0'..='9' => run += 1,
            ' ' | '-' | '(' | ')' | '+' => {}
            _ => run = 0,
        }
        if run >= SECRET_DIGITS {
            return Digits::Many;
        }
    }
    Digits::Few
}

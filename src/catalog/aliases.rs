//! What a typed text names: operators, ways to pay, pages, and the few words of a conversation, by the aliases in
//! the data. The longest and most exact match wins and claims its words, so that "别的银行" (another bank) does not
//! also mean "别的" (another operator), and "SIM card" is no bank card.

mod negation;

use crate::catalog::Catalog;
use crate::catalog::aliases::negation::{clauses, negated};
use crate::catalog::id::{MethodId, OperatorId, PayerId};
use crate::text::chinese::SimpleForms;
use crate::text::fold::{fold, split_words};
use crate::text::matcher::Matcher;
use crate::text::script::is_han;

/// As many characters of a text are read; what a person asks fits.
const READ_AT_MOST: usize = 300;
/// A run of this many digits is a number or a code that nobody should send; a sum of money is shorter.
const SECRET_DIGITS: usize = 6;

/// All aliases of a catalog.
#[derive(Debug, Default)]
pub struct Aliases {
    names: Matcher<Named>,
    /// Simplified forms of the characters that aliases have.
    simple: SimpleForms,
}

/// What an alias stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// An operator.
    Operator(OperatorId),
    /// A way to pay or a group of ways.
    Method(MethodId),
    /// What holds for who pays.
    Payer(PayerId),
    /// A word of conversation.
    Word(Word),
}

/// A word of conversation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Word {
    /// Yes.
    Yes,
    /// No.
    No,
    /// Negates what comes after it, or a way to pay right before it: "no", "without", "don't want".
    Negation,
    /// Negates what comes before it: Kazakh "жоқ", "керек емес".
    NegationBehind,
    /// Hello.
    Greeting,
    /// One step back.
    Back,
    /// Call it off.
    Cancel,
    /// Being out of money and data.
    Offline,
    /// "Which operator am I on?"
    WhoAmI,
    /// "Remind me."
    Remind,
    /// By the month, not by days.
    Monthly,
    /// Days that are counted.
    Days,
    /// Today.
    Today,
    /// Tomorrow.
    Tomorrow,
    /// Every way to pay, whatever holds for who pays.
    Everything,
    /// Means nothing here, but must not be taken for what it resembles.
    Ignored,
}

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
    /// What is said to hold for who pays, each once; read only where that is asked.
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

impl Aliases {
    /// Collects aliases; each may be in any script.
    pub fn new<'a>(aliases: impl IntoIterator<Item = (&'a str, Named)>, simple: &SimpleForms) -> Self {
        let names = Matcher::new(aliases.into_iter().map(|(alias, named)| (fold(alias, simple), named)));
        let simple = simple.leading_to(&names.first_letters().collect());
        Self { names, simple }
    }

    /// The aliases that two different things share, folded.
    pub fn shared(&self) -> Vec<String> {
        self.names.shared()
    }

    /// A text as it is compared with the aliases.
    pub fn folded(&self, text: &str) -> String {
        fold(text, &self.simple)
    }

    /// A text folded, in words, with the names that have a placeholder replaced by it. Characters of a Chinese run stay
    /// together.
    pub(in crate::catalog) fn with_placeholders<'a>(
        &self,
        text: &str,
        placeholder: impl Fn(Named) -> Option<&'a str>,
    ) -> String {
        let folded = self.folded(text);
        let words = split_words(&folded);
        let mut replaced: Vec<Option<&str>> = words.iter().map(|word| Some(word.as_str())).collect();
        for found in self.names.find(&folded) {
            if let Some(word) = placeholder(found.meaning) {
                replaced[found.span.clone()].fill(None);
                replaced[found.span.start] = Some(word);
            }
        }
        let mut written = String::with_capacity(folded.len());
        for word in replaced.into_iter().flatten() {
            let joins = written.ends_with(is_han) && word.starts_with(is_han);
            if !joins && !written.is_empty() {
                written.push(' ');
            }
            written.push_str(word);
        }
        written
    }
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
        let found = aliases.names.find(&folded);
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
    /// nothing else: a question, a doubt or a sneer is no consent.
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

//! The aliases of operators, methods, payers and conversation words, and how they are found in a text. The longest
//! and most exact match wins and claims its words, so that "别的银行" (another bank) does not also mean "别的" (another
//! operator), and "SIM card" is no bank card.

use crate::catalog::id::{MethodId, OperatorId, PayerId};
use crate::text::chinese::SimpleForms;
use crate::text::fold::{fold, split_words};
use crate::text::matcher::{Match, Matcher};
use crate::text::script::is_han;

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

    /// The aliases in a folded text.
    pub(in crate::catalog) fn find(&self, folded: &str) -> Vec<Match<Named>> {
        self.names.find(folded)
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

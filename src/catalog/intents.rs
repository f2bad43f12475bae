//! What typed texts ask for, and how it is learned: the intents, their example sentences and the classifier trained on
//! them when a text is first ranked.

use std::fmt;
use std::sync::OnceLock;

use crate::catalog::id::{IntentId, Lang, MethodId, PageId};
use crate::catalog::schema::intents::{Money, UnseenEntry};
use crate::classifier::model::Classifier;
use crate::text::chinese::SimpleForms;
use crate::text::fold::fold_visible;
use crate::text::script::is_han;

/// The intents with what they are learned from.
pub struct Intents {
    pub(in crate::catalog) list: Vec<Intent>,
    pub(in crate::catalog) examples: Vec<ExampleSentence>,
    pub(in crate::catalog) unseen: Vec<(Lang, UnseenEntry)>,
    pub(in crate::catalog) placeholders: Vec<(MethodId, String)>,
    /// Names of languages, folded.
    pub(in crate::catalog) language_names: Vec<(String, Lang)>,
    /// Simplified forms of the characters in the examples.
    pub(in crate::catalog) simple: SimpleForms,
    pub(in crate::catalog) learned: OnceLock<Learned>,
}

/// The classifier, and the examples as it reads them.
pub(in crate::catalog) struct Learned {
    pub classifier: Classifier,
    pub prepared: Vec<String>,
}

/// What a typed text can ask for.
#[derive(Debug)]
pub struct Intent {
    /// Permanent id.
    pub id: String,
    /// Whether the text says that money has been paid.
    pub money: Money,
    /// What it opens.
    pub opens: Target,
    /// Pages opened instead where a method is named.
    pub by_method: Vec<(MethodId, PageId)>,
    /// Text key of its button among suggestions; `None` if it is never suggested.
    pub label: Option<String>,
}

/// What an intent opens; see [`crate::catalog::schema::intents::TargetEntry`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The way to a guide.
    TopUp,
    /// The card of the operator named, else the list of cards.
    OperatorCard,
    /// What works without money and data.
    Offline,
    /// The question for the first digits of the number.
    WhoAmI,
    /// The question for an offer to check.
    Offer,
    /// Reminders.
    Reminders,
    /// The choice of language.
    Languages,
    /// The screen that is open.
    Current,
    /// The screen that is open, below "you're welcome".
    Welcome,
    /// The first screen, below "cancelled".
    Cancel,
    /// Nothing: a text about something else.
    Nothing,
    /// A page.
    Page(PageId),
}

impl Target {
    /// Whether it answers a question, unlike small talk.
    pub fn is_answer(self) -> bool {
        !matches!(self, Self::Current | Self::Welcome | Self::Cancel | Self::Nothing)
    }
}

/// A sentence that an intent is learned from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExampleSentence {
    /// What it asks for.
    pub intent: IntentId,
    /// The language of its file.
    pub lang: Lang,
    /// As written.
    pub text: String,
}

/// An intent with how probable it is, from 0 to 1.
pub type Ranked = (IntentId, f32);

impl Intents {
    /// Collects intents, examples and unseen sentences; nothing is learned yet.
    pub(in crate::catalog) fn new(
        list: Vec<Intent>,
        examples: Vec<ExampleSentence>,
        unseen: Vec<(Lang, UnseenEntry)>,
        placeholders: Vec<(MethodId, String)>,
        language_names: Vec<(String, Lang)>,
        simple: &SimpleForms,
    ) -> Self {
        let letters = examples.iter().flat_map(|example| example.text.chars()).filter(|&c| is_han(c));
        let simple = simple.leading_to(&letters.map(|c| simple.simple(c)).collect());
        let language_names =
            language_names.into_iter().map(|(name, lang)| (fold_visible(&name, &simple), lang)).collect();
        Self { list, examples, unseen, placeholders, language_names, simple, learned: OnceLock::new() }
    }
}

impl fmt::Debug for Intents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Intents").field("list", &self.list).finish_non_exhaustive()
    }
}

//! What typed texts ask for, and how it is learned: the intents, their example sentences and the classifier trained on
//! them when a text is first ranked.

use std::fmt;
use std::sync::OnceLock;

use crate::catalog::Catalog;
use crate::catalog::aliases::Named;
use crate::catalog::id::{IntentId, Lang, MethodId, PageId};
use crate::catalog::schema::intents::{Money, UnseenEntry};
use crate::classifier::evaluate::{cross_validate, nearest};
use crate::classifier::model::{Classifier, Example};
use crate::text::chinese::SimpleForms;
use crate::text::fold::fold_visible;
use crate::text::script::is_han;

/// As many characters of a text are classified.
const READ_AT_MOST: usize = 300;
/// The word that replaces the name of an operator.
const OPERATOR: &str = "OPERATOR";
/// How many parts the examples are split into for cross-validation.
const FOLDS: usize = 5;

/// The intents with what they are learned from.
pub struct Intents {
    pub(in crate::catalog) list: Vec<Intent>,
    pub(in crate::catalog) examples: Vec<ExampleSentence>,
    pub(in crate::catalog) unseen: Vec<(Lang, UnseenEntry)>,
    placeholders: Vec<(MethodId, String)>,
    /// Names of languages, folded.
    language_names: Vec<(String, Lang)>,
    /// Simplified forms of the characters in the examples.
    simple: SimpleForms,
    learned: OnceLock<Learned>,
}

/// The classifier, and the examples as it reads them.
struct Learned {
    classifier: Classifier,
    prepared: Vec<String>,
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

impl Catalog {
    /// All intents, in order of importance.
    pub fn intents(&self) -> impl Iterator<Item = IntentId> + use<> {
        (0..self.intents.list.len()).map(IntentId::at)
    }

    /// An intent.
    pub fn intent(&self, id: IntentId) -> &Intent {
        &self.intents.list[id.index()]
    }

    /// The intent with an id.
    pub fn intent_named(&self, name: &str) -> Option<IntentId> {
        self.intents().find(|&id| self.intent(id).id == name)
    }

    /// All example sentences.
    pub fn examples(&self) -> &[ExampleSentence] {
        &self.intents.examples
    }

    /// The sentences that nothing is learned from, with the right answers.
    pub fn unseen(&self) -> &[(Lang, UnseenEntry)] {
        &self.intents.unseen
    }

    /// The language whose name a text consists of.
    pub fn language_called(&self, text: &str) -> Option<Lang> {
        let folded = fold_visible(text, &self.intents.simple);
        let name = folded.trim_matches(|c: char| !c.is_alphanumeric());
        self.intents.language_names.iter().find(|(other, _)| other == name).map(|(_, lang)| *lang)
    }

    /// Learns the intents unless that is done: about half a second. A text that is ranked meanwhile waits.
    pub fn learn(&self) {
        self.learned();
    }

    /// All intents with how probable each is for a text, the most probable first.
    pub fn rank(&self, text: &str) -> Vec<Ranked> {
        let probabilities = self.learned().classifier.probabilities(&self.prepared(text));
        ranked(probabilities)
    }

    /// The example sentences most like a text, with their cosines.
    pub fn nearest_examples(&self, text: &str, most: usize) -> Vec<(&ExampleSentence, f32)> {
        let learned = self.learned();
        let examples = self.labelled(&learned.prepared);
        let nearest = nearest(&learned.classifier, &examples, &self.prepared(text), most);
        nearest.into_iter().map(|(index, cosine)| (&self.examples()[index], cosine)).collect()
    }

    /// What each example is taken for by a classifier that has not learned from it: its ranking, by example.
    pub fn cross_validated(&self) -> Vec<Vec<Ranked>> {
        let examples = self.labelled(&self.learned().prepared);
        let mut seen = vec![0; self.intents.list.len()];
        let place = |example: &Example<'_>| {
            seen[example.label] += 1;
            seen[example.label] % FOLDS
        };
        let folds: Vec<usize> = examples.iter().map(place).collect();
        let found = cross_validate(self.intents.list.len(), &examples, FOLDS, |index| folds[index]);
        found.into_iter().map(ranked).collect()
    }

    /// A text as the classifier reads it: folded, with names replaced by placeholders.
    pub fn prepared(&self, text: &str) -> String {
        let text: String = text.chars().take(READ_AT_MOST).collect();
        let folded = fold_visible(&text, &self.intents.simple);
        self.aliases.with_placeholders(&folded, |named| match named {
            Named::Operator(id) => self.operator(id).name.is_some().then_some(OPERATOR),
            Named::Method(id) => {
                let mut placeholders = self.intents.placeholders.iter();
                placeholders.find(|(method, _)| *method == id).map(|(_, word)| word.as_str())
            }
            _ => None,
        })
    }

    fn learned(&self) -> &Learned {
        self.intents.learned.get_or_init(|| {
            let prepared: Vec<String> =
                self.examples().iter().map(|example| self.prepared(&example.text)).collect();
            let classifier = Classifier::train(self.intents.list.len(), &self.labelled(&prepared));
            Learned { classifier, prepared }
        })
    }

    fn labelled<'a>(&self, prepared: &'a [String]) -> Vec<Example<'a>> {
        let labels = self.examples().iter().map(|example| example.intent.index());
        labels.zip(prepared).map(|(label, text)| Example { label, text }).collect()
    }
}

fn ranked(probabilities: Vec<f32>) -> Vec<Ranked> {
    let intents = probabilities.into_iter().enumerate().map(|(index, p)| (IntentId::at(index), p));
    let mut ranked: Vec<Ranked> = intents.collect();
    ranked.sort_by(|one, other| other.1.total_cmp(&one.1));
    ranked
}

//! Ranks the intents of a typed text with the classifier, which learns the examples when it is first needed.

use crate::catalog::aliases::Named;
use crate::catalog::id::{IntentId, Lang};
use crate::catalog::intents::{ExampleSentence, Intent, Learned, Ranked};
use crate::catalog::model::Catalog;
use crate::catalog::schema::intents::UnseenEntry;
use crate::classifier::evaluate::{cross_validate, nearest};
use crate::classifier::model::{Classifier, Example};
use crate::text::fold::fold_visible;

/// As many characters of a text are classified.
const READ_AT_MOST: usize = 300;
/// The word that replaces the name of an operator.
const OPERATOR: &str = "OPERATOR";
/// How many parts the examples are split into for cross-validation.
const FOLDS: usize = 5;

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

    /// Learns the intents unless that is done. A text that is ranked meanwhile waits.
    pub fn learn(&self) {
        self.learned();
    }

    /// All intents with how probable each is for a text, the most probable first.
    /// None for a text without letters and digits.
    pub fn rank(&self, text: &str) -> Vec<Ranked> {
        let prepared = self.prepared(text);
        if !prepared.contains(char::is_alphanumeric) {
            return Vec::new();
        }
        ranked(self.learned().classifier.probabilities(&prepared))
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

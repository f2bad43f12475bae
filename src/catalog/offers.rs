//! What known messages a message resembles: a classifier that learns the examples of `offers.json`.

use std::fmt;

use crate::catalog::id::FlagId;
use crate::classifier::model::{Classifier, Example};
use crate::text::chinese::SimpleForms;
use crate::text::fold::fold_visible;

/// The label of messages without any sign.
pub const HONEST: &str = "honest";

/// Example messages, and what was learned from them.
#[derive(Default)]
pub struct Offers {
    /// In the order of the file.
    pub examples: Vec<OfferExample>,
    /// The signs that have examples; a label is a place in it plus one, 0 is honest.
    signs: Vec<FlagId>,
    classifier: Option<Classifier>,
}

/// One example message.
#[derive(Clone, Debug)]
pub struct OfferExample {
    /// The sign it shows; `None` for an honest one.
    pub sign: Option<FlagId>,
    /// The id of its language.
    pub lang: String,
    /// The message.
    pub text: String,
}

/// How probable each kind of message is.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resemblance {
    /// That it is honest.
    pub honest: f32,
    /// That it is of the kind of each sign.
    pub signs: Vec<(FlagId, f32)>,
}

impl Offers {
    /// Learns examples; each text is folded as phrases are.
    pub fn learn(examples: Vec<OfferExample>, simple: &SimpleForms) -> Self {
        let mut signs: Vec<FlagId> = examples.iter().filter_map(|example| example.sign).collect();
        signs.sort();
        signs.dedup();
        let label = |example: &OfferExample| {
            example.sign.and_then(|sign| signs.iter().position(|known| *known == sign)).map_or(0, |at| at + 1)
        };
        let texts: Vec<(usize, String)> =
            examples.iter().map(|example| (label(example), fold_visible(&example.text, simple))).collect();
        let labelled: Vec<Example<'_>> =
            texts.iter().map(|(label, text)| Example { label: *label, text }).collect();
        let classifier = Classifier::train(signs.len() + 1, &labelled);
        Self { examples, signs, classifier: Some(classifier) }
    }

    /// What a folded message resembles.
    pub fn resemblance(&self, folded: &str) -> Resemblance {
        let Some(classifier) = &self.classifier else { return Resemblance::default() };
        let found = classifier.probabilities(folded);
        let honest = found.first().copied().unwrap_or_default();
        let signs = self.signs.iter().copied().zip(found.into_iter().skip(1)).collect();
        Resemblance { honest, signs }
    }
}

impl fmt::Debug for Offers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Offers").field("examples", &self.examples.len()).finish_non_exhaustive()
    }
}

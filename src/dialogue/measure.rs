//! How well typed text is understood: the unseen sentences of the content with what is made of each, and the example
//! sentences judged by a classifier that has not learned from them.

use crate::catalog::id::{IntentId, Lang, MethodId};
use crate::catalog::intents::Target;
use crate::catalog::model::Catalog;
use crate::catalog::schema::intents::{Money, UnseenEntry};
use crate::dialogue::understanding::{Meaning, Understood, understand};

/// An unseen sentence and what is made of it.
pub struct Measured<'a> {
    /// The language of its file.
    pub lang: Lang,
    /// The sentence with the right answer.
    pub sentence: &'a UnseenEntry,
    /// What it was taken for.
    pub understood: Understood,
    /// How right that is.
    pub outcome: Outcome,
}

/// How right an answer to an unseen sentence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Intent, operator and method are right.
    Right,
    /// The right intent is among the suggestions.
    Suggested,
    /// The intent is right; the operator or the method is not.
    WrongName,
    /// Another intent is opened.
    WrongIntent,
    /// Only wrong intents are suggested.
    WrongSuggestions,
    /// It is not understood.
    NotUnderstood,
}

/// Figures over many outcomes, each a share from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Figures {
    /// How many sentences.
    pub count: usize,
    /// Right at once.
    pub right: f32,
    /// Right at once or among the suggestions.
    pub reachable: f32,
    /// Another intent, operator or method is opened.
    pub wrong: f32,
    /// Sentences that say money was paid and open a way to pay, as a number.
    pub paid_to_top_up: usize,
}

/// Understands all unseen sentences.
pub fn unseen(catalog: &Catalog) -> Vec<Measured<'_>> {
    let measure = |(lang, sentence): &'_ (Lang, UnseenEntry)| {
        let understood = understand(catalog, &sentence.text);
        let outcome = outcome(catalog, sentence, &understood);
        (*lang, understood, outcome)
    };
    let measured = catalog.unseen().iter().map(measure).zip(catalog.unseen());
    measured
        .map(|((lang, understood, outcome), (_, sentence))| Measured { lang, sentence, understood, outcome })
        .collect()
}

/// The figures of some outcomes.
pub fn figures<'a>(catalog: &Catalog, measured: impl Iterator<Item = &'a Measured<'a>>) -> Figures {
    let measured: Vec<&Measured<'_>> = measured.collect();
    let share = |outcomes: &[Outcome]| {
        let count = measured.iter().filter(|one| outcomes.contains(&one.outcome)).count();
        count as f32 / measured.len().max(1) as f32
    };
    Figures {
        count: measured.len(),
        right: share(&[Outcome::Right]),
        reachable: share(&[Outcome::Right, Outcome::Suggested]),
        wrong: share(&[Outcome::WrongName, Outcome::WrongIntent]),
        paid_to_top_up: measured.iter().filter(|one| opens_way_to_pay(catalog, one)).count(),
    }
}

/// The share of examples whose intent is the most probable one, and among the three most probable.
pub fn cross_validation(catalog: &Catalog) -> (f32, f32) {
    let rankings = catalog.cross_validated();
    let among = |most: usize| {
        let found = catalog.examples().iter().zip(&rankings).filter(|(example, ranking)| {
            ranking.iter().take(most).any(|(intent, _)| *intent == example.intent)
        });
        found.count() as f32 / rankings.len().max(1) as f32
    };
    (among(1), among(3))
}

fn opens_way_to_pay(catalog: &Catalog, measured: &Measured<'_>) -> bool {
    let intent = catalog.intent_named(&measured.sentence.intent);
    let paid = intent.is_some_and(|intent| catalog.intent(intent).money == Money::Paid);
    paid && taken(catalog, &measured.understood)
        .is_some_and(|intent| catalog.intent(intent).opens == Target::TopUp)
}

/// The intent that is acted on; names alone ask to top up.
fn taken(catalog: &Catalog, understood: &Understood) -> Option<IntentId> {
    match understood.meaning {
        Meaning::Intent(intent) => Some(intent),
        Meaning::Names if understood.entities.names_something() => {
            catalog.intents().find(|&intent| catalog.intent(intent).opens == Target::TopUp)
        }
        Meaning::Names => understood.ranking.first().map(|(intent, _)| *intent),
        Meaning::Unsure(_) | Meaning::Nothing => None,
    }
}

fn outcome(catalog: &Catalog, sentence: &UnseenEntry, understood: &Understood) -> Outcome {
    let names = [&sentence.intent].into_iter().chain(&sentence.also);
    let expected: Vec<IntentId> = names.filter_map(|name| catalog.intent_named(name)).collect();
    let same_target = |intent: IntentId| {
        let opens = |intent| catalog.intent(intent).opens;
        expected.iter().any(|&other| opens(other) == opens(intent))
    };
    let nothing = expected.iter().any(|&intent| catalog.intent(intent).opens == Target::Nothing);
    match (&understood.meaning, taken(catalog, understood)) {
        (Meaning::Unsure(suggested), _) if suggested.iter().any(|&intent| same_target(intent)) => {
            Outcome::Suggested
        }
        (Meaning::Unsure(_) | Meaning::Nothing, _) if nothing => Outcome::Right,
        (Meaning::Unsure(_), _) => Outcome::WrongSuggestions,
        (_, None) => Outcome::NotUnderstood,
        (_, Some(intent)) if !same_target(intent) => Outcome::WrongIntent,
        _ if names_are_right(catalog, sentence, understood) => Outcome::Right,
        _ => Outcome::WrongName,
    }
}

fn names_are_right(catalog: &Catalog, sentence: &UnseenEntry, understood: &Understood) -> bool {
    let operator = sentence.operator.as_ref().and_then(|name| catalog.operator_named(name));
    let method = |name: &String| -> Option<MethodId> {
        // A bank without a guide of its own is named by its alias.
        catalog.method_named(name).or_else(|| catalog.read(name).methods.first().copied())
    };
    let expected = sentence.method.as_ref().and_then(method);
    let refused = sentence.without.as_ref().and_then(method);
    let found = understood.method(catalog);
    (operator.is_none() || understood.operator(catalog) == operator)
        && (expected.is_none() || found == expected)
        && (refused.is_none() || found != refused)
}

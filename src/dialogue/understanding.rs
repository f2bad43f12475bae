//! Understanding of typed text: one function turns words into a value, for private chats, groups, inline and guest
//! mode. It decides from the text alone; what a session adds is decided in [`crate::dialogue::transition`].
//!
//! What is asked (the intent) comes before what is named (operator, method):
//!
//! 1. A text of names and conversation words alone means those names.
//! 2. Intents that say that money was paid count together: such a text must never open a way to pay.
//! 3. An intent that is probable, and clearly more probable than any that opens something else, is taken.
//! 4. Names with hardly a word beside them mean those names.
//! 5. Otherwise the three most probable intents are suggested, or the text is not understood.

use crate::catalog::aliases::Word;
use crate::catalog::id::{IntentId, MethodId, OperatorId};
use crate::catalog::intents::{Ranked, Target};
use crate::catalog::model::Catalog;
use crate::catalog::reading::{Digits, Reading};
use crate::catalog::schema::intents::Money;

/// The least probability of an intent that is taken.
const TAKEN: f32 = 0.25;
/// How many times more probable than any intent with another target it must be.
const CLEAR: f32 = 1.3;
/// The least probability of all paid intents together at which one of them is taken.
const PAID: f32 = 0.4;
/// The probability of all paid intents together from which names alone open nothing.
const PERHAPS_PAID: f32 = 0.2;
/// The least probability of the best intent at which intents are suggested.
const SUGGESTED: f32 = 0.08;
/// How many words beside names leave a text a text of names.
const WORDS_BESIDE_NAMES: usize = 2;
/// How many intents are suggested.
pub const SUGGESTIONS: usize = 3;

/// What a typed text asks for and names.
#[derive(Clone, Debug, PartialEq)]
pub struct Understood {
    /// What it asks for.
    pub meaning: Meaning,
    /// What decided that.
    pub reason: Reason,
    /// What it names: operators, methods, refused methods, payers, conversation words, digits.
    pub entities: Reading,
    /// All intents, the most probable first.
    pub ranking: Vec<Ranked>,
}

/// What a typed text asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// What its names say; no intent is needed.
    Names,
    /// An intent.
    Intent(IntentId),
    /// One of these, the most probable first.
    Unsure(Vec<IntentId>),
    /// Nothing that is known.
    Nothing,
}

/// What decided the meaning of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// It holds nothing but names and conversation words.
    OnlyNames,
    /// The paid intents together are probable.
    Paid,
    /// One intent is clearly the most probable.
    Clear,
    /// It holds names and hardly a word beside them.
    MostlyNames,
    /// No intent is probable enough.
    Doubt,
}

impl Reason {
    /// The name of the reason, for authors.
    pub fn name(self) -> &'static str {
        match self {
            Self::OnlyNames => "only names",
            Self::Paid => "paid intents together",
            Self::Clear => "one clear intent",
            Self::MostlyNames => "mostly names",
            Self::Doubt => "no clear intent",
        }
    }
}

/// Understands a typed text.
pub fn understand(catalog: &Catalog, text: &str) -> Understood {
    let entities = catalog.read(text);
    let ranking = catalog.rank(text);
    let only_digits = entities.digits == Digits::Many && !text.chars().any(char::is_alphabetic);
    let (meaning, reason) = match only_digits {
        // A telephone number, a code or a card, whatever sums of money it resembles.
        true => (Meaning::Nothing, Reason::Doubt),
        false => decide(catalog, &entities, &ranking),
    };
    Understood { meaning, reason, entities, ranking }
}

fn decide(catalog: &Catalog, entities: &Reading, ranking: &[Ranked]) -> (Meaning, Reason) {
    let paid = paid(catalog, ranking);
    let speaks = |word: &Word| {
        matches!(
            word,
            Word::Cancel | Word::Back | Word::Greeting | Word::Offline | Word::WhoAmI | Word::Remind
        )
    };
    let says_something = entities.names_something() || entities.words.iter().any(speaks);
    if entities.unknown == 0 && says_something && (paid < PAID || is_bare(entities)) {
        return (Meaning::Names, Reason::OnlyNames);
    }
    if paid >= PAID
        && let Some(&(intent, _)) = ranking.iter().find(|(intent, _)| is_paid(catalog, *intent))
    {
        return (Meaning::Intent(intent), Reason::Paid);
    }
    let Some(&(best, _)) = ranking.first() else { return (Meaning::Nothing, Reason::Doubt) };
    let target = catalog.intent(best).opens;
    let same = |intent: IntentId| catalog.intent(intent).opens == target;
    let probability: f32 = ranking.iter().filter(|(intent, _)| same(*intent)).map(|(_, p)| p).sum();
    let next = ranking.iter().find(|(intent, _)| !same(*intent)).map_or(0.0, |(_, p)| *p);
    if probability >= TAKEN && probability >= CLEAR * next {
        return (Meaning::Intent(best), Reason::Clear);
    }
    if entities.names_something() && entities.unknown <= WORDS_BESIDE_NAMES && paid < PERHAPS_PAID {
        return (Meaning::Names, Reason::MostlyNames);
    }
    let suggestions = suggestions(catalog, entities, ranking, paid);
    let meaning = match probability >= SUGGESTED && !suggestions.is_empty() {
        true => Meaning::Unsure(suggestions),
        false if entities.names_something() && paid < PERHAPS_PAID => Meaning::Names,
        false => Meaning::Nothing,
    };
    (meaning, Reason::Doubt)
}

/// How probable it is that money was paid.
fn paid(catalog: &Catalog, ranking: &[Ranked]) -> f32 {
    ranking.iter().filter(|(intent, _)| is_paid(catalog, *intent)).map(|(_, p)| p).sum()
}

fn is_paid(catalog: &Catalog, intent: IntentId) -> bool {
    catalog.intent(intent).money == Money::Paid
}

/// Whether a text is nothing but names, wanted or refused, or but "back" or "cancel": no word of it can say that money
/// was paid, whatever the examples that share its words say.
fn is_bare(entities: &Reading) -> bool {
    let moves = |word: &Word| matches!(word, Word::Cancel | Word::Back | Word::Greeting);
    let refuses = |word: &Word| matches!(word, Word::Negation | Word::NegationBehind);
    match entities.names_something() {
        true => entities.words.iter().all(refuses),
        false => entities.words.iter().all(moves),
    }
}

/// The most probable intents that have a button, each target once. Topping up is among them if something to top up or
/// to pay with is named.
fn suggestions(catalog: &Catalog, entities: &Reading, ranking: &[Ranked], paid: f32) -> Vec<IntentId> {
    let mut suggestions: Vec<IntentId> = Vec::new();
    for &(intent, _) in ranking {
        let target = catalog.intent(intent).opens;
        let is_new = suggestions.iter().all(|&other| catalog.intent(other).opens != target);
        if is_new && catalog.intent(intent).label.is_some() {
            suggestions.push(intent);
        }
    }
    suggestions.truncate(SUGGESTIONS);
    let top_up = catalog.intents().find(|&intent| catalog.intent(intent).opens == Target::TopUp);
    if let Some(top_up) = top_up
        && entities.names_something()
        && paid < PERHAPS_PAID
        && !suggestions.contains(&top_up)
    {
        suggestions.pop();
        suggestions.push(top_up);
    }
    suggestions
}

impl Understood {
    /// The brand that is meant, if it is clear which.
    pub fn operator(&self, catalog: &Catalog) -> Option<OperatorId> {
        let brands = self.entities.operators.iter().filter(|&&id| catalog.operator(id).name.is_some());
        match brands.collect::<Vec<_>>().as_slice() {
            [only] => Some(**only),
            _ => None,
        }
    }

    /// The same where it cannot be asked what is meant, or is known to be about topping up: in doubt, the names count.
    pub fn by_names_in_doubt(mut self, catalog: &Catalog) -> Self {
        let is_unsure = matches!(self.meaning, Meaning::Unsure(_));
        let most = match self.entities.unknown <= WORDS_BESIDE_NAMES {
            true => PAID,
            false => PERHAPS_PAID,
        };
        if is_unsure && self.entities.names_something() && paid(catalog, &self.ranking) < most {
            self.meaning = Meaning::Names;
        }
        self
    }

    /// The method that the text means.
    pub fn method(&self, catalog: &Catalog) -> Option<MethodId> {
        method_of(catalog, &self.entities)
    }
}

/// The method that is meant: a risky one if any is named, for its warning must not be missed; else the best match, but
/// not a group of which a member is named too.
pub fn method_of(catalog: &Catalog, entities: &Reading) -> Option<MethodId> {
    let named = &entities.methods;
    let risky = named.iter().find(|&&id| catalog.method(id).risk.is_some());
    let has_member = |group| named.iter().any(|&id| catalog.method(id).within == Some(group));
    risky.or_else(|| named.iter().find(|&&id| !has_member(id))).copied()
}

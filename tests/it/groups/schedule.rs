//! What fifty people are about to do in a group, drawn from a seed.

use kz_topup_bot::catalog::id::{MethodId, OperatorId};
use kz_topup_bot::catalog::model::Catalog;

/// A small generator of numbers; the same seed gives the same numbers.
pub struct Dice(u64);

/// Something a person does, and the screen that answers, as in links.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub act: Act,
    pub screen: String,
}

/// How somebody acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Sends a command.
    Says(String),
    /// Sends a command in reply to what another said, by number.
    Helps(usize, String),
    /// Presses under what they see, which may be the greeting that all see.
    Presses(String),
    /// The same, taking a language by its id.
    Chooses(&'static str, String),
    /// Chooses the group's language, as one who may.
    Rules(&'static str),
}

/// The ids of the languages.
pub const LANGUAGES: [&str; 5] = ["zh", "zh-hant", "en", "ru", "kk"];

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15))
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((mixed ^ (mixed >> 31)) % bound as u64).unwrap()
    }

    pub fn one_of<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }
}

/// Every operator with every way that fits it.
pub fn ways(catalog: &Catalog) -> Vec<(OperatorId, MethodId)> {
    let all =
        catalog.operators().flat_map(|operator| catalog.methods().map(move |method| (operator, method)));
    all.filter(|&(operator, method)| catalog.fits(operator, method) && !catalog.is_group(method)).collect()
}

/// What somebody, by number, does about an operator and a way; who is `steady` does not change their language.
pub fn steps(
    catalog: &Catalog,
    dice: &mut Dice,
    (operator, method): (OperatorId, MethodId),
    who: usize,
    steady: &[usize],
) -> Vec<Step> {
    let friends: Vec<usize> = steady.iter().copied().filter(|&friend| friend != who).collect();
    let (o, m) = (&catalog.operator(operator).id, &catalog.method(method).id);
    let (ways, risky) = (format!("ways_{o}"), catalog.method(method).risk.is_some());
    let finished = if risky { format!("warning_{o}_{m}") } else { format!("guide_{o}_{m}") };
    let says = |text: String, screen: &str| Step { act: Act::Says(text), screen: screen.to_owned() };
    let presses = |data: String, screen: &str| Step { act: Act::Presses(data), screen: screen.to_owned() };
    // Not every id is a word that people type; those have it done by buttons.
    let typed = format!("{o} {}", m.replace('-', " "));
    let read = catalog.read(&typed);
    let is_typed = read.operators == [operator] && read.methods == [method];
    let mut steps = match dice.below(4) {
        0 | 1 if !is_typed => vec![says(format!("/topup {o}"), &ways)],
        0 => vec![says(format!("/topup {typed}"), &finished)],
        1 => {
            let friend = *dice.one_of(&friends);
            let act = Act::Helps(friend, format!("/topup@sandbox_bot {typed}"));
            vec![Step { act, screen: finished.clone() }, says("/topup".into(), "operators")]
        }
        2 => vec![says("/topup".into(), "operators"), presses(format!("open/ways/{o}"), &ways)],
        _ => vec![presses(format!("open/ways/{o}"), &ways)],
    };
    if !steady.contains(&who) {
        let lang = dice.one_of(&LANGUAGES);
        steps.push(presses(format!("languages/ways/{o}"), &format!("languages_{ways}")));
        let act = Act::Chooses(lang, format!("language/{lang}/ways/{o}"));
        steps.push(Step { act, screen: ways });
    }
    steps.push(presses(format!("open/guide/{o}/{m}"), &finished));
    if risky {
        steps.push(presses(format!("confirm/{o}/{m}"), &format!("guide_{o}_{m}")));
    }
    steps
}

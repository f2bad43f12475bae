//! The card for whoever helps: a request with blanks for the number and the sum, in the languages spoken at counters
//! and in the reader's own. The blanks are filled by hand, on paper or in a copy: nothing of them is asked for here.

use crate::catalog::Catalog;
use crate::catalog::id::{Lang, MethodId, OperatorId};
use crate::catalog::line::{Line, Scope};
use crate::dialogue::effect::Effect;
use crate::dialogue::keys;
use crate::dialogue::screen::Screen;

/// Where the number is written by hand: that of Kazakhstan, without its ten digits.
pub const NUMBER: &str = "+7 ___ ___ __ __";
/// Where the sum is written by hand.
pub const SUM: &str = "________ ₸";

/// A card in one language.
#[derive(Clone, Debug)]
pub struct Saying {
    /// The language.
    pub lang: Lang,
    /// The request.
    pub request: Vec<Line>,
    /// What the blanks are for, each with its blank.
    pub blanks: [(String, &'static str); 2],
}

/// The card of a way to pay: in the languages of counters, then in the reader's if that is another. Nothing for a way
/// without one.
pub fn sayings(catalog: &Catalog, lang: Lang, operator: OperatorId, method: MethodId) -> Vec<Saying> {
    let Some(clerk) = catalog.clerk(operator, method) else { return Vec::new() };
    let scope = Scope { operator: Some(operator), method: Some(method), extra: &[] };
    let saying = |lang| Saying {
        lang,
        request: clerk.say.iter().map(|key| catalog.line(lang, key, scope)).collect(),
        blanks: [(keys::CLERK_NUMBER, NUMBER), (keys::CLERK_SUM, SUM)]
            .map(|(key, blank)| (catalog.words(lang, key, scope), blank)),
    };
    languages(catalog, lang).map(saying).collect()
}

/// The languages of counters, then the reader's own if it is another.
pub fn languages(catalog: &Catalog, lang: Lang) -> impl Iterator<Item = Lang> + '_ {
    let own = Some(lang).filter(|lang| !catalog.counter().contains(lang));
    catalog.counter().iter().copied().chain(own)
}

/// The picture of the card, or the screen that stands for it now, should it have none any more.
///
/// # Errors
/// That screen.
pub fn picture(catalog: &Catalog, operator: OperatorId, method: MethodId) -> Result<Effect, Screen> {
    match (Screen::Clerk { operator, method }).settled(catalog) {
        Screen::Clerk { operator, method } => Ok(Effect::Picture { operator, method }),
        screen => Err(screen),
    }
}

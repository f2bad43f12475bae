//! The clerk card: a request with blanks for the number and the sum, in the languages spoken at counters and in the
//! reader's own. The blanks are filled by hand, on paper or in a copy; the bot asks for neither.

use crate::catalog::id::{GuideId, Lang};
use crate::catalog::line::{Line, Scope};
use crate::catalog::model::Catalog;
use crate::dialogue::keys;

/// The blank for the number: the country code of Kazakhstan and ten digits.
pub const NUMBER: &str = "+7 ___ ___ __ __";
/// The blank for the sum.
pub const SUM: &str = "________ ₸";

/// A card in one language.
#[derive(Clone, Debug)]
pub struct ClerkRequest {
    /// The language.
    pub lang: Lang,
    /// The request.
    pub lines: Vec<Line>,
    /// What the blanks are for, each with its blank.
    pub blanks: [(String, &'static str); 2],
}

/// The card of a guide: in the languages of counters, then in the reader's if that is another; none if the guide has no
/// card.
pub fn requests(catalog: &Catalog, lang: Lang, GuideId { operator, method }: GuideId) -> Vec<ClerkRequest> {
    let Some(clerk) = catalog.clerk(operator, method) else { return Vec::new() };
    let scope = Scope { operator: Some(operator), method: Some(method), extra: &[] };
    let request = |lang| ClerkRequest {
        lang,
        lines: clerk.say.iter().map(|key| catalog.line(lang, key, scope)).collect(),
        blanks: [(keys::CLERK_NUMBER, NUMBER), (keys::CLERK_SUM, SUM)]
            .map(|(key, blank)| (catalog.words(lang, key, scope), blank)),
    };
    languages(catalog, lang).map(request).collect()
}

/// The languages of counters, then the reader's own if it is another.
pub fn languages(catalog: &Catalog, lang: Lang) -> impl Iterator<Item = Lang> + '_ {
    let own = Some(lang).filter(|lang| !catalog.counter().contains(lang));
    catalog.counter().iter().copied().chain(own)
}

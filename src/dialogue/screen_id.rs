//! Permanent ids of screens, made of permanent names: `guide/beeline/kaspi` in callback data and stored sessions,
//! `guide_beeline_kaspi` in links. They work for years; an id that no longer exists means the nearest screen that does.

use crate::catalog::id::GuideId;
use crate::catalog::model::Catalog;
use crate::dialogue::screen::{FIRST, Screen, Sheet};

/// The meaning of an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decoded<T> {
    /// Exactly this.
    Exact(T),
    /// The id means nothing that exists; this is the nearest thing.
    Nearest(T),
}

impl<T> Decoded<T> {
    /// The meaning, exact or not.
    pub fn value(self) -> T {
        match self {
            Self::Exact(value) | Self::Nearest(value) => value,
        }
    }

    /// The meaning changed, as exact as before.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Decoded<U> {
        match self {
            Self::Exact(value) => Decoded::Exact(change(value)),
            Self::Nearest(value) => Decoded::Nearest(change(value)),
        }
    }
}

/// The id of a screen, its parts separated by `separator`.
pub fn encode(catalog: &Catalog, screen: Screen, separator: &str) -> String {
    let operator = |id| catalog.operator(id).id.as_str();
    let method = |id| catalog.method(id).id.as_str();
    let parts = match screen {
        Screen::Operators { method: None } => vec!["operators"],
        Screen::Operators { method: Some(known) } => vec!["operators", method(known)],
        Screen::Payers { operator: o } => vec!["payers", operator(o)],
        Screen::Ways { operator: o, group, payer } => {
            let payer = payer.map(|payer| ["ways-for", catalog.payer(payer).id.as_str()]);
            let mut parts = payer.map_or(vec!["ways"], Vec::from);
            parts.push(operator(o));
            parts.extend(group.map(method));
            parts
        }
        Screen::Sheet(sheet, guide) => vec![sheet.id(), operator(guide.operator), method(guide.method)],
        Screen::OperatorList => vec!["cards"],
        Screen::OperatorCard { operator: o } => vec!["card", operator(o)],
        Screen::Offline { operator: o } => vec!["offline", operator(o)],
        Screen::Offer => vec!["offer"],
        Screen::Page(page) => vec!["page", catalog.page(page).entry.id.as_str()],
        Screen::WhoAmI => vec!["whoami"],
        Screen::Reminders => vec!["remind"],
        Screen::Forget => vec!["forget"],
        Screen::Prefix(prefix) => vec!["prefix", catalog.prefix(prefix).digits.as_str()],
    };
    parts.join(separator)
}

/// The screen with an id, given as its parts.
pub fn decode(catalog: &Catalog, parts: &[&str]) -> Decoded<Screen> {
    use Decoded::{Exact, Nearest};
    let operator = |name: &str| catalog.operator_named(name);
    let method = |name: &str| catalog.method_named(name);
    let found = |screen: Option<Screen>, otherwise: Screen| screen.map_or(Nearest(otherwise), Exact);
    match *parts {
        ["operators"] => Exact(FIRST),
        ["operators", m] => found(method(m).map(|method| Screen::Operators { method: Some(method) }), FIRST),
        ["ways", o] => found(operator(o).map(Screen::ways), FIRST),
        ["ways", o, g] => match (operator(o), method(g)) {
            (Some(operator), Some(group)) => {
                Exact(Screen::Ways { operator, group: Some(group), payer: None })
            }
            (Some(operator), None) => Nearest(Screen::ways(operator)),
            (None, _) => Nearest(FIRST),
        },
        ["payers", o] => found(operator(o).map(|operator| Screen::Payers { operator }), FIRST),
        ["ways-for", p, ref list @ ..] => {
            let ways = decode(catalog, &[&["ways"][..], list].concat());
            match (catalog.payer_named(p), ways) {
                (Some(payer), ways) => ways.map(|ways| ways.with_payer(payer)),
                (None, ways) => Nearest(ways.value()),
            }
        }
        ["cards"] => Exact(Screen::OperatorList),
        ["card", o] => {
            found(operator(o).map(|operator| Screen::OperatorCard { operator }), Screen::OperatorList)
        }
        ["offline", o] => found(operator(o).map(|operator| Screen::Offline { operator }), FIRST),
        ["whoami"] => Exact(Screen::WhoAmI),
        ["remind"] => Exact(Screen::Reminders),
        ["forget"] => Exact(Screen::Forget),
        ["prefix", digits] => found(catalog.prefix_named(digits).map(Screen::Prefix), Screen::WhoAmI),
        ["offer"] => Exact(Screen::Offer),
        ["page", p] => found(catalog.page_named(p).map(Screen::Page), FIRST),
        [sheet, o, m] => match (Sheet::named(sheet), operator(o), method(m)) {
            (Some(sheet), Some(operator), Some(method)) => {
                Exact(Screen::Sheet(sheet, GuideId { operator, method }))
            }
            (Some(_), Some(operator), None) => Nearest(Screen::ways(operator)),
            (Some(_), None, method) => Nearest(Screen::Operators { method }),
            (None, ..) => Nearest(FIRST),
        },
        _ => Nearest(FIRST),
    }
}

//! Presses as callback data and screens as link payloads, and back. The strings are made of permanent ids
//! (`open/guide/beeline/kaspi`, `guide_beeline_kaspi`), so that a button or a link works for years; whatever
//! does not decode leads to the nearest screen that still makes sense.

use crate::catalog::Catalog;
use crate::catalog::payers::EVERYTHING;
use crate::dialogue::event::{Place, Press};
use crate::dialogue::feedback::{Feedback, Outcome};
use crate::dialogue::reminder::{LENGTHS, ReminderPress, Rule};
use crate::dialogue::screen::{FIRST, Screen};

/// Telegram's limit of callback data, in bytes.
pub const LONGEST_CALLBACK: usize = 64;
/// Telegram's limit of a `?start=` payload, in characters of `A-Z a-z 0-9 _ -`.
pub const LONGEST_LINK: usize = 64;

/// What a string was found to mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decoded<T> {
    /// Exactly this.
    Exact(T),
    /// Nothing that exists; the nearest thing that does.
    Nearest(T),
}

impl<T> Decoded<T> {
    /// The meaning, exact or not.
    pub fn value(self) -> T {
        match self {
            Self::Exact(value) | Self::Nearest(value) => value,
        }
    }

    fn map<U>(self, change: impl FnOnce(T) -> U) -> Decoded<U> {
        match self {
            Self::Exact(value) => Decoded::Exact(change(value)),
            Self::Nearest(value) => Decoded::Nearest(change(value)),
        }
    }
}

/// A press as callback data: 1 to 64 bytes of ASCII.
pub fn encode_press(catalog: &Catalog, press: Press) -> String {
    let at = |screen| encode_screen(catalog, screen, "/");
    match press {
        Press::Open(screen, Place::Here) => format!("open/{}", at(screen)),
        Press::Open(screen, Place::Below) => format!("below/{}", at(screen)),
        Press::Confirm { operator, method } => {
            format!("confirm/{}/{}", catalog.operator(operator).id, catalog.method(method).id)
        }
        Press::SetPayer { payer, operator } => {
            let payer = payer.map_or(EVERYTHING, |payer| catalog.payer(payer).id.as_str());
            format!("payer/{payer}/{}", catalog.operator(operator).id)
        }
        Press::PickLanguage(screen) => format!("languages/{}", at(screen)),
        Press::KeepLanguage(screen) => format!("keep/{}", at(screen)),
        Press::SetLanguage(lang, screen) => format!("language/{}/{}", catalog.language(lang).id, at(screen)),
        Press::SetGroupLanguage(lang) => format!("group-language/{}", catalog.language(lang).id),
        Press::Reminder(renew) => encode_renew(renew),
        Press::Forget => "forget".to_owned(),
        Press::Resume => "resume".to_owned(),
        Press::Feedback(Feedback { operator, method, outcome }) => {
            let (operator, method) = (&catalog.operator(operator).id, &catalog.method(method).id);
            format!("tell/{}/{operator}/{method}", outcome.id())
        }
        Press::Picture { operator, method } => {
            format!("picture/{}/{}", catalog.operator(operator).id, catalog.method(method).id)
        }
    }
}

/// The press behind callback data, whatever it is.
pub fn decode_press(catalog: &Catalog, data: &str) -> Decoded<Press> {
    let (verb, rest) = data.split_once('/').unwrap_or((data, ""));
    let parts: Vec<&str> = rest.split('/').collect();
    let screen = |parts: &[&str]| decode_screen(catalog, parts);
    match (verb, parts.as_slice()) {
        ("open", parts) => screen(parts).map(|screen| Press::Open(screen, Place::Here)),
        ("below", parts) => screen(parts).map(|screen| Press::Open(screen, Place::Below)),
        ("languages", parts) => screen(parts).map(Press::PickLanguage),
        ("keep", parts) => screen(parts).map(Press::KeepLanguage),
        ("language", [lang, parts @ ..]) => match catalog.lang_named(lang) {
            Some(lang) => screen(parts).map(|screen| Press::SetLanguage(lang, screen)),
            None => Decoded::Nearest(Press::PickLanguage(screen(parts).value())),
        },
        ("confirm", [operator, method]) => {
            match (catalog.operator_named(operator), catalog.method_named(method)) {
                (Some(operator), Some(method)) => Decoded::Exact(Press::Confirm { operator, method }),
                _ => {
                    let screen = screen(&["guide", operator, method]).value();
                    Decoded::Nearest(Press::Open(screen, Place::Here))
                }
            }
        }
        ("payer", [payer, operator]) => {
            let named = catalog.payer_named(payer);
            match catalog.operator_named(operator) {
                Some(operator) if named.is_some() || *payer == EVERYTHING => {
                    Decoded::Exact(Press::SetPayer { payer: named, operator })
                }
                _ => {
                    let screen = screen(&["payers", operator]).value();
                    Decoded::Nearest(Press::Open(screen, Place::Here))
                }
            }
        }
        ("group-language", [lang]) => match catalog.lang_named(lang) {
            Some(lang) => Decoded::Exact(Press::SetGroupLanguage(lang)),
            None => Decoded::Nearest(Press::PickLanguage(FIRST)),
        },
        ("renew", parts) => match decode_renew(parts) {
            Some(renew) => Decoded::Exact(Press::Reminder(renew)),
            None => Decoded::Nearest(Press::Open(Screen::Reminders, Place::Here)),
        },
        ("forget", [""]) => Decoded::Exact(Press::Forget),
        ("tell", [outcome, o, m]) => decode_tell(catalog, outcome, o, m),
        ("picture", [operator, method]) => match screen(&["clerk", operator, method]) {
            Decoded::Exact(Screen::Clerk { operator, method }) => {
                Decoded::Exact(Press::Picture { operator, method })
            }
            other => Decoded::Nearest(Press::Open(other.value(), Place::Below)),
        },
        ("resume", [""]) => Decoded::Exact(Press::Resume),
        // What message it stands under is not known either; it must not be overwritten.
        _ => Decoded::Nearest(Press::Open(screen(&[data]).value(), Place::Below)),
    }
}

fn decode_tell(catalog: &Catalog, outcome: &str, o: &str, m: &str) -> Decoded<Press> {
    match (Outcome::named(outcome), catalog.operator_named(o), catalog.method_named(m)) {
        (Some(outcome), Some(operator), Some(method)) => {
            Decoded::Exact(Press::Feedback(Feedback { operator, method, outcome }))
        }
        _ => {
            let guide = decode_screen(catalog, &["guide", o, m]).value();
            Decoded::Nearest(Press::Open(guide, Feedback::PLACE))
        }
    }
}

fn encode_renew(renew: ReminderPress) -> String {
    let with = |what: String, instead: Option<Rule>| match instead {
        Some(rule) => format!("renew/{what}/{}", rule.code()),
        None => format!("renew/{what}"),
    };
    match renew {
        ReminderPress::PickDay { instead } => with("day".to_owned(), instead),
        ReminderPress::PickLength { instead } => with("length".to_owned(), instead),
        ReminderPress::PickNext { days, instead } => with(format!("next/{days}"), instead),
        ReminderPress::Set { rule, instead } => with(format!("set/{}", rule.code()), instead),
        ReminderPress::Change(rule) => format!("renew/change/{}", rule.code()),
        ReminderPress::Stop(rule) => format!("renew/stop/{}", rule.code()),
    }
}

fn decode_renew(parts: &[&str]) -> Option<ReminderPress> {
    let (what, instead) = match parts {
        ["day" | "length", rule] | ["next" | "set", _, rule] => {
            (&parts[..parts.len() - 1], Some(Rule::of_code(rule)?))
        }
        parts => (parts, None),
    };
    Some(match what {
        ["day"] => ReminderPress::PickDay { instead },
        ["length"] => ReminderPress::PickLength { instead },
        ["next", days] => {
            let days = days.parse().ok().filter(|days| LENGTHS.contains(days))?;
            ReminderPress::PickNext { days, instead }
        }
        ["set", rule] => ReminderPress::Set { rule: Rule::of_code(rule)?, instead },
        ["change", rule] => ReminderPress::Change(Rule::of_code(rule)?),
        ["stop", rule] => ReminderPress::Stop(Rule::of_code(rule)?),
        _ => return None,
    })
}

/// A screen as the payload of a `?start=` link.
pub fn encode_link(catalog: &Catalog, screen: Screen) -> String {
    encode_screen(catalog, screen, "_")
}

/// The screen behind the payload of a link, whatever it is.
pub fn decode_link(catalog: &Catalog, payload: &str) -> Decoded<Screen> {
    let parts: Vec<&str> = payload.split('_').collect();
    decode_screen(catalog, &parts)
}

fn encode_screen(catalog: &Catalog, screen: Screen, separator: &str) -> String {
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
        Screen::Warning { operator: o, method: m } => vec!["warning", operator(o), method(m)],
        Screen::Guide { operator: o, method: m } => vec!["guide", operator(o), method(m)],
        Screen::Chosen { operator: o, method: m } => vec!["chosen", operator(o), method(m)],
        Screen::Outdated { operator: o, method: m } => vec!["outdated", operator(o), method(m)],
        Screen::OperatorList => vec!["cards"],
        Screen::OperatorCard { operator: o } => vec!["card", operator(o)],
        Screen::Offline { operator: o } => vec!["offline", operator(o)],
        Screen::Clerk { operator: o, method: m } => vec!["clerk", operator(o), method(m)],
        Screen::Labels { operator: o, method: m } => vec!["labels", operator(o), method(m)],
        Screen::Offer => vec!["offer"],
        Screen::Page(page) => vec!["page", catalog.page(page).entry.id.as_str()],
        Screen::WhoAmI => vec!["whoami"],
        Screen::Reminders => vec!["remind"],
        Screen::Forget => vec!["forget"],
        Screen::Prefix(prefix) => vec!["prefix", catalog.prefix(prefix).digits.as_str()],
    };
    parts.join(separator)
}

fn decode_screen(catalog: &Catalog, parts: &[&str]) -> Decoded<Screen> {
    use Decoded::{Exact, Nearest};
    let operator = |name: &str| catalog.operator_named(name);
    let method = |name: &str| catalog.method_named(name);
    match *parts {
        ["operators"] => Exact(FIRST),
        ["operators", m] => match method(m) {
            Some(method) => Exact(Screen::Operators { method: Some(method) }),
            None => Nearest(FIRST),
        },
        ["ways", o] => match operator(o) {
            Some(operator) => Exact(Screen::ways(operator)),
            None => Nearest(FIRST),
        },
        ["ways", o, g] => match (operator(o), method(g)) {
            (Some(operator), Some(group)) => {
                Exact(Screen::Ways { operator, group: Some(group), payer: None })
            }
            (Some(operator), None) => Nearest(Screen::ways(operator)),
            (None, _) => Nearest(FIRST),
        },
        [kind @ ("warning" | "guide" | "chosen" | "outdated" | "clerk" | "labels"), o, m] => {
            match (operator(o), method(m)) {
                (Some(operator), Some(method)) => Exact(match kind {
                    "warning" => Screen::Warning { operator, method },
                    "guide" => Screen::Guide { operator, method },
                    "outdated" => Screen::Outdated { operator, method },
                    "clerk" => Screen::Clerk { operator, method },
                    "labels" => Screen::Labels { operator, method },
                    _ => Screen::Chosen { operator, method },
                }),
                (Some(operator), None) => Nearest(Screen::ways(operator)),
                (None, method) => Nearest(Screen::Operators { method }),
            }
        }
        ["payers", o] => operator(o).map_or(Nearest(FIRST), |operator| Exact(Screen::Payers { operator })),
        ["ways-for", p, ref list @ ..] => {
            let ways = decode_screen(catalog, &[&["ways"][..], list].concat());
            match (catalog.payer_named(p), ways) {
                (Some(payer), ways) => ways.map(|ways| ways.with_payer(payer)),
                (None, ways) => Nearest(ways.value()),
            }
        }
        ["cards"] => Exact(Screen::OperatorList),
        ["card", o] => operator(o)
            .map_or(Nearest(Screen::OperatorList), |operator| Exact(Screen::OperatorCard { operator })),
        ["offline", o] => operator(o).map_or(Nearest(FIRST), |operator| Exact(Screen::Offline { operator })),
        ["whoami"] => Exact(Screen::WhoAmI),
        ["remind"] => Exact(Screen::Reminders),
        ["forget"] => Exact(Screen::Forget),
        ["prefix", digits] => catalog
            .prefix_named(digits)
            .map_or(Nearest(Screen::WhoAmI), |prefix| Exact(Screen::Prefix(prefix))),
        ["offer"] => Exact(Screen::Offer),
        ["page", p] => catalog.page_named(p).map_or(Nearest(FIRST), |page| Exact(Screen::Page(page))),
        _ => Nearest(FIRST),
    }
}

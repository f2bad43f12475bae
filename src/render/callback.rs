//! Presses as callback data and screens as payloads of links, and back. Both are made of the permanent ids of
//! [`crate::dialogue::screen_id`], so that a button or a link works for years; what does not decode means the nearest
//! screen that exists.

use crate::catalog::id::GuideId;
use crate::catalog::model::Catalog;
use crate::catalog::payers::EVERYTHING;
use crate::dialogue::event::{Place, Press};
use crate::dialogue::feedback::{Feedback, Outcome};
use crate::dialogue::reminder::{LENGTHS, ReminderPress, Rule};
use crate::dialogue::screen::{FIRST, Screen, Sheet};
use crate::dialogue::screen_id::{Decoded, decode, encode};

/// Telegram's limit of callback data, in bytes.
pub const LONGEST_CALLBACK: usize = 64;
/// Telegram's limit of a `?start=` payload, in characters of `A-Z a-z 0-9 _ -`.
pub const LONGEST_LINK: usize = 64;

/// A press as callback data: 1 to 64 bytes of ASCII.
pub fn encode_press(catalog: &Catalog, press: Press) -> String {
    let at = |screen| encode(catalog, screen, "/");
    let guide = |GuideId { operator, method }| {
        format!("{}/{}", catalog.operator(operator).id, catalog.method(method).id)
    };
    match press {
        Press::Open(screen, Place::Here) => format!("open/{}", at(screen)),
        Press::Open(screen, Place::Below) => format!("below/{}", at(screen)),
        Press::Confirm(id) => format!("confirm/{}", guide(id)),
        Press::SetPayer { payer, operator } => {
            let payer = payer.map_or(EVERYTHING, |payer| catalog.payer(payer).id.as_str());
            format!("payer/{payer}/{}", catalog.operator(operator).id)
        }
        Press::PickLanguage(screen) => format!("languages/{}", at(screen)),
        Press::KeepLanguage(screen) => format!("keep/{}", at(screen)),
        Press::SetLanguage(lang, screen) => format!("language/{}/{}", catalog.language(lang).id, at(screen)),
        Press::SetGroupLanguage(lang) => format!("group-language/{}", catalog.language(lang).id),
        Press::Reminder(press) => encode_reminder(press),
        Press::Forget => "forget".to_owned(),
        Press::Resume => "resume".to_owned(),
        Press::Feedback(Feedback { guide: id, outcome }) => format!("tell/{}/{}", outcome.id(), guide(id)),
        Press::Picture(id) => format!("picture/{}", guide(id)),
    }
}

/// The press with this callback data, whatever it is.
pub fn decode_press(catalog: &Catalog, data: &str) -> Decoded<Press> {
    let (verb, rest) = data.split_once('/').unwrap_or((data, ""));
    let parts: Vec<&str> = rest.split('/').collect();
    let screen = |parts: &[&str]| decode(catalog, parts);
    let here = |parts: &[&str]| Decoded::Nearest(Press::Open(screen(parts).value(), Place::Here));
    let guide = |o: &str, m: &str| {
        Some(GuideId { operator: catalog.operator_named(o)?, method: catalog.method_named(m)? })
    };
    match (verb, parts.as_slice()) {
        ("open", parts) => screen(parts).map(|screen| Press::Open(screen, Place::Here)),
        ("below", parts) => screen(parts).map(|screen| Press::Open(screen, Place::Below)),
        ("languages", parts) => screen(parts).map(Press::PickLanguage),
        ("keep", parts) => screen(parts).map(Press::KeepLanguage),
        ("language", [lang, parts @ ..]) => match catalog.lang_named(lang) {
            Some(lang) => screen(parts).map(|screen| Press::SetLanguage(lang, screen)),
            None => Decoded::Nearest(Press::PickLanguage(screen(parts).value())),
        },
        ("confirm", [o, m]) => match guide(o, m) {
            Some(guide) => Decoded::Exact(Press::Confirm(guide)),
            None => here(&["guide", o, m]),
        },
        ("payer", [payer, operator]) => {
            let named = catalog.payer_named(payer);
            match catalog.operator_named(operator) {
                Some(operator) if named.is_some() || *payer == EVERYTHING => {
                    Decoded::Exact(Press::SetPayer { payer: named, operator })
                }
                _ => here(&["payers", operator]),
            }
        }
        ("group-language", [lang]) => match catalog.lang_named(lang) {
            Some(lang) => Decoded::Exact(Press::SetGroupLanguage(lang)),
            None => Decoded::Nearest(Press::PickLanguage(FIRST)),
        },
        ("renew", parts) => match decode_reminder(parts) {
            Some(press) => Decoded::Exact(Press::Reminder(press)),
            None => Decoded::Nearest(Press::Open(Screen::Reminders, Place::Here)),
        },
        ("forget", [""]) => Decoded::Exact(Press::Forget),
        ("tell", [outcome, o, m]) => match (Outcome::named(outcome), guide(o, m)) {
            (Some(outcome), Some(guide)) => Decoded::Exact(Press::Feedback(Feedback { guide, outcome })),
            _ => Decoded::Nearest(Press::Open(screen(&["guide", o, m]).value(), Place::Below)),
        },
        ("picture", [o, m]) => match screen(&["clerk", o, m]) {
            Decoded::Exact(Screen::Sheet(Sheet::Clerk, guide)) => Decoded::Exact(Press::Picture(guide)),
            other => Decoded::Nearest(Press::Open(other.value(), Place::Below)),
        },
        ("resume", [""]) => Decoded::Exact(Press::Resume),
        // The message of the button is not known either, so it is not changed.
        _ => Decoded::Nearest(Press::Open(screen(&[data]).value(), Place::Below)),
    }
}

fn encode_reminder(press: ReminderPress) -> String {
    let with = |what: String, instead: Option<Rule>| match instead {
        Some(rule) => format!("renew/{what}/{}", rule.code()),
        None => format!("renew/{what}"),
    };
    match press {
        ReminderPress::PickDay { instead } => with("day".to_owned(), instead),
        ReminderPress::PickLength { instead } => with("length".to_owned(), instead),
        ReminderPress::PickNext { days, instead } => with(format!("next/{days}"), instead),
        ReminderPress::Set { rule, instead } => with(format!("set/{}", rule.code()), instead),
        ReminderPress::Change(rule) => format!("renew/change/{}", rule.code()),
        ReminderPress::Stop(rule) => format!("renew/stop/{}", rule.code()),
    }
}

fn decode_reminder(parts: &[&str]) -> Option<ReminderPress> {
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
    encode(catalog, screen, "_")
}

/// The screen with this payload of a link, whatever it is.
pub fn decode_link(catalog: &Catalog, payload: &str) -> Decoded<Screen> {
    let parts: Vec<&str> = payload.split('_').collect();
    decode(catalog, &parts)
}

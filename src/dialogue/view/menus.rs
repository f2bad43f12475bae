//! The screens on which a person chooses: operator, way to pay, language; and the warning before a risky way.

use crate::catalog::Catalog;
use crate::catalog::id::{Lang, MethodId, OperatorId, PayerId};
use crate::dialogue::event::{Place, Press};
use crate::dialogue::pages;
use crate::dialogue::screen::{FIRST, Screen};
use crate::dialogue::view::build::Desk;
use crate::dialogue::view::{Action, Block, Key, View, payers};
use crate::dialogue::words;

/// The mark before the language in use.
const IN_USE: &str = "✓ ";

/// "Which operator?" The first screen also offers the languages, for readers whose client speaks another one.
pub(super) fn operators(catalog: &Catalog, lang: Lang, method: Option<MethodId>) -> View {
    let mut desk = Desk::new(catalog, lang);
    match method {
        None => {
            desk.title(words::START_TITLE);
            desk.text(words::START_HELLO);
            desk.text(words::START_ASK);
        }
        Some(method) => {
            let name = catalog.method_name(lang, method);
            let line = desk.line_with(words::START_ASK_WITH_METHOD, &[("method", &name)]);
            desk.put(Block::Text(line));
        }
    }
    let keys = catalog.operators().map(|operator| {
        let screen = match method {
            Some(method) => Screen::Guide { operator, method },
            None => Screen::ways(operator),
        };
        let press = Press::Open(screen.settled(catalog), Place::Here);
        Key { label: catalog.operator_label(lang, operator), action: Action::Press(press) }
    });
    desk.lay(keys.collect());
    let screen = Screen::Operators { method };
    if method.is_none() {
        let tips = Screen::page(catalog, pages::TIPS);
        let key = desk.key(words::TIPS, Press::Open(tips, Place::Here));
        desk.row(vec![key]);
        desk.lay_pairs(language_keys(catalog, lang, FIRST));
    } else {
        desk.navigation(screen);
    }
    desk.finish()
}

/// "Which way to pay?" Only ways that fit the operator; each says in a word what it needs, and for a payer how it
/// stands with them.
pub(super) fn ways(
    catalog: &Catalog,
    lang: Lang,
    operator: OperatorId,
    group: Option<MethodId>,
    payer: Option<PayerId>,
) -> View {
    let mut desk = Desk::new(catalog, lang).about(operator, group);
    match group {
        None => {
            desk.title(words::WAYS_TITLE);
            if catalog.operator(operator).name.is_none() {
                desk.text(words::WAYS_OTHER);
            }
            if payer.is_none() {
                desk.text(words::WAYS_ASK);
            }
        }
        Some(group) => {
            let id = &catalog.method(group).id;
            desk.title(&format!("method.{id}.title"));
            desk.text(&format!("method.{id}.ask"));
        }
    }
    if let Some(payer) = payer {
        payers::order(&mut desk, payer);
    }
    if group.is_none() && catalog.operator(operator).name.is_none() {
        let key = desk.key(words::WHOAMI, Press::Open(Screen::WhoAmI, Place::Here));
        desk.row(vec![key]);
    }
    let keys = payers::ways(&desk, operator, group, payer);
    desk.lay(keys);
    if group.is_none() || payer.is_some() {
        let key = payers::change(&desk, operator, payer);
        desk.row(vec![key]);
    }
    match group {
        None => {
            let more = [
                (words::ABOUT_OPERATOR, Screen::Card { operator }),
                (words::NO_MONEY_NO_DATA, Screen::Offline { operator }),
            ];
            let more = more.map(|(label, screen)| desk.key(label, Press::Open(screen, Place::Here)));
            desk.lay(more.into());
        }
        Some(_) => {
            let others = Press::Open(Screen::Ways { operator, group: None, payer }, Place::Here);
            let key = desk.key(words::NO_ACCOUNT, others);
            desk.row(vec![key]);
        }
    }
    desk.navigation(Screen::Ways { operator, group, payer });
    desk.finish()
}

/// Why a way does not fit, with the ways that do.
pub(super) fn unavailable(
    catalog: &Catalog,
    lang: Lang,
    operator: OperatorId,
    method: MethodId,
    reason: &str,
) -> View {
    let mut desk = Desk::new(catalog, lang).about(operator, Some(method));
    desk.title(words::UNAVAILABLE_TITLE);
    desk.text(reason);
    desk.checked();
    desk.text(words::UNAVAILABLE_NEXT);
    let keys = payers::ways(&desk, operator, None, None);
    desk.lay(keys);
    desk.navigation(Screen::Guide { operator, method });
    desk.finish()
}

/// The warning before a risky way: safer ways first, the way itself last.
pub(super) fn warning(catalog: &Catalog, lang: Lang, operator: OperatorId, method: MethodId) -> View {
    let mut desk = Desk::new(catalog, lang).about(operator, Some(method));
    let Some(risk) = &catalog.method(method).risk else {
        return ways(catalog, lang, operator, None, None);
    };
    desk.title(&risk.texts.title);
    for key in &risk.texts.lines {
        let line = desk.line(key);
        desk.put(Block::Warning(line));
    }
    let sources = desk.sources();
    desk.fold(sources);
    desk.checked();
    let label = desk.line(words::SECTION_SAFER);
    desk.put(Block::Label(label));
    for &safer in risk.safer.iter().filter(|&&safer| catalog.fits(operator, safer)) {
        let key = way_key(&desk, operator, safer);
        desk.row(vec![key]);
    }
    let check = desk.key(words::CHECK_OFFER, Press::Open(Screen::Offer, Place::Here));
    desk.row(vec![check]);
    let confirm = desk.key(words::CONFIRM_RISK, Press::Confirm { operator, method });
    desk.row(vec![confirm]);
    desk.navigation(Screen::Warning { operator, method });
    desk.finish()
}

/// What the menu turns into once the guide has been sent.
pub(super) fn chosen(catalog: &Catalog, lang: Lang, operator: OperatorId, method: MethodId) -> View {
    let mut desk = Desk::new(catalog, lang).about(operator, Some(method));
    desk.title(words::CHOSEN_TITLE);
    desk.text(words::CHOSEN_TEXT);
    let ways = Screen::ways(operator);
    let tips = Screen::page(catalog, pages::TIPS);
    let keys = vec![
        desk.key(words::OTHER_WAY, Press::Open(ways, Place::Here)),
        desk.key(words::TIPS, Press::Open(tips, Place::Here)),
    ];
    desk.lay(keys);
    let row = vec![
        desk.key(words::RESTART, Press::Open(FIRST, Place::Here)),
        desk.key(words::LANGUAGE, Press::PickLanguage(Screen::Chosen { operator, method })),
    ];
    desk.row(row);
    desk.finish()
}

/// The choice of language; it leads back to where it was opened.
pub(super) fn languages(catalog: &Catalog, lang: Lang, at: Screen) -> View {
    let mut desk = Desk::new(catalog, lang);
    desk.title(words::LANGUAGES_TITLE);
    desk.text(words::LANGUAGES_ASK);
    desk.lay_pairs(language_keys(catalog, lang, at));
    let back = desk.key(words::BACK, Press::KeepLanguage(at));
    desk.row(vec![back]);
    desk.finish()
}

/// What a group is told when the bot comes, and when somebody asks for its language.
pub(super) fn group(catalog: &Catalog, lang: Lang) -> View {
    let mut desk = Desk::new(catalog, lang);
    desk.text(words::GROUP_HELLO);
    desk.text(words::GROUP_LANGUAGE);
    let key = desk.key(words::START_TOP_UP, Press::Open(FIRST, Place::Below));
    desk.row(vec![key]);
    desk.lay_pairs(language_keys_to(catalog, lang, Press::SetGroupLanguage));
    desk.finish()
}

fn language_keys(catalog: &Catalog, lang: Lang, at: Screen) -> Vec<Key> {
    language_keys_to(catalog, lang, |other| Press::SetLanguage(other, at))
}

fn language_keys_to(catalog: &Catalog, lang: Lang, press: impl Fn(Lang) -> Press) -> Vec<Key> {
    let keys = catalog.languages().map(|other| {
        let mark = if other == lang { IN_USE } else { "" };
        let label = format!("{mark}{}", catalog.language(other).name);
        Key { label, action: Action::Press(press(other)) }
    });
    keys.collect()
}

pub(super) fn way_key(desk: &Desk<'_>, operator: OperatorId, method: MethodId) -> Key {
    let id = &desk.catalog.method(method).id;
    let label = desk.words(&format!("method.{id}.label"));
    let needs = desk.words(&format!("method.{id}.needs"));
    let label = desk.words_with(words::WAY_LABEL, &[("way", &label), ("needs", &needs)]);
    let mut screen = Screen::Guide { operator, method }.settled(desk.catalog);
    if desk.catalog.method(method).risk.is_some() {
        screen = Screen::Warning { operator, method };
    }
    Key { label, action: Action::Press(Press::Open(screen, Place::Here)) }
}

//! The screens on which a person chooses: operator, way to pay, language; and the warning before a risky way.

use crate::catalog::Catalog;
use crate::catalog::id::{Lang, MethodId, OperatorId, PayerId};
use crate::dialogue::event::{Place, Press};
use crate::dialogue::keys;
use crate::dialogue::keys::pages;
use crate::dialogue::screen::{FIRST, Screen};
use crate::dialogue::view::builder::ViewBuilder;
use crate::dialogue::view::{Action, Block, Button, View, payers};

/// The mark before the language in use.
const IN_USE: &str = "✓ ";

/// "Which operator?" The first screen also offers the languages, for readers whose client speaks another one.
pub(super) fn operators(catalog: &Catalog, lang: Lang, method: Option<MethodId>) -> View {
    let mut view = ViewBuilder::new(catalog, lang);
    match method {
        None => {
            view.title(keys::START_TITLE);
            view.text(keys::START_HELLO);
            view.text(keys::START_ASK);
        }
        Some(method) => {
            let name = catalog.method_name(lang, method);
            let line = view.line_with(keys::START_ASK_WITH_METHOD, &[("method", &name)]);
            view.put(Block::Text(line));
        }
    }
    let keys = catalog.operators().map(|operator| {
        let screen = match method {
            Some(method) => Screen::Guide { operator, method },
            None => Screen::ways(operator),
        };
        let press = Press::Open(screen.settled(catalog), Place::Here);
        Button { label: catalog.operator_label(lang, operator), action: Action::Press(press) }
    });
    view.lay(keys.collect());
    let screen = Screen::Operators { method };
    if method.is_none() {
        let tips = Screen::page(catalog, pages::TIPS);
        let key = view.key(keys::TIPS, Press::Open(tips, Place::Here));
        view.row(vec![key]);
        view.lay_pairs(language_keys(catalog, lang, FIRST));
    } else {
        view.navigation(screen);
    }
    view.finish()
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
    let mut view = ViewBuilder::new(catalog, lang).about(operator, group);
    match group {
        None => {
            view.title(keys::WAYS_TITLE);
            if catalog.operator(operator).name.is_none() {
                view.text(keys::WAYS_OTHER);
            }
            if payer.is_none() {
                view.text(keys::WAYS_ASK);
            }
        }
        Some(group) => {
            let id = &catalog.method(group).id;
            view.title(&format!("method.{id}.title"));
            view.text(&format!("method.{id}.ask"));
        }
    }
    if let Some(payer) = payer {
        payers::order(&mut view, payer);
    }
    if group.is_none() && catalog.operator(operator).name.is_none() {
        let key = view.key(keys::WHOAMI, Press::Open(Screen::WhoAmI, Place::Here));
        view.row(vec![key]);
    }
    let keys = payers::ways(&view, operator, group, payer);
    view.lay(keys);
    if group.is_none() || payer.is_some() {
        let key = payers::change(&view, operator, payer);
        view.row(vec![key]);
    }
    match group {
        None => {
            let more = [
                (keys::ABOUT_OPERATOR, Screen::OperatorCard { operator }),
                (keys::NO_MONEY_NO_DATA, Screen::Offline { operator }),
            ];
            let more = more.map(|(label, screen)| view.key(label, Press::Open(screen, Place::Here)));
            view.lay(more.into());
        }
        Some(_) => {
            let others = Press::Open(Screen::Ways { operator, group: None, payer }, Place::Here);
            let key = view.key(keys::NO_ACCOUNT, others);
            view.row(vec![key]);
        }
    }
    view.navigation(Screen::Ways { operator, group, payer });
    view.finish()
}

/// Why a way does not fit, with the ways that do.
pub(super) fn unavailable(
    catalog: &Catalog,
    lang: Lang,
    operator: OperatorId,
    method: MethodId,
    reason: &str,
) -> View {
    let mut view = ViewBuilder::new(catalog, lang).about(operator, Some(method));
    view.title(keys::UNAVAILABLE_TITLE);
    view.text(reason);
    view.checked();
    view.text(keys::UNAVAILABLE_NEXT);
    let keys = payers::ways(&view, operator, None, None);
    view.lay(keys);
    view.navigation(Screen::Guide { operator, method });
    view.finish()
}

/// The warning before a risky way: safer ways first, the way itself last.
pub(super) fn warning(catalog: &Catalog, lang: Lang, operator: OperatorId, method: MethodId) -> View {
    let mut view = ViewBuilder::new(catalog, lang).about(operator, Some(method));
    let Some(risk) = &catalog.method(method).risk else {
        return ways(catalog, lang, operator, None, None);
    };
    view.title(&risk.texts.title);
    for key in &risk.texts.lines {
        let line = view.line(key);
        view.put(Block::Warning(line));
    }
    let sources = view.sources();
    view.fold(sources);
    view.checked();
    let label = view.line(keys::SECTION_SAFER);
    view.put(Block::Label(label));
    for &safer in risk.safer.iter().filter(|&&safer| catalog.fits(operator, safer)) {
        let key = way_key(&view, operator, safer);
        view.row(vec![key]);
    }
    let check = view.key(keys::CHECK_OFFER, Press::Open(Screen::Offer, Place::Here));
    view.row(vec![check]);
    let confirm = view.key(keys::CONFIRM_RISK, Press::Confirm { operator, method });
    view.row(vec![confirm]);
    view.navigation(Screen::Warning { operator, method });
    view.finish()
}

/// What the menu turns into once the guide has been sent.
pub(super) fn chosen(catalog: &Catalog, lang: Lang, operator: OperatorId, method: MethodId) -> View {
    let mut view = ViewBuilder::new(catalog, lang).about(operator, Some(method));
    view.title(keys::CHOSEN_TITLE);
    view.text(keys::CHOSEN_TEXT);
    let ways = Screen::ways(operator);
    let tips = Screen::page(catalog, pages::TIPS);
    let keys = vec![
        view.key(keys::OTHER_WAY, Press::Open(ways, Place::Here)),
        view.key(keys::TIPS, Press::Open(tips, Place::Here)),
    ];
    view.lay(keys);
    let row = vec![
        view.key(keys::RESTART, Press::Open(FIRST, Place::Here)),
        view.key(keys::LANGUAGE, Press::PickLanguage(Screen::Chosen { operator, method })),
    ];
    view.row(row);
    view.finish()
}

/// The choice of language; it leads back to where it was opened.
pub(super) fn languages(catalog: &Catalog, lang: Lang, at: Screen) -> View {
    let mut view = ViewBuilder::new(catalog, lang);
    view.title(keys::LANGUAGES_TITLE);
    view.text(keys::LANGUAGES_ASK);
    view.lay_pairs(language_keys(catalog, lang, at));
    let back = view.key(keys::BACK, Press::KeepLanguage(at));
    view.row(vec![back]);
    view.finish()
}

/// What a group is told when the bot comes, and when somebody asks for its language.
pub(super) fn group(catalog: &Catalog, lang: Lang) -> View {
    let mut view = ViewBuilder::new(catalog, lang);
    view.text(keys::GROUP_HELLO);
    view.text(keys::GROUP_LANGUAGE);
    let key = view.key(keys::START_TOP_UP, Press::Open(FIRST, Place::Below));
    view.row(vec![key]);
    view.lay_pairs(language_keys_to(catalog, lang, Press::SetGroupLanguage));
    view.finish()
}

fn language_keys(catalog: &Catalog, lang: Lang, at: Screen) -> Vec<Button> {
    language_keys_to(catalog, lang, |other| Press::SetLanguage(other, at))
}

fn language_keys_to(catalog: &Catalog, lang: Lang, press: impl Fn(Lang) -> Press) -> Vec<Button> {
    let keys = catalog.languages().map(|other| {
        let mark = if other == lang { IN_USE } else { "" };
        let label = format!("{mark}{}", catalog.language(other).name);
        Button { label, action: Action::Press(press(other)) }
    });
    keys.collect()
}

pub(super) fn way_key(view: &ViewBuilder<'_>, operator: OperatorId, method: MethodId) -> Button {
    let id = &view.catalog.method(method).id;
    let label = view.words(&format!("method.{id}.label"));
    let needs = view.words(&format!("method.{id}.needs"));
    let label = view.words_with(keys::WAY_LABEL, &[("way", &label), ("needs", &needs)]);
    let mut screen = Screen::Guide { operator, method }.settled(view.catalog);
    if view.catalog.method(method).risk.is_some() {
        screen = Screen::Warning { operator, method };
    }
    Button { label, action: Action::Press(Press::Open(screen, Place::Here)) }
}

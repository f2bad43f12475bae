//! The screens of the top-up on which a person chooses: operator, payment method, language; and the warning before a
//! risky method.

use crate::catalog::id::{GuideId, Lang, MethodId, OperatorId, PayerId};
use crate::catalog::model::Catalog;
use crate::dialogue::event::{Place, Press};
use crate::dialogue::keys;
use crate::dialogue::keys::pages;
use crate::dialogue::menu::Menu;
use crate::dialogue::screen::{FIRST, Screen, Sheet};
use crate::dialogue::view::builder::ViewBuilder;
use crate::dialogue::view::{Button, View, payers};

/// The mark before the language in use.
const IN_USE: &str = "✓ ";

/// "Which operator?" The first screen also leads to help for somebody without credit, after a payment that did not
/// arrive, or who does not know the operator, and to the choice of language.
pub(super) fn operators(catalog: &Catalog, lang: Lang, method: Option<MethodId>) -> View {
    let mut view = ViewBuilder::new(catalog, lang);
    let Some(method) = method else { return first(view) };
    let name = catalog.method_name(lang, method);
    view.text_with(keys::START_ASK_WITH_METHOD, &[("method", &name)]);
    let operators = catalog.operators().filter(|&id| catalog.can_top_up(id));
    let buttons = operators.map(|operator| {
        Button::press(catalog.operator_label(lang, operator), view.open(Sheet::Guide.of(operator, method)))
    });
    let buttons = buttons.collect();
    view.lay(buttons);
    view.navigation(Screen::Operators { method: Some(method) });
    view.finish()
}

fn first(mut view: ViewBuilder<'_>) -> View {
    let (catalog, lang) = (view.catalog, view.lang);
    view.title(keys::START_TITLE);
    view.text(keys::START_HELLO);
    view.text(keys::START_ASK);
    let named = |&id: &OperatorId| catalog.can_top_up(id) && catalog.operator(id).name.is_some();
    let buttons = catalog.operators().filter(named).map(|operator| {
        Button::press(catalog.operator_label(lang, operator), view.open(Screen::ways(operator)))
    });
    let buttons = buttons.collect();
    view.lay(buttons);
    view.button(keys::WHOAMI, view.open(Screen::WhoAmI));
    if let Some(operator) = catalog.operators().find(|&id| catalog.operator(id).name.is_none()) {
        view.button(keys::NO_MONEY_NO_DATA, view.open(Screen::Offline { operator }));
    }
    view.buttons([
        (keys::PAID_NOTHING, view.open(Screen::page(catalog, pages::TROUBLE))),
        (keys::LANGUAGE, Press::PickLanguage(FIRST)),
    ]);
    view.finish()
}

/// "Which payment method?" Only those that fit the operator; each button says what the method needs, and for a payer
/// whether it suits.
pub(super) fn ways(
    catalog: &Catalog,
    lang: Lang,
    operator: OperatorId,
    group: Option<MethodId>,
    payer: Option<PayerId>,
) -> View {
    let mut view = ViewBuilder::new(catalog, lang).about(operator, group);
    let unnamed = catalog.operator(operator).name.is_none();
    match group {
        None => {
            view.title(keys::WAYS_TITLE);
            if unnamed {
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
    if group.is_none() && unnamed {
        view.button(keys::WHOAMI, view.open(Screen::WhoAmI));
    }
    view.lay(payers::ways(&view, operator, group, payer));
    if group.is_none() || payer.is_some() {
        view.row(vec![payers::change(&view, operator, payer)]);
    }
    if group.is_some() {
        view.button(keys::NO_ACCOUNT, view.open(Screen::Ways { operator, group: None, payer }));
    }
    view.navigation(Screen::Ways { operator, group, payer });
    view.finish()
}

/// Why a method does not fit, and those that do.
pub(super) fn unavailable(catalog: &Catalog, lang: Lang, guide: GuideId, reason: &str) -> View {
    let mut view = ViewBuilder::new(catalog, lang).about_guide(guide);
    view.title(keys::UNAVAILABLE_TITLE);
    view.text(reason);
    view.checked();
    view.text(keys::UNAVAILABLE_NEXT);
    view.lay(payers::ways(&view, guide.operator, None, None));
    view.navigation(Screen::Sheet(Sheet::Guide, guide));
    view.finish()
}

/// The warning before a risky method: safer methods first, the method itself last.
pub(super) fn warning(catalog: &Catalog, lang: Lang, guide: GuideId) -> View {
    let Some(risk) = &catalog.method(guide.method).risk else {
        return ways(catalog, lang, guide.operator, None, None);
    };
    let mut view = ViewBuilder::new(catalog, lang).about_guide(guide);
    view.title(&risk.texts.title);
    view.warnings(&risk.texts.lines);
    view.evidence();
    view.label(keys::SECTION_SAFER);
    for &method in risk.safer.iter().filter(|&&safer| catalog.fits(guide.operator, safer)) {
        view.row(vec![payers::way(&view, GuideId { method, ..guide }, None)]);
    }
    view.button(keys::CHECK_OFFER, view.open(Screen::Offer));
    view.button(keys::CONFIRM_RISK, Press::Confirm(guide));
    view.navigation(Screen::Sheet(Sheet::Warning, guide));
    view.finish()
}

/// The note that the guide has been sent.
pub(super) fn chosen(catalog: &Catalog, lang: Lang, guide: GuideId) -> View {
    let mut view = ViewBuilder::new(catalog, lang).about_guide(guide);
    view.title(keys::CHOSEN_TITLE);
    view.text(keys::CHOSEN_TEXT);
    view.buttons([
        (keys::OTHER_WAY, view.open(Screen::ways(guide.operator))),
        (keys::TIPS, view.open(Screen::page(catalog, pages::TIPS))),
    ]);
    view.row(vec![
        Button::press(view.plain(keys::RESTART), view.open(FIRST)),
        Button::press(view.plain(keys::LANGUAGE), Press::PickLanguage(Screen::Sheet(Sheet::Chosen, guide))),
    ]);
    view.finish()
}

/// The choice of language; it returns to the screen it was opened on.
pub(super) fn languages(catalog: &Catalog, lang: Lang, at: Screen) -> View {
    let mut view = ViewBuilder::new(catalog, lang);
    view.title(keys::LANGUAGES_TITLE);
    view.text(keys::LANGUAGES_ASK);
    view.lay_pairs(languages_to(catalog, lang, |other| Press::SetLanguage(other, at)));
    view.button(keys::BACK, Menu::Languages(at).back(catalog));
    view.finish()
}

/// The greeting of a group, and the choice of its language.
pub(super) fn group(catalog: &Catalog, lang: Lang) -> View {
    let mut view = ViewBuilder::new(catalog, lang);
    view.text(keys::GROUP_HELLO);
    view.text(keys::GROUP_LANGUAGE);
    view.button(keys::START_TOP_UP, Press::Open(FIRST, Place::Below));
    view.lay_pairs(languages_to(catalog, lang, Press::SetGroupLanguage));
    view.finish()
}

fn languages_to(catalog: &Catalog, lang: Lang, press: impl Fn(Lang) -> Press) -> Vec<Button> {
    let buttons = catalog.languages().map(|other| {
        let mark = if other == lang { IN_USE } else { "" };
        Button::press(format!("{mark}{}", catalog.language(other).name), press(other))
    });
    buttons.collect()
}

//! The screens to look things up: operators' cards, what helps without money and data, and pages of text.

use crate::catalog::id::{Lang, OperatorId, PageId};
use crate::catalog::model::Catalog;
use crate::catalog::schema::PageButton;
use crate::dialogue::keys;
use crate::dialogue::keys::pages;
use crate::dialogue::screen::{FIRST, Screen};
use crate::dialogue::view::builder::ViewBuilder;
use crate::dialogue::view::{Action, Button, View};

/// This many codes of a card get a button for copying.
const COPIES: usize = 5;

/// The list of cards.
pub(super) fn cards(catalog: &Catalog, lang: Lang) -> View {
    let mut view = ViewBuilder::new(catalog, lang);
    view.title(keys::CARDS_TITLE);
    view.text(keys::CARDS_INTRO);
    let buttons = catalog.operators().map(|operator| {
        let open = view.open(Screen::OperatorCard { operator });
        Button::press(catalog.operator_label(lang, operator), open)
    });
    let buttons = buttons.collect();
    view.lay(buttons);
    view.navigation(Screen::OperatorList);
    view.finish()
}

/// One operator's card.
pub(super) fn card(catalog: &Catalog, lang: Lang, operator: OperatorId) -> View {
    let mut view = ViewBuilder::new(catalog, lang).about(operator, None);
    let entry = catalog.operator(operator);
    let own_title = format!("card.{}.title", entry.id);
    let has_own = catalog.template(lang, &own_title).is_some();
    view.title(if has_own { &own_title } else { keys::CARD_TITLE });
    view.texts(&entry.card.intro);
    view.points(&entry.card.lines);
    view.fold(|view| {
        view.section(keys::SECTION_UNKNOWN, &entry.card.unknown);
        view.sources();
    });
    view.checked();
    view.fact_buttons(COPIES);
    let can_top_up = catalog.can_top_up(operator);
    if can_top_up {
        let label = if entry.name.is_some() { keys::TOP_UP_WITH } else { keys::START_TOP_UP };
        view.buttons([
            (label, view.open(Screen::ways(operator))),
            (keys::NO_MONEY_NO_DATA, view.open(Screen::Offline { operator })),
        ]);
    } else {
        view.button(keys::START_TOP_UP, view.open(FIRST));
    }
    if entry.name.is_none() || !can_top_up {
        view.button(keys::WHOAMI, view.open(Screen::WhoAmI));
    }
    view.navigation(Screen::OperatorCard { operator });
    view.finish()
}

/// What helps the subscribers of an operator without money and data. For an unknown operator it is what holds for
/// all, and the operators to choose from.
pub(super) fn offline(catalog: &Catalog, lang: Lang, operator: OperatorId) -> View {
    let mut view = ViewBuilder::new(catalog, lang).about(operator, None);
    let entry = catalog.operator(operator);
    view.title(if entry.name.is_some() { keys::OFFLINE_TITLE } else { keys::NO_MONEY_NO_DATA });
    view.points(&entry.offline.lines);
    view.fold(|view| {
        view.section(keys::SECTION_UNKNOWN, &entry.offline.unknown);
        view.sources();
    });
    view.checked();
    let label = match entry.name {
        Some(_) => {
            view.fact_buttons(COPIES);
            keys::TOP_UP_WITH
        }
        None => {
            let brands = catalog.operators().filter(|&id| catalog.operator(id).name.is_some());
            let buttons = brands.map(|operator| {
                let open = view.open(Screen::Offline { operator });
                Button::press(catalog.operator_label(lang, operator), open)
            });
            let buttons = buttons.collect();
            view.lay(buttons);
            keys::START_TOP_UP
        }
    };
    view.buttons([
        (label, view.open(Screen::ways(operator))),
        (keys::PAID_NOTHING, view.open(Screen::page(catalog, pages::TROUBLE))),
    ]);
    view.navigation(Screen::Offline { operator });
    view.finish()
}

/// A page of text, with buttons for the pages inside it and its own buttons.
pub(super) fn page(catalog: &Catalog, lang: Lang, id: PageId) -> View {
    let mut view = ViewBuilder::new(catalog, lang);
    let entry = &catalog.page(id).entry;
    view.title(&format!("page.{}.title", entry.id));
    view.texts(&entry.intro);
    view.steps(&entry.steps);
    view.points(&entry.points);
    view.texts(&entry.outro);
    view.fold(|view| {
        view.section(keys::SECTION_DETAILS, &entry.details);
        view.section(keys::SECTION_UNKNOWN, &entry.unknown);
        view.sources();
    });
    view.checked();
    let inner = catalog.pages().filter(|&inner| catalog.page(inner).within == Some(id));
    let linked = inner.chain(catalog.page(id).next.iter().copied());
    let buttons = linked.map(|page| {
        let title = format!("page.{}.title", catalog.page(page).entry.id);
        Button::press(view.plain(&title), view.open(Screen::Page(page)))
    });
    let buttons = buttons.collect();
    view.lay(buttons);
    for &button in &entry.buttons {
        let button = page_button(&view, button);
        view.row(vec![button]);
    }
    view.buttons([
        (keys::START_TOP_UP, view.open(FIRST)),
        (keys::OPERATORS, view.open(Screen::OperatorList)),
    ]);
    view.navigation(Screen::Page(id));
    view.finish()
}

fn page_button(view: &ViewBuilder<'_>, button: PageButton) -> Button {
    let (label, screen) = match button {
        PageButton::WhoAmI => (keys::WHOAMI, Screen::WhoAmI),
        PageButton::Reminders => (keys::RENEWAL_KEY, Screen::Reminders),
        PageButton::Forget => (keys::FORGET_KEY, Screen::Forget),
        PageButton::CheckOffer => (keys::CHECK_OFFER, Screen::Offer),
        PageButton::AddToGroup => {
            return Button { label: view.plain(keys::ADD_TO_GROUP), action: Action::AddToGroup };
        }
    };
    Button::press(view.plain(label), view.open(screen))
}

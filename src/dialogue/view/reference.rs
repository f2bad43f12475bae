//! The screens to look things up: operators' cards, what helps without money and data, and pages of text.

use crate::catalog::Catalog;
use crate::catalog::id::{Lang, OperatorId, PageId};
use crate::dialogue::event::{Place, Press};
use crate::dialogue::keys;
use crate::dialogue::keys::pages;
use crate::dialogue::screen::{FIRST, Screen};
use crate::dialogue::view::builder::ViewBuilder;
use crate::dialogue::view::{Action, Block, Button, View};

/// As many codes of a card get a button for copying.
const COPIES: usize = 5;

/// The list of cards.
pub(super) fn cards(catalog: &Catalog, lang: Lang) -> View {
    let mut view = ViewBuilder::new(catalog, lang);
    view.title(keys::CARDS_TITLE);
    view.text(keys::CARDS_INTRO);
    let keys = catalog.operators().map(|operator| Button {
        label: catalog.operator_label(lang, operator),
        action: Action::Press(Press::Open(Screen::OperatorCard { operator }, Place::Here)),
    });
    view.lay(keys.collect());
    view.navigation(Screen::OperatorList);
    view.finish()
}

/// One operator's card.
pub(super) fn card(catalog: &Catalog, lang: Lang, operator: OperatorId) -> View {
    let mut view = ViewBuilder::new(catalog, lang).about(operator, None);
    let entry = catalog.operator(operator);
    let own_title = format!("card.{}.title", entry.id);
    if catalog.template(lang, &own_title).is_some() {
        view.title(&own_title);
    } else {
        let line = view.line(keys::CARD_TITLE);
        view.put(Block::Title(line));
    }
    view.texts(&entry.card.intro);
    let points = view.lines(&entry.card.lines);
    view.put(Block::Points(points));
    let mut fold = view.section(keys::SECTION_UNKNOWN, &entry.card.unknown);
    fold.extend(view.sources());
    view.fold(fold);
    view.checked();
    view.fact_keys(COPIES);
    let label = if entry.name.is_some() { keys::TOP_UP_WITH } else { keys::START_TOP_UP };
    let open = |screen| Press::Open(screen, Place::Here);
    let next = if catalog.can_top_up(operator) {
        let ways = Screen::ways(operator);
        let offline = Screen::Offline { operator };
        vec![view.key(label, open(ways)), view.key(keys::NO_MONEY_NO_DATA, open(offline))]
    } else {
        vec![view.key(keys::START_TOP_UP, open(FIRST))]
    };
    view.lay(next);
    if entry.name.is_none() || !catalog.can_top_up(operator) {
        let key = view.key(keys::WHOAMI, Press::Open(Screen::WhoAmI, Place::Here));
        view.row(vec![key]);
    }
    view.navigation(Screen::OperatorCard { operator });
    view.finish()
}

/// What helps the subscribers of an operator without money and data. Who does not know the operator gets what holds
/// for all, and the operators to choose from.
pub(super) fn offline(catalog: &Catalog, lang: Lang, operator: OperatorId) -> View {
    let mut view = ViewBuilder::new(catalog, lang).about(operator, None);
    let entry = catalog.operator(operator);
    view.title(if entry.name.is_some() { keys::OFFLINE_TITLE } else { keys::NO_MONEY_NO_DATA });
    let points = view.lines(&entry.offline.lines);
    view.put(Block::Points(points));
    let mut fold = view.section(keys::SECTION_UNKNOWN, &entry.offline.unknown);
    fold.extend(view.sources());
    view.fold(fold);
    view.checked();
    let open = |screen| Press::Open(screen, Place::Here);
    let label = match entry.name {
        Some(_) => {
            view.fact_keys(COPIES);
            keys::TOP_UP_WITH
        }
        None => {
            let brands = catalog.operators().filter(|&id| catalog.operator(id).name.is_some());
            let keys = brands.map(|operator| Button {
                label: catalog.operator_label(lang, operator),
                action: Action::Press(open(Screen::Offline { operator }.settled(catalog))),
            });
            view.lay(keys.collect());
            keys::START_TOP_UP
        }
    };
    let keys = vec![
        view.key(label, open(Screen::ways(operator))),
        view.key(keys::PAID_NOTHING, open(Screen::page(catalog, pages::TROUBLE))),
    ];
    view.lay(keys);
    view.navigation(Screen::Offline { operator });
    view.finish()
}

/// A page of text, with the pages inside it as buttons.
pub(super) fn page(catalog: &Catalog, lang: Lang, id: PageId) -> View {
    let mut view = ViewBuilder::new(catalog, lang);
    let entry = &catalog.page(id).entry;
    view.title(&format!("page.{}.title", entry.id));
    view.texts(&entry.intro);
    if !entry.steps.is_empty() {
        let steps = view.lines(&entry.steps);
        view.put(Block::Steps(steps));
    }
    if !entry.points.is_empty() {
        let points = view.lines(&entry.points);
        view.put(Block::Points(points));
    }
    view.texts(&entry.outro);
    let mut fold = view.section(keys::SECTION_DETAILS, &entry.details);
    fold.extend(view.section(keys::SECTION_UNKNOWN, &entry.unknown));
    fold.extend(view.sources());
    view.fold(fold);
    view.checked();
    if pages::NUMBERS.contains(&entry.id.as_str()) {
        let key = view.key(keys::WHOAMI, Press::Open(Screen::WhoAmI, Place::Here));
        view.row(vec![key]);
    }
    let more = match entry.id.as_str() {
        pages::DONE => Some((keys::RENEWAL_KEY, Screen::Reminders)),
        pages::PRIVACY => Some((keys::FORGET_KEY, Screen::Forget)),
        _ => None,
    };
    if let Some((label, screen)) = more {
        let key = view.key(label, Press::Open(screen, Place::Here));
        view.row(vec![key]);
    }
    let inner = catalog.pages().filter(|&inner| catalog.page(inner).within == Some(id));
    let keys: Vec<Button> = inner
        .chain(catalog.page(id).next.iter().copied())
        .map(|page| {
            let title = format!("page.{}.title", catalog.page(page).entry.id);
            view.key(&title, Press::Open(Screen::Page(page), Place::Here))
        })
        .collect();
    view.lay(keys);
    if [pages::TIPS, pages::SCAMS].contains(&entry.id.as_str()) {
        let check = view.key(keys::CHECK_OFFER, Press::Open(Screen::Offer, Place::Here));
        view.row(vec![check]);
    }
    let top_up = view.key(keys::START_TOP_UP, Press::Open(FIRST, Place::Here));
    let operators = view.key(keys::OPERATORS, Press::Open(Screen::OperatorList, Place::Here));
    view.lay(vec![top_up, operators]);
    if entry.id == pages::HELP {
        let key = Button { label: view.words(keys::ADD_TO_GROUP), action: Action::AddToGroup };
        view.row(vec![key]);
    }
    view.navigation(Screen::Page(id));
    view.finish()
}

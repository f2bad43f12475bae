//! The screens to look things up: operators' cards, what helps without money and data, and pages of text.

use crate::catalog::Catalog;
use crate::catalog::id::{Lang, OperatorId, PageId};
use crate::dialogue::event::{Place, Press};
use crate::dialogue::pages;
use crate::dialogue::screen::{FIRST, Screen};
use crate::dialogue::view::build::Desk;
use crate::dialogue::view::{Action, Block, Key, View};
use crate::dialogue::words;

/// As many codes of a card get a button for copying.
const COPIES: usize = 5;

/// The list of cards.
pub(super) fn cards(catalog: &Catalog, lang: Lang) -> View {
    let mut desk = Desk::new(catalog, lang);
    desk.title(words::CARDS_TITLE);
    desk.text(words::CARDS_INTRO);
    let keys = catalog.operators().map(|operator| Key {
        label: catalog.operator_label(lang, operator),
        action: Action::Press(Press::Open(Screen::Card { operator }, Place::Here)),
    });
    desk.lay(keys.collect());
    desk.navigation(Screen::Cards);
    desk.finish()
}

/// One operator's card.
pub(super) fn card(catalog: &Catalog, lang: Lang, operator: OperatorId) -> View {
    let mut desk = Desk::new(catalog, lang).about(operator, None);
    let entry = catalog.operator(operator);
    let own_title = format!("card.{}.title", entry.id);
    if catalog.template(lang, &own_title).is_some() {
        desk.title(&own_title);
    } else {
        let line = desk.line(words::CARD_TITLE);
        desk.put(Block::Title(line));
    }
    desk.texts(&entry.card.intro);
    let points = desk.lines(&entry.card.lines);
    desk.put(Block::Points(points));
    let mut fold = desk.section(words::SECTION_UNKNOWN, &entry.card.unknown);
    fold.extend(desk.sources());
    desk.fold(fold);
    desk.checked();
    desk.fact_keys(COPIES);
    let label = if entry.name.is_some() { words::TOP_UP_WITH } else { words::START_TOP_UP };
    let open = |screen| Press::Open(screen, Place::Here);
    let next = if catalog.can_top_up(operator) {
        let ways = Screen::ways(operator);
        let offline = Screen::Offline { operator };
        vec![desk.key(label, open(ways)), desk.key(words::NO_MONEY_NO_DATA, open(offline))]
    } else {
        vec![desk.key(words::START_TOP_UP, open(FIRST))]
    };
    desk.lay(next);
    if entry.name.is_none() || !catalog.can_top_up(operator) {
        let key = desk.key(words::WHOAMI, Press::Open(Screen::WhoAmI, Place::Here));
        desk.row(vec![key]);
    }
    desk.navigation(Screen::Card { operator });
    desk.finish()
}

/// What helps the subscribers of an operator without money and data. Who does not know the operator gets what holds
/// for all, and the operators to choose from.
pub(super) fn offline(catalog: &Catalog, lang: Lang, operator: OperatorId) -> View {
    let mut desk = Desk::new(catalog, lang).about(operator, None);
    let entry = catalog.operator(operator);
    desk.title(if entry.name.is_some() { words::OFFLINE_TITLE } else { words::NO_MONEY_NO_DATA });
    let points = desk.lines(&entry.offline.lines);
    desk.put(Block::Points(points));
    let mut fold = desk.section(words::SECTION_UNKNOWN, &entry.offline.unknown);
    fold.extend(desk.sources());
    desk.fold(fold);
    desk.checked();
    let open = |screen| Press::Open(screen, Place::Here);
    let label = match entry.name {
        Some(_) => {
            desk.fact_keys(COPIES);
            words::TOP_UP_WITH
        }
        None => {
            let brands = catalog.operators().filter(|&id| catalog.operator(id).name.is_some());
            let keys = brands.map(|operator| Key {
                label: catalog.operator_label(lang, operator),
                action: Action::Press(open(Screen::Offline { operator }.settled(catalog))),
            });
            desk.lay(keys.collect());
            words::START_TOP_UP
        }
    };
    let keys = vec![
        desk.key(label, open(Screen::ways(operator))),
        desk.key(words::PAID_NOTHING, open(Screen::page(catalog, pages::TROUBLE))),
    ];
    desk.lay(keys);
    desk.navigation(Screen::Offline { operator });
    desk.finish()
}

/// A page of text, with the pages inside it as buttons.
pub(super) fn page(catalog: &Catalog, lang: Lang, id: PageId) -> View {
    let mut desk = Desk::new(catalog, lang);
    let entry = &catalog.page(id).entry;
    desk.title(&format!("page.{}.title", entry.id));
    desk.texts(&entry.intro);
    if !entry.steps.is_empty() {
        let steps = desk.lines(&entry.steps);
        desk.put(Block::Steps(steps));
    }
    if !entry.points.is_empty() {
        let points = desk.lines(&entry.points);
        desk.put(Block::Points(points));
    }
    desk.texts(&entry.outro);
    let mut fold = desk.section(words::SECTION_DETAILS, &entry.details);
    fold.extend(desk.section(words::SECTION_UNKNOWN, &entry.unknown));
    fold.extend(desk.sources());
    desk.fold(fold);
    desk.checked();
    if pages::NUMBERS.contains(&entry.id.as_str()) {
        let key = desk.key(words::WHOAMI, Press::Open(Screen::WhoAmI, Place::Here));
        desk.row(vec![key]);
    }
    let more = match entry.id.as_str() {
        pages::DONE => Some((words::RENEWAL_KEY, Screen::Remind)),
        pages::PRIVACY => Some((words::FORGET_KEY, Screen::Forget)),
        _ => None,
    };
    if let Some((label, screen)) = more {
        let key = desk.key(label, Press::Open(screen, Place::Here));
        desk.row(vec![key]);
    }
    let inner = catalog.pages().filter(|&inner| catalog.page(inner).within == Some(id));
    let keys: Vec<Key> = inner
        .chain(catalog.page(id).next.iter().copied())
        .map(|page| {
            let title = format!("page.{}.title", catalog.page(page).entry.id);
            desk.key(&title, Press::Open(Screen::Page(page), Place::Here))
        })
        .collect();
    desk.lay(keys);
    if [pages::TIPS, pages::SCAMS].contains(&entry.id.as_str()) {
        let check = desk.key(words::CHECK_OFFER, Press::Open(Screen::Offer, Place::Here));
        desk.row(vec![check]);
    }
    let top_up = desk.key(words::START_TOP_UP, Press::Open(FIRST, Place::Here));
    let operators = desk.key(words::OPERATORS, Press::Open(Screen::Cards, Place::Here));
    desk.lay(vec![top_up, operators]);
    if entry.id == pages::HELP {
        let key = Key { label: desk.words(words::ADD_TO_GROUP), action: Action::AddToGroup };
        desk.row(vec![key]);
    }
    desk.navigation(Screen::Page(id));
    desk.finish()
}

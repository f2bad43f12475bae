//! The screens to look things up: operators' cards and pages of text.

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
    let next = if catalog.can_top_up(operator) {
        desk.key(label, Press::Open(Screen::Ways { operator, group: None }, Place::Here))
    } else {
        desk.key(words::START_TOP_UP, Press::Open(FIRST, Place::Here))
    };
    desk.row(vec![next]);
    desk.navigation(Screen::Card { operator });
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
    let fold = desk.sources();
    desk.fold(fold);
    desk.checked();
    let inner = catalog.pages().filter(|&inner| catalog.page(inner).within == Some(id));
    let keys: Vec<Key> = inner
        .map(|inner| {
            let title = format!("page.{}.title", catalog.page(inner).entry.id);
            desk.key(&title, Press::Open(Screen::Page(inner), Place::Here))
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

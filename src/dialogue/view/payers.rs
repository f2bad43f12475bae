//! "What can I use?": the question what holds for who pays, and the ways in the order of the answer.

use crate::catalog::Catalog;
use crate::catalog::id::{Lang, MethodId, OperatorId, PayerId};
use crate::catalog::payers::Standing;
use crate::dialogue::event::{Place, Press};
use crate::dialogue::screen::Screen;
use crate::dialogue::view::build::Desk;
use crate::dialogue::view::{Action, Block, Key, View, menus};
use crate::dialogue::words;

/// The question. What is asked for is no secret and changes nothing but an order, which it says.
pub(super) fn payers(catalog: &Catalog, lang: Lang, operator: OperatorId) -> View {
    let mut desk = Desk::new(catalog, lang).about(operator, None);
    desk.title(words::PAYERS_TITLE);
    desk.text(words::PAYERS_ASK);
    for payer in catalog.payers() {
        let label = format!("payer.{}.label", catalog.payer(payer).id);
        let key = desk.key(&label, Press::SetPayer { payer: Some(payer), operator });
        desk.row(vec![key]);
    }
    let everything = desk.key(words::EVERYTHING, Press::SetPayer { payer: None, operator });
    desk.row(vec![everything]);
    desk.navigation(Screen::Payers { operator });
    desk.finish()
}

/// For whom the list is in order, and what the marks mean.
pub(super) fn order(desk: &mut Desk<'_>, payer: PayerId) {
    let name = name(desk, payer);
    let line = desk.line_with(words::WAYS_FOR, &[("payer", &name)]);
    desk.put(Block::Text(line));
}

/// The button that asks anew.
pub(super) fn change(desk: &Desk<'_>, operator: OperatorId, payer: Option<PayerId>) -> Key {
    let label = match payer {
        Some(payer) => desk.words_with(words::CHANGE_PAYER, &[("payer", &name(desk, payer))]),
        None => desk.words(words::ASK_PAYER),
    };
    Key { label, action: Action::Press(Press::Open(Screen::Payers { operator }, Place::Here)) }
}

/// The ways that fit an operator, in the order for a payer and marked.
pub(super) fn ways(
    desk: &Desk<'_>,
    operator: OperatorId,
    group: Option<MethodId>,
    payer: Option<PayerId>,
) -> Vec<Key> {
    let ways = desk.catalog.ways_for(operator, group, payer);
    ways.into_iter().map(|method| way(desk, operator, method, payer)).collect()
}

fn way(desk: &Desk<'_>, operator: OperatorId, method: MethodId, payer: Option<PayerId>) -> Key {
    let mut key = menus::way_key(desk, operator, method);
    let Some(payer) = payer else { return key };
    // Inside a group the order stays the one it was opened in.
    if let Action::Press(Press::Open(inner, _)) = &mut key.action {
        *inner = inner.with_payer(payer);
    }
    let mark = match desk.catalog.standing(payer, method) {
        Standing::Fits => words::WAY_FITS,
        Standing::Maybe => words::WAY_MAYBE,
        Standing::Plain => return key,
        Standing::Hard(why) => {
            let way = desk.words(&format!("method.{}.label", desk.catalog.method(method).id));
            key.label = desk.words_with(words::WAY_LABEL, &[("way", &way), ("needs", &desk.words(why))]);
            words::WAY_HARD
        }
    };
    key.label = desk.words_with(mark, &[("way", &key.label)]);
    key
}

fn name(desk: &Desk<'_>, payer: PayerId) -> String {
    desk.words(&format!("payer.{}.name", desk.catalog.payer(payer).id))
}

//! "What can I use?": the question what holds for who pays, and the ways in the order of the answer.

use crate::catalog::Catalog;
use crate::catalog::id::{Lang, MethodId, OperatorId, PayerId};
use crate::catalog::payers::Standing;
use crate::dialogue::event::{Place, Press};
use crate::dialogue::keys;
use crate::dialogue::screen::Screen;
use crate::dialogue::view::builder::ViewBuilder;
use crate::dialogue::view::{Action, Block, Button, View, menus};

/// The question. What is asked for is no secret and changes nothing but an order, which it says.
pub(super) fn payers(catalog: &Catalog, lang: Lang, operator: OperatorId) -> View {
    let mut view = ViewBuilder::new(catalog, lang).about(operator, None);
    view.title(keys::PAYERS_TITLE);
    view.text(keys::PAYERS_ASK);
    for payer in catalog.payers() {
        let label = format!("payer.{}.label", catalog.payer(payer).id);
        let key = view.key(&label, Press::SetPayer { payer: Some(payer), operator });
        view.row(vec![key]);
    }
    let everything = view.key(keys::EVERYTHING, Press::SetPayer { payer: None, operator });
    view.row(vec![everything]);
    view.navigation(Screen::Payers { operator });
    view.finish()
}

/// For whom the list is in order, and what the marks mean.
pub(super) fn order(view: &mut ViewBuilder<'_>, payer: PayerId) {
    let name = name(view, payer);
    let line = view.line_with(keys::WAYS_FOR, &[("payer", &name)]);
    view.put(Block::Text(line));
}

/// The button that asks anew.
pub(super) fn change(view: &ViewBuilder<'_>, operator: OperatorId, payer: Option<PayerId>) -> Button {
    let label = match payer {
        Some(payer) => view.words_with(keys::CHANGE_PAYER, &[("payer", &name(view, payer))]),
        None => view.words(keys::ASK_PAYER),
    };
    Button { label, action: Action::Press(Press::Open(Screen::Payers { operator }, Place::Here)) }
}

/// The ways that fit an operator, in the order for a payer and marked.
pub(super) fn ways(
    view: &ViewBuilder<'_>,
    operator: OperatorId,
    group: Option<MethodId>,
    payer: Option<PayerId>,
) -> Vec<Button> {
    let ways = view.catalog.ways_for(operator, group, payer);
    ways.into_iter().map(|method| way(view, operator, method, payer)).collect()
}

fn way(view: &ViewBuilder<'_>, operator: OperatorId, method: MethodId, payer: Option<PayerId>) -> Button {
    let mut key = menus::way_key(view, operator, method);
    let Some(payer) = payer else { return key };
    // Inside a group the order stays the one it was opened in.
    if let Action::Press(Press::Open(inner, _)) = &mut key.action {
        *inner = inner.with_payer(payer);
    }
    let mark = match view.catalog.standing(payer, method) {
        Standing::Fits => keys::WAY_FITS,
        Standing::Maybe => keys::WAY_MAYBE,
        Standing::Plain => return key,
        Standing::Hard(why) => {
            let way = view.words(&format!("method.{}.label", view.catalog.method(method).id));
            key.label = view.words_with(keys::WAY_LABEL, &[("way", &way), ("needs", &view.words(why))]);
            keys::WAY_HARD
        }
    };
    key.label = view.words_with(mark, &[("way", &key.label)]);
    key
}

fn name(view: &ViewBuilder<'_>, payer: PayerId) -> String {
    view.words(&format!("payer.{}.name", view.catalog.payer(payer).id))
}

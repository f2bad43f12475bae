//! The question who pays, and the payment methods in the order of the answer.

use crate::catalog::id::{GuideId, Lang, MethodId, OperatorId, PayerId};
use crate::catalog::model::Catalog;
use crate::catalog::standing::Standing;
use crate::dialogue::event::Press;
use crate::dialogue::keys;
use crate::dialogue::screen::{Screen, Sheet};
use crate::dialogue::view::builder::ViewBuilder;
use crate::dialogue::view::{Button, View};

/// The question. The answer is not a secret and changes only an order, which the screen says.
pub(super) fn payers(catalog: &Catalog, lang: Lang, operator: OperatorId) -> View {
    let mut view = ViewBuilder::new(catalog, lang).about(operator, None);
    view.title(keys::PAYERS_TITLE);
    view.text(keys::PAYERS_ASK);
    for payer in catalog.payers() {
        let label = format!("payer.{}.label", catalog.payer(payer).id);
        view.button(&label, Press::SetPayer { payer: Some(payer), operator });
    }
    view.button(keys::EVERYTHING, Press::SetPayer { payer: None, operator });
    view.navigation(Screen::Payers { operator });
    view.finish()
}

/// Says whose order the list is in, and what the marks mean.
pub(super) fn order(view: &mut ViewBuilder<'_>, payer: PayerId) {
    let name = name(view, payer);
    view.text_with(keys::WAYS_FOR, &[("payer", &name)]);
}

/// The button that asks again who pays.
pub(super) fn change(view: &ViewBuilder<'_>, operator: OperatorId, payer: Option<PayerId>) -> Button {
    let label = match payer {
        Some(payer) => view.plain_with(keys::CHANGE_PAYER, &[("payer", &name(view, payer))]),
        None => view.plain(keys::ASK_PAYER),
    };
    Button::press(label, view.open(Screen::Payers { operator }))
}

/// A button for each payment method that fits an operator, in the order for a payer and marked.
pub(super) fn ways(
    view: &ViewBuilder<'_>,
    operator: OperatorId,
    group: Option<MethodId>,
    payer: Option<PayerId>,
) -> Vec<Button> {
    let ways = view.catalog.ways_for(operator, group, payer);
    ways.into_iter().map(|method| way(view, GuideId { operator, method }, payer)).collect()
}

/// The button of a payment method: its name and what it needs. A risky one opens its warning.
pub(super) fn way(view: &ViewBuilder<'_>, guide: GuideId, payer: Option<PayerId>) -> Button {
    let catalog = view.catalog;
    let method = catalog.method(guide.method);
    let standing = payer.map_or(Standing::Plain, |payer| catalog.standing(payer, guide.method));
    let needs = match standing {
        Standing::Hard(why) => view.plain(why),
        Standing::Fits | Standing::Maybe | Standing::Plain => {
            view.plain(&format!("method.{}.needs", method.id))
        }
    };
    let name = view.plain(&format!("method.{}.label", method.id));
    let mut label = view.plain_with(keys::WAY_LABEL, &[("way", &name), ("needs", &needs)]);
    let mark = match standing {
        Standing::Fits => Some(keys::WAY_FITS),
        Standing::Maybe => Some(keys::WAY_MAYBE),
        Standing::Hard(_) => Some(keys::WAY_HARD),
        Standing::Plain => None,
    };
    if let Some(mark) = mark {
        label = view.plain_with(mark, &[("way", &label)]);
    }
    let sheet = if method.risk.is_some() { Sheet::Warning } else { Sheet::Guide };
    let screen = Screen::Sheet(sheet, guide).resolve(catalog).screen();
    // A group is opened in the same order.
    let screen = payer.map_or(screen, |payer| screen.with_payer(payer));
    Button::press(label, view.open(screen))
}

fn name(view: &ViewBuilder<'_>, payer: PayerId) -> String {
    view.plain(&format!("payer.{}.name", view.catalog.payer(payer).id))
}

//! "Which operator am I on?": where to look, the question for the first digits of the number, and what they say.

use crate::catalog::Catalog;
use crate::catalog::id::{Lang, OperatorId, PrefixId};
use crate::dialogue::event::{Place, Press};
use crate::dialogue::keys;
use crate::dialogue::screen::Screen;
use crate::dialogue::view::builder::ViewBuilder;
use crate::dialogue::view::{Action, Block, Button, View};

/// Where to look; three digits to be typed, or an operator to be picked.
pub(super) fn whoami(catalog: &Catalog, lang: Lang) -> View {
    let mut view = ViewBuilder::new(catalog, lang);
    view.title(keys::WHOAMI_TITLE);
    view.text(keys::WHOAMI_LOOK);
    let look =
        [keys::BRAND_RULE, keys::WHOAMI_SMS, keys::WHOAMI_CARD, keys::WHOAMI_APP, keys::WHOAMI_MY_NUMBER];
    let points = look.map(|key| view.line(key)).into();
    view.put(Block::Points(points));
    view.text(keys::WHOAMI_ASK);
    view.text(keys::WHOAMI_ENOUGH);
    let sources = view.sources();
    view.fold(sources);
    view.checked();
    view.text(keys::WHOAMI_PICK);
    let keys = catalog.operators().map(|operator| {
        let ways = Screen::ways(operator).settled(catalog);
        let press = Press::Open(ways, Place::Here);
        Button { label: catalog.operator_label(lang, operator), action: Action::Press(press) }
    });
    view.lay(keys.collect());
    view.navigation(Screen::WhoAmI);
    view.finish()
}

/// Whose numbers begin so, probably; why that may be wrong, how to make sure, and on with an operator.
pub(super) fn prefix(catalog: &Catalog, lang: Lang, id: PrefixId) -> View {
    let prefix = catalog.prefix(id);
    let names: Vec<String> = prefix.operators.iter().map(|&id| catalog.operator_label(lang, id)).collect();
    let names = names.join(" / ");
    let extra = [("prefix", prefix.digits.as_str()), ("operators", names.as_str())];
    let mut view = ViewBuilder::new(catalog, lang);
    let title = view.line_with(keys::PREFIX_TITLE, &extra);
    view.put(Block::Title(title));
    let probably = view.line_with(keys::PREFIX_PROBABLY, &extra);
    view.put(Block::Text(probably));
    if prefix.operators.len() > 1 {
        view.text(keys::PREFIX_SEVERAL);
    }
    let moved = view.line(keys::PREFIX_MOVED);
    view.put(Block::Warning(moved));
    view.rest_on(&prefix.facts);
    // The code for asking is one and the same in the whole network: the first operator speaks for all.
    let checks = prefix.operators.iter().find(|&&id| has_check(catalog, id));
    let mut view = match checks {
        Some(&operator) => view.about(operator, None),
        None => view,
    };
    let label = view.line(keys::PREFIX_SURE);
    view.put(Block::Label(label));
    let mut sure = vec![keys::BRAND_RULE, keys::PREFIX_CARD];
    sure.extend(checks.map(|_| keys::PREFIX_CHECK));
    sure.push(keys::PREFIX_SHOP);
    let points = sure.into_iter().map(|key| view.line(key)).collect();
    view.put(Block::Points(points));
    let sources = view.sources();
    view.fold(sources);
    view.checked();
    view.text(keys::PREFIX_NEXT);
    let keys = prefix.operators.iter().map(|&operator| {
        let label = catalog.operator_label(lang, operator);
        let label = view.words_with(keys::GO_ON_WITH, &[("brand", &label)]);
        let ways = Screen::ways(operator).settled(catalog);
        Button { label, action: Action::Press(Press::Open(ways, Place::Here)) }
    });
    let keys = keys.collect();
    view.lay(keys);
    view.navigation(Screen::Prefix(id));
    view.finish()
}

/// Whether the operator has a code that tells whose number it is.
fn has_check(catalog: &Catalog, operator: OperatorId) -> bool {
    catalog.fact_for(Some(operator), "operator-check").is_some()
}

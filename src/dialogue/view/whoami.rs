//! "Which operator am I on?": where to look, the question for the first digits of the number, and the answer.

use crate::catalog::id::{Lang, OperatorId, PrefixId};
use crate::catalog::model::Catalog;
use crate::dialogue::keys;
use crate::dialogue::screen::Screen;
use crate::dialogue::view::builder::ViewBuilder;
use crate::dialogue::view::{Button, View};

/// Where to look; asks for three digits, and offers the operators to choose from.
pub(super) fn whoami(catalog: &Catalog, lang: Lang) -> View {
    let mut view = ViewBuilder::new(catalog, lang);
    view.title(keys::WHOAMI_TITLE);
    view.text(keys::WHOAMI_LOOK);
    view.points(&[
        keys::BRAND_RULE,
        keys::WHOAMI_SMS,
        keys::WHOAMI_CARD,
        keys::WHOAMI_APP,
        keys::WHOAMI_MY_NUMBER,
    ]);
    if let Some(operator) = catalog.operators().find(|&id| has_check(catalog, id)) {
        view = view.about(operator, None);
        view.points(&[keys::PREFIX_CHECK]);
    }
    view.text(keys::WHOAMI_ASK);
    view.text(keys::WHOAMI_ENOUGH);
    view.evidence();
    view.text(keys::WHOAMI_PICK);
    let buttons = catalog.operators().map(|operator| {
        Button::press(catalog.operator_label(lang, operator), view.open(Screen::ways(operator)))
    });
    let buttons = buttons.collect();
    view.lay(buttons);
    view.navigation(Screen::WhoAmI);
    view.finish()
}

/// The likely operators of a prefix, why that may be wrong, how to make sure, and buttons to go on.
pub(super) fn prefix(catalog: &Catalog, lang: Lang, id: PrefixId) -> View {
    let prefix = catalog.prefix(id);
    let names: Vec<String> = prefix.operators.iter().map(|&id| catalog.operator_label(lang, id)).collect();
    let names = names.join(" / ");
    let extra = [("prefix", prefix.digits.as_str()), ("operators", names.as_str())];
    let mut view = ViewBuilder::new(catalog, lang);
    view.title_with(keys::PREFIX_TITLE, &extra);
    view.text_with(keys::PREFIX_PROBABLY, &extra);
    if prefix.operators.len() > 1 {
        view.text(keys::PREFIX_SEVERAL);
    }
    view.warnings(&[keys::PREFIX_MOVED]);
    view.use_facts(&prefix.facts);
    // The code for asking is the same in the whole network, so any of its operators gives it.
    let checks = prefix.operators.iter().find(|&&id| has_check(catalog, id));
    if let Some(&operator) = checks {
        view = view.about(operator, None);
    }
    view.label(keys::PREFIX_SURE);
    let mut sure = vec![keys::BRAND_RULE, keys::PREFIX_CARD];
    sure.extend(checks.map(|_| keys::PREFIX_CHECK));
    sure.push(keys::PREFIX_SHOP);
    view.points(&sure);
    let unlisted: Vec<OperatorId> = catalog.operators().filter(|&id| is_unlisted(catalog, id)).collect();
    for &operator in &unlisted {
        let brand = catalog.operator_label(lang, operator);
        view.text_with(keys::PREFIX_UNLISTED, &[("brand", &brand)]);
    }
    view.evidence();
    view.text(keys::PREFIX_NEXT);
    let buttons = prefix.operators.iter().chain(&unlisted).map(|&operator| {
        let label = catalog.operator_label(lang, operator);
        let label = view.plain_with(keys::GO_ON_WITH, &[("brand", &label)]);
        Button::press(label, view.open(Screen::ways(operator)))
    });
    let buttons = buttons.collect();
    view.lay(buttons);
    view.navigation(Screen::Prefix(id));
    view.finish()
}

/// Whether the operator has a code that tells whose number it is.
fn has_check(catalog: &Catalog, operator: OperatorId) -> bool {
    catalog.fact_for(Some(operator), "operator-check").is_some()
}

/// Whether no range of an operator's numbers is known, so that its numbers look like those of another.
fn is_unlisted(catalog: &Catalog, operator: OperatorId) -> bool {
    let named = catalog.operator(operator).name.is_some() && catalog.can_top_up(operator);
    named && !catalog.prefixes().any(|id| catalog.prefix(id).operators.contains(&operator))
}

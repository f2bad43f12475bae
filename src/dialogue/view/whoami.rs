//! "Which operator am I on?": where to look, the question for the first digits of the number, and what they say.

use crate::catalog::Catalog;
use crate::catalog::id::{Lang, OperatorId, PrefixId};
use crate::dialogue::event::{Place, Press};
use crate::dialogue::screen::Screen;
use crate::dialogue::view::build::Desk;
use crate::dialogue::view::{Action, Block, Key, View};
use crate::dialogue::words;

/// Where to look; three digits to be typed, or an operator to be picked.
pub(super) fn whoami(catalog: &Catalog, lang: Lang) -> View {
    let mut desk = Desk::new(catalog, lang);
    desk.title(words::WHOAMI_TITLE);
    desk.text(words::WHOAMI_LOOK);
    let look = [
        words::BRAND_RULE,
        words::WHOAMI_SMS,
        words::WHOAMI_CARD,
        words::WHOAMI_APP,
        words::WHOAMI_MY_NUMBER,
    ];
    let points = look.map(|key| desk.line(key)).into();
    desk.put(Block::Points(points));
    desk.text(words::WHOAMI_ASK);
    desk.text(words::WHOAMI_ENOUGH);
    let sources = desk.sources();
    desk.fold(sources);
    desk.checked();
    desk.text(words::WHOAMI_PICK);
    let keys = catalog.operators().map(|operator| {
        let ways = Screen::ways(operator).settled(catalog);
        let press = Press::Open(ways, Place::Here);
        Key { label: catalog.operator_label(lang, operator), action: Action::Press(press) }
    });
    desk.lay(keys.collect());
    desk.navigation(Screen::WhoAmI);
    desk.finish()
}

/// Whose numbers begin so, probably; why that may be wrong, how to make sure, and on with an operator.
pub(super) fn prefix(catalog: &Catalog, lang: Lang, id: PrefixId) -> View {
    let prefix = catalog.prefix(id);
    let names: Vec<String> = prefix.operators.iter().map(|&id| catalog.operator_label(lang, id)).collect();
    let names = names.join(" / ");
    let extra = [("prefix", prefix.digits.as_str()), ("operators", names.as_str())];
    let mut desk = Desk::new(catalog, lang);
    let title = desk.line_with(words::PREFIX_TITLE, &extra);
    desk.put(Block::Title(title));
    let probably = desk.line_with(words::PREFIX_PROBABLY, &extra);
    desk.put(Block::Text(probably));
    if prefix.operators.len() > 1 {
        desk.text(words::PREFIX_SEVERAL);
    }
    let moved = desk.line(words::PREFIX_MOVED);
    desk.put(Block::Warning(moved));
    desk.rest_on(&prefix.facts);
    // The code for asking is one and the same in the whole network: the first operator speaks for all.
    let checks = prefix.operators.iter().find(|&&id| has_check(catalog, id));
    let mut desk = match checks {
        Some(&operator) => desk.about(operator, None),
        None => desk,
    };
    let label = desk.line(words::PREFIX_SURE);
    desk.put(Block::Label(label));
    let mut sure = vec![words::BRAND_RULE, words::PREFIX_CARD];
    sure.extend(checks.map(|_| words::PREFIX_CHECK));
    sure.push(words::PREFIX_SHOP);
    let points = sure.into_iter().map(|key| desk.line(key)).collect();
    desk.put(Block::Points(points));
    let sources = desk.sources();
    desk.fold(sources);
    desk.checked();
    desk.text(words::PREFIX_NEXT);
    let keys = prefix.operators.iter().map(|&operator| {
        let label = catalog.operator_label(lang, operator);
        let label = desk.words_with(words::GO_ON_WITH, &[("brand", &label)]);
        let ways = Screen::ways(operator).settled(catalog);
        Key { label, action: Action::Press(Press::Open(ways, Place::Here)) }
    });
    let keys = keys.collect();
    desk.lay(keys);
    desk.navigation(Screen::Prefix(id));
    desk.finish()
}

/// Whether the operator has a code that tells whose number it is.
fn has_check(catalog: &Catalog, operator: OperatorId) -> bool {
    catalog.fact_for(Some(operator), "operator-check").is_some()
}

//! The guide: what to bring, what to do, what it costs, what to beware of; the rest folded up below it.

use crate::catalog::id::{Lang, MethodId, OperatorId};
use crate::catalog::schema::GuideEntry;
use crate::catalog::{Catalog, Way};
use crate::dialogue::event::{Place, Press};
use crate::dialogue::feedback::{Feedback, Outcome};
use crate::dialogue::keys;
use crate::dialogue::screen::{FIRST, Screen};
use crate::dialogue::search;
use crate::dialogue::view::builder::ViewBuilder;
use crate::dialogue::view::{Action, Block, Button, View, clerk, menus};

/// The guide for an operator and a way, or the reason why the way does not fit.
pub(super) fn guide(catalog: &Catalog, lang: Lang, operator: OperatorId, method: MethodId) -> View {
    match catalog.way(operator, method) {
        Some(Way::Guide(guide)) => steps(catalog, lang, operator, method, guide),
        Some(Way::Unavailable(reason)) => menus::unavailable(catalog, lang, operator, method, reason),
        None => menus::ways(catalog, lang, operator, Some(method), None),
    }
}

fn steps(catalog: &Catalog, lang: Lang, operator: OperatorId, method: MethodId, guide: &GuideEntry) -> View {
    let mut view = put_together(catalog, lang, operator, method, guide);
    keys(&mut view, operator, method);
    view.finish()
}

/// The text of a guide.
pub(super) fn put_together<'a>(
    catalog: &'a Catalog,
    lang: Lang,
    operator: OperatorId,
    method: MethodId,
    guide: &GuideEntry,
) -> ViewBuilder<'a> {
    let mut view = ViewBuilder::new(catalog, lang).about(operator, Some(method));
    view.title(keys::CHOSEN_TITLE);
    view.texts(&guide.answer);
    for block in view.section(keys::SECTION_NEEDS, &guide.needs) {
        view.put(block);
    }
    let steps = view.lines(&guide.steps);
    view.put(Block::Steps(steps));
    for key in &guide.warnings {
        let line = view.line(key);
        view.put(Block::Warning(line));
    }
    for block in view.section(keys::SECTION_FEE, &guide.fee) {
        view.put(block);
    }
    let mut fold = view.section(keys::SECTION_TROUBLE, &guide.trouble);
    fold.extend(view.section(keys::SECTION_DETAILS, &guide.details));
    fold.extend(view.section(keys::SECTION_UNKNOWN, &guide.unknown));
    fold.extend(view.sources());
    view.fold(fold);
    view.checked();
    view
}

/// The guide is kept and forwarded, so whatever its buttons open appears below it; only its language changes in place.
fn keys(view: &mut ViewBuilder<'_>, operator: OperatorId, method: MethodId) {
    view.fact_keys(0);
    let shown = clerk::keys(view, operator, method);
    view.lay(shown);
    let tell = |outcome: Outcome| Press::Feedback(Feedback { operator, method, outcome });
    let outcome = Outcome::ALL.map(|outcome| view.key(outcome.label(), tell(outcome)));
    view.lay(outcome.into());
    let guide = Screen::Guide { operator, method };
    let share = vec![
        Button { label: view.words(keys::SHARE), action: Action::Share(search::query(view.catalog, guide)) },
        Button { label: view.words(keys::COPY_LINK), action: Action::CopyLink(guide) },
    ];
    view.lay(share);
    let ways = Screen::ways(operator);
    let last = vec![
        view.key(keys::OTHER_WAY, Press::Open(ways, Place::Below)),
        view.key(keys::RESTART, Press::Open(FIRST, Place::Below)),
        view.key(keys::LANGUAGE, Press::PickLanguage(guide)),
    ];
    view.lay_last(last);
}

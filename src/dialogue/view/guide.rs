//! The guide: what to bring, what to do, what it costs, what to beware of; the rest folded up below it.

use crate::catalog::id::{Lang, MethodId, OperatorId};
use crate::catalog::schema::GuideEntry;
use crate::catalog::{Catalog, Way};
use crate::dialogue::cards;
use crate::dialogue::event::{Place, Press};
use crate::dialogue::feedback::{Feedback, Verdict};
use crate::dialogue::screen::{FIRST, Screen};
use crate::dialogue::view::build::Desk;
use crate::dialogue::view::{Action, Block, Key, View, clerk, menus};
use crate::dialogue::words;

/// The guide for an operator and a way, or the reason why the way does not fit.
pub(super) fn guide(catalog: &Catalog, lang: Lang, operator: OperatorId, method: MethodId) -> View {
    match catalog.way(operator, method) {
        Some(Way::Guide(guide)) => steps(catalog, lang, operator, method, guide),
        Some(Way::Unavailable(reason)) => menus::unavailable(catalog, lang, operator, method, reason),
        None => menus::ways(catalog, lang, operator, Some(method), None),
    }
}

fn steps(catalog: &Catalog, lang: Lang, operator: OperatorId, method: MethodId, guide: &GuideEntry) -> View {
    let mut desk = put_together(catalog, lang, operator, method, guide);
    keys(&mut desk, operator, method);
    desk.finish()
}

/// The text of a guide.
pub(super) fn put_together<'a>(
    catalog: &'a Catalog,
    lang: Lang,
    operator: OperatorId,
    method: MethodId,
    guide: &GuideEntry,
) -> Desk<'a> {
    let mut desk = Desk::new(catalog, lang).about(operator, Some(method));
    desk.title(words::CHOSEN_TITLE);
    desk.texts(&guide.answer);
    for block in desk.section(words::SECTION_NEEDS, &guide.needs) {
        desk.put(block);
    }
    let steps = desk.lines(&guide.steps);
    desk.put(Block::Steps(steps));
    for key in &guide.warnings {
        let line = desk.line(key);
        desk.put(Block::Warning(line));
    }
    for block in desk.section(words::SECTION_FEE, &guide.fee) {
        desk.put(block);
    }
    let mut fold = desk.section(words::SECTION_TROUBLE, &guide.trouble);
    fold.extend(desk.section(words::SECTION_DETAILS, &guide.details));
    fold.extend(desk.section(words::SECTION_UNKNOWN, &guide.unknown));
    fold.extend(desk.sources());
    desk.fold(fold);
    desk.checked();
    desk
}

/// The guide is kept and forwarded, so whatever its buttons open appears below it; only its language changes in place.
fn keys(desk: &mut Desk<'_>, operator: OperatorId, method: MethodId) {
    desk.fact_keys(0);
    let shown = clerk::keys(desk, operator, method);
    desk.lay(shown);
    let tell = |verdict: Verdict| Press::Tell(Feedback { operator, method, verdict });
    let outcome = Verdict::ALL.map(|verdict| desk.key(verdict.label(), tell(verdict)));
    desk.lay(outcome.into());
    let guide = Screen::Guide { operator, method };
    let share = vec![
        Key { label: desk.words(words::SHARE), action: Action::Share(cards::query(desk.catalog, guide)) },
        Key { label: desk.words(words::COPY_LINK), action: Action::CopyLink(guide) },
    ];
    desk.lay(share);
    let ways = Screen::ways(operator);
    let last = vec![
        desk.key(words::OTHER_WAY, Press::Open(ways, Place::Below)),
        desk.key(words::RESTART, Press::Open(FIRST, Place::Below)),
        desk.key(words::LANGUAGE, Press::PickLanguage(guide)),
    ];
    desk.lay_last(last);
}

//! The guide: what to bring, the steps, the fee, the warnings; the rest folded below.

use crate::catalog::id::{GuideId, Lang};
use crate::catalog::model::Catalog;
use crate::catalog::model::Way;
use crate::catalog::schema::GuideEntry;
use crate::dialogue::event::Press;
use crate::dialogue::feedback::{Feedback, Outcome};
use crate::dialogue::keys;
use crate::dialogue::screen::{FIRST, Screen, Sheet};
use crate::dialogue::search;
use crate::dialogue::view::builder::ViewBuilder;
use crate::dialogue::view::{Action, Button, View, clerk, menus};

/// The guide, or the reason why the method does not fit the operator.
pub(super) fn guide(catalog: &Catalog, lang: Lang, id: GuideId) -> View {
    match catalog.way(id.operator, id.method) {
        Some(Way::Guide(entry)) => {
            let mut view = content(catalog, lang, id, entry);
            buttons(&mut view, id);
            view.finish()
        }
        Some(Way::Unavailable(reason)) => menus::unavailable(catalog, lang, id, reason),
        None => menus::ways(catalog, lang, id.operator, Some(id.method), None),
    }
}

/// The text of a guide.
pub(super) fn content<'a>(
    catalog: &'a Catalog,
    lang: Lang,
    id: GuideId,
    entry: &GuideEntry,
) -> ViewBuilder<'a> {
    let mut view = ViewBuilder::new(catalog, lang).about_guide(id);
    view.title(keys::CHOSEN_TITLE);
    view.texts(&entry.answer);
    view.section(keys::SECTION_NEEDS, &entry.needs);
    view.steps(&entry.steps);
    let basis = view.facts().to_vec();
    view.warnings(&entry.warnings);
    view.section(keys::SECTION_FEE, &entry.fee);
    view.fold(|view| {
        view.section(keys::SECTION_TROUBLE, &entry.trouble);
        view.section(keys::SECTION_DETAILS, &entry.details);
        view.section(keys::SECTION_UNKNOWN, &entry.unknown);
        view.sources_with_basis(&basis);
    });
    view.checked();
    view
}

/// A guide is kept and forwarded, so what its buttons open appears below it.
fn buttons(view: &mut ViewBuilder<'_>, id: GuideId) {
    let sheets = clerk::buttons(view, id);
    view.lay(sheets);
    let feedback = |outcome| Press::Feedback(Feedback { guide: id, outcome });
    view.buttons(Outcome::ALL.map(|outcome| (outcome.label(), feedback(outcome))));
    let share = search::query(view.catalog, Screen::Sheet(Sheet::Guide, id));
    view.lay(vec![Button { label: view.plain(keys::SHARE), action: Action::Share(share) }]);
    view.last_buttons([
        (keys::OTHER_WAY, view.open_below(Screen::ways(id.operator))),
        (keys::RESTART, view.open_below(FIRST)),
    ]);
}

//! The answer to "out of date": thanks, what to do now, and a report to the project.

use crate::catalog::id::{GuideId, Lang};
use crate::catalog::model::Catalog;
use crate::catalog::model::Way;
use crate::dialogue::keys;
use crate::dialogue::keys::pages;
use crate::dialogue::screen::{Screen, Sheet};
use crate::dialogue::view::builder::ViewBuilder;
use crate::dialogue::view::{Action, Button, View, guide, menus};

/// The beginning of a report about a guide. It holds nothing about the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The title.
    pub title: String,
    /// The guide, its day and the language, one a line.
    pub about: String,
    /// What the writer is asked to add.
    pub ask: String,
}

/// The screen below a guide that was called out of date.
pub(super) fn outdated(catalog: &Catalog, lang: Lang, id: GuideId) -> View {
    let Some(Way::Guide(entry)) = catalog.way(id.operator, id.method) else {
        return menus::ways(catalog, lang, id.operator, None, None);
    };
    let mut view = ViewBuilder::new(catalog, lang).about_guide(id);
    view.title(keys::OUTDATED_TITLE);
    view.text(keys::OUTDATED_THANKS);
    view.points(&[
        keys::OUTDATED_SCREEN,
        keys::OUTDATED_OFFICIAL,
        keys::OUTDATED_PAID,
        keys::OUTDATED_UNPAID,
    ]);
    // The day shown is that of the guide in question.
    let facts = guide::content(catalog, lang, id, entry).facts().to_vec();
    view.use_facts(&facts);
    view.checked();
    view.fact_buttons(0);
    let screen = Screen::Sheet(Sheet::Outdated, id);
    let report = Button { label: view.plain(keys::REPORT), action: Action::Report(screen) };
    view.row(vec![report]);
    view.buttons([
        (keys::PAID_NOTHING, view.open(Screen::page(catalog, pages::TROUBLE))),
        (keys::OTHER_WAY, view.open(Screen::ways(id.operator))),
    ]);
    view.navigation(screen);
    view.finish()
}

/// The report about a guide that is out of date; `None` for any other screen. It names permanent ids, which every
/// reader of the project understands.
pub fn report(catalog: &Catalog, lang: Lang, screen: Screen) -> Option<Report> {
    let Screen::Sheet(Sheet::Outdated, id) = screen else { return None };
    let Some(Way::Guide(entry)) = catalog.way(id.operator, id.method) else { return None };
    let view = guide::content(catalog, lang, id, entry);
    let guide = format!("{} {}", catalog.operator(id.operator).id, catalog.method(id.method).id);
    let checked = view.checked_on().unwrap_or_default();
    let language = &catalog.language(lang).id;
    Some(Report {
        title: view.plain_with(keys::REPORT_TITLE, &[("guide", &guide)]),
        about: format!("guide: {guide}\nchecked: {checked}\nlanguage: {language}"),
        ask: view.plain(keys::REPORT_ASK),
    })
}

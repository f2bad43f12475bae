//! What is said to somebody who finds a guide out of date: thanks, what to do now, and how to tell the project more.

use crate::catalog::id::{Lang, MethodId, OperatorId};
use crate::catalog::{Catalog, Way};
use crate::dialogue::event::{Place, Press};
use crate::dialogue::keys;
use crate::dialogue::keys::pages;
use crate::dialogue::screen::Screen;
use crate::dialogue::view::builder::ViewBuilder;
use crate::dialogue::view::{Action, Block, Button, View, guide, menus};

/// What a report begins with: what it is about, and nothing of who reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// The heading.
    pub title: String,
    /// A line for each thing that its reader needs to know.
    pub about: String,
    /// What its writer is asked to add.
    pub ask: String,
}

/// The screen below a guide that was called out of date.
pub(super) fn outdated(catalog: &Catalog, lang: Lang, operator: OperatorId, method: MethodId) -> View {
    let Some(Way::Guide(entry)) = catalog.way(operator, method) else {
        return menus::ways(catalog, lang, operator, None, None);
    };
    let mut view = ViewBuilder::new(catalog, lang).about(operator, Some(method));
    view.title(keys::OUTDATED_TITLE);
    view.text(keys::OUTDATED_THANKS);
    let points = [keys::OUTDATED_SCREEN, keys::OUTDATED_OFFICIAL, keys::OUTDATED_PAID, keys::OUTDATED_UNPAID];
    let points = points.map(|key| view.line(key));
    view.put(Block::Points(points.into()));
    // The day is that of the guide, which is what is in question.
    let facts = guide::put_together(catalog, lang, operator, method, entry).facts().to_vec();
    view.rest_on(&facts);
    view.checked();
    view.fact_keys(0);
    let about = Action::Report(Screen::Outdated { operator, method });
    let report = Button { label: view.words(keys::REPORT), action: about };
    view.row(vec![report]);
    let trouble = Screen::page(catalog, pages::TROUBLE);
    let ways = Screen::Ways { operator, group: None, payer: None };
    let next = vec![
        view.key(keys::PAID_NOTHING, Press::Open(trouble, Place::Here)),
        view.key(keys::OTHER_WAY, Press::Open(ways, Place::Here)),
    ];
    view.lay(next);
    view.navigation(Screen::Outdated { operator, method });
    view.finish()
}

/// The report about a guide that is out of date; none about any other screen. Permanent ids, the day and the language
/// stand for themselves, whoever reads it.
pub fn report(catalog: &Catalog, lang: Lang, screen: Screen) -> Option<Report> {
    let Screen::Outdated { operator, method } = screen else { return None };
    let Some(Way::Guide(entry)) = catalog.way(operator, method) else { return None };
    let view = guide::put_together(catalog, lang, operator, method, entry);
    let guide = format!("{} {}", catalog.operator(operator).id, catalog.method(method).id);
    let checked = view.checked_on().unwrap_or_default();
    let language = &catalog.language(lang).id;
    Some(Report {
        title: view.words_with(keys::REPORT_TITLE, &[("guide", &guide)]),
        about: format!("guide: {guide}\nchecked: {checked}\nlanguage: {language}"),
        ask: view.words(keys::REPORT_ASK),
    })
}

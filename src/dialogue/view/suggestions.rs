//! The view of suggestions: a line, a row for each button, and a report with the typed words.

use crate::catalog::id::Lang;
use crate::catalog::model::Catalog;
use crate::dialogue::event::{Place, Press};
use crate::dialogue::keys;
use crate::dialogue::screen::FIRST;
use crate::dialogue::suggestions::{Kind, Suggestions};
use crate::dialogue::view::builder::ViewBuilder;
use crate::dialogue::view::{Action, Button, View};

/// Shows suggestions.
pub fn suggestions(catalog: &Catalog, lang: Lang, suggestions: &Suggestions) -> View {
    let mut view = ViewBuilder::new(catalog, lang);
    match suggestions.kind {
        Kind::DidYouMean => {
            view.title(keys::SUGGEST_TITLE);
            view.text(keys::SUGGEST_NONE);
        }
        Kind::FirstMiss => view.text(keys::SUGGEST_FIRST),
        Kind::SecondMiss => view.text(keys::SUGGEST_SECOND),
    }
    for choice in &suggestions.choices {
        view.button(&choice.label, choice.press);
    }
    // The question above names it.
    if suggestions.kind == Kind::DidYouMean {
        view.button(keys::RESTART, Press::Open(FIRST, Place::Here));
    }
    let report = Button {
        label: view.plain(keys::SUGGEST_REPORT),
        action: Action::ReportWords(suggestions.typed.clone()),
    };
    view.row(vec![report]);
    view.finish()
}

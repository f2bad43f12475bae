//! Deleting what is stored: the question before it, and the confirmation.

use crate::catalog::id::Lang;
use crate::catalog::model::Catalog;
use crate::dialogue::event::Press;
use crate::dialogue::keys;
use crate::dialogue::screen::{FIRST, Screen};
use crate::dialogue::view::View;
use crate::dialogue::view::builder::ViewBuilder;

/// The question.
pub(super) fn forget(catalog: &Catalog, lang: Lang) -> View {
    let mut view = ViewBuilder::new(catalog, lang);
    view.title(keys::FORGET_TITLE);
    view.points(&[keys::FORGET_GONE, keys::FORGET_STAYS, keys::FORGET_GROUPS]);
    view.text(keys::FORGET_ASK);
    view.button(keys::FORGET_YES, Press::Forget);
    view.navigation(Screen::Forget);
    view.finish()
}

/// The confirmation.
pub(super) fn deleted(catalog: &Catalog, lang: Lang) -> View {
    let mut view = ViewBuilder::new(catalog, lang);
    view.title(keys::FORGOTTEN_TITLE);
    view.text(keys::FORGOTTEN_TEXT);
    view.buttons([
        (keys::START_TOP_UP, view.open_below(FIRST)),
        (keys::LANGUAGE, Press::PickLanguage(FIRST)),
    ]);
    view.finish()
}

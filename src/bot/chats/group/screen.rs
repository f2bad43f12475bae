//! What a question in a group leads to.

use chrono::NaiveDate;

use crate::bot::content::Content;
use crate::catalog::Catalog;
use crate::catalog::aliases::Reading;
use crate::catalog::id::Lang;
use crate::dialogue::effect::{Effect, Hint};
use crate::dialogue::event::{Command, Event};
use crate::dialogue::screen::{Address, FIRST};
use crate::dialogue::session::{Choice, Session};
use crate::dialogue::transition::transition;

/// Whether a text names an operator, a payment method or a page; a greeting does not.
pub(super) fn names_something(catalog: &Catalog, event: &Event) -> bool {
    let Event::Command(Command::TopUp(words)) = event else { return true };
    let Reading { operators, methods, refused, pages, .. } = catalog.read(words);
    !(operators.is_empty() && methods.is_empty() && refused.is_empty() && pages.is_empty())
}

/// The screen that an event leads to without a session.
pub(super) fn last_screen(content: &Content, lang: Lang, event: Event) -> (Address, Option<Hint>) {
    // In public nobody is asked who pays, and the answer would not be kept.
    let session = Session { lang: Some(lang), payer: Choice::Everything, ..Session::default() };
    // Without a session there are no reminders, so the day does not matter.
    let effects = transition(&content.catalog, session, event, NaiveDate::default()).effects;
    let shown = effects.iter().rev().find_map(|effect| match *effect {
        Effect::Show { address, hint, .. } => Some((address, hint)),
        Effect::Send { screen, .. } => Some((Address::At(screen), None)),
        Effect::Picture { operator, method } => Some((Address::Picture { operator, method }, None)),
        // A verdict is no screen, and is given before.
        Effect::Judge(_) | Effect::Forget | Effect::Notify(_) | Effect::Count(_) => None,
    });
    shown.unwrap_or((Address::At(FIRST), None))
}

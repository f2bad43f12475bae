//! What is shown when a setting could not be stored, so that nothing is confirmed that is not kept.

use chrono::NaiveDate;

use crate::catalog::model::Catalog;
use crate::dialogue::effect::{Effect, Hint, Notice};
use crate::dialogue::event::{Command, Event, Place};
use crate::dialogue::reminder::Reminder;
use crate::dialogue::session::Session;
use crate::dialogue::transition::{Transition, transition};

/// Whether a transition changes a setting that its answer confirms: the language, who pays, or a reminder. It is then
/// stored before it is confirmed.
pub fn changes_settings(before: Session, after: Session) -> bool {
    before.lang != after.lang || before.payer != after.payer || reminders(before) != reminders(after)
}

/// The effects in place of those of a transition whose session could not be stored. A reminder that was to be set or
/// changed is not confirmed: the reminders are listed as they were before. Anything else is shown with a hint.
pub fn effects(catalog: &Catalog, before: Session, decided: &Transition, today: NaiveDate) -> Vec<Effect> {
    let place = decided.effects.iter().find_map(|effect| match effect {
        Effect::Show { place, .. } => Some(*place),
        _ => None,
    });
    let list = Event::Command(Command::Remind(String::new()));
    let (effects, place) = match reminders(before) != reminders(decided.session) {
        true => (transition(catalog, before, list, today).effects, Some(place.unwrap_or(Place::Below))),
        false => (decided.effects.clone(), None),
    };
    effects
        .into_iter()
        .map(|effect| match effect {
            Effect::Show { shown, place: own, .. } => {
                Effect::Show { shown, hint: Some(Hint::NotSaved), place: place.unwrap_or(own) }
            }
            Effect::Notify(Notice::LanguageSet | Notice::ReminderStopped) => Effect::Notify(Notice::NotSaved),
            effect => effect,
        })
        .collect()
}

/// The reminders without the language of each, which is set by any answer.
fn reminders(session: Session) -> impl PartialEq {
    session.reminders.map(|reminder| reminder.map(|reminder| Reminder { lang: None, ..reminder }))
}

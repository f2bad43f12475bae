//! Groups: what a request or a press leads to where there is no session.

use chrono::NaiveDate;

use crate::catalog::id::Lang;
use crate::catalog::model::Catalog;
use crate::dialogue::effect::{Effect, Hint, Notice};
use crate::dialogue::event::{Command, Event, Press};
use crate::dialogue::screen::{FIRST, Screen, Sheet};
use crate::dialogue::session::{PayerChoice, Session};
use crate::dialogue::shown::{Fixed, Shown};
use crate::dialogue::transition::transition;
use crate::dialogue::understanding::{Meaning, understand};

/// The last thing that an event shows to a person without a session, with the line above it.
pub fn answer(catalog: &Catalog, lang: Lang, event: Event) -> (Shown, Option<Hint>) {
    // The question who pays is left out: everybody could read the answer, and it is not kept.
    let session = Session { lang: Some(lang), payer: PayerChoice::Everything, ..Session::default() };
    // Without a session there are no reminders, so the day changes nothing.
    let effects = transition(catalog, session, event, NaiveDate::default()).effects;
    let last = effects.iter().rev().find_map(|effect| {
        let hint = match effect {
            Effect::Show { hint, .. } => *hint,
            _ => None,
        };
        match effect.shown()? {
            // Nobody can be asked back: the first screen, with what can be typed.
            Shown::Suggestions(_) => Some((FIRST.resolve(catalog).into(), Some(Hint::First))),
            shown => Some((shown, hint)),
        }
    });
    last.unwrap_or_else(|| (FIRST.resolve(catalog).into(), None))
}

/// The notice that answers a press together with what it shows.
pub fn notice(press: Press, shown: &Shown) -> Option<Notice> {
    match (press, shown) {
        (Press::SetLanguage(..), _) => Some(Notice::LanguageSet),
        (Press::Feedback(_), _) => Some(Notice::Thanks),
        (_, Shown::Fixed(Fixed::Screen(screen)))
            if matches!(screen.screen(), Screen::Sheet(Sheet::Warning, _)) =>
        {
            Some(Notice::Risk)
        }
        _ => None,
    }
}

/// Whether a text names an operator or a payment method, or clearly asks something. A greeting alone is not meant for
/// the bot.
pub fn names_something(catalog: &Catalog, event: &Event) -> bool {
    let Event::Command(Command::TopUp(text)) = event else { return true };
    let understood = understand(catalog, text);
    let asks = match understood.meaning {
        Meaning::Intent(intent) => catalog.intent(intent).opens.is_answer(),
        Meaning::Names | Meaning::Unsure(_) | Meaning::Nothing => false,
    };
    asks || understood.entities.names_something()
}

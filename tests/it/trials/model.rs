//! What a person is to be shown: the pure core decides, as it does in the program, and the rendered screens say how it
//! reads. Here nothing fails and nobody crashes.

use std::sync::{Arc, LazyLock};

use chrono::{Local, NaiveDate, TimeDelta};
use kz_topup_bot::bot::clock::{Clock, day};
use kz_topup_bot::bot::content::Content;
use kz_topup_bot::bot::incoming::command;
use kz_topup_bot::catalog::files::Files;
use kz_topup_bot::catalog::id::Lang;
use kz_topup_bot::dialogue::effect::{Effect, Hint, Sending};
use kz_topup_bot::dialogue::event::{Event, Place};
use kz_topup_bot::dialogue::screen_id::Decoded;
use kz_topup_bot::dialogue::session::Session;
use kz_topup_bot::dialogue::shown::Shown;
use kz_topup_bot::dialogue::transition::transition_for_client;
use kz_topup_bot::render::callback::decode_press;
use kz_topup_bot::render::html::HINT_GAP;
use kz_topup_bot::sandbox::rules::formatting::{ParseMode, format};

/// Longer than any answer takes.
const END_OF_DAY: TimeDelta = TimeDelta::minutes(10);

/// What a person does.
#[derive(Clone, Debug)]
pub enum Act {
    Types(String),
    Presses { message: i64, data: String },
}

/// Something that is to be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Showing {
    /// The message it replaces; `None` for a new one.
    pub instead_of: Option<i64>,
    pub text: String,
    pub kind: Kind,
    said: Said,
}

/// What is shown and the hint above it, in any language.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Said {
    shown: Shown,
    hint: Option<Hint>,
}

/// Whether once more would be in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Menu,
    Guide,
}

/// What follows from an act.
#[derive(Debug, PartialEq, Eq)]
pub struct Outcome {
    pub session: Session,
    pub showings: Vec<Showing>,
    /// A guide that is not sent if the press finds its menu changed already: the second half of a double tap.
    pub is_second_tap: bool,
}

impl Showing {
    /// Whether a text is this one in any language: what comes once more is said in the language spoken by then.
    pub fn is_meant_by(&self, content: &Content, text: &str) -> bool {
        self.text == text || content.catalog.languages().any(|lang| self.said.reads(content, lang) == text)
    }
}

impl Said {
    fn reads(&self, content: &Content, lang: Lang) -> String {
        let hint = self.hint.map(|hint| [content.screens.hint(lang, hint), HINT_GAP].concat());
        let html = hint.unwrap_or_default() + &content.message(lang, &self.shown).html;
        format(&html, ParseMode::Html).expect("screens are well-formed").text
    }
}

/// The content as the program serves it on the present day, loaded once.
pub fn content() -> Arc<Content> {
    static CONTENT: LazyLock<Arc<Content>> = LazyLock::new(|| {
        let today = Local::now().date_naive();
        Arc::new(Content::load(&Files::embedded(), today).expect("the content has no problems"))
    });
    Arc::clone(&CONTENT)
}

/// The outcome of an act, or `None` if the day is about to change and the outcome depends on the day: the program might
/// handle the update on either.
pub fn certain_outcome(content: &Content, tag: &str, session: Session, act: &Act) -> Option<Outcome> {
    let now = Clock::default().now();
    let [outcome, later] =
        [day(now), day(now + END_OF_DAY)].map(|day| outcome_on(day, content, tag, session, act));
    (outcome == later).then_some(outcome)
}

/// The outcome of an act of somebody whose client reports the language `tag`.
pub fn outcome(content: &Content, tag: &str, session: Session, act: &Act) -> Outcome {
    outcome_on(Clock::default().today(), content, tag, session, act)
}

fn outcome_on(today: NaiveDate, content: &Content, tag: &str, session: Session, act: &Act) -> Outcome {
    let catalog = &content.catalog;
    let (event, pressed) = match act {
        Act::Types(text) => (command::event(catalog, text), None),
        Act::Presses { message, data } => match decode_press(catalog, data) {
            Decoded::Exact(press) => (Event::Press(press), Some(*message)),
            Decoded::Nearest(press) => (Event::OldPress(press), Some(*message)),
        },
    };
    let decided = transition_for_client(catalog, session, event, today, Some(tag));
    let lang = catalog.speak(decided.session.lang, Some(tag));
    let mut showings = Vec::new();
    let mut is_second_tap = false;
    for effect in decided.effects {
        match effect {
            Effect::Show { shown, hint, place } => {
                let instead_of = pressed.filter(|_| place == Place::Here);
                let said = Said { shown, hint };
                showings.push(Showing {
                    instead_of,
                    text: said.reads(content, lang),
                    kind: Kind::Menu,
                    said,
                });
            }
            Effect::Send { shown, sending } => {
                is_second_tap |= sending == Sending::OnlyIfMenuChanges;
                let kind = if matches!(shown, Shown::Verdict(_) | Shown::Suggestions(_)) {
                    Kind::Menu
                } else {
                    Kind::Guide
                };
                let said = Said { shown, hint: None };
                let text = said.reads(content, lang);
                showings.push(Showing { instead_of: None, text, kind, said });
            }
            // Nobody presses for a picture here: under faults its words may come instead.
            Effect::Picture(_) | Effect::Forget | Effect::Notify(_) | Effect::Count(_) => {}
        }
    }
    Outcome { session: decided.session, showings, is_second_tap }
}

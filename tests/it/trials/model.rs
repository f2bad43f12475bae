//! What a person is to be shown: the pure core decides, as it does in the program, and the rendered screens say how it
//! reads. Here nothing fails and nobody crashes.

use std::sync::Arc;

use chrono::Local;
use kz_topup_bot::bot::clock::Clock;
use kz_topup_bot::bot::command;
use kz_topup_bot::bot::content::Content;
use kz_topup_bot::catalog::files::Files;
use kz_topup_bot::catalog::id::Lang;
use kz_topup_bot::dialogue::effect::{Effect, Hint, Sending};
use kz_topup_bot::dialogue::event::{Event, Place};
use kz_topup_bot::dialogue::offer::Verdict;
use kz_topup_bot::dialogue::screen::Address;
use kz_topup_bot::dialogue::session::Session;
use kz_topup_bot::dialogue::transition::transition;
use kz_topup_bot::render::callback::{Decoded, decode_press};
use kz_topup_bot::render::html::HINT_GAP;
use kz_topup_bot::render::screens;
use kz_topup_bot::sandbox::markup::{ParseMode, format};

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

/// What is said, in whichever language.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Said {
    Screen(Address, Option<Hint>),
    Verdict(Verdict),
}

/// Whether once more would be in the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Menu,
    Guide,
}

/// What follows from an act.
#[derive(Debug)]
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
        let html = match self {
            Self::Screen(address, hint) => {
                let hint = hint.map(|hint| [content.screens.hint(lang, hint), HINT_GAP].concat());
                [&hint.unwrap_or_default(), content.at(lang, *address).html.as_str()].concat()
            }
            Self::Verdict(verdict) => screens::verdict(&content.catalog, lang, verdict).html,
        };
        format(&html, ParseMode::Html).expect("screens are well-formed").text
    }
}

/// The content as the program serves it today.
pub fn content() -> Arc<Content> {
    Arc::new(
        Content::load(&Files::embedded(), Local::now().date_naive()).expect("the content has no problems"),
    )
}

/// What follows when somebody whose client speaks `tag` does this.
pub fn outcome(content: &Content, tag: &str, session: Session, act: &Act) -> Outcome {
    let catalog = &content.catalog;
    let (event, pressed) = match act {
        Act::Types(text) => (command::event(catalog, text), None),
        Act::Presses { message, data } => match decode_press(catalog, data) {
            Decoded::Exact(press) => (Event::Press(press), Some(*message)),
            Decoded::Nearest(press) => (Event::OldPress(press), Some(*message)),
        },
    };
    let decided = transition(catalog, session, event, Clock::default().today());
    let lang = catalog.speak(decided.session.lang, Some(tag));
    let mut showings = Vec::new();
    let mut is_second_tap = false;
    for effect in decided.effects {
        match effect {
            Effect::Show { address, hint, place } => {
                let instead_of = pressed.filter(|_| place == Place::Here);
                let said = Said::Screen(address, hint);
                showings.push(Showing {
                    instead_of,
                    text: said.reads(content, lang),
                    kind: Kind::Menu,
                    said,
                });
            }
            Effect::Send { screen, sending } => {
                is_second_tap |= sending == Sending::OnlyIfMenuChanges;
                let said = Said::Screen(Address::At(screen), None);
                let text = said.reads(content, lang);
                showings.push(Showing { instead_of: None, text, kind: Kind::Guide, said });
            }
            Effect::Judge(verdict) => {
                let said = Said::Verdict(verdict);
                let text = said.reads(content, lang);
                showings.push(Showing { instead_of: None, text, kind: Kind::Menu, said });
            }
            // The simulated person types nothing that is unclear.
            Effect::Suggest(_) => {}
            // Nobody presses for a picture here: under faults its words may come instead.
            Effect::Picture { .. } | Effect::Forget | Effect::Notify(_) | Effect::Count(_) => {}
        }
    }
    Outcome { session: decided.session, showings, is_second_tap }
}

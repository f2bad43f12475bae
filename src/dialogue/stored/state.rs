//! The place of a chat in the dialogue as it is stored: the state, the interruption, the newest menu.

use serde::{Deserialize, Serialize};

use crate::catalog::id::GuideId;
use crate::catalog::model::Catalog;
use crate::dialogue::interruption::{Interruption, Question};
use crate::dialogue::menu::Menu;
use crate::dialogue::reminder::{LENGTHS, ReminderGuide, ReminderQuestion, Rule};
use crate::dialogue::screen::Screen;
use crate::dialogue::screen_id::{decode, encode};
use crate::dialogue::session::{Session, State};

/// Separates the parts of a screen's id.
const SEPARATOR: &str = "/";
/// Before the id of a screen: the choice of language on it.
const LANGUAGES: &str = "languages/";
/// The menu that asks a question about a reminder.
const REMINDER_QUESTION: &str = "reminder-question";
/// The menu with the likely operators of a prefix.
const PREFIX: &str = "prefix";

/// A [`State`]. The last three variants are written no more: earlier versions had interruptions among the states.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "at")]
pub(super) enum StoredState {
    #[default]
    Start,
    ReceiveOperator {
        #[serde(default, skip_serializing_if = "Option::is_none")]
        method: Option<String>,
    },
    ReceivePayer {
        operator: String,
    },
    ReceivePaymentMethod {
        operator: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        group: Option<String>,
    },
    ReceiveConfirmation {
        operator: String,
        method: String,
    },
    Answered {
        operator: String,
        method: String,
    },
    ReceivePrefix,
    ReceiveRenewal {
        #[serde(flatten)]
        question: StoredReminderQuestion,
    },
    ReceiveOffer {
        #[serde(default)]
        operator: Option<String>,
        #[serde(default)]
        method: Option<String>,
    },
}

/// An [`Interruption`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct StoredInterruption {
    #[serde(flatten)]
    question: StoredQuestion,
    /// The id of the interrupted menu.
    menu: String,
}

/// A [`Question`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "question")]
pub(super) enum StoredQuestion {
    Offer,
    Digits,
    Reminder(StoredReminderQuestion),
}

/// A [`Question::Reminder`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct StoredReminderQuestion {
    asked: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    days: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    instead: Option<String>,
    #[serde(flatten)]
    guide: StoredGuide,
}

/// A [`ReminderGuide`], if there is one.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct StoredGuide {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    operator: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    method: Option<String>,
}

/// The newest menu of most sessions: the open question.
pub(super) fn default_menu(session: Session) -> Menu {
    Menu::Screen(session.question().map_or(session.state.menu(), Question::screen))
}

pub(super) fn encode_menu(catalog: &Catalog, menu: Menu) -> String {
    match menu {
        Menu::Screen(screen) => encode(catalog, screen, SEPARATOR),
        Menu::Languages(screen) => format!("{LANGUAGES}{}", encode(catalog, screen, SEPARATOR)),
        Menu::ReminderQuestion => REMINDER_QUESTION.to_owned(),
        Menu::Prefix => PREFIX.to_owned(),
    }
}

pub(super) fn decode_menu(catalog: &Catalog, id: &str) -> Menu {
    match id.strip_prefix(LANGUAGES) {
        Some(screen) => Menu::languages(decode_screen(catalog, screen)),
        None if id == REMINDER_QUESTION => Menu::ReminderQuestion,
        None if id == PREFIX => Menu::Prefix,
        None => Menu::of(decode_screen(catalog, id)),
    }
}

fn decode_screen(catalog: &Catalog, id: &str) -> Screen {
    let parts: Vec<&str> = id.split(SEPARATOR).collect();
    decode(catalog, &parts).value()
}

impl StoredState {
    pub(super) fn of(catalog: &Catalog, state: State) -> Self {
        let operator = |id| catalog.operator(id).id.clone();
        let method = |id| catalog.method(id).id.clone();
        match state {
            State::Start => Self::Start,
            State::ReceiveOperator { method: known } => Self::ReceiveOperator { method: known.map(method) },
            State::ReceivePayer { operator: id } => Self::ReceivePayer { operator: operator(id) },
            State::ReceivePaymentMethod { operator: id, group } => {
                Self::ReceivePaymentMethod { operator: operator(id), group: group.map(method) }
            }
            State::ReceiveConfirmation(guide) => {
                let (operator, method) = names(catalog, guide);
                Self::ReceiveConfirmation { operator, method }
            }
            State::Answered(guide) => {
                let (operator, method) = names(catalog, guide);
                Self::Answered { operator, method }
            }
        }
    }

    pub(super) fn state(&self, catalog: &Catalog) -> Option<State> {
        let method = |name: &Option<String>| name.as_deref().and_then(|name| catalog.method_named(name));
        Some(match self {
            Self::Start | Self::ReceivePrefix => State::Start,
            Self::ReceiveOperator { method: name } | Self::ReceiveOffer { operator: None, method: name } => {
                State::ReceiveOperator { method: method(name) }
            }
            Self::ReceivePayer { operator } => {
                State::ReceivePayer { operator: catalog.operator_named(operator)? }
            }
            Self::ReceivePaymentMethod { operator, group } => State::ReceivePaymentMethod {
                operator: catalog.operator_named(operator)?,
                group: method(group).filter(|&group| catalog.is_group(group)),
            },
            Self::ReceiveOffer { operator: Some(operator), .. } => {
                State::choose(catalog.operator_named(operator)?)
            }
            Self::ReceiveConfirmation { operator, method } => {
                State::ReceiveConfirmation(guide(catalog, operator, method)?)
            }
            Self::Answered { operator, method } => State::Answered(guide(catalog, operator, method)?),
            Self::ReceiveRenewal { question } => match question.guide.guide(catalog)? {
                ReminderGuide { operator, method: Some(method) } => {
                    State::Answered(GuideId { operator, method })
                }
                ReminderGuide { operator, method: None } => State::choose(operator),
            },
        })
    }

    /// The question asked in between, in a record of an earlier version.
    pub(super) fn question(&self, catalog: &Catalog) -> Option<Question> {
        match self {
            Self::ReceivePrefix => Some(Question::Digits),
            Self::ReceiveOffer { .. } => Some(Question::Offer),
            // What it is for follows from the state.
            Self::ReceiveRenewal { question } => match question.question(catalog) {
                Question::Reminder { asked, instead, .. } => {
                    Some(Question::Reminder { asked, instead, named: None })
                }
                other => Some(other),
            },
            Self::Start
            | Self::ReceiveOperator { .. }
            | Self::ReceivePayer { .. }
            | Self::ReceivePaymentMethod { .. }
            | Self::ReceiveConfirmation { .. }
            | Self::Answered { .. } => None,
        }
    }
}

impl StoredInterruption {
    pub(super) fn of(catalog: &Catalog, Interruption { question, menu }: Interruption) -> Self {
        let question = match question {
            Question::Offer => StoredQuestion::Offer,
            Question::Digits => StoredQuestion::Digits,
            Question::Reminder { asked, instead, named } => {
                StoredQuestion::Reminder(StoredReminderQuestion {
                    asked: asked.name().to_owned(),
                    days: match asked {
                        ReminderQuestion::Next { days } => Some(days),
                        ReminderQuestion::Rule | ReminderQuestion::Length => None,
                    },
                    instead: instead.map(Rule::code),
                    guide: StoredGuide::of(catalog, named),
                })
            }
        };
        Self { question, menu: encode(catalog, menu, SEPARATOR) }
    }

    pub(super) fn interruption(&self, catalog: &Catalog) -> Interruption {
        let question = match &self.question {
            StoredQuestion::Offer => Question::Offer,
            StoredQuestion::Digits => Question::Digits,
            StoredQuestion::Reminder(question) => question.question(catalog),
        };
        Interruption { question, menu: decode_screen(catalog, &self.menu) }
    }
}

impl StoredReminderQuestion {
    fn question(&self, catalog: &Catalog) -> Question {
        Question::Reminder {
            asked: match (self.asked.as_str(), self.days) {
                ("length", _) => ReminderQuestion::Length,
                ("next", Some(days)) if LENGTHS.contains(&days) => ReminderQuestion::Next { days },
                _ => ReminderQuestion::Rule,
            },
            instead: self.instead.as_deref().and_then(Rule::of_code),
            named: self.guide.guide(catalog),
        }
    }
}

impl StoredGuide {
    pub(super) fn of(catalog: &Catalog, guide: Option<ReminderGuide>) -> Self {
        let operator = guide.map(|guide| catalog.operator(guide.operator).id.clone());
        let method = guide.and_then(|guide| guide.method).map(|id| catalog.method(id).id.clone());
        Self { operator, method }
    }

    pub(super) fn guide(&self, catalog: &Catalog) -> Option<ReminderGuide> {
        let operator = catalog.operator_named(self.operator.as_deref()?)?;
        let method = self.method.as_deref().and_then(|name| catalog.method_named(name));
        Some(ReminderGuide { operator, method })
    }
}

/// The names of an operator and a method.
pub(super) fn names(catalog: &Catalog, GuideId { operator, method }: GuideId) -> (String, String) {
    (catalog.operator(operator).id.clone(), catalog.method(method).id.clone())
}

pub(super) fn guide(catalog: &Catalog, operator: &str, method: &str) -> Option<GuideId> {
    Some(GuideId { operator: catalog.operator_named(operator)?, method: catalog.method_named(method)? })
}

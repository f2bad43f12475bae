//! A question asked in between: whether an offer is safe, the first digits of a number, when a plan renews.
//!
//! An interruption holds the menu that it interrupted. The top-up itself stays in [`super::session::Session::state`],
//! which no question changes, so nothing that has been learnt is lost.

use crate::dialogue::reminder::{ReminderGuide, ReminderQuestion, Rule};
use crate::dialogue::screen::Screen;

/// A question asked in between, and the menu to return to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Interruption {
    /// What was asked.
    pub question: Question,
    /// The menu that was the newest one before.
    pub menu: Screen,
}

/// What is asked in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Question {
    /// "What does the seller write?"
    Offer,
    /// "What are the first digits of the number?" What is typed is looked up and not kept.
    Digits,
    /// "When does the plan renew?"
    Reminder {
        /// What exactly.
        asked: ReminderQuestion,
        /// The reminder that the answer replaces.
        instead: Option<Rule>,
        /// What the reminder is for, if the person named an operator with it.
        named: Option<ReminderGuide>,
    },
}

impl Question {
    /// The question that a screen asks.
    pub fn asked_by(screen: Screen) -> Option<Self> {
        match screen {
            Screen::Offer => Some(Self::Offer),
            // Another number may follow.
            Screen::WhoAmI | Screen::Prefix(_) => Some(Self::Digits),
            Screen::Reminders => Some(Self::RENEWAL),
            Screen::Operators { .. }
            | Screen::Payers { .. }
            | Screen::Ways { .. }
            | Screen::Sheet(..)
            | Screen::OperatorList
            | Screen::OperatorCard { .. }
            | Screen::Offline { .. }
            | Screen::Page(_)
            | Screen::Forget => None,
        }
    }

    /// The first question about a reminder.
    pub const RENEWAL: Self = Self::Reminder { asked: ReminderQuestion::Rule, instead: None, named: None };

    /// The screen that asks the question.
    pub fn screen(self) -> Screen {
        match self {
            Self::Offer => Screen::Offer,
            Self::Digits => Screen::WhoAmI,
            Self::Reminder { .. } => Screen::Reminders,
        }
    }

    /// The name, as in diagrams.
    pub fn name(self) -> &'static str {
        match self {
            Self::Offer => "ReceiveOffer",
            Self::Digits => "ReceiveDigits",
            Self::Reminder { .. } => "ReceiveRenewal",
        }
    }
}

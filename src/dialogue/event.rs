//! What a person can do, whatever they did it with.

use crate::catalog::id::{Lang, MethodId, OperatorId, PayerId};
use crate::dialogue::feedback::Feedback;
use crate::dialogue::reminder::ReminderPress;
use crate::dialogue::screen::Screen;

/// Something a person did.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// Sent a command.
    Command(Command),
    /// Typed words.
    Text(String),
    /// Forwarded what somebody else wrote.
    Forwarded(String),
    /// Sent something that is not text.
    NotText,
    /// Pressed a button.
    Press(Press),
    /// Pressed a button of an older version, or a garbled one; what it leads to now.
    OldPress(Press),
}

/// A command of the bot's menu; each works at any point.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Command {
    /// `/start`, possibly through a link that leads to a screen.
    Start(Option<Screen>),
    /// `/topup`, possibly with words such as `beeline kaspi`.
    TopUp(String),
    /// `/check`, possibly with what is to be judged.
    Check(String),
    /// `/operators`.
    Operators,
    /// `/whoami`, possibly with the first digits of a number.
    WhoAmI(String),
    /// `/remind`, possibly with words such as `every 30 days`.
    Remind(String),
    /// `/tips`.
    Tips,
    /// `/lang`.
    Lang,
    /// `/help`.
    Help,
    /// `/about`.
    About,
    /// `/privacy`.
    Privacy,
    /// `/forget`.
    Forget,
    /// `/cancel`.
    Cancel,
    /// Anything else with a slash.
    Unknown,
}

/// What a button does. It says all there is to know, so nothing has to be remembered for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Press {
    /// Opens a screen.
    Open(Screen, Place),
    /// Accepts the warning before a risky way.
    Confirm {
        /// The operator.
        operator: OperatorId,
        /// The risky way.
        method: MethodId,
    },
    /// Says what holds for who pays, and opens the ways of an operator in that order.
    SetPayer {
        /// What holds; `None` for the list in nobody's order.
        payer: Option<PayerId>,
        /// The operator.
        operator: OperatorId,
    },
    /// Asks for a language, then comes back to the screen.
    PickLanguage(Screen),
    /// Leaves the choice of language as it is and comes back to the screen.
    KeepLanguage(Screen),
    /// Takes a language and comes back to the screen.
    SetLanguage(Lang, Screen),
    /// Takes a language for a whole group.
    SetGroupLanguage(Lang),
    /// Sets, changes or stops a reminder.
    Reminder(ReminderPress),
    /// Forgets all about the chat.
    Forget,
    /// Goes back to where the dialogue stands.
    Resume,
    /// Says whether a guide was right; what helps next appears below it.
    Feedback(Feedback),
    /// Sends a clerk's card as a picture.
    Picture {
        /// The operator.
        operator: OperatorId,
        /// The way to pay.
        method: MethodId,
    },
}

/// Where a button's screen appears.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    /// In the message of the button.
    Here,
    /// In a message of its own below, because the message of the button is to be kept.
    Below,
}

impl Event {
    /// The kind of event, as in diagrams.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Command(command) => command.name(),
            Self::Text(_) => "typed words",
            Self::Forwarded(_) => "forwarded message",
            Self::NotText => "not text",
            Self::OldPress(_) => "old button",
            Self::Press(press) => press.name(),
        }
    }
}

impl Command {
    /// The names of the command menu, in order; each has a text `command.<name>`.
    pub const MENU: [&str; 13] = [
        "start",
        "topup",
        "check",
        "operators",
        "whoami",
        "remind",
        "tips",
        "lang",
        "help",
        "about",
        "privacy",
        "forget",
        "cancel",
    ];

    /// The names of the commands offered in groups.
    pub const GROUP_MENU: [&str; 6] = ["topup", "check", "operators", "tips", "lang", "help"];

    /// The command as typed.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Start(_) => "/start",
            Self::TopUp(_) => "/topup",
            Self::Check(_) => "/check",
            Self::Operators => "/operators",
            Self::WhoAmI(_) => "/whoami",
            Self::Remind(_) => "/remind",
            Self::Tips => "/tips",
            Self::Lang => "/lang",
            Self::Help => "/help",
            Self::About => "/about",
            Self::Privacy => "/privacy",
            Self::Forget => "/forget",
            Self::Cancel => "/cancel",
            Self::Unknown => "unknown command",
        }
    }
}

impl Press {
    /// What the button does, in a word or two.
    pub fn name(self) -> &'static str {
        match self {
            Self::Open(Screen::Operators { .. }, _) => "start again",
            Self::Open(Screen::Payers { .. } | Screen::Ways { .. }, _) => "operator",
            Self::Open(Screen::Guide { .. } | Screen::Warning { .. } | Screen::Chosen { .. }, _) => {
                "way to pay"
            }
            Self::Open(Screen::OperatorList | Screen::OperatorCard { .. }, _) => "card",
            Self::Open(Screen::Offline { .. }, _) => "no money, no data",
            Self::Open(Screen::Clerk { .. } | Screen::Labels { .. }, _) | Self::Picture { .. } => {
                "words to show"
            }
            Self::Open(Screen::Offer, _) => "check an offer",
            Self::Open(Screen::Page(_), _) => "page",
            Self::Open(Screen::Outdated { .. }, _) => "feedback",
            Self::Open(Screen::Reminders, _) => "reminder",
            Self::Open(Screen::Forget, _) => "forget",
            Self::Open(Screen::WhoAmI | Screen::Prefix(_), _) => "which operator",
            Self::Confirm { .. } => "confirm",
            Self::SetPayer { .. } => "who pays",
            Self::PickLanguage(_)
            | Self::KeepLanguage(_)
            | Self::SetLanguage(..)
            | Self::SetGroupLanguage(_) => "language",
            Self::Reminder(_) => "reminder",
            Self::Forget => "forget",
            Self::Resume => "resume",
            Self::Feedback(_) => "feedback",
        }
    }
}

//! Events: what a person did, without Telegram.

use crate::catalog::id::{GuideId, Lang, OperatorId, PayerId};
use crate::dialogue::feedback::Feedback;
use crate::dialogue::reminder::ReminderPress;
use crate::dialogue::screen::{Screen, Sheet};

/// Something a person did.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Event {
    /// Sent a command.
    Command(Command),
    /// Typed a text.
    Text(String),
    /// Forwarded somebody else's message.
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

/// What a button does. It carries everything needed, so nothing has to be stored for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Press {
    /// Opens a screen.
    Open(Screen, Place),
    /// Accepts the warning before a risky method.
    Confirm(GuideId),
    /// Answers who pays, and opens the payment methods of an operator in that order.
    SetPayer {
        /// The payer; `None` for the catalog's order.
        payer: Option<PayerId>,
        /// The operator.
        operator: OperatorId,
    },
    /// Asks for a language, then returns to the screen.
    PickLanguage(Screen),
    /// Keeps the language and returns to the screen.
    KeepLanguage(Screen),
    /// Sets the language and returns to the screen.
    SetLanguage(Lang, Screen),
    /// Sets the language of a whole group.
    SetGroupLanguage(Lang),
    /// Sets, changes or stops a reminder.
    Reminder(ReminderPress),
    /// Deletes everything stored about the chat.
    Forget,
    /// Returns to what was interrupted, else to the open question of the top-up.
    Resume,
    /// Gives feedback on a guide; the next step appears below it.
    Feedback(Feedback),
    /// Sends a clerk card as a picture.
    Picture(GuideId),
}

/// Where the screen of a button appears.
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
            Self::Open(screen, _) => match screen {
                Screen::Operators { .. } => "start again",
                Screen::Payers { .. } | Screen::Ways { .. } => "operator",
                Screen::Sheet(Sheet::Guide | Sheet::Warning | Sheet::Chosen, _) => "way to pay",
                Screen::Sheet(Sheet::Clerk | Sheet::Labels, _) => "words to show",
                Screen::Sheet(Sheet::Outdated, _) => "feedback",
                Screen::OperatorList | Screen::OperatorCard { .. } => "card",
                Screen::Offline { .. } => "no money, no data",
                Screen::Offer => "check an offer",
                Screen::Page(_) => "page",
                Screen::Reminders => "reminder",
                Screen::Forget => "forget",
                Screen::WhoAmI | Screen::Prefix(_) => "which operator",
            },
            Self::Picture(_) => "words to show",
            Self::Confirm(_) => "confirm",
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

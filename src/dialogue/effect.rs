//! What the core asks the shell to do. Effects are values: nothing here shows anything to anybody.

use crate::catalog::id::{MethodId, OperatorId};
use crate::dialogue::event::Place;
use crate::dialogue::feedback::Feedback;
use crate::dialogue::keys;
use crate::dialogue::offer::Verdict;
use crate::dialogue::screen::{Address, Screen};
use crate::dialogue::suggestions::Suggestions;

/// Something to be done by the shell.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Show a screen as the menu: in the message whose button was pressed if `Here`, else in a new message.
    Show {
        /// What to show.
        address: Address,
        /// A line above it.
        hint: Option<Hint>,
        /// Where.
        place: Place,
    },
    /// Send a guide as a message of its own, which no later press changes into another screen.
    Send {
        /// The guide.
        screen: Screen,
        /// Whether it may have been sent already.
        sending: Sending,
    },
    /// Send the picture of a clerk's card; the card itself where that cannot be.
    Picture {
        /// The operator.
        operator: OperatorId,
        /// The way to pay.
        method: MethodId,
    },
    /// Remove all that is stored of the chat, before anything is said of it.
    Forget,
    /// Say what a message shows, in a message of its own.
    Judge(Verdict),
    /// Offer buttons for a text that was not clearly understood, in a message of its own.
    Suggest(Suggestions),
    /// Say a short notice: with a button press as its answer, otherwise not at all.
    Notify(Notice),
    /// Add one to what is counted of a guide, once the session that knows of it has been written.
    Count(Feedback),
}

/// Whether a guide may have been sent already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sending {
    /// It was asked for anew.
    Always,
    /// The session says it was the last thing sent: only if the effect before it changed the menu. If the menu had
    /// been changed already, this is the second half of a double tap.
    OnlyIfMenuChanges,
}

/// A line above a screen, for somebody who was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Hint {
    /// The first time: what can be typed.
    First,
    /// The second time: use the buttons.
    Second,
    /// The third time, above the help page.
    Third,
    /// An answer to thanks.
    Welcome,
    /// There is no such command.
    Command,
    /// A photo, a voice message and so on.
    NotText,
    /// A number or a code was sent; nobody needs it.
    Digits,
    /// Digits were typed where the first three of a number are asked for, but they are something else.
    Prefix,
    /// The top-up was called off.
    Cancelled,
    /// The picture could not be sent; its words follow.
    NoPicture,
    /// What was typed is no day of the month and no number of days.
    RenewalRule,
    /// What was typed is no day on which such a plan can renew.
    RenewalDate,
    /// There are as many reminders as there can be.
    RenewalFull,
    /// The record could not be removed just now.
    NotForgotten,
}

/// A short notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Notice {
    /// The button was an old one.
    OldButton,
    /// The language has been changed.
    LanguageSet,
    /// Read the warning first; important enough for an alert.
    Risk,
    /// The language of the group has been changed.
    GroupLanguageSet,
    /// Only administrators change the language of a group; that of the presser has been changed instead.
    OwnLanguageSet,
    /// Thanks for saying whether a guide was right.
    Thanks,
    /// There will be no more such reminders.
    ReminderStopped,
}

impl Effect {
    /// The screen that the effect shows, if any.
    pub fn address(&self) -> Option<Address> {
        match *self {
            Self::Show { address, .. } => Some(address),
            Self::Send { screen, .. } => Some(Address::At(screen)),
            Self::Picture { operator, method } => Some(Address::Picture { operator, method }),
            Self::Judge(_) | Self::Suggest(_) | Self::Forget | Self::Notify(_) | Self::Count(_) => None,
        }
    }

    /// What the effect says of a message, if it does.
    pub fn verdict(&self) -> Option<&Verdict> {
        match self {
            Self::Judge(verdict) => Some(verdict),
            Self::Show { .. }
            | Self::Send { .. }
            | Self::Picture { .. }
            | Self::Suggest(_)
            | Self::Forget
            | Self::Notify(_)
            | Self::Count(_) => None,
        }
    }
}

impl Hint {
    /// All hints.
    pub const ALL: [Self; 14] = [
        Self::Welcome,
        Self::First,
        Self::Second,
        Self::Third,
        Self::Command,
        Self::NotText,
        Self::Digits,
        Self::Prefix,
        Self::Cancelled,
        Self::NoPicture,
        Self::RenewalRule,
        Self::RenewalDate,
        Self::RenewalFull,
        Self::NotForgotten,
    ];

    /// The text key of the hint.
    pub fn key(self) -> &'static str {
        match self {
            Self::Welcome => keys::HINT_WELCOME,
            Self::First => keys::HINT_FIRST,
            Self::Second => keys::HINT_SECOND,
            Self::Third => keys::HINT_THIRD,
            Self::Command => keys::HINT_COMMAND,
            Self::NotText => keys::HINT_NOT_TEXT,
            Self::Digits => keys::HINT_DIGITS,
            Self::Prefix => keys::HINT_PREFIX,
            Self::Cancelled => keys::CANCELLED,
            Self::NoPicture => keys::HINT_NO_PICTURE,
            Self::RenewalRule => keys::HINT_RENEWAL_RULE,
            Self::RenewalDate => keys::HINT_RENEWAL_DATE,
            Self::RenewalFull => keys::HINT_RENEWAL_FULL,
            Self::NotForgotten => keys::HINT_NOT_FORGOTTEN,
        }
    }
}

impl Notice {
    /// All notices.
    pub const ALL: [Self; 7] = [
        Self::OldButton,
        Self::LanguageSet,
        Self::Risk,
        Self::GroupLanguageSet,
        Self::OwnLanguageSet,
        Self::Thanks,
        Self::ReminderStopped,
    ];

    /// The text key of the notice.
    pub fn key(self) -> &'static str {
        match self {
            Self::OldButton => keys::OLD_BUTTON,
            Self::LanguageSet => keys::LANGUAGE_SET,
            Self::Risk => keys::RISK,
            Self::GroupLanguageSet => keys::GROUP_LANGUAGE_SET,
            Self::OwnLanguageSet => keys::OWN_LANGUAGE_SET,
            Self::Thanks => keys::THANKS,
            Self::ReminderStopped => keys::REMINDER_STOPPED,
        }
    }
}

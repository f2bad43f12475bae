//! Effects: what the core asks the bot to do, as values.

use crate::catalog::id::GuideId;
use crate::dialogue::event::Place;
use crate::dialogue::feedback::Feedback;
use crate::dialogue::keys;
use crate::dialogue::offer::Verdict;
use crate::dialogue::shown::{Fixed, Shown};

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Effect {
    /// Show a menu: in the message whose button was pressed if `Here`, else in a new message.
    Show {
        /// What it shows.
        shown: Shown,
        /// A line above it.
        hint: Option<Hint>,
        /// Where.
        place: Place,
    },
    /// Send a message of its own, a guide or a verdict, which no later press changes into another screen.
    Send {
        /// What it shows.
        shown: Shown,
        /// Whether it may have been sent already.
        sending: Sending,
    },
    /// Send the clerk card as a picture; the card itself where that fails.
    Picture(GuideId),
    /// Delete everything stored about the chat, before the effects that follow.
    Forget,
    /// Show a short notice as the answer to a button press; nothing if there was none.
    Notify(Notice),
    /// Count feedback on a guide, once the session that records it has been saved.
    Count(Feedback),
}

/// Whether a message is sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Sending {
    /// It was asked for: always.
    Always,
    /// Probably a double tap: send only if the preceding `Show` changed the menu.
    OnlyIfMenuChanges,
}

/// A line above a screen, after something that was not understood or did not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Hint {
    /// The first time: what can be typed.
    First,
    /// The second time: use the buttons.
    Second,
    /// The third time, shown above the help page.
    Third,
    /// An answer to thanks.
    Welcome,
    /// There is no such command.
    Command,
    /// A photo, a voice message and so on.
    NotText,
    /// A number or a code was sent, which is not needed.
    Digits,
    /// Digits were typed that are not the beginning of a phone number.
    Prefix,
    /// A seller's message was asked for, and something else was sent.
    Offer,
    /// The top-up was cancelled.
    Cancelled,
    /// The picture could not be sent; its text follows.
    NoPicture,
    /// The text is neither a day of the month nor a number of days.
    RenewalRule,
    /// The text is not a day on which such a plan can renew.
    RenewalDate,
    /// No more reminders can be set.
    RenewalFull,
    /// The record could not be deleted.
    NotForgotten,
    /// The setting could not be stored just now.
    NotSaved,
}

/// A short notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Notice {
    /// The button was an old one.
    OldButton,
    /// The language has been changed.
    LanguageSet,
    /// Read the warning first; shown as an alert.
    Risk,
    /// The language of the group has been changed.
    GroupLanguageSet,
    /// Only administrators change the language of a group; the person's own language has been changed instead.
    OwnLanguageSet,
    /// Thanks for the feedback.
    Thanks,
    /// The reminder was stopped.
    ReminderStopped,
    /// More messages came at once than are answered.
    TooManyAtOnce,
    /// The setting could not be stored just now.
    NotSaved,
}

impl Effect {
    /// What the effect shows, if anything.
    pub fn shown(&self) -> Option<Shown> {
        match self {
            Self::Show { shown, .. } | Self::Send { shown, .. } => Some(shown.clone()),
            Self::Picture(guide) => Some(Fixed::PictureCaption(*guide).into()),
            Self::Forget | Self::Notify(_) | Self::Count(_) => None,
        }
    }

    /// The verdict that the effect sends, if it does.
    pub fn verdict(&self) -> Option<&Verdict> {
        match self {
            Self::Send { shown: Shown::Verdict(verdict), .. } => Some(verdict),
            _ => None,
        }
    }
}

impl Hint {
    /// All hints.
    pub const ALL: [Self; 16] = [
        Self::Welcome,
        Self::First,
        Self::Second,
        Self::Third,
        Self::Command,
        Self::NotText,
        Self::Digits,
        Self::Prefix,
        Self::Offer,
        Self::Cancelled,
        Self::NoPicture,
        Self::RenewalRule,
        Self::RenewalDate,
        Self::RenewalFull,
        Self::NotForgotten,
        Self::NotSaved,
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
            Self::Offer => keys::HINT_OFFER,
            Self::Cancelled => keys::CANCELLED,
            Self::NoPicture => keys::HINT_NO_PICTURE,
            Self::RenewalRule => keys::HINT_RENEWAL_RULE,
            Self::RenewalDate => keys::HINT_RENEWAL_DATE,
            Self::RenewalFull => keys::HINT_RENEWAL_FULL,
            Self::NotForgotten => keys::HINT_NOT_FORGOTTEN,
            Self::NotSaved => keys::NOT_SAVED,
        }
    }
}

impl Notice {
    /// All notices.
    pub const ALL: [Self; 9] = [
        Self::OldButton,
        Self::LanguageSet,
        Self::Risk,
        Self::GroupLanguageSet,
        Self::OwnLanguageSet,
        Self::Thanks,
        Self::ReminderStopped,
        Self::TooManyAtOnce,
        Self::NotSaved,
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
            Self::TooManyAtOnce => keys::TOO_MANY_AT_ONCE,
            Self::NotSaved => keys::NOT_SAVED,
        }
    }
}

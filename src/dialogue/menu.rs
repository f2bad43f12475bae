//! The newest menu of a chat, as far as going back from it needs to be known.

use crate::catalog::model::Catalog;
use crate::dialogue::event::{Place, Press};
use crate::dialogue::screen::{FIRST, Screen};

/// A menu: a message that a press may change into another screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Menu {
    /// A screen.
    Screen(Screen),
    /// The choice of language, opened on a screen.
    Languages(Screen),
    /// The likely operators of a prefix. Which prefix is not kept: it is the beginning of a phone number.
    Prefix,
    /// A question about a reminder, behind the list of reminders.
    ReminderQuestion,
}

impl Default for Menu {
    fn default() -> Self {
        Self::Screen(FIRST)
    }
}

impl Menu {
    /// The menu that shows a screen.
    pub fn of(screen: Screen) -> Self {
        match screen {
            Screen::Prefix(_) => Self::Prefix,
            screen => Self::Screen(screen),
        }
    }

    /// The choice of language on a screen; on a prefix it returns to the question for the digits.
    pub fn languages(at: Screen) -> Self {
        Self::Languages(Self::of(at).screen())
    }

    /// What its Back button does. A typed "back" does the same.
    pub fn back(self, catalog: &Catalog) -> Press {
        match self {
            Self::Languages(at) => Press::KeepLanguage(at),
            Self::ReminderQuestion => Press::Open(Screen::Reminders, Place::Here),
            Self::Prefix => Press::Open(Screen::WhoAmI, Place::Here),
            Self::Screen(FIRST) => Press::Open(FIRST, Place::Here),
            Self::Screen(screen) => match screen.parent(catalog) {
                Some(parent) => Press::Open(parent, Place::Here),
                None => Press::Resume,
            },
        }
    }

    /// The screen that the menu belongs to.
    pub fn screen(self) -> Screen {
        match self {
            Self::Screen(screen) | Self::Languages(screen) => screen,
            Self::ReminderQuestion => Screen::Reminders,
            Self::Prefix => Screen::WhoAmI,
        }
    }
}

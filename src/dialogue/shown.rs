//! What one message shows. Most of it is known at start and rendered once; a reminder depends on the person and the
//! day, a verdict and suggestions on a text that is not stored, so these are rendered when they are shown.

use crate::catalog::id::GuideId;
use crate::catalog::model::Catalog;
use crate::dialogue::offer::Verdict;
use crate::dialogue::reminder::ReminderScreen;
use crate::dialogue::screen::{FIRST, ResolvedScreen, Screen, Sheet};
use crate::dialogue::suggestions::Suggestions;

/// What one message shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Shown {
    /// Something that is rendered at start.
    Fixed(Fixed),
    /// A reminder screen with its data.
    Reminder(ReminderScreen),
    /// The result of checking an offer.
    Verdict(Verdict),
    /// Buttons for a text that was not clearly understood.
    Suggestions(Suggestions),
}

/// What is known at start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Fixed {
    /// A screen.
    Screen(ResolvedScreen),
    /// The choice of language, which returns to a screen.
    Languages(ResolvedScreen),
    /// The greeting of a group, and the choice of its language.
    Group,
    /// The caption of a clerk card sent as a picture.
    PictureCaption(GuideId),
    /// Confirms that everything stored of the chat was deleted.
    Deleted,
}

impl Shown {
    /// The kind, as in metrics.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Fixed(fixed) => fixed.name(),
            Self::Reminder(_) => Screen::Reminders.name(),
            Self::Verdict(_) => "verdict",
            Self::Suggestions(_) => "suggestions",
        }
    }

    /// The screen that a link to it opens in a private chat.
    pub fn screen(&self) -> Screen {
        match self {
            Self::Fixed(fixed) => fixed.screen(),
            Self::Reminder(_) => Screen::Reminders,
            Self::Verdict(_) => Screen::Offer,
            Self::Suggestions(_) => FIRST,
        }
    }

    /// Whether it is shown in private chats only: it asks for text that a group should not read, or is about what is
    /// stored of one chat.
    pub fn is_private(&self) -> bool {
        match self {
            Self::Fixed(Fixed::Screen(screen)) => {
                matches!(screen.screen(), Screen::WhoAmI | Screen::Offer | Screen::Reminders | Screen::Forget)
            }
            // A picture would be seen by the whole group.
            Self::Reminder(_) | Self::Fixed(Fixed::Deleted | Fixed::PictureCaption(_)) => true,
            Self::Verdict(_) | Self::Suggestions(_) | Self::Fixed(Fixed::Languages(_) | Fixed::Group) => {
                false
            }
        }
    }
}

impl Fixed {
    fn name(self) -> &'static str {
        match self {
            Self::Screen(screen) => screen.screen().name(),
            Self::Languages(_) => "languages",
            Self::Group => "group",
            Self::PictureCaption(_) => "picture",
            Self::Deleted => "forgotten",
        }
    }

    /// The screen that a link to it opens.
    pub fn screen(self) -> Screen {
        match self {
            Self::Screen(screen) | Self::Languages(screen) => screen.screen(),
            Self::Group => FIRST,
            Self::PictureCaption(guide) => Screen::Sheet(Sheet::Clerk, guide),
            Self::Deleted => Screen::Forget,
        }
    }

    /// Everything that is known at start, each once.
    pub fn all(catalog: &Catalog) -> Vec<Self> {
        let screens = ResolvedScreen::all(catalog).into_iter();
        let shown = screens.flat_map(|screen| {
            let picture = match screen.screen() {
                Screen::Sheet(Sheet::Clerk, guide) => Some(Self::PictureCaption(guide)),
                _ => None,
            };
            [Self::Screen(screen), Self::Languages(screen)].into_iter().chain(picture)
        });
        shown.chain([Self::Group, Self::Deleted]).collect()
    }
}

impl From<Fixed> for Shown {
    fn from(fixed: Fixed) -> Self {
        Self::Fixed(fixed)
    }
}

impl From<ResolvedScreen> for Shown {
    fn from(screen: ResolvedScreen) -> Self {
        Self::Fixed(Fixed::Screen(screen))
    }
}

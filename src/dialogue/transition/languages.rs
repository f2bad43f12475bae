//! What follows from a chosen language, and the choice itself.

use crate::catalog::id::Lang;
use crate::dialogue::effect::{Effect, Notice};
use crate::dialogue::event::Place;
use crate::dialogue::interruption::Question;
use crate::dialogue::menu::Menu;
use crate::dialogue::screen::{Screen, Sheet};
use crate::dialogue::shown::Fixed;
use crate::dialogue::transition::{Step, Transition};

impl Step<'_> {
    pub(super) fn set_language(mut self, lang: Lang, at: Screen) -> Transition {
        self.session.lang = Some(lang);
        self.show_again(at, Place::Here).and(Effect::Notify(Notice::LanguageSet))
    }

    /// Takes a language whose name was typed, and shows the current screen in it.
    pub(super) fn typed_language(mut self, lang: Lang) -> Transition {
        self.session.lang = Some(lang);
        let current = self.session.screen();
        self.understood().show_screen(current, None, Place::Below)
    }

    /// Shows the choice of language; it returns to a screen.
    pub(super) fn languages(mut self, at: Screen, place: Place) -> Transition {
        self.session.menu = Menu::Languages(at);
        let shown = Fixed::Languages(at.resolve(self.catalog)).into();
        self.only(Effect::Show { shown, hint: None, place })
    }

    /// Returns from the choice of language. A guide stays the message it is and changes no state; a question about a
    /// reminder stays open; any other screen is opened.
    pub(super) fn show_again(mut self, at: Screen, place: Place) -> Transition {
        match at.resolve(self.catalog).screen() {
            Screen::Sheet(Sheet::Guide, guide) if self.fits(guide) => {
                self.session.menu = Menu::Screen(Screen::Sheet(Sheet::Chosen, guide));
                let shown = Screen::Sheet(Sheet::Guide, guide).resolve(self.catalog).into();
                self.understood().only(Effect::Show { shown, hint: None, place })
            }
            Screen::Reminders if matches!(self.session.question(), Some(Question::Reminder { .. })) => {
                self.understood().show_screen(Screen::Reminders, None, place)
            }
            screen => self.open_menu(screen, place),
        }
    }
}

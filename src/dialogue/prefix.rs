//! What a typed number says of its operator. Only the first three digits after the country code are looked at, and only
//! to find a screen that was there before: nothing of what is typed can be shown again, stored or counted. Full-width
//! digits, brackets, dashes and the invisible marks that address books put around numbers make no difference.

use crate::catalog::model::Catalog;
use crate::dialogue::keys::pages;
use crate::dialogue::screen::Screen;
use crate::text::fold::fold_width;
use crate::text::phone::{Origin, number};

/// What a text with digits in it asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NumberResult {
    /// The screen that says whose number it is.
    Screen(Screen),
    /// The digits are neither the beginning of a number nor a whole one.
    Unclear,
}

/// Reads the first number in a text; `None` if there is no digit in it.
pub fn read(catalog: &Catalog, text: &str) -> Option<NumberResult> {
    let run = number(text)?;
    let page = |name| NumberResult::Screen(Screen::page(catalog, name));
    Some(match run.origin() {
        Origin::Kazakhstan(prefix) => match catalog.prefix_named(prefix) {
            Some(prefix) => NumberResult::Screen(Screen::Prefix(prefix)),
            None if catalog.is_no_operators(prefix) => page(pages::NUMBER_SPECIAL),
            None => page(pages::NUMBER_UNKNOWN),
        },
        Origin::Russia => page(pages::NUMBER_RUSSIA),
        Origin::China => page(pages::NUMBER_CHINA),
        Origin::Abroad => page(pages::NUMBER_ABROAD),
        Origin::Unknown => page(pages::NUMBER_UNKNOWN),
        Origin::Unclear => NumberResult::Unclear,
    })
}

/// The prefix that a text consists of, if it is one of an operator's.
pub fn alone(catalog: &Catalog, text: &str) -> Option<Screen> {
    catalog.prefix_named(fold_width(text).trim()).map(Screen::Prefix)
}

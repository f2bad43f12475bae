//! A view's buttons as a Telegram inline keyboard.

use teloxide::types::{CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup};
use url::Url;

use crate::catalog::Catalog;
use crate::dialogue::view::{Action, Key, View};
use crate::render::address::encode_press;

/// The inline keyboard of a view.
pub fn keyboard(catalog: &Catalog, view: &View) -> InlineKeyboardMarkup {
    let rows = view.keys.iter();
    InlineKeyboardMarkup::new(rows.map(|row| row.iter().filter_map(|key| button(catalog, key))))
}

/// A button; none for an address that is no URL, which the check of the content refuses.
fn button(catalog: &Catalog, key: &Key) -> Option<InlineKeyboardButton> {
    let label = key.label.clone();
    Some(match &key.action {
        Action::Press(press) => InlineKeyboardButton::callback(label, encode_press(catalog, *press)),
        Action::Open(url) => InlineKeyboardButton::url(label, Url::parse(url).ok()?),
        Action::Copy(text) => {
            InlineKeyboardButton::copy_text_button(label, CopyTextButton { text: text.clone() })
        }
    })
}

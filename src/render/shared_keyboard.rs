//! A screen's buttons where the bot cannot be pressed: in a chat it is not in. What opens a screen becomes a link to
//! it; official sites, codes to copy and sharing stay; the way back into the bot comes last.

use teloxide::types::{InlineKeyboardButton, InlineKeyboardButtonKind, InlineKeyboardMarkup};
use url::Url;

use crate::catalog::Catalog;
use crate::dialogue::event::{Place, Press};
use crate::dialogue::screen::{FIRST, Screen};
use crate::render::callback::{decode_press, encode_link};
use crate::render::links;

/// The buttons for a screen that is sent away; `open` is the label of the way back.
pub fn keyboard(
    catalog: &Catalog,
    here: &InlineKeyboardMarkup,
    screen: Screen,
    username: &str,
    open: &str,
) -> InlineKeyboardMarkup {
    let link = |screen| Url::parse(&links::start(username, &encode_link(catalog, screen))).ok();
    let away = |button: &InlineKeyboardButton| match &button.kind {
        InlineKeyboardButtonKind::CallbackData(data) => {
            let target = target(decode_press(catalog, data).value())?;
            Some(InlineKeyboardButton::url(button.text.clone(), link(target)?))
        }
        _ => Some(button.clone()),
    };
    let rows = here.inline_keyboard.iter().map(|row| row.iter().filter_map(away).collect::<Vec<_>>());
    let mut rows: Vec<Vec<InlineKeyboardButton>> = rows.filter(|row| !row.is_empty()).collect();
    rows.extend(link(screen).map(|link| vec![InlineKeyboardButton::url(open, link)]));
    let mut keyboard = InlineKeyboardMarkup { inline_keyboard: rows };
    links::name_bot(&mut keyboard, Some(username));
    keyboard
}

/// The screen a button is worth a link for: what it offers next, not the way around.
fn target(press: Press) -> Option<Screen> {
    match press {
        Press::Open(screen, Place::Here) if screen != FIRST && screen != Screen::OperatorList => Some(screen),
        // Below a guide, and worth a way from it.
        Press::Open(screen @ (Screen::Clerk { .. } | Screen::Labels { .. }), Place::Below) => Some(screen),
        _ => None,
    }
}

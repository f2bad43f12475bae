//! The keyboard of an inline or guest message: a chat without the bot has no callback buttons, so those that open a
//! screen become deep links. Links to sites, codes to copy and sharing stay; a link to the bot comes last.

use teloxide::types::{InlineKeyboardButton, InlineKeyboardButtonKind, InlineKeyboardMarkup};
use url::Url;

use crate::catalog::model::Catalog;
use crate::dialogue::event::{Place, Press};
use crate::dialogue::screen::{FIRST, Screen, Sheet};
use crate::render::callback::{decode_press, encode_link};
use crate::render::links;

/// The keyboard of a shared screen; `open` is the label of the link to the bot.
pub fn keyboard(
    catalog: &Catalog,
    here: &InlineKeyboardMarkup,
    screen: Screen,
    username: &str,
    open: &str,
) -> InlineKeyboardMarkup {
    let link = |screen| Url::parse(&links::start(username, &encode_link(catalog, screen))).ok();
    let linked = |button: &InlineKeyboardButton| match &button.kind {
        InlineKeyboardButtonKind::CallbackData(data) => {
            let target = target(decode_press(catalog, data).value())?;
            Some(InlineKeyboardButton::url(button.text.clone(), link(target)?))
        }
        _ => Some(button.clone()),
    };
    let rows = here.inline_keyboard.iter().map(|row| row.iter().filter_map(linked).collect::<Vec<_>>());
    let mut rows: Vec<Vec<InlineKeyboardButton>> = rows.filter(|row| !row.is_empty()).collect();
    rows.extend(link(screen).map(|link| vec![InlineKeyboardButton::url(open, link)]));
    let mut keyboard = InlineKeyboardMarkup { inline_keyboard: rows };
    links::name_bot(&mut keyboard, Some(username));
    keyboard
}

/// The screen that a button becomes a link to, unless it only navigates.
fn target(press: Press) -> Option<Screen> {
    match press {
        Press::Open(screen, Place::Here) if screen != FIRST && screen != Screen::OperatorList => Some(screen),
        Press::Open(screen @ Screen::Sheet(Sheet::Clerk | Sheet::Labels, _), Place::Below) => Some(screen),
        _ => None,
    }
}

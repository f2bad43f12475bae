//! A view's buttons as a Telegram inline keyboard.

use teloxide::types::{
    CopyTextButton, InlineKeyboardButton, InlineKeyboardButtonKind, InlineKeyboardMarkup,
    SwitchInlineQueryChosenChat,
};
use url::Url;

use crate::catalog::Catalog;
use crate::dialogue::view::{Action, Key, View};
use crate::render::address::{encode_link, encode_press};
use crate::render::links;

/// The inline keyboard of a view.
pub fn keyboard(catalog: &Catalog, view: &View) -> InlineKeyboardMarkup {
    let rows = view.keys.iter().map(|row| {
        let mut row: Vec<InlineKeyboardButton> = row.iter().filter_map(|key| button(catalog, key)).collect();
        // A button is a large value and most rows have one or two; thousands of rows are kept.
        row.shrink_to_fit();
        row
    });
    InlineKeyboardMarkup { inline_keyboard: rows.collect() }
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
        Action::Share(query) => {
            let chosen = SwitchInlineQueryChosenChat {
                query: Some(query.clone()),
                allow_user_chats: true,
                allow_bot_chats: false,
                allow_group_chats: true,
                allow_channel_chats: true,
            };
            InlineKeyboardButton::new(label, InlineKeyboardButtonKind::SwitchInlineQueryChosenChat(chosen))
        }
        Action::CopyLink(screen) => {
            let text = links::start(links::UNNAMED, &encode_link(catalog, *screen));
            InlineKeyboardButton::copy_text_button(label, CopyTextButton { text })
        }
        Action::AddToGroup => {
            InlineKeyboardButton::url(label, Url::parse(&links::start_group(links::UNNAMED)).ok()?)
        }
    })
}

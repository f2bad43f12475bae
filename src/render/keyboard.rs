//! A view's buttons as a Telegram inline keyboard.

use teloxide::types::{
    CopyTextButton, InlineKeyboardButton, InlineKeyboardButtonKind, InlineKeyboardMarkup,
    SwitchInlineQueryChosenChat,
};
use url::Url;

use crate::catalog::id::Lang;
use crate::catalog::model::Catalog;
use crate::dialogue::view::{Action, Button, View};
use crate::render::callback::encode_press;
use crate::render::{links, report};

/// The inline keyboard of a view; `issues` is the page for new reports, if there is one.
pub fn keyboard(catalog: &Catalog, lang: Lang, view: &View, issues: Option<&Url>) -> InlineKeyboardMarkup {
    let rows = view.buttons.iter().map(|row| {
        let buttons = row.iter().filter_map(|button| inline_button(catalog, lang, button, issues));
        let mut row: Vec<InlineKeyboardButton> = buttons.collect();
        // A button is a large value and most rows have one or two; thousands of rows are kept.
        row.shrink_to_fit();
        row
    });
    InlineKeyboardMarkup { inline_keyboard: rows.filter(|row| !row.is_empty()).collect() }
}

/// A button; `None` for an invalid URL, which the check of the content refuses, and for a report if there is no page
/// for reports.
fn inline_button(
    catalog: &Catalog,
    lang: Lang,
    button: &Button,
    issues: Option<&Url>,
) -> Option<InlineKeyboardButton> {
    let label = button.label.clone();
    Some(match &button.action {
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
        Action::AddToGroup => {
            InlineKeyboardButton::url(label, Url::parse(&links::start_group(links::UNNAMED)).ok()?)
        }
        Action::Report(screen) => {
            InlineKeyboardButton::url(label, report::link(issues?, catalog, lang, *screen)?)
        }
        Action::ReportWords(words) => {
            InlineKeyboardButton::url(label, report::words_link(issues?, catalog, lang, words))
        }
    })
}

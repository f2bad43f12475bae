//! The buttons of a screen with the bot's username filled in.

use teloxide::types::{InlineKeyboardMarkup, LinkPreviewOptions};

use crate::bot::content::Content;
use crate::bot::outgoing::identity::Identity;
use crate::catalog::id::Lang;
use crate::dialogue::shown::Shown;
use crate::render::links;

/// Link previews are off: a preview of an official page would lend its look to everybody who forwards the message.
pub const NO_PREVIEW: LinkPreviewOptions = LinkPreviewOptions {
    is_disabled: true,
    url: None,
    prefer_small_media: false,
    prefer_large_media: false,
    show_above_text: false,
};

/// The buttons of a screen, with the bot's username where they need it.
pub async fn keyboard(
    identity: &Identity,
    content: &Content,
    lang: Lang,
    shown: &Shown,
) -> InlineKeyboardMarkup {
    let mut keyboard = content.message(lang, shown).into_owned().keyboard;
    if links::needs_name(&keyboard) {
        links::name_bot(&mut keyboard, identity.username().await);
    }
    keyboard
}

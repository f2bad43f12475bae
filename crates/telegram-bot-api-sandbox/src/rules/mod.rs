//! What Telegram accepts and what it delivers: formatting, keyboards, privacy mode, ephemeral messages, guest mode.

pub mod command_scopes;
pub mod entities;
pub mod ephemeral;
pub mod formatting;
pub mod guest;
pub mod html;
pub mod html_tags;
pub mod json_types;
pub mod keyboards;
pub mod markdown;
pub mod media;
pub mod output;
pub mod places;
pub mod privacy;
pub mod reply_keyboards;
pub mod urls;

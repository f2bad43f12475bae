//! How it looks: a [`crate::dialogue::view::View`] as Telegram HTML and inline keyboard, as plain text, and as a page
//! of the book of screens; and the addresses on buttons and links as short strings.

pub mod book;
pub mod callback;
pub mod check;
pub mod html;
pub mod keyboard;
mod limits;
pub mod links;
pub mod picture;
pub mod report;
pub mod screens;
pub mod shared_keyboard;
pub mod text;

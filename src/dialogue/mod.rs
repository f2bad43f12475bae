//! What happens next: the pure core. An [`event::Event`] and a [`session::Session`] go into
//! [`transition::transition`], a new session and the effects to perform come out; [`view`] says what a screen
//! shows. No clock, no input or output, no Telegram: the same values drive the bot, the book of screens and
//! the tests.

pub mod clerk;
pub mod effect;
pub mod event;
pub mod feedback;
pub mod keys;
pub mod measure;
pub mod offer;
pub mod payers;
pub mod prefix;
pub mod reminder;
pub mod screen;
pub mod search;
pub mod session;
pub mod stored;
pub mod suggestions;
pub mod transition;
pub mod understanding;
pub mod view;
pub mod walk;

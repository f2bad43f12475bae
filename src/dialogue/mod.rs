//! The pure core. An [`event::Event`] and a [`session::Session`] go into [`transition::transition`], a new session
//! and the [`effect::Effect`]s to perform come out; [`view`] says what a message shows. No clock, no input or output,
//! no Telegram: the same values drive the bot, the book of screens and the tests.

pub mod clerk;
pub mod effect;
pub mod event;
pub mod feedback;
pub mod group;
pub mod interruption;
pub mod keys;
pub mod measure;
pub mod menu;
pub mod offer;
pub mod payers;
pub mod prefix;
pub mod reminder;
pub mod screen;
pub mod screen_id;
pub mod search;
pub mod session;
pub mod shown;
pub mod stored;
pub mod suggestions;
pub mod transition;
pub mod understanding;
pub mod unsaved;
pub mod view;
pub mod walk;

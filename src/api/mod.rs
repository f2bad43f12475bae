//! Client of the Telegram Bot API: makes single calls and says what their errors mean. It retries nothing.
//!
//! [`call`] makes one call and returns the raw JSON of its result, so that nothing newer than the library is lost.
//! [`failure`] maps errors to what the bot does about them. [`updates`] has the typed methods that receive updates,
//! and [`identity`] the one that asks who the bot is. `host_clock` compares the clock of this machine with that of
//! the server.

pub mod call;
pub mod failure;
mod host_clock;
pub mod identity;
pub mod updates;

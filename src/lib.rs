//! A Telegram guide for topping up a Kazakhstan mobile SIM.
//!
//! # Reading order
//!
//! 1. [`catalog`]: what is known. Operators, ways to pay, guides and words, read from `dialogues/`.
//! 2. [`dialogue`]: what happens next. One pure function, and what each screen shows.
//! 3. [`render`]: how it looks. Telegram HTML, keyboards, the book of screens.
//! 4. [`bot`]: Telegram. An update becomes an event, the effects become calls.
//! 5. [`intake`]: how updates arrive, in order for each person, confirmed when handled.
//! 6. [`storage`]: where a dialogue is remembered.
//! 7. [`sandbox`]: a local Bot API and a chat page, to try the bot and to test it.
//!
//! [`config`] and [`cli`] tie them to an environment and a command line; [`telemetry`] names what is counted, [`ops`]
//! shows it, and [`http_server`] is the HTTP server of both `ops` and the webhook.
//!
//! Imports run one way: `catalog <- dialogue <- render <- bot`; `intake` and `storage` know nothing of the
//! content, and the sandbox nothing of the bot.

pub mod bot;
pub mod catalog;
pub mod cli;
pub mod config;
pub mod dialogue;
pub mod http_server;
pub mod intake;
pub mod ops;
pub mod render;
#[cfg(feature = "sandbox")]
pub use telegram_bot_api_sandbox as sandbox;
pub mod storage;
pub mod telemetry;

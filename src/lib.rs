//! A Telegram guide for topping up a Kazakhstan mobile SIM.
//!
//! # Reading order
//!
//! 1. [`text`]: reading letters. Scripts, words, phrases, links, numbers and dates; knows no content.
//! 2. [`classifier`]: labels for texts, learned from example sentences; knows no content.
//! 3. [`catalog`]: what is known. Operators, ways to pay, guides and words, read from `dialogues/`.
//! 4. [`dialogue`]: what happens next. One pure function, and what each screen shows.
//! 5. [`render`]: how it looks. Telegram HTML, keyboards, the book of screens.
//! 6. [`bot`]: Telegram. An update becomes an event, the effects become calls.
//!    [`api`] is the Bot API client: it makes one call, and says what its error means.
//! 7. [`intake`]: how updates arrive, in order for each person, confirmed when handled.
//! 8. [`storage`]: where a dialogue is remembered.
//! 9. [`sandbox`]: a local Bot API and a chat page, to try the bot and to test it.
//!
//! [`config`] and [`cli`] tie them to an environment and a command line; [`telemetry`] names what is counted, [`ops`]
//! shows it, and [`http_server`] is the HTTP server of both `ops` and the webhook.
//!
//! Imports run one way: `text <- classifier <- catalog <- dialogue <- render <- bot`; `api`, `intake` and `storage`
//! know nothing of the content, and the sandbox nothing of the bot.

pub mod api;
pub mod bot;
pub mod catalog;
pub mod classifier;
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
pub mod text;

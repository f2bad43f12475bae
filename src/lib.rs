//! A Telegram guide for topping up a Kazakhstan mobile SIM.
//!
//! # Reading order
//!
//! 1. [`text`]: text processing. Scripts, words, phrases, links, numbers and dates; knows no content.
//! 2. [`classifier`]: labels for texts, learned from example sentences; knows no content.
//! 3. [`catalog`]: the content, read from `dialogues/`. Operators, payment methods, guides, facts and words.
//! 4. [`dialogue`]: one pure function that decides what follows from an event, and what each screen shows.
//! 5. [`render`]: views as Telegram HTML, keyboards and pictures, and the book of screens.
//! 6. [`bot`]: handles updates. An update becomes an event, the effects become calls.
//!    [`api`] is the Bot API client: it makes one call and classifies its error.
//! 7. [`intake`]: receives updates by polling or webhook, in order for each chat; confirms them when handled.
//! 8. [`storage`]: stores sessions and counts.
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

//! A local Telegram Bot API server with a chat page in the browser: any bot can be tried by hand, and tested, with no
//! token and no network.
//!
//! # Layout, in the order in which things use each other
//!
//! * [`options`], [`error`], [`params`], [`connection`]: set-up, refusals, the parameters of a call, connections that
//!   can be cut.
//! * [`faults`]: which call fails, and how.
//! * [`state`]: users, chats, messages, updates, events, settings, behind one lock ([`state::world::World`]).
//! * [`rules`]: what Telegram accepts and delivers: formatting, keyboards, privacy mode, ephemeral messages.
//! * [`people`]: what persons do: create chats, join, write, press buttons, ask inline.
//! * [`methods`]: the methods of the Bot API. [`bot_api`] is their HTTP entry point, [`webhook`] delivers updates to a
//!   bot that does not poll.
//! * [`control`]: the HTTP API with which the page and tests act as persons; [`page`]: the page.
//! * [`server`]: [`Sandbox`], which runs all of it on a loopback address.
//!
//! The sandbox is strict where Telegram is strict, and a little stricter where Telegram would silently ignore a
//! mistake; such refusals end in `(sandbox)`.

pub mod bot_api;
pub mod connection;
pub mod control;
pub mod error;
pub mod faults;
pub mod launch;
mod local_only;
pub mod methods;
pub mod options;
pub mod page;
pub mod params;
pub mod people;
pub mod rules;
pub mod server;
pub mod state;
pub mod webhook;

pub use options::{CallParams, Options, TOKEN, WebhookTargets};
pub use server::{DEFAULT_PORT, Sandbox};
pub use state::store::State;
pub use state::world::{Topic, World};

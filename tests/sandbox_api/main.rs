//! The sandbox over HTTP: what a bot sees of its Bot API, and what the page sees of its control API.

#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

mod control;
mod conversation;
mod encodings;
mod html;
mod keyboards;
mod messages;
mod polling;
mod profile;
mod support;
mod taps;
mod teloxide_client;

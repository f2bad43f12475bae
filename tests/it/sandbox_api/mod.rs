//! The sandbox over HTTP: what a bot sees of its Bot API, and what the page sees of its control API.

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
mod webhook;

//! The sandbox over HTTP: what a bot sees of its Bot API, and what the page sees of its control API.

mod control;
mod conversation;
mod encodings;
mod ephemeral;
mod ephemeral_rules;
mod faults;
mod groups;
mod guest;
mod html;
mod inline;
mod inline_rules;
mod keyboards;
mod markdown;
mod media;
mod members;
mod messages;
mod migration;
mod photos;
mod polling;
mod presses;
mod privacy;
mod profile;
mod strict;
mod teloxide_client;
mod topics;
mod webhook;

//! What exists in the sandbox: users, chats, messages, updates, events, settings.

pub mod chat_changes;
pub mod chats;
pub mod events;
pub mod files;
pub mod groups;
pub mod inline;
pub mod members;
pub mod messages;
pub mod pictures;
pub mod presses;
pub mod profile;
pub mod reactions;
pub mod settings;
pub mod store;
pub mod threads;
pub mod topics;
pub mod updates;
pub mod users;
pub mod webhook;
pub mod world;

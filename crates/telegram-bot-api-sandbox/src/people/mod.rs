//! What people do in the sandbox: create chats, join, write, press buttons, ask inline, block the bot. Each act makes
//! the update Telegram would make.

pub mod access;
pub mod attachments;
pub mod changing;
pub mod chats;
pub mod error;
pub mod injection;
pub mod inline;
pub mod membership;
pub mod pressing;
pub mod users;
pub mod writing;

//! The bot in groups, and in chats it is not in.

mod asking;
pub mod square;

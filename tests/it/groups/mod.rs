//! The bot in groups, and in chats it is not in.

mod asking;
pub mod atlas;
mod crowd;
mod friends;
mod guest;
mod inline;
mod interleaving;
mod life;
mod schedule;
pub mod square;
mod survive;
mod tapping;
mod tongues;
mod topics;
mod whispers;

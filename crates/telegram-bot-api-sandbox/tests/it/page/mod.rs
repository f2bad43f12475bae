//! The page as people use it, with a small bot behind it.

pub mod example_bot;
mod groups;
mod inspector;
mod keyboard;
mod restart;

//! The page as people use it, with a small bot behind it.

pub mod example_bot;
mod groups;

//! A Telegram guide for topping up a Kazakhstan mobile SIM.
//!
//! # Reading order
//!
//! 1. [`catalog`]: what is known. Operators, ways to pay, guides and words, read from `dialogues/`.

//! 2. [`dialogue`]: what happens next. One pure function, and what each screen shows.

//! 3. [`render`]: how it looks. Telegram HTML, keyboards, the book of screens.

pub mod catalog;
pub mod dialogue;
pub mod render;

//! What is done with an update, by the kind of chat it comes from: [`handlers`] sorts it, [`private`], [`group`],
//! [`inline`] and [`guest`] answer it.

pub mod group;
pub mod guest;
pub mod handlers;
pub mod inline;
pub mod overload;
pub mod private;

//! Reading updates: [`read`] turns an update's JSON (`json`) into an [`Incoming`](types::Incoming), [`command`] a
//! text into an event.

pub mod albums;
pub mod checked_text;
pub mod command;
mod json;
pub mod kind;
pub mod read;
pub mod types;

//! A clerk's card as a picture: large letters, black on white, to be read at arm's length over a counter. What is said
//! in the first language is the largest; the reader's own language stands small below.
//!
//! Drawing is pure and takes some hundredths of a second; all memory it needs is given back at its end.

mod canvas;
pub mod card;
pub mod check;
pub mod font;
mod lettering;
pub mod style;

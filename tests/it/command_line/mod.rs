//! The command line, by running the real program: what it prints, what it complains of, how it ends.

mod arguments;
mod cards;
mod draft;
mod languages;
mod mistakes;
mod moments;
mod operating;
mod payers;
mod serving;
mod signs;
mod unknown;

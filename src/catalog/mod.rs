//! What is known: operators, ways to pay, guides, pages, texts in every language, and the facts they rest on, each
//! with its mark, source and date. Built once from `dialogues/` by [`load`], checked by [`check`], and never changed
//! afterwards. Everything a [`Catalog`](model::Catalog) hands out exists: ids are made here and nowhere else.

pub mod aliases;
pub mod check;
pub mod counter;
pub mod entries;
pub mod facts;
pub mod files;
pub mod flags;
pub mod id;
pub mod intents;
pub mod lang;
pub mod language;
pub mod line;
pub mod load;
mod lookup;
pub mod model;
mod negation;
pub mod offers;
pub mod payers;
pub mod prefixes;
pub mod problem;
mod ranking;
pub mod reading;
pub mod schema;
pub mod standing;
pub mod template;
pub mod unknown;

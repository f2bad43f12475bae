//! Reading letters: scripts, words, phrases, links, numbers and dates. Knows nothing of the content.

pub mod chinese;
pub mod date;
pub mod fold;
pub mod hosts;
pub mod links;
pub mod matcher;
pub mod phone;
pub mod phrase;
pub mod script;
pub mod tokens;
pub mod wording;

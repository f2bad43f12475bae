//! The methods of the Bot API, in one table: name, known parameters, and what happens.
//!
//! To add a method, write its function in the file of its subject and a line in that file's table.

pub mod callbacks;
pub mod commands;
pub mod documented;
pub mod editing;
pub mod ephemeral;
pub mod forwarding;
pub mod inline;
pub mod marks;
pub mod media;
pub mod members;
pub mod messages;
pub mod method;
pub mod places;
pub mod profile;
pub mod results;
pub mod targets;
pub mod text;
pub mod updates;

use crate::methods::method::Method;

/// Finds a method; the case of letters does not count.
pub fn find(name: &str) -> Option<&'static Method> {
    all().find(|method| method.name.eq_ignore_ascii_case(name))
}

/// All methods.
pub fn all() -> impl Iterator<Item = &'static Method> {
    [
        updates::METHODS,
        messages::METHODS,
        media::METHODS,
        places::METHODS,
        forwarding::METHODS,
        marks::METHODS,
        editing::METHODS,
        callbacks::METHODS,
        inline::METHODS,
        members::METHODS,
        commands::METHODS,
        profile::METHODS,
    ]
    .into_iter()
    .flatten()
}

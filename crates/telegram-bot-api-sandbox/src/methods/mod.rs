//! The methods of the Bot API, in one table: name, known parameters, and what happens.
//!
//! To add a method, write its function in the file of its subject and a line in that file's table.

pub mod callbacks;
pub mod commands;
pub mod editing;
pub mod inline;
pub mod members;
pub mod messages;
pub mod photos;
pub mod privy;
pub mod profile;
pub mod results;
pub mod targets;
pub mod text;
pub mod updates;

use serde_json::Value;

use crate::error::ApiError;
use crate::params::Params;
use crate::world::State;

/// The one method that is not logged: it is called all the time.
pub const GET_UPDATES: &str = "getUpdates";

/// Parameters that exist but that nothing here acts on yet. A call with one is refused, as doing half of it would
/// show the bot's author something Telegram would not do.
pub const NOT_YET: &[&str] = &[
    "business_connection_id",
    "caption_entities",
    "direct_messages_topic_id",
    "entities",
    "rich_message",
    "suggested_post_parameters",
];

/// What a call gives back.
#[derive(Debug, Clone, PartialEq)]
pub enum Reply {
    /// A result.
    Value(Value),
    /// The result `true`, with a description.
    Done(&'static str),
    /// A result that is JSON text already.
    Text(String),
}

/// What a method does.
#[derive(Debug, Clone, Copy)]
pub enum Perform {
    /// Something that is done while the world stands still.
    AtOnce(fn(&mut State, &Params) -> Result<Reply, ApiError>),
    /// `getUpdates`, which waits.
    Poll,
}

/// A method.
#[derive(Debug, Clone, Copy)]
pub struct Method {
    /// As the documentation spells it.
    pub name: &'static str,
    /// Every parameter it has, known to the sandbox or not: any other is refused.
    pub params: &'static [&'static str],
    /// What it does.
    pub perform: Perform,
}

impl Method {
    /// A method that is done at once.
    pub const fn new(
        name: &'static str,
        params: &'static [&'static str],
        perform: fn(&mut State, &Params) -> Result<Reply, ApiError>,
    ) -> Self {
        Method { name, params, perform: Perform::AtOnce(perform) }
    }
}

/// Finds a method; the case of letters does not count.
pub fn find(name: &str) -> Option<&'static Method> {
    all().find(|method| method.name.eq_ignore_ascii_case(name))
}

/// All methods.
pub fn all() -> impl Iterator<Item = &'static Method> {
    [
        updates::METHODS,
        messages::METHODS,
        photos::METHODS,
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

/// The result of a method that only says it was done.
fn done() -> Result<Reply, ApiError> {
    Ok(Reply::Value(Value::Bool(true)))
}

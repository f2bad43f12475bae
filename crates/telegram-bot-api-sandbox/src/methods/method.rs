//! A method of the Bot API: its name, its parameters, its function, and what it gives back.

use serde_json::Value;

use crate::error::ApiError;
use crate::params::Params;
use crate::state::store::State;

/// The one method that is not logged: it is called all the time.
pub const GET_UPDATES: &str = "getUpdates";

/// Parameters that exist but that nothing here acts on yet. A call with one is refused, as doing half of it would
/// show the bot's author something Telegram would not do.
pub const NOT_YET: &[&str] =
    &["business_connection_id", "direct_messages_topic_id", "rich_message", "suggested_post_parameters"];

/// The parameters of every method that sends a message.
const SENDING: &[&str] = &[
    "business_connection_id",
    "chat_id",
    "message_thread_id",
    "direct_messages_topic_id",
    "disable_notification",
    "protect_content",
    "allow_paid_broadcast",
    "message_effect_id",
    "suggested_post_parameters",
    "ephemeral_message_parameters",
    "reply_parameters",
    "reply_to_message_id",
    "allow_sending_without_reply",
    "reply_markup",
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
    /// A function that changes the state under its lock.
    AtOnce(fn(&mut State, &Params) -> Result<Reply, ApiError>),
    /// `getUpdates`, which waits.
    Poll,
}

/// A method.
#[derive(Debug, Clone, Copy)]
pub struct Method {
    /// As the documentation spells it.
    pub name: &'static str,
    /// The parameters that only methods like this one have.
    pub params: &'static [&'static str],
    /// The parameters it shares with all methods that send a message.
    pub shared: &'static [&'static str],
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
        Method { name, params, shared: &[], perform: Perform::AtOnce(perform) }
    }

    /// A method that sends a message.
    pub const fn sending(
        name: &'static str,
        params: &'static [&'static str],
        perform: fn(&mut State, &Params) -> Result<Reply, ApiError>,
    ) -> Self {
        Method { name, params, shared: SENDING, perform: Perform::AtOnce(perform) }
    }

    /// Whether the Bot API has such a parameter for this method, acted on here or not: any other is refused.
    pub fn has(&self, param: &str) -> bool {
        self.params.contains(&param) || self.shared.contains(&param)
    }
}

/// The result of a method that only says it was done.
pub fn done() -> Result<Reply, ApiError> {
    Ok(Reply::Value(Value::Bool(true)))
}

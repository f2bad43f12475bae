//! The outcome of a delivery.

use teloxide::types::{ChatId, MessageId, ThreadId};

/// What became of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Delivered without a new message: at most an edit. It can be repeated.
    Edited,
    /// Delivered with a new message. Repeating it would duplicate it.
    Sent,
    /// Proof that the chat is closed: its record can be removed.
    ChatClosed,
    /// The bot cannot write in this chat now.
    CannotWrite,
    /// Not delivered.
    Failed,
}

/// Where to answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Target {
    /// The chat.
    pub chat: ChatId,
    /// The topic in it.
    pub thread: Option<ThreadId>,
    /// The message whose button was pressed, if it can be edited.
    pub pressed: Option<MessageId>,
}

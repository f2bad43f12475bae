//! One fault: what goes wrong with a call.

use std::time::Duration;

use crate::error::ApiError;

/// What goes wrong with one call.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// The call is refused and has no effect.
    Refuse(ApiError),
    /// The call is handled as usual, after a while.
    Delay(Duration),
    /// The connection is reset before anything is done.
    Reset,
    /// The call is done, and the connection is reset instead of an answer.
    Lost,
    /// The call is done, and its answer ends in the middle of what its length has promised.
    Truncated,
    /// The call is done, and answered with 200 and something that is not JSON.
    Malformed,
    /// The call is not done; something before the Bot API answers 502 with a page.
    Html,
    /// No answer at all, until the connection is closed after a while.
    Timeout(Duration, Performance),
}

/// Whether a call has its effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Performance {
    /// It has.
    Done,
    /// Nothing happens.
    LeftOut,
}

impl Fault {
    /// Whether the call has its effect all the same.
    pub fn performance(&self) -> Performance {
        match self {
            Fault::Delay(_) | Fault::Lost | Fault::Truncated | Fault::Malformed => Performance::Done,
            Fault::Refuse(_) | Fault::Reset | Fault::Html => Performance::LeftOut,
            Fault::Timeout(_, performance) => *performance,
        }
    }

    /// Its name in counts and in the event log.
    pub fn name(&self) -> &'static str {
        match self {
            Fault::Refuse(error) if error.code == 429 => "too_many_requests",
            Fault::Refuse(error) if error.code >= 500 => "server_error",
            Fault::Refuse(_) => "refuse",
            Fault::Delay(_) => "delay",
            Fault::Reset => "reset",
            Fault::Lost => "lost",
            Fault::Truncated => "truncated",
            Fault::Malformed => "malformed",
            Fault::Html => "html",
            Fault::Timeout(..) => "timeout",
        }
    }
}

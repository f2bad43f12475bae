//! What Telegram's refusals mean for us. The library's own error type matches exact English sentences, some of
//! which the server has never said; here the words are matched once, loosely, as the server writes them today.

use std::time::Duration;

use teloxide::types::ChatId;

use crate::intake::call::CallError;

/// A failed call, by what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The message already looks like that: as good as done.
    NotModified,
    /// It was done, and answered with something newer than the library can read.
    DoneUnread,
    /// The message cannot be edited any more: send a new one.
    MessageGone,
    /// The press was answered already or too late: nothing to do.
    QueryGone,
    /// The topic is gone: send outside of it.
    ThreadGone,
    /// The person blocked the bot, is gone, or never was: stop writing there.
    ChatClosed,
    /// The group has become a supergroup: write there.
    Moved(ChatId),
    /// Too many calls: wait exactly this long.
    Wait(Duration),
    /// The network or Telegram had a hiccup before anything was done: try again.
    Passing,
    /// No answer that could be read; it may have been done: try again, and take "not modified" for a yes.
    Unknown,
    /// The person had gone on while Telegram made us wait, so it was not tried again.
    Stale,
    /// The server is too old to know the method.
    NoSuchMethod,
    /// There is no bot with this token any more: stop.
    TokenRefused,
    /// Anything else: our mistake, or something new.
    Other,
}

/// Sentences of the Bot API server, in lower case, and what they mean.
const MEANINGS: &[(&str, Failure)] = &[
    ("message is not modified", Failure::NotModified),
    ("message to edit not found", Failure::MessageGone),
    ("message can't be edited", Failure::MessageGone),
    ("message_id_invalid", Failure::MessageGone),
    // The button is under a picture.
    ("there is no text in the message to edit", Failure::MessageGone),
    ("query is too old", Failure::QueryGone),
    ("query id is invalid", Failure::QueryGone),
    ("message thread not found", Failure::ThreadGone),
    ("bot was blocked by the user", Failure::ChatClosed),
    ("user is deactivated", Failure::ChatClosed),
    ("bot can't initiate conversation", Failure::ChatClosed),
    ("bot was kicked", Failure::ChatClosed),
    ("chat not found", Failure::ChatClosed),
    ("bot is not a member", Failure::ChatClosed),
];

impl Failure {
    /// What an error of a call means.
    pub fn of(error: &CallError) -> Self {
        match error {
            CallError::Wait(exactly) => Self::Wait(*exactly),
            CallError::Moved(chat) => Self::Moved(ChatId(*chat)),
            CallError::TokenRefused(_) => Self::TokenRefused,
            CallError::Network(_) | CallError::NotTelegram(200) => Self::Unknown,
            CallError::NotTelegram(_) => Self::Passing,
            CallError::Refused { code: 404, .. } => Self::NoSuchMethod,
            CallError::Refused { code, description } => match Self::said(description) {
                Self::Other if *code >= 500 || *code == 429 => Self::Passing,
                // Forbidden, in words that are not known yet.
                Self::Other if *code == 403 && !description.to_lowercase().contains("rights") => {
                    Self::ChatClosed
                }
                meaning => meaning,
            },
            CallError::Conflict(_) | CallError::Address => Self::Other,
        }
    }

    fn said(words: &str) -> Self {
        let words = words.to_lowercase();
        let meaning = MEANINGS.iter().find(|(sentence, _)| words.contains(sentence));
        meaning.map_or(Self::Other, |(_, failure)| *failure)
    }

    /// Whether the same call may succeed later.
    pub fn may_pass(self) -> bool {
        matches!(self, Self::Wait(_) | Self::Passing | Self::Unknown)
    }

    /// The name it is counted by.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotModified => "not-modified",
            Self::DoneUnread => "done-unread",
            Self::MessageGone => "message-gone",
            Self::QueryGone => "query-gone",
            Self::ThreadGone => "thread-gone",
            Self::ChatClosed => "chat-closed",
            Self::Moved(_) => "moved",
            Self::Wait(_) => "too-many",
            Self::Passing => "passing",
            Self::Unknown => "unknown",
            Self::Stale => "stale",
            Self::NoSuchMethod => "no-such-method",
            Self::TokenRefused => "token-refused",
            Self::Other => "other",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_own_words_are_understood() {
        for (words, expected) in [
            (
                "Bad Request: message is not modified: specified new message content and reply markup are exactly the same",
                Failure::NotModified,
            ),
            (
                "Bad Request: query is too old and response timeout expired or query ID is invalid",
                Failure::QueryGone,
            ),
            ("Forbidden: bot can't initiate conversation with a user", Failure::ChatClosed),
            ("Bad Request: message thread not found", Failure::ThreadGone),
            ("Bad Request: something new", Failure::Other),
        ] {
            assert_eq!(Failure::said(words), expected, "{words}");
        }
    }
    #[test]
    fn a_code_speaks_where_the_words_are_new() {
        let refused = |code, words: &str| CallError::Refused { code, description: words.to_owned() };
        for (error, expected) in [
            (refused(403, "Forbidden: the group chat was deleted"), Failure::ChatClosed),
            (refused(403, "Forbidden: not enough rights to send text messages"), Failure::Other),
            (refused(429, "Too Many Requests"), Failure::Passing),
            (refused(502, "Bad Gateway"), Failure::Passing),
            (CallError::NotTelegram(200), Failure::Unknown),
        ] {
            assert_eq!(Failure::of(&error), expected, "{error}");
        }
    }
}

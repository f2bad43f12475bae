//! What Telegram's refusals mean for us. The library's own error type matches exact English sentences, some of
//! which the server has never said; here the words are matched once, loosely, as the server writes them today.

use std::time::Duration;

use teloxide::RequestError;

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
    /// Too many calls: wait exactly this long.
    Wait(Duration),
    /// The network or Telegram had a hiccup: try again.
    Passing,
    /// Anything else: our mistake, or something new.
    Other,
}

/// Sentences of the Bot API server, in lower case, and what they mean.
const MEANINGS: &[(&str, Failure)] = &[
    ("message is not modified", Failure::NotModified),
    ("message to edit not found", Failure::MessageGone),
    ("message can't be edited", Failure::MessageGone),
    ("message_id_invalid", Failure::MessageGone),
    ("query is too old", Failure::QueryGone),
    ("query id is invalid", Failure::QueryGone),
    ("message thread not found", Failure::ThreadGone),
    ("bot was blocked by the user", Failure::ChatClosed),
    ("user is deactivated", Failure::ChatClosed),
    ("bot can't initiate conversation", Failure::ChatClosed),
    ("bot was kicked", Failure::ChatClosed),
    ("chat not found", Failure::ChatClosed),
    ("bad gateway", Failure::Passing),
    ("gateway timeout", Failure::Passing),
    ("internal server error", Failure::Passing),
];

impl Failure {
    /// What an error of the client means.
    pub fn of(error: &RequestError) -> Self {
        match error {
            RequestError::RetryAfter(seconds) => Self::Wait(seconds.duration()),
            RequestError::InvalidJson { raw, .. } if raw.trim_start().starts_with(r#"{"ok":true"#) => {
                Self::DoneUnread
            }
            RequestError::Network(_) | RequestError::Io(_) | RequestError::InvalidJson { .. } => {
                Self::Passing
            }
            RequestError::MigrateToChatId(_) => Self::ChatClosed,
            RequestError::Api(api) => Self::said(&api.to_string()),
        }
    }

    fn said(words: &str) -> Self {
        let words = words.to_lowercase();
        let meaning = MEANINGS.iter().find(|(sentence, _)| words.contains(sentence));
        meaning.map_or(Self::Other, |(_, failure)| *failure)
    }

    /// Whether the same call may succeed later.
    pub fn may_pass(self) -> bool {
        matches!(self, Self::Wait(_) | Self::Passing)
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
}

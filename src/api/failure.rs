//! What the errors of calls mean for the bot: one table of the server's sentences.
//!
//! The library's own error type compares exact English sentences, some of which the server never sends. Here a part of
//! the sentence is looked for, in lower case, together with the bare MTProto words that the server sometimes passes on.

use std::time::Duration;

use teloxide::types::ChatId;

use crate::api::call::CallError;

/// A failed call, by what to do about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The message has this content already: counts as done.
    NotModified,
    /// The call was done, and its result cannot be read: counts as done.
    DoneUnreadable,
    /// The message cannot be edited any more: send a new one.
    CannotEdit,
    /// The callback, inline or guest query has been answered or is too old: nothing to do.
    QueryExpired,
    /// The topic does not exist any more: send outside it.
    TopicGone,
    /// The message to reply to does not exist any more: send without a reply.
    ReplyTargetGone,
    /// The server does not know a kind of button: send without those that are new.
    ButtonsUnsupported,
    /// Proof that the chat is closed: the person blocked the bot or is deleted, or the group removed it.
    ChatClosed,
    /// The chat cannot be written to now; the words prove nothing about later.
    Unreachable,
    /// The bot may not write in this group or topic.
    NoRights,
    /// The group has become a supergroup with this id: write there.
    Migrated(ChatId),
    /// 429: wait exactly this long.
    RateLimited(Duration),
    /// 429 without a time: try again later. The call was not done.
    Busy,
    /// No readable answer, or a server error: try again. The call may have been done, so that "not modified" to the
    /// next try means that it was.
    MaybeDone,
    /// A newer update of the same chat makes the call pointless, so it was not made.
    Superseded,
    /// The server does not know the method.
    NoSuchMethod,
    /// There is no bot with this token.
    TokenRefused,
    /// Any other refusal: a mistake of ours, or something new.
    Other,
}

/// Parts of the server's descriptions, in lower case, and what they mean. The first match counts.
const MEANINGS: &[(&str, Failure)] = &[
    ("message is not modified", Failure::NotModified),
    ("message_not_modified", Failure::NotModified),
    ("message to edit not found", Failure::CannotEdit),
    ("message can't be edited", Failure::CannotEdit),
    ("message_id_invalid", Failure::CannotEdit),
    ("message_edit_time_expired", Failure::CannotEdit),
    // The button is under a picture.
    ("there is no text in the message to edit", Failure::CannotEdit),
    ("query is too old", Failure::QueryExpired),
    ("query id is invalid", Failure::QueryExpired),
    ("query_id_invalid", Failure::QueryExpired),
    ("message thread not found", Failure::TopicGone),
    ("topic_deleted", Failure::TopicGone),
    ("topic_id_invalid", Failure::TopicGone),
    ("message to be replied not found", Failure::ReplyTargetGone),
    ("message to reply not found", Failure::ReplyTargetGone),
    ("replied message not found", Failure::ReplyTargetGone),
    ("reply message not found", Failure::ReplyTargetGone),
    ("reply_message_id_invalid", Failure::ReplyTargetGone),
    ("text buttons are unallowed in the inline keyboard", Failure::ButtonsUnsupported),
    ("button_copy_text_invalid", Failure::ButtonsUnsupported),
    ("button_type_invalid", Failure::ButtonsUnsupported),
    ("bot was blocked by the user", Failure::ChatClosed),
    ("user_is_blocked", Failure::ChatClosed),
    ("user is deactivated", Failure::ChatClosed),
    ("input_user_deactivated", Failure::ChatClosed),
    ("bot was kicked", Failure::ChatClosed),
    ("chat not found", Failure::Unreachable),
    ("peer_id_invalid", Failure::Unreachable),
    ("bot can't initiate conversation", Failure::Unreachable),
    ("bot is not a member", Failure::Unreachable),
    ("channel_private", Failure::Unreachable),
    ("group chat was upgraded", Failure::Unreachable),
    ("group chat was deactivated", Failure::Unreachable),
    ("rights", Failure::NoRights),
    ("chat_write_forbidden", Failure::NoRights),
    ("chat_restricted", Failure::NoRights),
    ("chat_admin_required", Failure::NoRights),
    ("chat_guest_send_forbidden", Failure::NoRights),
    ("chat_send_plain_forbidden", Failure::NoRights),
    ("chat_send_photos_forbidden", Failure::NoRights),
    ("user_banned_in_channel", Failure::NoRights),
    ("topic_closed", Failure::NoRights),
];

impl Failure {
    /// What an error of a call means.
    pub fn of(error: &CallError) -> Self {
        match error {
            CallError::RateLimited(wait) => Self::RateLimited(*wait),
            CallError::Migrated(chat) => Self::Migrated(ChatId(*chat)),
            CallError::TokenRefused(_) => Self::TokenRefused,
            CallError::Network(_) | CallError::Unreadable(_) => Self::MaybeDone,
            CallError::Refused { code: 404, .. } => Self::NoSuchMethod,
            CallError::Refused { code, description } => match (Self::described(description), *code) {
                (Self::Other, 429) => Self::Busy,
                (Self::Other, 500..) => Self::MaybeDone,
                (Self::Other, 403) => Self::Unreachable,
                (meaning, _) => meaning,
            },
            CallError::Conflict(_) | CallError::BadUrl => Self::Other,
        }
    }

    fn described(description: &str) -> Self {
        let description = description.to_lowercase();
        let meaning = MEANINGS.iter().find(|(part, _)| description.contains(part));
        meaning.map_or(Self::Other, |(_, failure)| *failure)
    }

    /// Whether the same call may succeed later.
    pub fn may_pass(self) -> bool {
        matches!(self, Self::RateLimited(_) | Self::Busy | Self::MaybeDone)
    }

    /// The label of the failure in metrics.
    pub fn name(self) -> &'static str {
        match self {
            Self::NotModified => "not-modified",
            Self::DoneUnreadable => "done-unreadable",
            Self::CannotEdit => "cannot-edit",
            Self::QueryExpired => "query-expired",
            Self::TopicGone => "topic-gone",
            Self::ReplyTargetGone => "reply-target-gone",
            Self::ButtonsUnsupported => "buttons-unsupported",
            Self::ChatClosed => "chat-closed",
            Self::Unreachable => "unreachable",
            Self::NoRights => "no-rights",
            Self::Migrated(_) => "migrated",
            Self::RateLimited(_) => "rate-limited",
            Self::Busy => "busy",
            Self::MaybeDone => "maybe-done",
            Self::Superseded => "superseded",
            Self::NoSuchMethod => "no-such-method",
            Self::TokenRefused => "token-refused",
            Self::Other => "other",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(code: u16, description: &str) -> Failure {
        Failure::of(&CallError::Refused { code, description: description.to_owned() })
    }

    #[test]
    fn sentences_and_their_mtproto_words_mean_the_same() {
        let groups: [(Failure, &[&str]); 8] = [
            (
                Failure::NotModified,
                &[
                    "Bad Request: message is not modified: specified new message content and reply markup are the same",
                    "Bad Request: MESSAGE_NOT_MODIFIED",
                ],
            ),
            (
                Failure::QueryExpired,
                &[
                    "Bad Request: query is too old and response timeout expired or query ID is invalid",
                    "Bad Request: QUERY_ID_INVALID",
                ],
            ),
            (Failure::TopicGone, &["Bad Request: message thread not found", "Bad Request: TOPIC_DELETED"]),
            (
                Failure::ReplyTargetGone,
                &["Bad Request: message to be replied not found", "Bad Request: replied message not found"],
            ),
            (
                Failure::ButtonsUnsupported,
                &[
                    "Bad Request: Text buttons are unallowed in the inline keyboard",
                    "Bad Request: BUTTON_COPY_TEXT_INVALID",
                ],
            ),
            (Failure::Unreachable, &["Bad Request: chat not found", "Bad Request: PEER_ID_INVALID"]),
            (
                Failure::NoRights,
                &[
                    "Bad Request: not enough rights to send text messages to the chat",
                    "Bad Request: have no rights to send a message",
                    "Bad Request: CHAT_WRITE_FORBIDDEN",
                    "Bad Request: TOPIC_CLOSED",
                ],
            ),
            (Failure::Other, &["Bad Request: something new"]),
        ];
        for (expected, descriptions) in groups {
            for description in descriptions {
                assert_eq!(refused(400, description), expected, "{description}");
            }
        }
    }

    #[test]
    fn only_known_sentences_prove_that_a_chat_is_closed() {
        for (description, expected) in [
            ("Forbidden: bot was blocked by the user", Failure::ChatClosed),
            ("Forbidden: user is deactivated", Failure::ChatClosed),
            ("Forbidden: bot was kicked from the supergroup chat", Failure::ChatClosed),
            ("Forbidden: bot can't initiate conversation with a user", Failure::Unreachable),
            ("Forbidden: bot is not a member of the supergroup chat", Failure::Unreachable),
            ("Forbidden: the group chat was deleted", Failure::Unreachable),
            ("Forbidden: service temporarily unavailable in this region", Failure::Unreachable),
            ("Forbidden: not enough rights to send text messages", Failure::NoRights),
        ] {
            assert_eq!(refused(403, description), expected, "{description}");
        }
    }

    #[test]
    fn server_errors_may_have_been_done_and_a_429_was_not() {
        assert_eq!(refused(502, "Bad Gateway"), Failure::MaybeDone);
        assert_eq!(Failure::of(&CallError::Unreadable(502)), Failure::MaybeDone);
        assert_eq!(Failure::of(&CallError::Unreadable(200)), Failure::MaybeDone);
        assert_eq!(refused(429, "Too Many Requests"), Failure::Busy);
    }
}

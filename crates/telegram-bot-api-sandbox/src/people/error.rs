//! Why a person could not do something.

use thiserror::Error;

/// Why a person could not do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ActionError {
    /// No such user.
    #[error("no such user")]
    NoUser,
    /// No such chat, or one this person is not in.
    #[error("no such chat")]
    NoChat,
    /// A client would not send this text.
    #[error("a text has 1 to 4096 characters")]
    BadTextLength,
    /// No such kind of attachment, or not the fields it needs.
    #[error("an attachment has a kind the sandbox knows and the fields of that kind")]
    BadAttachment,
    /// Telegram lets nobody write to a bot they have blocked.
    #[error("this user has blocked the bot")]
    Blocked,
    /// The message to answer is not there.
    #[error("no such message to answer")]
    NoReplyTarget,
    /// The ephemeral message to answer is not there.
    #[error("no such ephemeral message")]
    NoEphemeral,
    /// The button is under nothing this person sees.
    #[error("no such message")]
    NoMessage,
    /// People have names.
    #[error("first_name must not be empty")]
    EmptyName,
    /// Chats and topics have names.
    #[error("a title has 1 to 128 characters")]
    BadTitle,
    /// Empty or unknown members.
    #[error("members must be people who exist, at least one, and at most two of a private chat")]
    BadMembers,
    /// Only supergroups have topics and public names; only groups have the bot.
    #[error("this kind of chat cannot be like that")]
    BadKind,
    /// No such topic, or the chat has none.
    #[error("no such topic")]
    NoTopic,
    /// A closed topic, for a plain member.
    #[error("this topic is closed")]
    TopicClosed,
    /// The group has become a supergroup.
    #[error("this group has become a supergroup")]
    Migrated,
    /// Not an anonymous administrator's group, nor a channel.
    #[error("this person cannot write as that chat")]
    BadSender,
    /// Such a change of membership does not exist.
    #[error("no such change of membership")]
    BadMembership,
    /// Only somebody in the group changes who is in it.
    #[error("this person is not in the group")]
    NotInGroup,
    /// The bot has no inline mode.
    #[error("this bot has no inline mode")]
    NoInlineMode,
    /// A client would not send this query.
    #[error("an inline query has at most 256 characters and comes from a chat or a chat_type")]
    BadQuery,
    /// The query was never answered like that, or long ago.
    #[error("no such inline result")]
    NoResult,
}

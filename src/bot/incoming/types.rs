//! What an update means to the bot.

use teloxide::types::{CallbackQueryId, ChatId, InlineQueryId, MessageId, ThreadId, UserId};

/// The kinds of update that are requested and understood.
pub const ALLOWED_UPDATES: &[&str] =
    &["message", "callback_query", "inline_query", "guest_message", "my_chat_member"];

/// An update, by what is done with it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Incoming {
    /// A message in a private chat.
    Message(Message),
    /// A pressed button in a private chat.
    Press(Press),
    /// A text in a group that may be meant for the bot.
    Question(Question),
    /// A pressed button in a group.
    GroupPress(GroupPress),
    /// A pressed button under a message that was sent through inline or guest mode: it has no chat.
    InlinePress(InlinePress),
    /// Words typed after the bot's name in any chat.
    InlineQuery(InlineQuery),
    /// The bot's name mentioned in a chat it is not in.
    Guest(Guest),
    /// The bot was added to a group.
    Joined(Joined),
    /// A person blocked the bot, or a group removed it.
    Closed(ChatId),
    /// A group became a supergroup.
    Migrated(Migration),
    /// A pressed button without a chat and without a presser.
    StrayPress(CallbackQueryId),
    /// Not for the bot.
    Other,
}

/// A person and the language of their client.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their id, which is also that of their private chat.
    pub id: UserId,
    /// The client's language tag, as sent.
    pub tag: Option<String>,
}

/// A message in a private chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// Where it was sent.
    pub chat: ChatId,
    /// The topic it was sent in, if any.
    pub thread: Option<ThreadId>,
    /// The client's language tag, as sent.
    pub tag: Option<String>,
    /// When it was sent, in seconds since 1970.
    pub date: i64,
    /// The text or the caption; `None` for photos, voice messages and the like that have none.
    pub text: Option<String>,
    /// Set if it was forwarded.
    pub forwarded: Option<Forwarded>,
    /// The URLs of links that show another text.
    pub hidden_links: Vec<String>,
    /// The message it replies to.
    pub replied: Option<Replied>,
    /// The bot whose inline result it is, if it is one.
    pub via_bot: Option<UserId>,
    /// The id of the album that it is a part of.
    pub album: Option<String>,
}

/// Where a forwarded message comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Forwarded {
    /// Who wrote it, or the bot it was sent by way of; `None` if they do not show it.
    pub author: Option<UserId>,
}

/// A pressed button under a message of the bot in a private chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Press {
    /// Id to answer it with.
    pub id: CallbackQueryId,
    /// Where the button is.
    pub chat: ChatId,
    /// The topic the button is in, if any.
    pub thread: Option<ThreadId>,
    /// The message the button is under, if it can still be edited.
    pub message: Option<MessageId>,
    /// The client's language tag, as sent.
    pub tag: Option<String>,
    /// The button's data, whatever it is.
    pub data: String,
}

/// A text in a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The group.
    pub chat: ChatId,
    /// The topic it was sent in, if any.
    pub thread: Option<ThreadId>,
    /// Who sees it.
    pub visibility: Visibility,
    /// Who asks; `None` for anonymous administrators and for channels.
    pub person: Option<Person>,
    /// When it was sent, in seconds since 1970.
    pub date: i64,
    /// The text or the caption.
    pub text: String,
    /// The URLs of links that show another text.
    pub hidden_links: Vec<String>,
    /// The message it replies to.
    pub replied: Option<Replied>,
    /// The bot whose inline result it is, if it is one.
    pub via_bot: Option<UserId>,
}

/// Who sees a message in a group, with the id it has for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// Everybody. The id is missing if it does not fit the library's type.
    Public(Option<MessageId>),
    /// One person and the bot.
    Ephemeral(i64),
}

/// The message that another one replies to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replied {
    /// Its id, if it fits the library's type.
    pub message: Option<MessageId>,
    /// Who wrote it: a person or a bot.
    pub author: Option<UserId>,
    /// Who wrote it, if it was a person.
    pub person: Option<Person>,
    /// The text or the caption, with the addresses of links whose text says something else.
    pub text: Option<String>,
}

/// A pressed button in a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupPress {
    /// Id to answer it with.
    pub id: CallbackQueryId,
    /// The group.
    pub chat: ChatId,
    /// The topic the button is in, if any.
    pub thread: Option<ThreadId>,
    /// The message the button is under; `None` if it is too old to be touched.
    pub visibility: Option<Visibility>,
    /// Who pressed.
    pub person: Person,
    /// The button's data, whatever it is.
    pub data: String,
}

/// A pressed button under a message whose chat the bot does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlinePress {
    /// Id to answer it with.
    pub id: CallbackQueryId,
    /// Who pressed.
    pub person: Person,
    /// The button's data, whatever it is.
    pub data: String,
}

/// Words typed after the bot's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InlineQuery {
    /// Id to answer it with.
    pub id: InlineQueryId,
    /// Who types.
    pub person: Person,
    /// The words.
    pub query: String,
}

/// The bot's name mentioned in a chat it is not in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guest {
    /// Id to answer it with, once.
    pub id: String,
    /// Who mentioned the bot; `None` for anonymous administrators and for channels.
    pub person: Option<Person>,
    /// The text with the bot's name in it.
    pub text: String,
    /// The text it replied to, if any.
    pub about: Option<String>,
}

/// The bot was added to a group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// The group.
    pub chat: ChatId,
    /// The language tag of the person who added it.
    pub tag: Option<String>,
}

/// A group became a supergroup.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Migration {
    /// The id it had.
    pub from: ChatId,
    /// The id it has.
    pub to: ChatId,
}

/// The person and chat of an update. Updates with the same origin are handled in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Origin {
    pub(super) chat: Option<i64>,
    pub(super) user: Option<u64>,
}

//! The few fields of an update that matter to us, read straight from its JSON. Whatever else an update holds,
//! however new, is ignored: an unknown entity or button must never cost a person the answer.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use teloxide::types::{CallbackQueryId, ChatId, MessageId, ThreadId, UserId};

/// The kinds of update we ask for and understand.
pub const ALLOWED_UPDATES: &[&str] = &["message", "callback_query", "my_chat_member"];

/// The fields of what a person can send that is not text. A message with none of them is a notice of Telegram's own (a
/// pinned message, a changed timer), which nobody waits for an answer to.
const SENT: &[&str] = &[
    "animation",
    "audio",
    "checklist",
    "contact",
    "dice",
    "document",
    "game",
    "live_photo",
    "location",
    "paid_media",
    "photo",
    "poll",
    "rich_message",
    "sticker",
    "story",
    "venue",
    "video",
    "video_note",
    "voice",
];

/// What arrived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Incoming {
    /// A message in a private chat.
    Message(Message),
    /// A pressed button.
    Tap(Tap),
    /// A pressed button elsewhere: under a message in a group, or one sent through inline mode.
    StrayTap(CallbackQueryId),
    /// The person blocked the bot.
    Blocked(ChatId),
    /// Something that is not for us.
    Other,
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
}

/// A pressed button under a message of ours in a private chat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tap {
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

/// Whose update it is: updates of one person in one chat are handled in order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Origin {
    chat: Option<i64>,
    user: Option<u64>,
}

impl Incoming {
    /// Reads an update; what is not understood is [`Incoming::Other`].
    pub fn read(json: &str) -> Self {
        let Ok(update) = serde_json::from_str::<RawUpdate<'_>>(json) else {
            return Self::Other;
        };
        if let Some(message) = update.message {
            return message.incoming();
        }
        if let Some(tap) = update.callback_query {
            return tap.incoming();
        }
        match update.my_chat_member {
            Some(change) if change.chat.is_private() && change.new_chat_member.status == "kicked" => {
                Self::Blocked(ChatId(change.chat.id))
            }
            _ => Self::Other,
        }
    }
}

impl Origin {
    /// The origin of an update; updates of unknown origin share one.
    pub fn of(json: &str) -> Self {
        let Ok(update) = serde_json::from_str::<RawUpdate<'_>>(json) else {
            return Self::default();
        };
        let message = update.message.map(|message| (Some(message.chat.id), message.from));
        let tap = update.callback_query.map(|tap| (tap.message.map(|message| message.chat.id), tap.from));
        let change = update.my_chat_member.map(|change| (Some(change.chat.id), change.from));
        let (chat, from) = message.or(tap).or(change).unwrap_or_default();
        Self { chat, user: from.map(|user| user.id.0) }
    }
}

#[derive(Deserialize)]
struct RawUpdate<'a> {
    #[serde(borrow, default, deserialize_with = "if_readable")]
    message: Option<RawMessage<'a>>,
    #[serde(borrow, default, deserialize_with = "if_readable")]
    callback_query: Option<RawTap<'a>>,
    #[serde(borrow, default, deserialize_with = "if_readable")]
    my_chat_member: Option<RawMembership<'a>>,
}

#[derive(Deserialize)]
struct RawMessage<'a> {
    message_id: i32,
    #[serde(default)]
    date: i64,
    #[serde(borrow)]
    chat: RawChat<'a>,
    #[serde(borrow)]
    from: Option<RawUser<'a>>,
    message_thread_id: Option<i32>,
    #[serde(default)]
    is_topic_message: bool,
    #[serde(borrow)]
    text: Option<Cow<'a, str>>,
    #[serde(borrow)]
    caption: Option<Cow<'a, str>>,
    #[serde(borrow, flatten)]
    rest: HashMap<Cow<'a, str>, IgnoredAny>,
}

#[derive(Deserialize)]
struct RawTap<'a> {
    #[serde(borrow)]
    id: Cow<'a, str>,
    #[serde(borrow)]
    from: Option<RawUser<'a>>,
    #[serde(borrow, default, deserialize_with = "if_readable")]
    message: Option<RawMessage<'a>>,
    #[serde(borrow)]
    data: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
struct RawMembership<'a> {
    #[serde(borrow)]
    chat: RawChat<'a>,
    #[serde(borrow)]
    from: Option<RawUser<'a>>,
    #[serde(borrow)]
    new_chat_member: RawMember<'a>,
}

#[derive(Deserialize)]
struct RawMember<'a> {
    #[serde(borrow)]
    status: Cow<'a, str>,
}

#[derive(Deserialize)]
struct RawChat<'a> {
    id: i64,
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
}

#[derive(Deserialize)]
struct RawUser<'a> {
    id: UserId,
    #[serde(borrow)]
    language_code: Option<Cow<'a, str>>,
}

impl RawMessage<'_> {
    fn incoming(self) -> Incoming {
        let thread = self.thread();
        let text = self.text.or(self.caption).map(Cow::into_owned);
        let sent = text.is_some() || SENT.iter().any(|field| self.rest.contains_key(*field));
        if !self.chat.is_private() || !sent {
            return Incoming::Other;
        }
        let tag = self.from.and_then(RawUser::tag);
        Incoming::Message(Message { chat: ChatId(self.chat.id), thread, tag, date: self.date, text })
    }

    /// The topic to answer in. Outside topics the field can hold a reply thread, which cannot be sent to.
    fn thread(&self) -> Option<ThreadId> {
        self.message_thread_id.filter(|_| self.is_topic_message).map(|id| ThreadId(MessageId(id)))
    }
}

impl RawTap<'_> {
    fn incoming(self) -> Incoming {
        let Some(message) = self.message.filter(|message| message.chat.is_private()) else {
            return Incoming::StrayTap(CallbackQueryId(self.id.into_owned()));
        };
        // Date 0 marks a message that Telegram no longer gives bots access to.
        let editable = (message.date != 0).then_some(MessageId(message.message_id));
        Incoming::Tap(Tap {
            id: CallbackQueryId(self.id.into_owned()),
            chat: ChatId(message.chat.id),
            thread: message.thread(),
            message: editable,
            tag: self.from.and_then(RawUser::tag),
            data: self.data.map(Cow::into_owned).unwrap_or_default(),
        })
    }
}

impl RawChat<'_> {
    fn is_private(&self) -> bool {
        self.kind == "private"
    }
}

impl RawUser<'_> {
    fn tag(self) -> Option<String> {
        self.language_code.map(Cow::into_owned)
    }
}

/// Reads a part of an update, or leaves it out where it is not as we know it.
fn if_readable<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    let raw: &serde_json::value::RawValue = Deserialize::deserialize(deserializer)?;
    Ok(serde_json::from_str(raw.get()).ok())
}

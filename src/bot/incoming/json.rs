//! The fields of an update's JSON that the bot reads. Unknown fields are ignored; a field that does not have the
//! expected form counts as missing, and the rest of the update is still read.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use teloxide::types::{MessageId, ThreadId, UserId};

use crate::bot::incoming::types::Forwarded;

/// The fields of content that is not text. A message with none of them is a service message (a pinned message, a
/// changed timer) and gets no answer.
const MEDIA: &[&str] = &[
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

#[derive(Deserialize)]
pub(super) struct Update<'a> {
    #[serde(borrow, default, deserialize_with = "message")]
    pub message: Option<Message<'a>>,
    #[serde(borrow, default, deserialize_with = "message")]
    pub guest_message: Option<Message<'a>>,
    #[serde(borrow, default, deserialize_with = "if_readable")]
    pub callback_query: Option<CallbackQuery<'a>>,
    #[serde(borrow, default, deserialize_with = "if_readable")]
    pub inline_query: Option<InlineQuery<'a>>,
    #[serde(borrow, default, deserialize_with = "if_readable")]
    pub my_chat_member: Option<Membership<'a>>,
}

#[derive(Deserialize)]
pub(super) struct Message<'a> {
    #[serde(default, deserialize_with = "or_default")]
    pub message_id: i64,
    #[serde(default, deserialize_with = "if_readable")]
    pub ephemeral_message_id: Option<i64>,
    #[serde(borrow, default, deserialize_with = "if_readable")]
    pub guest_query_id: Option<Cow<'a, str>>,
    #[serde(default, deserialize_with = "or_default")]
    pub date: i64,
    #[serde(borrow)]
    pub chat: Chat<'a>,
    #[serde(borrow, default, deserialize_with = "if_readable")]
    pub from: Option<User<'a>>,
    #[serde(default, deserialize_with = "if_readable")]
    pub message_thread_id: Option<i64>,
    #[serde(default, deserialize_with = "or_default")]
    pub is_topic_message: bool,
    #[serde(borrow, default, deserialize_with = "if_readable")]
    pub text: Option<Cow<'a, str>>,
    #[serde(borrow, default, deserialize_with = "if_readable")]
    pub caption: Option<Cow<'a, str>>,
    #[serde(borrow, default, deserialize_with = "if_readable")]
    pub reply_to_message: Option<Replied<'a>>,
    /// The part that was chosen of the message replied to, which may be in another chat.
    #[serde(borrow, default, deserialize_with = "if_readable")]
    pub quote: Option<Quote<'a>>,
    #[serde(default, deserialize_with = "or_default")]
    pub is_automatic_forward: bool,
    #[serde(borrow, default, deserialize_with = "if_readable")]
    pub media_group_id: Option<Cow<'a, str>>,
    #[serde(default, deserialize_with = "if_readable")]
    pub migrate_to_chat_id: Option<i64>,
    #[serde(default, deserialize_with = "if_readable")]
    pub migrate_from_chat_id: Option<i64>,
    sender_chat: Option<IgnoredAny>,
    #[serde(borrow)]
    via_bot: Option<&'a RawValue>,
    #[serde(borrow)]
    forward_origin: Option<&'a RawValue>,
    #[serde(borrow)]
    forward_from: Option<&'a RawValue>,
    forward_from_chat: Option<IgnoredAny>,
    forward_sender_name: Option<IgnoredAny>,
    forward_date: Option<IgnoredAny>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    entities: Vec<Entity<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    caption_entities: Vec<Entity<'a>>,
    /// The JSON of the message, for the names of fields that are not read.
    #[serde(skip)]
    whole: &'a str,
}

/// Where a forwarded message comes from.
#[derive(Deserialize)]
struct Source<'a> {
    #[serde(borrow)]
    sender_user: Option<User<'a>>,
}

/// What is quoted of the message replied to.
#[derive(Deserialize)]
pub(super) struct Quote<'a> {
    /// The words.
    #[serde(borrow)]
    pub text: Cow<'a, str>,
}

/// A formatted part of a text. A link that shows another text has a URL.
#[derive(Deserialize)]
struct Entity<'a> {
    #[serde(borrow, default, deserialize_with = "if_readable")]
    url: Option<Cow<'a, str>>,
}

/// The message that another one replies to. It has a type of its own because it never holds a third.
#[derive(Deserialize)]
pub(super) struct Replied<'a> {
    #[serde(default)]
    pub message_id: i64,
    #[serde(borrow)]
    pub from: Option<User<'a>>,
    #[serde(borrow)]
    pub text: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub caption: Option<Cow<'a, str>>,
    pub sender_chat: Option<IgnoredAny>,
    pub forum_topic_created: Option<IgnoredAny>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    entities: Vec<Entity<'a>>,
    #[serde(borrow, default, deserialize_with = "or_default")]
    caption_entities: Vec<Entity<'a>>,
}

#[derive(Deserialize)]
pub(super) struct CallbackQuery<'a> {
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    #[serde(borrow)]
    pub from: Option<User<'a>>,
    #[serde(borrow, default, deserialize_with = "message")]
    pub message: Option<Message<'a>>,
    #[serde(borrow)]
    pub inline_message_id: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub data: Option<Cow<'a, str>>,
}

#[derive(Deserialize)]
pub(super) struct InlineQuery<'a> {
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    #[serde(borrow)]
    pub from: Option<User<'a>>,
    #[serde(borrow, default)]
    pub query: Cow<'a, str>,
}

#[derive(Deserialize)]
pub(super) struct Membership<'a> {
    #[serde(borrow)]
    pub chat: Chat<'a>,
    #[serde(borrow)]
    pub from: Option<User<'a>>,
    #[serde(borrow)]
    pub old_chat_member: Option<Member<'a>>,
    #[serde(borrow)]
    pub new_chat_member: Member<'a>,
}

#[derive(Deserialize)]
pub(super) struct Member<'a> {
    #[serde(borrow)]
    pub status: Cow<'a, str>,
}

#[derive(Deserialize)]
pub(super) struct Chat<'a> {
    pub id: i64,
    #[serde(borrow, rename = "type")]
    pub kind: Cow<'a, str>,
}

#[derive(Deserialize)]
pub(super) struct User<'a> {
    pub id: UserId,
    #[serde(default)]
    pub is_bot: bool,
    #[serde(borrow)]
    pub language_code: Option<Cow<'a, str>>,
}

impl Message<'_> {
    /// The topic to answer in. Outside topics the field can hold a reply thread, which cannot be sent to.
    pub fn thread(&self) -> Option<ThreadId> {
        self.message_thread_id.filter(|_| self.is_topic_message).and_then(message_id).map(ThreadId)
    }

    /// Its id, if it fits the library's type.
    pub fn id(&self) -> Option<MessageId> {
        message_id(self.message_id)
    }

    /// Whether a person sent something that is not text.
    pub fn holds_media(&self) -> bool {
        let fields: HashMap<Cow<'_, str>, IgnoredAny> = serde_json::from_str(self.whole).unwrap_or_default();
        MEDIA.iter().any(|field| fields.contains_key(*field))
    }

    /// Whether a group or a channel speaks, or an administrator in its name.
    pub fn speaks_for_chat(&self) -> bool {
        self.sender_chat.is_some()
    }

    /// The bot whose inline result it is, if it is one.
    pub fn via_bot(&self) -> Option<UserId> {
        self.via_bot.and_then(readable::<User<'_>>).map(|bot| bot.id)
    }

    /// Where it was forwarded from, if it was forwarded.
    pub fn forwarded(&self) -> Option<Forwarded> {
        // The last four are what servers before Bot API 7.0 send.
        let is_forwarded = self.forward_origin.is_some()
            || self.forward_from.is_some()
            || self.forward_from_chat.is_some()
            || self.forward_sender_name.is_some()
            || self.forward_date.is_some();
        let by_way_of = || self.via_bot.and_then(readable::<User<'_>>);
        let source = || self.forward_origin.and_then(readable::<Source<'_>>);
        let author = by_way_of()
            .or_else(|| source().and_then(|source| source.sender_user))
            .or_else(|| self.forward_from.and_then(readable));
        is_forwarded.then(|| Forwarded { author: author.map(|user| user.id) })
    }

    /// The URLs of links that show another text.
    pub fn hidden_links(&self) -> Vec<String> {
        hidden_links(self.entities.iter().chain(&self.caption_entities))
    }
}

impl Replied<'_> {
    /// Its id, if it fits the library's type.
    pub fn id(&self) -> Option<MessageId> {
        message_id(self.message_id)
    }

    /// Whether somebody chose to reply to it. A message in a topic replies to the service message that created the
    /// topic.
    pub fn is_meant(&self) -> bool {
        self.forum_topic_created.is_none()
    }

    /// The URLs of links that show another text.
    pub fn hidden_links(&self) -> Vec<String> {
        hidden_links(self.entities.iter().chain(&self.caption_entities))
    }
}

fn hidden_links<'a>(entities: impl Iterator<Item = &'a Entity<'a>>) -> Vec<String> {
    entities.filter_map(|entity| entity.url.as_deref().map(str::to_owned)).collect()
}

/// A message id as the library has it: 32 bits. Without one, an answer is neither a reply nor an edit.
fn message_id(id: i64) -> Option<MessageId> {
    i32::try_from(id).ok().map(MessageId)
}

impl Chat<'_> {
    pub fn is_private(&self) -> bool {
        self.kind == "private"
    }

    pub fn is_group(&self) -> bool {
        self.kind == "group" || self.kind == "supergroup"
    }
}

/// A part of an update, if it has the expected form.
fn readable<'a, T: Deserialize<'a>>(raw: &'a RawValue) -> Option<T> {
    serde_json::from_str(raw.get()).ok()
}

/// Reads a part of an update; `None` if it does not have the expected form.
fn if_readable<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    let raw: &RawValue = Deserialize::deserialize(deserializer)?;
    Ok(readable(raw))
}

/// Reads a part of an update; the default if it does not have the expected form.
fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Ok(if_readable(deserializer)?.unwrap_or_default())
}

/// Reads a message and keeps its JSON, for the names of fields that are not read.
fn message<'de, D>(deserializer: D) -> Result<Option<Message<'de>>, D::Error>
where
    D: serde::Deserializer<'de>,
{
    let raw: &'de RawValue = Deserialize::deserialize(deserializer)?;
    let message: Option<Message<'de>> = serde_json::from_str(raw.get()).ok();
    Ok(message.map(|message| Message { whole: raw.get(), ..message }))
}

//! The fields of an update's JSON that matter to us. Whatever else an update holds, however new, is ignored; a part
//! that is not as we know it is left out, and the rest of the update counts.

use std::borrow::Cow;
use std::collections::HashMap;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use teloxide::types::{MessageId, ThreadId, UserId};

use crate::bot::update::Forwarded;

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

#[derive(Deserialize)]
pub(super) struct Update<'a> {
    #[serde(borrow, default, deserialize_with = "if_readable")]
    pub message: Option<Message<'a>>,
    #[serde(borrow, default, deserialize_with = "if_readable")]
    pub guest_message: Option<Message<'a>>,
    #[serde(borrow, default, deserialize_with = "if_readable")]
    pub callback_query: Option<Tap<'a>>,
    #[serde(borrow, default, deserialize_with = "if_readable")]
    pub inline_query: Option<InlineQuery<'a>>,
    #[serde(borrow, default, deserialize_with = "if_readable")]
    pub my_chat_member: Option<Membership<'a>>,
}

#[derive(Deserialize)]
pub(super) struct Message<'a> {
    #[serde(default)]
    pub message_id: i32,
    pub ephemeral_message_id: Option<i64>,
    #[serde(borrow)]
    pub guest_query_id: Option<Cow<'a, str>>,
    #[serde(default)]
    pub date: i64,
    #[serde(borrow)]
    pub chat: Chat<'a>,
    #[serde(borrow)]
    pub from: Option<User<'a>>,
    pub message_thread_id: Option<i32>,
    #[serde(default)]
    pub is_topic_message: bool,
    #[serde(borrow)]
    pub text: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub caption: Option<Cow<'a, str>>,
    #[serde(borrow, default, deserialize_with = "if_readable")]
    pub reply_to_message: Option<Replied<'a>>,
    pub migrate_to_chat_id: Option<i64>,
    pub migrate_from_chat_id: Option<i64>,
    #[serde(borrow, default, deserialize_with = "if_readable")]
    forward_origin: Option<Origin<'a>>,
    #[serde(borrow, default, deserialize_with = "if_readable")]
    forward_from: Option<User<'a>>,
    #[serde(borrow, default, deserialize_with = "if_readable")]
    via_bot: Option<User<'a>>,
    #[serde(borrow, default, deserialize_with = "if_readable")]
    entities: Option<Vec<Entity<'a>>>,
    #[serde(borrow, default, deserialize_with = "if_readable")]
    caption_entities: Option<Vec<Entity<'a>>>,
    #[serde(borrow, flatten)]
    rest: HashMap<Cow<'a, str>, IgnoredAny>,
}

/// Where a forwarded message comes from.
#[derive(Deserialize)]
struct Origin<'a> {
    #[serde(borrow)]
    sender_user: Option<User<'a>>,
}

/// A part of a text with a look; one of them is a link whose address is not seen.
#[derive(Deserialize)]
struct Entity<'a> {
    #[serde(borrow)]
    url: Option<Cow<'a, str>>,
}

/// The message that another one replies to. It has a type of its own because it never holds a third.
#[derive(Deserialize)]
pub(super) struct Replied<'a> {
    #[serde(default)]
    pub message_id: i32,
    #[serde(borrow)]
    pub from: Option<User<'a>>,
    #[serde(borrow)]
    pub text: Option<Cow<'a, str>>,
    #[serde(borrow)]
    pub caption: Option<Cow<'a, str>>,
    pub sender_chat: Option<IgnoredAny>,
}

#[derive(Deserialize)]
pub(super) struct Tap<'a> {
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    #[serde(borrow)]
    pub from: Option<User<'a>>,
    #[serde(borrow, default, deserialize_with = "if_readable")]
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
        self.message_thread_id.filter(|_| self.is_topic_message).map(|id| ThreadId(MessageId(id)))
    }

    /// Whether a person sent something that is not text.
    pub fn holds_media(&self) -> bool {
        SENT.iter().any(|field| self.rest.contains_key(*field))
    }

    /// Whether a group or a channel speaks, or an administrator in its name.
    pub fn speaks_for_chat(&self) -> bool {
        self.rest.contains_key("sender_chat")
    }

    /// Whether it was sent by way of a bot's inline results: its words are not the sender's.
    pub fn via_bot(&self) -> bool {
        self.via_bot.is_some()
    }

    /// Where it was forwarded from, if it was.
    pub fn forwarded(&self) -> Option<Forwarded> {
        let old = ["forward_date", "forward_from_chat", "forward_sender_name"];
        let told = self.forward_origin.is_some() || self.forward_from.is_some();
        let forwarded = told || old.iter().any(|field| self.rest.contains_key(*field));
        let sender = self.forward_origin.as_ref().and_then(|origin| origin.sender_user.as_ref());
        let author = self.via_bot.as_ref().or(sender).or(self.forward_from.as_ref()).map(|user| user.id);
        forwarded.then_some(Forwarded { author })
    }

    /// The addresses behind words of the text.
    pub fn hidden_links(&self) -> Vec<String> {
        let entities = self.entities.iter().chain(&self.caption_entities).flatten();
        entities.filter_map(|entity| entity.url.as_deref().map(str::to_owned)).collect()
    }
}

impl Chat<'_> {
    pub fn is_private(&self) -> bool {
        self.kind == "private"
    }

    pub fn is_group(&self) -> bool {
        self.kind == "group" || self.kind == "supergroup"
    }
}

/// Reads a part of an update, or leaves it out where it is not as we know it.
fn if_readable<'de, D, T>(deserializer: D) -> Result<Option<T>, D::Error>
where
    D: serde::Deserializer<'de>,
    T: Deserialize<'de>,
{
    let raw: &RawValue = Deserialize::deserialize(deserializer)?;
    Ok(serde_json::from_str(raw.get()).ok())
}

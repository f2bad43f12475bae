//! People write: alone with the bot, in groups and topics, under their own name or another.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::people::attachments::Attachment;
use crate::people::error::ActionError;
use crate::rules::entities;
use crate::state::chats::{Chat, ChatType};
use crate::state::groups::{ANONYMOUS_BOT, CHANNEL_BOT, Forum};
use crate::state::members::Anonymity;
use crate::state::messages::{Author, Draft, Message};
use crate::state::store::{State, now};
use crate::state::topics::TopicState;

/// The longest text a person can send, in characters.
const LONGEST_TEXT: usize = 4096;

/// A text somebody wants to send.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SendText {
    /// The writer.
    pub from: i64,
    /// Where.
    pub chat: i64,
    /// 1 to 4096 characters of any kind; the caption of an attachment may be empty.
    #[serde(default)]
    pub text: String,
    /// What comes with it.
    pub attachment: Option<Attachment>,
    /// The part of the answered message that is quoted.
    pub quote: Option<String>,
    /// The message this one answers.
    pub reply_to: Option<i64>,
    /// The ephemeral message of the bot that this one answers.
    pub reply_to_ephemeral: Option<i64>,
    /// The topic.
    pub thread: Option<i64>,
    /// The group itself, for an anonymous administrator, or a channel.
    pub send_as: Option<i64>,
    /// Who wrote it first.
    pub forwarded_from: Option<Origin>,
    /// When it was sent, in seconds since 1970; now, if not given.
    pub date: Option<u64>,
}

/// Who wrote a forwarded message.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Origin {
    /// A person, by id.
    User(i64),
    /// Somebody who only shows a name.
    Hidden(String),
}

/// What became of a written text.
#[derive(Debug, Clone)]
pub struct SentText {
    /// The message.
    pub message: Message,
    /// The update the bot was sent, if it was.
    pub update_id: Option<i64>,
    /// Set if the bot was called as a guest.
    pub guest_query_id: Option<String>,
}

impl State {
    /// A person sends a text.
    ///
    /// # Errors
    /// Any [`ActionError`] that is about people, chats, topics and messages.
    pub fn send_text(&mut self, writing: SendText) -> Result<SentText, ActionError> {
        let person = self.person_who_may_act(writing.from, writing.chat)?.json();
        let bare = writing.attachment.is_none() && writing.text.is_empty();
        if bare || writing.text.chars().count() > LONGEST_TEXT {
            return Err(ActionError::BadTextLength);
        }
        if writing.reply_to.is_some_and(|id| self.message(writing.chat, id).is_none()) {
            return Err(ActionError::NoReplyTarget);
        }
        self.check_topic(writing.from, writing.chat, writing.thread)?;
        self.make_known(writing.chat);
        let mut content = match &writing.attachment {
            Some(attachment) => self.attached(attachment)?,
            None => text_content(&writing.text),
        };
        if writing.attachment.is_some() && !writing.text.is_empty() {
            content.insert("caption".into(), json!(writing.text));
        }
        if let Some(quote) = &writing.quote {
            content.insert("quote".into(), json!({ "text": quote, "position": 0, "is_manual": true }));
        }
        content.extend(self.origin(&writing)?);
        let from = match writing.send_as {
            Some(sender) => {
                content.insert("sender_chat".into(), self.sender_chat(&writing, sender)?);
                mask(sender == writing.chat)
            }
            None => person,
        };
        let draft = Draft { content, notes: Map::new(), reply_to: writing.reply_to, thread: writing.thread };
        self.deliver(&writing, from, draft)
    }

    /// Puts the text where it belongs and tells the bot, if it is to be told.
    fn deliver(
        &mut self,
        writing: &SendText,
        from: Value,
        mut draft: Draft,
    ) -> Result<SentText, ActionError> {
        let chat = writing.chat;
        if let Some(id) = writing.reply_to_ephemeral {
            let own = |message: &&Message| {
                message.author == Author::Bot
                    && message.ephemeral.is_some_and(|ephemeral| ephemeral.person == writing.from)
            };
            let target = self.ephemeral(chat, id).filter(own).ok_or(ActionError::NoEphemeral)?;
            draft.content.insert("reply_to_message".into(), target.as_reply_target());
        }
        let ephemeral = writing.reply_to_ephemeral.is_some()
            || writing.send_as.is_none() && self.is_ephemeral_command(chat, writing.from, &writing.text);
        let message = if ephemeral {
            let bot = self.bot_json();
            self.post_ephemeral(Author::Other, from, bot, chat, draft)
        } else {
            // Who writes in a topic without answering anybody answers the message the topic began with.
            draft.reply_to = draft.reply_to.or(draft.thread);
            self.post(Author::Other, from, chat, draft)
        };
        if self.is_delivered(chat, &message) {
            let update_id = self.push_update("message", message.for_bot());
            return Ok(SentText { message, update_id, guest_query_id: None });
        }
        let (update_id, guest_query_id) = match self.call_guest(writing.from, chat, &message) {
            Some((update_id, id)) => (update_id, Some(id)),
            None => (None, None),
        };
        Ok(SentText { message, update_id, guest_query_id })
    }

    /// Whether somebody may write to a topic.
    pub(super) fn check_topic(&self, from: i64, chat: i64, thread: Option<i64>) -> Result<(), ActionError> {
        let (Some(thread), Some(group)) = (thread, self.chats.get(&chat).and_then(Chat::group)) else {
            return Ok(());
        };
        let topic = group.topics.get(&thread).filter(|_| group.forum == Forum::Topics);
        let rights = group.members.get(&from).is_some_and(|member| member.status.is_administrator());
        match topic.map(|topic| topic.state) {
            Some(TopicState::Open) => Ok(()),
            Some(TopicState::Closed) if rights => Ok(()),
            Some(TopicState::Closed) => Err(ActionError::TopicClosed),
            Some(TopicState::Deleted) | None => Err(ActionError::NoTopic),
        }
    }

    fn origin(&self, writing: &SendText) -> Result<Map<String, Value>, ActionError> {
        let date = writing.date.unwrap_or_else(now);
        let mut fields = Map::new();
        if writing.date.is_some() {
            fields.insert("date".into(), json!(date));
        }
        let origin = match &writing.forwarded_from {
            None => return Ok(fields),
            Some(Origin::User(id)) => {
                let user = self.users.get(id).ok_or(ActionError::NoUser)?.json();
                json!({ "type": "user", "date": date, "sender_user": user })
            }
            Some(Origin::Hidden(name)) => {
                json!({ "type": "hidden_user", "date": date, "sender_user_name": name })
            }
        };
        fields.insert("forward_origin".into(), origin);
        Ok(fields)
    }

    /// The chat somebody writes as.
    fn sender_chat(&self, writing: &SendText, sender: i64) -> Result<Value, ActionError> {
        let group = self.chats.get(&writing.chat).and_then(Chat::group).ok_or(ActionError::BadSender)?;
        let chat = self.chats.get(&sender).ok_or(ActionError::BadSender)?;
        let member = group.members.get(&writing.from);
        let anonymous = member.is_some_and(|member| member.anonymity == Anonymity::Anonymous);
        if matches!(chat.chat_type, ChatType::Channel) || (sender == writing.chat && anonymous) {
            return Ok(chat.info.clone());
        }
        Err(ActionError::BadSender)
    }
}

/// `text` and what clients find in it.
pub fn text_content(text: &str) -> Map<String, Value> {
    let mut content = Map::new();
    content.insert("text".into(), json!(text));
    let found = entities::detect(text);
    if !found.is_empty() {
        content.insert("entities".into(), entities::json(&found));
    }
    content
}

/// The user shown for a message that comes from a chat: for anonymous administrators one, for channels another.
pub(super) fn mask(anonymous: bool) -> Value {
    let (id, name, username) = if anonymous {
        (ANONYMOUS_BOT, "Group", "GroupAnonymousBot")
    } else {
        (CHANNEL_BOT, "Channel", "Channel_Bot")
    };
    json!({ "id": id, "is_bot": true, "first_name": name, "username": username })
}

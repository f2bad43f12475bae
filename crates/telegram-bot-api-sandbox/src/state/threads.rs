//! The thread of a message, and whether the bot may write to a topic.
//!
//! General has no id: a call that names one for it gets `message thread not found`. In a plain supergroup a reply
//! carries the id of the thread it is in, but is no topic message, and nobody can write to that id.

use crate::error::ApiError;
use crate::state::chats::{Chat, ChatType};
use crate::state::groups::{Forum, Group, GroupKind};
use crate::state::topics::TopicState;

/// The thread of a message, and whether that is a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Thread {
    /// The `message_thread_id`.
    pub id: i64,
    /// Whether the message is a topic message.
    pub kind: ThreadKind,
}

/// What a thread is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ThreadKind {
    /// A topic.
    Topic,
    /// A chain of answers.
    Answers,
}

impl Group {
    /// Whether the bot may write to a topic.
    ///
    /// # Errors
    /// 400 in Telegram's words.
    pub fn admit_to(&self, thread: i64) -> Result<(), ApiError> {
        let topic = self.topics.get(&thread).filter(|_| self.forum == Forum::Topics);
        match topic.map(|topic| topic.state) {
            Some(TopicState::Open) => Ok(()),
            Some(TopicState::Closed) if self.bot.is_administrator() => Ok(()),
            Some(TopicState::Closed) => Err(ApiError::bad_request("TOPIC_CLOSED")),
            Some(TopicState::Deleted) | None => Err(ApiError::bad_request("message thread not found")),
        }
    }
}

impl Chat {
    /// The thread of a new message, from the topic its writer chose and the message it answers.
    pub fn thread(&self, chosen: Option<i64>, reply_to: Option<i64>) -> Option<Thread> {
        let topic = |id| Thread { id, kind: ThreadKind::Topic };
        let answered = reply_to.and_then(|id| self.messages.get(&id));
        let group = match &self.chat_type {
            ChatType::Group(group) => group,
            // An injected chat has whatever the test says.
            _ => return chosen.map(topic),
        };
        let own = answered.and_then(|message| message.fields.get("message_thread_id")?.as_i64());
        match (group.kind, group.forum) {
            (GroupKind::Basic, _) => None,
            (GroupKind::Super, Forum::Topics) => chosen.or(own).map(topic),
            (GroupKind::Super, Forum::Plain) => {
                answered.map(|message| Thread { id: own.unwrap_or(message.id), kind: ThreadKind::Answers })
            }
        }
    }
}

//! Topics of forums, and the threads of plain supergroups that look like them.
//!
//! A topic's id is that of the service message it began with. General has no id: who names one for it is told that
//! there is no such thread. In a plain supergroup an answer carries the id of the thread it is in, but is no topic
//! message, and nobody can write to that id.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::error::ApiError;
use crate::groups::{Forum, Group, GroupKind};
use crate::people::{Chat, Room};

/// What can be done in a topic.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TopicState {
    /// Everybody may write.
    Open,
    /// Only administrators may write.
    Closed,
    /// It is gone.
    Deleted,
}

/// A topic of a forum.
#[derive(Debug, Clone)]
pub struct ForumTopic {
    /// Not empty.
    pub name: String,
    /// What can be done in it.
    pub state: TopicState,
}

impl ForumTopic {
    /// The topic as the control API shows it.
    pub fn page_json(&self, thread: i64) -> Value {
        json!({ "message_thread_id": thread, "name": self.name, "state": self.state })
    }
}

/// The thread a message stands in, and whether that is a topic.
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
        let group = match &self.room {
            Room::Group(group) => group,
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

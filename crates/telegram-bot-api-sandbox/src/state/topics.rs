//! Topics of forums. The id of a topic is that of the service message it began with.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

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

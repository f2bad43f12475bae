//! Groups, supergroups and forums: what belongs to one besides its messages.
//!
//! Invariants: ids of groups are negative, those of supergroups and channels begin with -100; only a supergroup is a
//! forum; a group that has become a supergroup takes no more messages.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

use crate::error::ApiError;
use crate::state::members::{Anonymity, Member, Status};
use crate::state::settings::GroupLimit;
use crate::state::topics::ForumTopic;

/// Anonymous administrators show as this user.
pub const ANONYMOUS_BOT: i64 = 1_087_968_824;
/// Channels that write in a group show as this user.
pub const CHANNEL_BOT: i64 = 136_817_688;

/// The two kinds of groups.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GroupKind {
    /// A small one, with the message ids of private chats.
    Basic,
    /// One with message ids, and perhaps topics, of its own.
    Super,
}

/// Whether messages are sorted into topics.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forum {
    /// They are.
    Topics,
    /// They are not, or not any more.
    Plain,
}

/// Whether the group has `has_protected_content`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Content {
    /// Messages can be forwarded.
    Free,
    /// Messages cannot be forwarded, and guest bots are not called from here.
    Protected,
}

/// A group.
#[derive(Debug)]
pub struct Group {
    /// Which kind.
    pub kind: GroupKind,
    /// Never empty.
    pub title: String,
    /// Without `@`; of public supergroups.
    pub username: Option<String>,
    /// Whether there are topics.
    pub forum: Forum,
    /// Whether the group has `has_protected_content`.
    pub content: Content,
    /// The people who are there, by id.
    pub members: BTreeMap<i64, Member>,
    /// What the bot is here.
    pub bot: Status,
    /// By `message_thread_id`. General is not among them.
    pub topics: BTreeMap<i64, ForumTopic>,
    /// The supergroup this group has become.
    pub migrated_to: Option<i64>,
    /// The id of the newest message of a supergroup, deleted or not; 0 before the first.
    pub last_message_id: i64,
    calls: VecDeque<Instant>,
}

impl Group {
    /// A group without the bot. The first of `people` is its creator.
    pub fn new(kind: GroupKind, title: String, people: &[i64]) -> Self {
        let member = |(place, id): (usize, &i64)| {
            let status = if place == 0 { Status::Creator } else { Status::Member };
            (*id, Member { status, anonymity: Anonymity::Named })
        };
        Group {
            kind,
            title,
            username: None,
            forum: Forum::Plain,
            content: Content::Free,
            members: people.iter().enumerate().rev().map(member).collect(),
            bot: Status::Absent,
            topics: BTreeMap::new(),
            migrated_to: None,
            last_message_id: 0,
            calls: VecDeque::new(),
        }
    }

    /// The Bot API's `Chat`.
    pub fn chat_json(&self, id: i64) -> Value {
        let mut chat = Map::new();
        chat.insert("id".into(), json!(id));
        chat.insert("title".into(), json!(self.title));
        if let Some(username) = &self.username {
            chat.insert("username".into(), json!(username));
        }
        match self.kind {
            GroupKind::Basic => chat.insert("type".into(), json!("group")),
            GroupKind::Super => chat.insert("type".into(), json!("supergroup")),
        };
        if self.forum == Forum::Topics {
            chat.insert("is_forum".into(), json!(true));
        }
        Value::Object(chat)
    }

    /// The creator, or any member if the creator has left.
    pub fn creator(&self) -> Option<i64> {
        let owner = self.members.iter().find(|(_, member)| member.status == Status::Creator);
        owner.or_else(|| self.members.iter().next()).map(|(id, _)| *id)
    }

    /// Whether the bot may write here now.
    ///
    /// # Errors
    /// Telegram's words: it was kicked, it is not there, or the group has become another one.
    pub fn admit(&self) -> Result<(), ApiError> {
        if let Some(id) = self.migrated_to {
            let mut error = ApiError::bad_request("group chat was upgraded to a supergroup chat");
            error.parameters = Some(json!({ "migrate_to_chat_id": id }));
            return Err(error);
        }
        let kind = match self.kind {
            GroupKind::Basic => "group chat",
            GroupKind::Super => "supergroup chat",
        };
        match self.bot {
            Status::Creator | Status::Administrator | Status::Member => Ok(()),
            Status::Absent => Err(ApiError::bad_request("chat not found")),
            Status::Left => Err(ApiError::forbidden(&format!("bot is not a member of the {kind}"))),
            Status::Kicked => Err(ApiError::forbidden(&format!("bot was kicked from the {kind}"))),
        }
    }

    /// Counts a send or an edit.
    ///
    /// # Errors
    /// 429 with the seconds until one is free again.
    pub fn spend(&mut self, limit: GroupLimit) -> Result<(), ApiError> {
        let Some((calls, window)) = limit.bounds() else {
            return Ok(());
        };
        let now = Instant::now();
        while self.calls.front().is_some_and(|at| now.duration_since(*at) >= window) {
            self.calls.pop_front();
        }
        if self.calls.len() < calls {
            self.calls.push_back(now);
            return Ok(());
        }
        // The call that frees a place when it leaves the window; later ones may be there after a change of the limit.
        let freeing = self.calls[self.calls.len() - calls];
        let wait = window.saturating_sub(now.duration_since(freeing));
        let seconds = whole_seconds(wait);
        let mut error = ApiError::new(429, format!("Too Many Requests: retry after {seconds}"));
        error.parameters = Some(json!({ "retry_after": seconds }));
        Err(error)
    }
}

/// Rounded up, and at least one.
fn whole_seconds(wait: Duration) -> u64 {
    (wait.as_secs() + u64::from(wait.subsec_nanos() > 0)).max(1)
}

//! Who is what in a group, and how the Bot API shows it.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// What a person or the bot is in a group; the names are the Bot API's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Owns the group.
    Creator,
    /// Administrator.
    Administrator,
    /// Member.
    Member,
    /// Was never there. Only of the bot; the Bot API calls it `left`.
    Absent,
    /// Has left, or never was there.
    Left,
    /// Was removed and may not come back alone.
    Kicked,
}

impl Status {
    /// Whether this is somebody who is there.
    pub fn is_in(self) -> bool {
        matches!(self, Status::Creator | Status::Administrator | Status::Member)
    }

    /// Whether this is somebody with rights.
    pub fn is_administrator(self) -> bool {
        matches!(self, Status::Creator | Status::Administrator)
    }
}

/// Whether an administrator writes in the name of the group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anonymity {
    /// Writes under their own name.
    Named,
    /// May write in the name of the group.
    Anonymous,
}

/// A person in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    /// [`Status::Creator`], [`Status::Administrator`] or [`Status::Member`].
    pub status: Status,
    /// Counts for administrators only.
    pub anonymity: Anonymity,
}

/// What an administrator may do, in the words of the Bot API.
const RIGHTS: [&str; 13] = [
    "can_be_edited",
    "can_manage_chat",
    "can_change_info",
    "can_delete_messages",
    "can_invite_users",
    "can_restrict_members",
    "can_pin_messages",
    "can_manage_topics",
    "can_promote_members",
    "can_manage_video_chats",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
];

/// Rights the sandbox gives to nobody but the creator.
const NOT_GIVEN: [&str; 2] = ["can_be_edited", "can_promote_members"];

/// The Bot API's `ChatMember`. `user` is a `User`.
pub fn chat_member(user: &Value, status: Status, anonymity: Anonymity) -> Value {
    let anonymous = anonymity == Anonymity::Anonymous;
    match status {
        Status::Creator => json!({ "user": user, "status": "creator", "is_anonymous": anonymous }),
        Status::Administrator => {
            let mut member = json!({ "user": user, "status": "administrator", "is_anonymous": anonymous });
            for right in RIGHTS {
                member[right] = json!(!NOT_GIVEN.contains(&right));
            }
            member
        }
        Status::Member => json!({ "user": user, "status": "member" }),
        Status::Absent | Status::Left => json!({ "user": user, "status": "left" }),
        Status::Kicked => json!({ "user": user, "status": "kicked", "until_date": 0 }),
    }
}

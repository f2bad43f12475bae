//! People found chats and topics, rename them, and turn groups into supergroups.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::people::error::ActionError;
use crate::people::membership::MembershipChange;
use crate::people::writing::mask;
use crate::state::chats::{Chat, ChatType};
use crate::state::groups::{Content, Forum, Group, GroupKind};
use crate::state::members::Status;
use crate::state::messages::{Author, Draft};
use crate::state::store::State;
use crate::state::topics::{ForumTopic, TopicState};

/// The longest title, in characters.
const LONGEST_TITLE: usize = 128;

/// The kinds of chats people found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChatKind {
    /// A small group.
    Group,
    /// A supergroup.
    Supergroup,
    /// A channel, to write as.
    Channel,
    /// Two people's own chat, or one's Saved Messages.
    Private,
}

/// A chat somebody founds.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewChat {
    /// Which kind.
    #[serde(rename = "type")]
    pub kind: ChatKind,
    /// Of all but private chats.
    #[serde(default)]
    pub title: String,
    /// The first one is the creator.
    pub members: Vec<i64>,
    /// Of supergroups and channels.
    pub username: Option<String>,
    /// Of supergroups.
    #[serde(default)]
    pub is_forum: bool,
    /// Of groups.
    #[serde(default)]
    pub has_protected_content: bool,
    /// What the bot is from the start; it is not there, if not given.
    pub bot: Option<Status>,
}

/// What can change about a group.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ChatChange {
    /// 1 to 128 characters.
    pub title: Option<String>,
    /// Of supergroups.
    pub is_forum: Option<bool>,
}

/// Which service message comes first when a group becomes a supergroup.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MigrationOrder {
    /// `migrate_to_chat_id`, in the old group.
    #[default]
    ToFirst,
    /// `migrate_from_chat_id`, in the new one.
    FromFirst,
}

impl State {
    /// Somebody founds a chat. Gives its id and the ids of the updates the bot was sent.
    ///
    /// # Errors
    /// [`ActionError::BadTitle`], [`ActionError::BadMembers`], [`ActionError::BadKind`].
    pub fn create_chat(&mut self, new_chat: NewChat) -> Result<(i64, Vec<i64>), ActionError> {
        let NewChat { kind, title, members, username, is_forum, has_protected_content, bot } = new_chat;
        if members.is_empty() || members.iter().any(|id| !self.users.contains_key(id)) {
            return Err(ActionError::BadMembers);
        }
        if kind == ChatKind::Private {
            return self.create_private_chat(members);
        }
        check_title(&title)?;
        let in_group = matches!(kind, ChatKind::Group | ChatKind::Supergroup);
        if (is_forum && kind != ChatKind::Supergroup)
            || (username.is_some() && kind == ChatKind::Group)
            || (!in_group && (bot.is_some() || has_protected_content))
        {
            return Err(ActionError::BadKind);
        }
        let id = self.new_chat_id(kind);
        if kind == ChatKind::Channel {
            let mut info = json!({ "id": id, "title": title, "type": "channel" });
            if let Some(username) = username {
                info["username"] = json!(username);
            }
            self.chats.insert(id, Chat::with_type(id, info, ChatType::Channel));
            self.report_chat(id);
            return Ok((id, Vec::new()));
        }
        let kind = if kind == ChatKind::Group { GroupKind::Basic } else { GroupKind::Super };
        let mut group = Group::new(kind, title, &members);
        group.username = username;
        group.forum = if is_forum { Forum::Topics } else { Forum::Plain };
        group.content = if has_protected_content { Content::Protected } else { Content::Free };
        self.chats.insert(id, Chat::with_type(id, Value::Null, ChatType::Group(group)));
        self.report_chat(id);
        let updates = match bot {
            None | Some(Status::Absent) => Vec::new(),
            Some(status) => {
                let user = self.options.bot_id();
                self.change_membership(
                    id,
                    MembershipChange { user, status, is_anonymous: false, by: None, payload: None },
                )?
            }
        };
        Ok((id, updates))
    }

    fn create_private_chat(&mut self, members: Vec<i64>) -> Result<(i64, Vec<i64>), ActionError> {
        if members.len() > 2 {
            return Err(ActionError::BadMembers);
        }
        let id = self.new_chat_id(ChatKind::Private);
        let info = json!({ "id": id, "type": "private" });
        self.chats.insert(id, Chat::with_type(id, info, ChatType::BetweenPeople(members)));
        self.report_chat(id);
        Ok((id, Vec::new()))
    }

    /// The creator renames a group, or switches its topics on or off.
    ///
    /// # Errors
    /// [`ActionError::NoChat`], [`ActionError::BadTitle`], [`ActionError::BadKind`].
    pub fn change_chat(&mut self, chat: i64, change: ChatChange) -> Result<(), ActionError> {
        let group = self.group_mut(chat)?;
        if let Some(is_forum) = change.is_forum {
            if group.kind == GroupKind::Basic {
                return Err(ActionError::BadKind);
            }
            group.forum = if is_forum { Forum::Topics } else { Forum::Plain };
        }
        if let Some(title) = &change.title {
            check_title(title)?;
            group.title.clone_from(title);
        }
        self.report_chat(chat);
        if let Some(title) = change.title {
            self.post_service(chat, None, None, json!({ "new_chat_title": title }))?;
        }
        Ok(())
    }

    /// Somebody opens a topic. Gives its `message_thread_id`.
    ///
    /// # Errors
    /// [`ActionError::NoChat`], [`ActionError::BadTitle`], [`ActionError::BadKind`].
    pub fn create_topic(&mut self, chat: i64, name: String, by: Option<i64>) -> Result<i64, ActionError> {
        check_title(&name)?;
        if self.group_mut(chat)?.forum == Forum::Plain {
            return Err(ActionError::BadKind);
        }
        let thread = self.new_message_id(chat);
        let created = json!({ "forum_topic_created": { "name": name, "icon_color": 7_322_096 } });
        self.group_mut(chat)?.topics.insert(thread, ForumTopic { name, state: TopicState::Open });
        self.post_service(chat, by, Some(thread), created)?;
        self.report_chat(chat);
        Ok(thread)
    }

    /// Somebody closes, opens or deletes a topic.
    ///
    /// # Errors
    /// [`ActionError::NoChat`], [`ActionError::NoTopic`].
    pub fn change_topic(&mut self, chat: i64, thread: i64, state: TopicState) -> Result<(), ActionError> {
        let topic = self.group_mut(chat)?.topics.get_mut(&thread).ok_or(ActionError::NoTopic)?;
        let before = std::mem::replace(&mut topic.state, state);
        match (before, state) {
            (TopicState::Open, TopicState::Closed) => {
                self.post_service(chat, None, Some(thread), json!({ "forum_topic_closed": {} }))?;
            }
            (TopicState::Closed, TopicState::Open) => {
                self.post_service(chat, None, Some(thread), json!({ "forum_topic_reopened": {} }))?;
            }
            _ => {}
        }
        self.report_chat(chat);
        Ok(())
    }

    /// The creator turns a group into a supergroup. Gives the id of that and the ids of the updates.
    ///
    /// # Errors
    /// [`ActionError::NoChat`], [`ActionError::BadKind`], [`ActionError::Migrated`].
    pub fn migrate(&mut self, chat: i64, order: MigrationOrder) -> Result<(i64, Vec<i64>), ActionError> {
        let old = self.group_mut(chat)?;
        if old.kind == GroupKind::Super {
            return Err(ActionError::BadKind);
        }
        let mut group = Group::new(GroupKind::Super, old.title.clone(), &[]);
        group.members.clone_from(&old.members);
        (group.bot, group.content) = (old.bot, old.content);
        let new = self.new_chat_id(ChatKind::Supergroup);
        self.chats.insert(new, Chat::with_type(new, Value::Null, ChatType::Group(group)));
        self.report_chat(new);
        let mut updates = Vec::new();
        if order == MigrationOrder::FromFirst {
            updates.extend(self.post_service_as_group(new, chat));
        }
        updates.extend(self.post_service(chat, None, None, json!({ "migrate_to_chat_id": new }))?);
        if order == MigrationOrder::ToFirst {
            updates.extend(self.post_service_as_group(new, chat));
        }
        self.group_mut(chat)?.migrated_to = Some(new);
        self.report_chat(chat);
        Ok((new, updates))
    }

    /// The first message of a supergroup that was a group, in the name of the supergroup.
    fn post_service_as_group(&mut self, chat: i64, old: i64) -> Option<i64> {
        let mut content = Map::new();
        content.insert("sender_chat".into(), self.chat_json(chat).unwrap_or(Value::Null));
        content.insert("migrate_from_chat_id".into(), json!(old));
        let message = self.post(Author::Other, mask(true), chat, Draft { content, ..Draft::default() });
        if self.is_delivered(chat, &message) { self.push_update("message", message.for_bot()) } else { None }
    }

    /// Puts a service message into a group: by somebody, or by its creator. Gives the id of the update, if the bot
    /// is told.
    pub(super) fn post_service(
        &mut self,
        chat: i64,
        by: Option<i64>,
        thread: Option<i64>,
        content: Value,
    ) -> Result<Option<i64>, ActionError> {
        let by = by.or(self.group_mut(chat)?.creator());
        let from = by.and_then(|id| self.users.get(&id)).ok_or(ActionError::NoUser)?.json();
        let content = content.as_object().cloned().unwrap_or_default();
        let draft = Draft { content, thread, ..Draft::default() };
        let message = self.post(Author::Other, from, chat, draft);
        let told = self.is_delivered(chat, &message);
        Ok(if told { self.push_update("message", message.for_bot()) } else { None })
    }

    /// A group that has not become a supergroup.
    pub(super) fn group_mut(&mut self, chat: i64) -> Result<&mut Group, ActionError> {
        let group = self.chats.get_mut(&chat).and_then(Chat::group_mut).ok_or(ActionError::NoChat)?;
        if group.migrated_to.is_some() { Err(ActionError::Migrated) } else { Ok(group) }
    }

    fn new_chat_id(&mut self, kind: ChatKind) -> i64 {
        let number = self.next_chat;
        self.next_chat += 1;
        match kind {
            ChatKind::Group => -4_000_000 - number,
            ChatKind::Supergroup => -1_001_000_000_000 - number,
            ChatKind::Channel => -1_002_000_000_000 - number,
            ChatKind::Private => 900_000_000 + number,
        }
    }
}

fn check_title(title: &str) -> Result<(), ActionError> {
    match title.chars().count() {
        1..=LONGEST_TITLE => Ok(()),
        _ => Err(ActionError::BadTitle),
    }
}

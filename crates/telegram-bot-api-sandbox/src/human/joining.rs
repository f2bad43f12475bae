//! People come into groups, rise, leave and are removed; so does the bot.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::groups::GroupKind;
use crate::human::HumanError;
use crate::human::writing::Writing;
use crate::members::{Anonymity, Member, Status, chat_member};
use crate::people::{Chat, Room};
use crate::world::{BOT_ID, State, now};

/// A change of membership.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Joining {
    /// Whose; the bot has an id, too.
    pub user: i64,
    /// What they are from now on.
    pub status: Status,
    /// Of administrators: whether they may write in the name of the group.
    #[serde(default)]
    pub is_anonymous: bool,
    /// Who does it; the creator, if not given.
    pub by: Option<i64>,
    /// The parameter of the link the bot is added with.
    pub payload: Option<String>,
}

impl Default for Joining {
    fn default() -> Self {
        Joining { user: BOT_ID, status: Status::Member, is_anonymous: false, by: None, payload: None }
    }
}

impl State {
    /// Changes what somebody is in a group. Gives the ids of the updates the bot was sent.
    ///
    /// # Errors
    /// [`HumanError::NoChat`], [`HumanError::NoUser`], [`HumanError::NotInGroup`], [`HumanError::BadMembership`].
    pub fn join(&mut self, chat: i64, joining: Joining) -> Result<Vec<i64>, HumanError> {
        let group = self.group_mut(chat)?;
        let by = joining.by.or(group.creator()).ok_or(HumanError::NotInGroup)?;
        if !group.members.contains_key(&by) {
            return Err(HumanError::NotInGroup);
        }
        if joining.status == Status::Absent {
            return Err(HumanError::BadMembership);
        }
        let updates = if joining.user == BOT_ID {
            self.join_bot(chat, by, &joining)?
        } else {
            self.join_person(chat, by, &joining)?
        };
        self.tell_chat(chat);
        Ok(updates)
    }

    fn join_person(&mut self, chat: i64, by: i64, joining: &Joining) -> Result<Vec<i64>, HumanError> {
        let user = self.users.get(&joining.user).ok_or(HumanError::NoUser)?.json();
        let group = self.group_mut(chat)?;
        let was_in = group.members.contains_key(&joining.user);
        let update = if joining.status.is_in() {
            let anonymity = if joining.is_anonymous { Anonymity::Anonymous } else { Anonymity::Named };
            group.members.insert(joining.user, Member { status: joining.status, anonymity });
            let added = json!({ "new_chat_members": [user], "new_chat_member": user });
            if was_in { None } else { self.serve(chat, Some(by), None, added)? }
        } else {
            let by = if joining.status == Status::Left { joining.user } else { by };
            let gone = json!({ "left_chat_member": user });
            let update = if was_in { self.serve(chat, Some(by), None, gone)? } else { None };
            self.group_mut(chat)?.members.remove(&joining.user);
            update
        };
        Ok(update.into_iter().collect())
    }

    fn join_bot(&mut self, chat: i64, by: i64, joining: &Joining) -> Result<Vec<i64>, HumanError> {
        let (bot, status) = (self.bot_json(), joining.status);
        let group = self.group_mut(chat)?;
        let before = group.bot;
        // Nobody makes a bot the owner, and nobody removes it who has not got it.
        let missing = !status.is_in() && !before.is_in();
        if status == Status::Creator || missing || before == status {
            return Err(HumanError::BadMembership);
        }
        let kind = group.kind;
        let mut updates = Vec::new();
        let gone = json!({ "left_chat_member": bot });
        if before.is_in() && !status.is_in() && kind == GroupKind::Basic {
            // A supergroup tells nothing to those it has removed.
            updates.extend(self.serve(chat, Some(by), None, gone)?);
            self.group_mut(chat)?.bot = status;
        } else {
            self.group_mut(chat)?.bot = status;
            if before.is_in() && !status.is_in() {
                self.serve(chat, Some(by), None, gone)?;
            }
        }
        updates.extend(self.tell_bot_status(chat, by, before));
        if !before.is_in() && status.is_in() {
            let added = json!({ "new_chat_members": [bot], "new_chat_member": bot });
            updates.extend(self.serve(chat, Some(by), None, added)?);
            if let Some(payload) = &joining.payload {
                updates.extend(self.start_in(chat, by, payload)?);
            }
        }
        Ok(updates)
    }

    /// Sends `my_chat_member`. `by` is a person, or the bot itself.
    pub fn tell_bot_status(&mut self, chat: i64, by: i64, before: Status) -> Option<i64> {
        let bot = self.bot_json();
        let from = if by == BOT_ID { bot.clone() } else { self.users.get(&by)?.json() };
        let after = self.chats.get(&chat).and_then(Chat::group)?.bot;
        let change = json!({
            "chat": self.chat_json(chat), "from": from, "date": now(),
            "old_chat_member": chat_member(&bot, before, Anonymity::Named),
            "new_chat_member": chat_member(&bot, after, Anonymity::Named),
        });
        self.updates.push("my_chat_member", change)
    }

    /// What an app sends after it has added a bot through a link with a parameter.
    fn start_in(&mut self, chat: i64, by: i64, payload: &str) -> Result<Option<i64>, HumanError> {
        let text = format!("/start@{} {payload}", self.options.bot_username);
        let writing = Writing {
            from: by,
            chat,
            text,
            reply_to: None,
            reply_to_ephemeral: None,
            thread: None,
            send_as: None,
            forwarded_from: None,
            date: None,
        };
        Ok(self.write(writing)?.update_id)
    }

    /// A chat as the control API shows it.
    pub fn chat_page_json(&self, chat: i64) -> Value {
        let Some(known) = self.chats.get(&chat) else {
            return self.chat_json(chat).unwrap_or(Value::Null);
        };
        let mut page = self.chat_json(chat).unwrap_or(Value::Null);
        let user = |id: &i64| self.users.get(id).map(|user| user.page_json());
        match &known.room {
            Room::Own(people) => {
                let members = people.iter().filter_map(user);
                page["members"] = members.map(|user| json!({ "user": user, "status": "member" })).collect();
            }
            Room::Group(group) => {
                let members = group.members.iter().filter_map(|(id, member)| {
                    let anonymous = member.anonymity == Anonymity::Anonymous;
                    Some(json!({ "user": user(id)?, "status": member.status, "is_anonymous": anonymous }))
                });
                page["members"] = members.collect();
                page["bot"] = json!(group.bot);
                let topics = group.topics.iter().map(|(thread, topic)| topic.page_json(*thread));
                page["topics"] = topics.collect();
                if let Some(id) = group.migrated_to {
                    page["migrated_to"] = json!(id);
                }
            }
            Room::Open | Room::Channel => {}
        }
        page
    }
}

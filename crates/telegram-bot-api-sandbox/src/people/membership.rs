//! People come into groups, rise, leave and are removed; so does the bot.

use serde::Deserialize;
use serde_json::json;

use crate::people::error::ActionError;
use crate::people::writing::SendText;
use crate::state::groups::GroupKind;
use crate::state::members::{Anonymity, Member, Status};
use crate::state::store::State;

/// A change of membership.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MembershipChange {
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

impl State {
    /// Changes what somebody is in a group. Gives the ids of the updates the bot was sent.
    ///
    /// # Errors
    /// [`ActionError::NoChat`], [`ActionError::NoUser`], [`ActionError::NotInGroup`], [`ActionError::BadMembership`].
    pub fn change_membership(
        &mut self,
        chat: i64,
        change: MembershipChange,
    ) -> Result<Vec<i64>, ActionError> {
        let group = self.group_mut(chat)?;
        let by = change.by.or(group.creator()).ok_or(ActionError::NotInGroup)?;
        if !group.members.contains_key(&by) {
            return Err(ActionError::NotInGroup);
        }
        if change.status == Status::Absent {
            return Err(ActionError::BadMembership);
        }
        let updates = if change.user == self.options.bot_id() {
            self.change_bot_membership(chat, by, &change)?
        } else {
            self.change_person_membership(chat, by, &change)?
        };
        self.report_chat(chat);
        Ok(updates)
    }

    fn change_person_membership(
        &mut self,
        chat: i64,
        by: i64,
        change: &MembershipChange,
    ) -> Result<Vec<i64>, ActionError> {
        let user = self.users.get(&change.user).ok_or(ActionError::NoUser)?.json();
        let group = self.group_mut(chat)?;
        let was_in = group.members.contains_key(&change.user);
        let update = if change.status.is_in() {
            let anonymity = if change.is_anonymous { Anonymity::Anonymous } else { Anonymity::Named };
            group.members.insert(change.user, Member { status: change.status, anonymity });
            let added = json!({ "new_chat_members": [user], "new_chat_member": user });
            if was_in { None } else { self.post_service(chat, Some(by), None, added)? }
        } else {
            let by = if change.status == Status::Left { change.user } else { by };
            let gone = json!({ "left_chat_member": user });
            let update = if was_in { self.post_service(chat, Some(by), None, gone)? } else { None };
            self.group_mut(chat)?.members.remove(&change.user);
            update
        };
        Ok(update.into_iter().collect())
    }

    fn change_bot_membership(
        &mut self,
        chat: i64,
        by: i64,
        change: &MembershipChange,
    ) -> Result<Vec<i64>, ActionError> {
        let (bot, status) = (self.bot_json(), change.status);
        let group = self.group_mut(chat)?;
        let before = group.bot;
        // Nobody makes a bot the owner, and nobody removes it who has not got it.
        let missing = !status.is_in() && !before.is_in();
        if status == Status::Creator || missing || before == status {
            return Err(ActionError::BadMembership);
        }
        let kind = group.kind;
        let mut updates = Vec::new();
        let gone = json!({ "left_chat_member": bot });
        if before.is_in() && !status.is_in() && kind == GroupKind::Basic {
            // A supergroup tells nothing to those it has removed.
            updates.extend(self.post_service(chat, Some(by), None, gone)?);
            self.group_mut(chat)?.bot = status;
        } else {
            self.group_mut(chat)?.bot = status;
            if before.is_in() && !status.is_in() {
                self.post_service(chat, Some(by), None, gone)?;
            }
        }
        updates.extend(self.report_bot_membership(chat, by, before));
        if !before.is_in() && status.is_in() {
            let added = json!({ "new_chat_members": [bot], "new_chat_member": bot });
            updates.extend(self.post_service(chat, Some(by), None, added)?);
            if let Some(payload) = &change.payload {
                updates.extend(self.start_in(chat, by, payload)?);
            }
        }
        Ok(updates)
    }

    /// What an app sends after it has added a bot through a link with a parameter.
    fn start_in(&mut self, chat: i64, by: i64, payload: &str) -> Result<Option<i64>, ActionError> {
        let text = format!("/start@{} {payload}", self.options.bot_username);
        let writing = SendText {
            from: by,
            chat,
            text,
            attachment: None,
            quote: None,
            reply_to: None,
            reply_to_ephemeral: None,
            thread: None,
            send_as: None,
            forwarded_from: None,
            date: None,
        };
        Ok(self.send_text(writing)?.update_id)
    }
}

//! Whether a person may act in a chat.

use crate::people::error::ActionError;
use crate::state::chats::ChatType;
use crate::state::store::State;
use crate::state::users::{Consent, User};

impl State {
    /// A person who may write in a chat now.
    pub fn person_who_may_act(&self, user: i64, chat: i64) -> Result<&User, ActionError> {
        let user = self.users.get(&user).ok_or(ActionError::NoUser)?;
        if chat == user.id {
            return if user.consent == Consent::Blocked { Err(ActionError::Blocked) } else { Ok(user) };
        }
        let there = match self.chats.get(&chat).map(|chat| &chat.chat_type) {
            Some(ChatType::WithBot) => !self.users.contains_key(&chat),
            Some(ChatType::Group(group)) if group.migrated_to.is_some() => return Err(ActionError::Migrated),
            Some(ChatType::Group(group)) => group.members.contains_key(&user.id),
            Some(ChatType::BetweenPeople(people)) => people.contains(&user.id),
            Some(ChatType::Channel) | None => false,
        };
        if there { Ok(user) } else { Err(ActionError::NoChat) }
    }
}

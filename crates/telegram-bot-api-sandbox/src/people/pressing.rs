//! People press buttons.

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::people::error::ActionError;
use crate::state::chats::Chat;
use crate::state::inline::place;
use crate::state::messages::Message;
use crate::state::presses::PressTarget;
use crate::state::store::State;
use crate::state::users::Client;

/// A press on a button. The data is not looked up: stale and forged presses are allowed on purpose.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PressButton {
    /// Who presses.
    pub from: i64,
    /// Where the message is. Left out only for an `inline_message_id`.
    pub chat: Option<i64>,
    /// The message under which the button is; it may be gone.
    pub message_id: Option<i64>,
    /// The same for an ephemeral message, which must be there.
    pub ephemeral_message_id: Option<i64>,
    /// The same for a message sent via inline or guest mode, which may be gone.
    pub inline_message_id: Option<String>,
    /// What the button carries.
    pub data: String,
}

impl State {
    /// A person presses a button. Gives the `callback_query_id` and the id of the update, if the bot wants such
    /// updates.
    ///
    /// # Errors
    /// [`ActionError::NoUser`], [`ActionError::NoChat`], [`ActionError::Blocked`], [`ActionError::NoEphemeral`];
    /// [`ActionError::NoMessage`] if not exactly one message is named.
    pub fn press(&mut self, pressing: PressButton) -> Result<(String, Option<i64>), ActionError> {
        let PressButton { from, chat, message_id, ephemeral_message_id, inline_message_id, data } = pressing;
        let (chat, under) = match (chat, message_id, ephemeral_message_id, inline_message_id) {
            (Some(chat), Some(id), None, None) => (chat, self.under(chat, id)),
            (Some(chat), None, Some(id), None) => (chat, PressTarget::Ephemeral(id)),
            (_, None, None, Some(inline)) => {
                let (chat, id) = place(&inline).ok_or(ActionError::NoMessage)?;
                (chat, PressTarget::Inline(id, inline))
            }
            _ => return Err(ActionError::NoMessage),
        };
        let user = self.person_who_may_act(from, chat)?.json();
        let mut query = Map::new();
        query.insert("from".into(), user);
        match &under {
            PressTarget::Message(id) => {
                self.make_known(chat);
                // A message that is gone reaches the bot as an inaccessible one: its id and the date 0.
                let message = match self.message(chat, *id) {
                    Some(message) => message.for_bot(),
                    None => json!({ "chat": self.chat_json(chat), "message_id": id, "date": 0 }),
                };
                query.insert("message".into(), message);
            }
            PressTarget::Ephemeral(id) => {
                let message = self.ephemeral_seen_by(chat, *id, from).ok_or(ActionError::NoEphemeral)?;
                query.insert("message".into(), message.for_bot());
            }
            PressTarget::Inline(_, inline) => {
                query.insert("inline_message_id".into(), json!(inline));
            }
        }
        let id = self.presses.open(from, chat, under);
        query.insert("id".into(), json!(id));
        query.insert("chat_instance".into(), json!((chat ^ 0x5A5A_5A5A).to_string()));
        query.insert("data".into(), json!(data));
        let update_id = self.push_update("callback_query", Value::Object(query));
        Ok((id, update_id))
    }

    /// What a message of a chat is for a press: one sent via the bot has no ids the bot could use.
    fn under(&self, chat: i64, id: i64) -> PressTarget {
        let inline =
            self.message(chat, id).and_then(|message| message.notes.get("inline_message_id")?.as_str());
        match inline {
            Some(inline) => PressTarget::Inline(id, inline.to_owned()),
            None => PressTarget::Message(id),
        }
    }

    /// An ephemeral message that this person sees.
    fn ephemeral_seen_by(&self, chat: i64, id: i64, person: i64) -> Option<&Message> {
        let new = self.users.get(&person).is_some_and(|user| user.client == Client::New);
        let message = self.chats.get(&chat).and_then(|chat: &Chat| chat.ephemerals.get(&id));
        message.filter(|message| new && message.ephemeral.is_some_and(|ephemeral| ephemeral.person == person))
    }
}

//! People change what is there: they edit and delete their messages, and react to messages.

use serde::Deserialize;
use serde_json::{Value, json};

use crate::people::error::ActionError;
use crate::people::writing::text_content;
use crate::rules::entities;
use crate::state::messages::Message;
use crate::state::store::{State, now};

/// A message of somebody, and what becomes of it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EditMessage {
    /// Who wrote it.
    pub from: i64,
    /// Where.
    pub chat: i64,
    /// Which.
    pub message_id: i64,
    /// The new text or caption; without it, the message is deleted.
    pub text: Option<String>,
}

/// What somebody thinks of a message.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct React {
    /// Who.
    pub from: i64,
    /// Where.
    pub chat: i64,
    /// Which message.
    pub message_id: i64,
    /// One emoji; empty takes the reaction away.
    pub emoji: String,
}

impl State {
    /// Somebody edits a message. Gives it and the id of the update, if it is delivered to the bot.
    ///
    /// # Errors
    /// [`ActionError::NoMessage`] for a message of somebody else, [`ActionError::BadTextLength`].
    pub fn edit_own(&mut self, edit: &EditMessage) -> Result<(Message, Option<i64>), ActionError> {
        self.own(edit)?;
        let text = edit.text.clone().unwrap_or_default();
        if text.is_empty() || text.chars().count() > 4096 {
            return Err(ActionError::BadTextLength);
        }
        let message = self.message_mut(edit.chat, edit.message_id).ok_or(ActionError::NoMessage)?;
        if message.fields.contains_key("text") {
            message.fields.shift_remove("entities");
            message.fields.extend(text_content(&text));
        } else {
            message.fields.insert("caption".into(), json!(text));
            message.fields.shift_remove("caption_entities");
            let found = entities::detect(&text);
            if !found.is_empty() {
                message.fields.insert("caption_entities".into(), entities::json(&found));
            }
        }
        message.fields.insert("edit_date".into(), json!(now()));
        let message = message.clone();
        self.events.push("edit", message.event(edit.chat));
        let told = self.is_delivered(edit.chat, &message);
        let update = if told { self.push_update("edited_message", message.for_bot()) } else { None };
        Ok((message, update))
    }

    /// Somebody deletes a message; bots get no update of it.
    ///
    /// # Errors
    /// [`ActionError::NoMessage`] for a message of somebody else.
    pub fn delete_own(&mut self, edit: &EditMessage) -> Result<(), ActionError> {
        self.own(edit)?;
        self.chats.get_mut(&edit.chat).and_then(|chat| chat.messages.remove(&edit.message_id));
        self.events.push("delete", json!({ "chat": edit.chat, "message_id": edit.message_id }));
        Ok(())
    }

    /// Somebody reacts to a message. Gives the id of the update, if it is delivered: the bot must have asked for such
    /// updates by name, and in a group be an administrator.
    ///
    /// # Errors
    /// [`ActionError::NoMessage`], and as for writing.
    pub fn react_as(&mut self, react: &React) -> Result<Option<i64>, ActionError> {
        let user = self.person_who_may_act(react.from, react.chat)?.json();
        let new = match react.emoji.as_str() {
            "" => json!([]),
            emoji => json!([{ "type": "emoji", "emoji": emoji }]),
        };
        let old = self
            .react(react.chat, react.message_id, react.from, new.clone())
            .ok_or(ActionError::NoMessage)?;
        let group = self.chats.get(&react.chat).and_then(|chat| chat.group());
        if group.is_some_and(|group| !group.bot.is_administrator()) || !self.knows(react.chat) {
            return Ok(None);
        }
        let body = json!({
            "chat": self.chat_json(react.chat), "message_id": react.message_id, "user": user, "date": now(),
            "old_reaction": old, "new_reaction": new,
        });
        Ok(self.push_update("message_reaction", body))
    }

    fn own(&self, edit: &EditMessage) -> Result<(), ActionError> {
        self.person_who_may_act(edit.from, edit.chat)?;
        let message = self.message(edit.chat, edit.message_id).ok_or(ActionError::NoMessage)?;
        let theirs = message.fields.get("from").is_some_and(|from: &Value| from["id"] == edit.from);
        if theirs { Ok(()) } else { Err(ActionError::NoMessage) }
    }
}

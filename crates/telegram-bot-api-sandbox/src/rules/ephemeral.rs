//! Ephemeral messages: seen by one person of a group and by the bot.
//!
//! Such a message has an id of its own kind and `message_id` 0. The ids here are so large that no ordinary message
//! has one of them, so a bot that mixes them up gets an error.

use std::time::Duration;

use serde_json::{Value, json};

use crate::error::ApiError;
use crate::rules::command_scopes::scopes;
use crate::state::chats::Chat;
use crate::state::messages::{Author, Draft, EphemeralMeta, Message};
use crate::state::settings::Ephemeral;
use crate::state::store::State;
use crate::state::users::Client;

/// What the bot gives as its reason for an ephemeral message.
#[derive(Debug, Clone)]
pub enum Cause {
    /// A press, by `callback_query_id`.
    Press(String),
    /// An ephemeral message of that person.
    Answer(i64),
    /// None: administrators need none.
    Own,
}

impl State {
    /// Whether a person's app sends this text as an ephemeral command: the bot has declared the command so in the list
    /// this person sees in this group.
    pub fn is_ephemeral_command(&self, chat: i64, person: i64, text: &str) -> bool {
        let client = self.users.get(&person).map(|user| user.client);
        let group = self.chats.get(&chat).and_then(Chat::group).filter(|group| group.bot.is_in());
        if group.is_none() || client != Some(Client::New) || self.settings.ephemeral != Ephemeral::Accepted {
            return false;
        }
        let Some(name) = self.command(text) else {
            return false;
        };
        let language = self.users.get(&person).and_then(|user| user.language_code.as_deref());
        let language = language.unwrap_or_default().split(['-', '_']).next().unwrap_or_default();
        let visible = self.profile.visible_commands(&scopes(self, Some(chat), Some(person)), language);
        visible.iter().any(|command| command["command"] == name && command["is_ephemeral"] == true)
    }

    /// Puts a message into a chat that only one person and the bot see. `from` is the sender's `User`, `receiver`
    /// the receiver's.
    pub fn post_ephemeral(
        &mut self,
        author: Author,
        from: Value,
        receiver: Value,
        chat: i64,
        draft: Draft,
    ) -> Message {
        let id = self.chats.get_mut(&chat).map_or(0, |chat| {
            chat.last_ephemeral_id += 1;
            chat.last_ephemeral_id
        });
        let mut fields = self.compose(0, from, chat, &draft);
        let receiver_id = receiver["id"].as_i64().unwrap_or_default();
        let person =
            if author == Author::Bot { receiver_id } else { fields["from"]["id"].as_i64().unwrap_or(0) };
        fields.insert("ephemeral_message_id".into(), json!(id));
        fields.insert("receiver_user".into(), receiver);
        let mut message = Message::new(0, author, fields, draft.notes);
        message.ephemeral = Some(EphemeralMeta { id, person, receiver: receiver_id });
        self.keep(chat, message.clone());
        message
    }

    /// An ephemeral message.
    pub fn ephemeral(&self, chat: i64, id: i64) -> Option<&Message> {
        self.chats.get(&chat)?.ephemerals.get(&id)
    }

    /// The messages of a chat as somebody sees them, the oldest first; without a viewer, all.
    pub fn seen(&self, chat: &Chat, viewer: Option<i64>) -> Vec<Value> {
        let client = viewer.and_then(|id| self.users.get(&id)).map(|user| user.client);
        let sees = |message: &&Message| match (viewer, message.ephemeral) {
            (Some(viewer), Some(ephemeral)) => ephemeral.person == viewer && client == Some(Client::New),
            _ => true,
        };
        let mut messages: Vec<&Message> =
            chat.messages.values().chain(chat.ephemerals.values()).filter(sees).collect();
        // Sorting keeps the order of the ids among messages that came with one injected update.
        messages.sort_by_key(|message| message.at);
        messages.into_iter().map(Message::for_page).collect()
    }

    /// Whether the bot may now write to one person in a group.
    ///
    /// # Errors
    /// 400: not a group, not a member, or no valid trigger.
    pub fn admit_ephemeral(&self, chat: i64, person: i64, cause: &Cause) -> Result<(), ApiError> {
        let not_now = || ApiError::bad_request("BOT_NOT_ADMIN");
        let group = self.chats.get(&chat).and_then(Chat::group).ok_or_else(not_now)?;
        if !group.members.contains_key(&person) {
            return Err(ApiError::bad_request("USER_NOT_PARTICIPANT"));
        }
        let window = self.settings.ephemeral_window();
        match cause {
            Cause::Press(id) => {
                let press = self.presses.find(id).filter(|press| (press.user, press.chat) == (person, chat));
                check_age(press.map(|press| press.at.elapsed()), window).ok_or_else(|| {
                    ApiError::bad_request(
                        "query is too old and response timeout expired or query ID is invalid",
                    )
                })
            }
            Cause::Answer(id) => {
                let own = |message: &&Message| {
                    message.author == Author::Other
                        && message.ephemeral.is_some_and(|ephemeral| ephemeral.person == person)
                };
                let asked = self.ephemeral(chat, *id).filter(own);
                check_age(asked.map(|message| message.at.elapsed()), window)
                    .ok_or_else(|| ApiError::bad_request("message to be replied not found"))
            }
            Cause::Own if group.bot.is_administrator() => Ok(()),
            Cause::Own => Err(not_now()),
        }
    }
}

fn check_age(age: Option<Duration>, window: Duration) -> Option<()> {
    age.filter(|age| *age < window).map(drop)
}

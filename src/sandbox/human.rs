//! What people do in the sandbox: join, write, press, block. Each act makes the update Telegram would make.

use serde_json::{Map, Value, json};
use thiserror::Error;

use crate::sandbox::entities;
use crate::sandbox::message::{Author, Draft, Message};
use crate::sandbox::people::{Chat, Consent, User};
use crate::sandbox::world::{State, now};

/// The longest text a person can send, in characters.
const LONGEST_TEXT: usize = 4096;

/// The largest id of an injected message that is kept. Later messages are numbered on from it, and clients read ids into
/// 32 bits.
const LARGEST_INJECTED: i64 = 1 << 30;

/// Why a person could not do something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum HumanError {
    /// No such user.
    #[error("no such user")]
    NoUser,
    /// No such chat, or one this person is not in.
    #[error("no such chat")]
    NoChat,
    /// A client would not send this text.
    #[error("a text has 1 to 4096 characters")]
    BadTextLength,
    /// Telegram lets nobody write to a bot they have blocked.
    #[error("this user has blocked the bot")]
    Blocked,
    /// The message to answer is not there.
    #[error("no such message to answer")]
    NoReplyTarget,
    /// People have names.
    #[error("first_name must not be empty")]
    EmptyName,
}

/// What a person may set about themselves; `None` leaves it as it is.
#[derive(Debug, Clone, Default, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserChange {
    /// Not empty.
    pub first_name: Option<String>,
    /// Without `@`.
    pub username: Option<String>,
    /// Any tag; `""` takes it away, as some clients send none.
    pub language_code: Option<String>,
    /// Whether the bot is blocked.
    pub blocked: Option<bool>,
}

/// A text somebody wants to send.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Writing {
    /// The writer.
    pub from: i64,
    /// Where.
    pub chat: i64,
    /// 1 to 4096 characters of any kind.
    pub text: String,
    /// The message this one answers.
    pub reply_to: Option<i64>,
    /// The topic.
    pub thread: Option<i64>,
}

/// A press on a button. The data is not looked up: stale and forged presses are allowed on purpose.
#[derive(Debug, Clone, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pressing {
    /// Who presses.
    pub from: i64,
    /// Where the message is.
    pub chat: i64,
    /// The message under which the button is; it may be gone.
    pub message_id: i64,
    /// What the button carries.
    pub data: String,
}

impl State {
    /// Adds a person.
    ///
    /// # Errors
    /// [`HumanError::EmptyName`].
    pub fn add_user(&mut self, about: UserChange) -> Result<User, HumanError> {
        let id = self.next_user_id;
        let first_name = about.first_name.unwrap_or_else(|| format!("User {}", id % 100_000_000));
        if first_name.is_empty() {
            return Err(HumanError::EmptyName);
        }
        self.next_user_id += 1;
        let user = User {
            id,
            first_name,
            username: about.username.filter(|name| !name.is_empty()),
            language_code: about.language_code.filter(|code| !code.is_empty()),
            consent: if about.blocked == Some(true) { Consent::Blocked } else { Consent::Allowed },
        };
        self.events.push("user", json!({ "user": user.page_json() }));
        self.users.insert(id, user.clone());
        Ok(user)
    }

    /// Changes a person. Blocking and unblocking reach the bot as `my_chat_member`.
    ///
    /// # Errors
    /// [`HumanError::NoUser`], [`HumanError::EmptyName`].
    pub fn change_user(&mut self, id: i64, change: UserChange) -> Result<User, HumanError> {
        let user = self.users.get_mut(&id).ok_or(HumanError::NoUser)?;
        if change.first_name.as_deref() == Some("") {
            return Err(HumanError::EmptyName);
        }
        if let Some(name) = change.first_name {
            user.first_name = name;
        }
        if let Some(name) = change.username {
            user.username = Some(name).filter(|name| !name.is_empty());
        }
        if let Some(code) = change.language_code {
            user.language_code = Some(code).filter(|code| !code.is_empty());
        }
        let before = user.consent;
        match change.blocked {
            Some(true) => user.consent = Consent::Blocked,
            Some(false) => user.consent = Consent::Allowed,
            None => {}
        }
        let user = user.clone();
        self.events.push("user", json!({ "user": user.page_json() }));
        if user.consent != before {
            self.tell_consent(&user);
        }
        Ok(user)
    }

    /// A person sends a text. Gives the message and the id of its update, if the bot wants such updates.
    ///
    /// # Errors
    /// Any [`HumanError`] but [`HumanError::EmptyName`].
    pub fn write(&mut self, writing: Writing) -> Result<(Message, Option<i64>), HumanError> {
        let from = self.person_in(writing.from, writing.chat)?.json();
        if writing.text.is_empty() || writing.text.chars().count() > LONGEST_TEXT {
            return Err(HumanError::BadTextLength);
        }
        if writing.reply_to.is_some_and(|id| self.message(writing.chat, id).is_none()) {
            return Err(HumanError::NoReplyTarget);
        }
        self.make_known(writing.chat);
        let mut content = Map::new();
        let found = entities::detect(&writing.text);
        content.insert("text".into(), json!(writing.text));
        if !found.is_empty() {
            content.insert("entities".into(), entities::json(&found));
        }
        let draft = Draft { content, notes: Map::new(), reply_to: writing.reply_to, thread: writing.thread };
        let message = self.post(Author::Other, from, writing.chat, draft);
        let update_id = self.updates.push("message", message.for_bot());
        Ok((message, update_id))
    }

    /// A person presses a button. Gives the `callback_query_id` and the id of the update, if the bot wants such
    /// updates.
    ///
    /// # Errors
    /// [`HumanError::NoUser`], [`HumanError::NoChat`], [`HumanError::Blocked`].
    pub fn press(&mut self, pressing: Pressing) -> Result<(String, Option<i64>), HumanError> {
        let Pressing { from, chat, message_id, data } = pressing;
        let user = self.person_in(from, chat)?.json();
        self.make_known(chat);
        // A message that is gone reaches the bot as an inaccessible one: its id and the date 0.
        let message = match self.message(chat, message_id) {
            Some(message) => message.for_bot(),
            None => json!({ "chat": self.chat_json(chat), "message_id": message_id, "date": 0 }),
        };
        let id = self.taps.open(from, chat, message_id);
        let query = json!({
            "id": id, "from": user, "message": message, "chat_instance": (chat ^ 0x5A5A_5A5A).to_string(), "data": data,
        });
        let update_id = self.updates.push("callback_query", query);
        Ok((id, update_id))
    }

    /// Queues an update exactly as given. Chats, users and messages in it become known, so that the bot can
    /// answer.
    pub fn inject(&mut self, fields: Map<String, Value>) -> i64 {
        for body in fields.values() {
            self.learn(body, 0);
        }
        self.updates.push_object(fields)
    }

    /// The same for a literal text.
    ///
    /// # Errors
    /// See [`crate::sandbox::updates::UpdateQueue::push_text`].
    pub fn inject_text(&mut self, text: &str) -> Result<i64, String> {
        let id = self.updates.push_text(text)?;
        if let Ok(Value::Object(fields)) = serde_json::from_str(text) {
            for body in fields.values() {
                self.learn(body, 0);
            }
        }
        Ok(id)
    }

    fn person_in(&self, user: i64, chat: i64) -> Result<&User, HumanError> {
        let user = self.users.get(&user).ok_or(HumanError::NoUser)?;
        let group = chat != user.id && !self.users.contains_key(&chat) && self.chats.contains_key(&chat);
        if chat != user.id && !group {
            return Err(HumanError::NoChat);
        }
        if chat == user.id && user.consent == Consent::Blocked {
            return Err(HumanError::Blocked);
        }
        Ok(user)
    }

    fn tell_consent(&mut self, user: &User) {
        self.make_known(user.id);
        let bot = self.bot_json();
        let member = json!({ "user": bot, "status": "member" });
        let kicked = json!({ "user": bot, "status": "kicked", "until_date": 0 });
        let (old, new) = match user.consent {
            Consent::Blocked => (member, kicked),
            Consent::Allowed => (kicked, member),
        };
        let change = json!({
            "chat": user.chat_json(), "from": user.json(), "date": now(),
            "old_chat_member": old, "new_chat_member": new,
        });
        self.updates.push("my_chat_member", change);
    }

    /// Remembers the chats, and the message itself, of an injected update's body.
    fn learn(&mut self, body: &Value, depth: usize) {
        let Some(fields) = body.as_object().filter(|_| depth < 3) else {
            return;
        };
        if let Some(id) = fields.get("chat").and_then(|chat| chat["id"].as_i64()) {
            self.chats.entry(id).or_insert_with(|| Chat::new(id, fields["chat"].clone()));
            let message_id = fields.get("message_id").and_then(Value::as_i64);
            let message_id = message_id.filter(|id| (1..=LARGEST_INJECTED).contains(id));
            // Date 0 marks a message that is not accessible, so there is nothing to keep.
            let dated = fields.get("date").and_then(Value::as_i64).is_some_and(|date| date > 0);
            if let Some(message_id) = message_id.filter(|_| dated)
                && self.message(id, message_id).is_none()
            {
                let author = if fields.get("from").is_some_and(|from| from["id"] == self.bot_json()["id"]) {
                    Author::Bot
                } else {
                    Author::Other
                };
                self.keep(id, Message { id: message_id, author, fields: fields.clone(), notes: Map::new() });
            }
        }
        for nested in fields.values() {
            self.learn(nested, depth + 1);
        }
    }
}

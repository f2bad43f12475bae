//! Updates a test has made up.

use serde_json::{Map, Value, json};

use crate::state::chats::Chat;
use crate::state::messages::{Author, Message};
use crate::state::store::State;

/// The largest id of an injected message that is kept. Later messages are numbered on from it, and clients read ids
/// into 32 bits.
const LARGEST_INJECTED: i64 = 1 << 30;

impl State {
    /// Queues an update exactly as given. Chats, users and messages in it become known, so that the bot can
    /// answer.
    pub fn inject(&mut self, fields: Map<String, Value>) -> i64 {
        for body in fields.values() {
            self.learn(body, 0);
        }
        let id = self.updates.push_object(fields.clone());
        self.log_injected(id, fields);
        id
    }

    fn log_injected(&mut self, id: i64, fields: Map<String, Value>) {
        let mut update = Map::new();
        update.insert("update_id".into(), json!(id));
        update.extend(fields);
        self.events.push("update", json!({ "update": update }));
    }

    /// The same for a literal text.
    ///
    /// # Errors
    /// See [`crate::state::updates::UpdateQueue::push_text`].
    pub fn inject_text(&mut self, text: &str) -> Result<i64, String> {
        let id = self.updates.push_text(text)?;
        if let Ok(Value::Object(fields)) = serde_json::from_str(text) {
            for body in fields.values() {
                self.learn(body, 0);
            }
            self.log_injected(id, fields);
        }
        Ok(id)
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
                self.keep(id, Message::new(message_id, author, fields.clone(), Map::new()));
            }
        }
        for nested in fields.values() {
            self.learn(nested, depth + 1);
        }
    }
}

//! Reactions to messages: kept beside the message, for the page.

use serde_json::{Value, json};

use crate::state::store::State;

impl State {
    /// Replaces the reactions of one user or the bot to a message, and logs it. Gives those before; `None` when there
    /// is no such message.
    pub fn react(&mut self, chat: i64, id: i64, user: i64, reactions: Value) -> Option<Value> {
        let message = self.message_mut(chat, id)?;
        let kept = message.notes.entry("reactions").or_insert_with(|| json!({}));
        let key = user.to_string();
        let before = kept.get(&key).cloned().unwrap_or_else(|| json!([]));
        if let Some(kept) = kept.as_object_mut() {
            if reactions.as_array().is_none_or(Vec::is_empty) {
                kept.shift_remove(&key);
            } else {
                kept.insert(key, reactions);
            }
        }
        let event = message.event(chat);
        self.events.push("edit", event);
        Some(before)
    }
}

//! Which of the bot's command lists apply to a person in a chat.

use serde_json::json;

use crate::state::store::State;

/// The scope everything falls back to.
pub const DEFAULT_SCOPE: &str = r#"{"type":"default"}"#;

/// The scopes that count for a person in a chat, the nearest first. No chat is any private one.
pub fn scopes(state: &State, chat: Option<i64>, person: Option<i64>) -> Vec<String> {
    let group = chat.and_then(|id| Some((id, state.chats.get(&id)?.group()?)));
    let list = match (chat, group) {
        (_, Some((chat, group))) => {
            let member = person.and_then(|id| group.members.get(&id));
            let is_administrator = member.is_some_and(|member| member.status.is_administrator());
            [
                person.map(|id| json!({ "type": "chat_member", "chat_id": chat, "user_id": id })),
                is_administrator.then(|| json!({ "type": "chat_administrators", "chat_id": chat })),
                Some(json!({ "type": "chat", "chat_id": chat })),
                is_administrator.then(|| json!({ "type": "all_chat_administrators" })),
                Some(json!({ "type": "all_group_chats" })),
            ]
        }
        (chat, None) => {
            let own = chat.map(|chat| json!({ "type": "chat", "chat_id": chat }));
            [own, Some(json!({ "type": "all_private_chats" })), None, None, None]
        }
    };
    let near = list.into_iter().flatten().map(|scope| scope.to_string());
    near.chain([DEFAULT_SCOPE.to_owned()]).collect()
}

//! What a bot does to messages besides writing them: reactions, pins; and files it downloads.

use serde_json::{Value, json};

use crate::error::ApiError;
use crate::methods::method::{Method, Reply, done};
use crate::methods::targets;
use crate::params::Params;
use crate::state::chats::Chat;
use crate::state::store::State;

/// The methods of this file.
pub const METHODS: &[Method] = &[
    Method::new("setMessageReaction", &["chat_id", "message_id", "reaction", "is_big"], set_message_reaction),
    Method::new(
        "pinChatMessage",
        &["business_connection_id", "chat_id", "message_id", "disable_notification"],
        pin_chat_message,
    ),
    Method::new("unpinChatMessage", &["business_connection_id", "chat_id", "message_id"], unpin_chat_message),
    Method::new("unpinAllChatMessages", &["chat_id"], |state, params| {
        let chat = pinning_chat(state, params)?;
        set_pins(state, chat, Vec::new())
    }),
    Method::new("getFile", &["file_id"], |state, params| {
        state.files.json(&params.text("file_id")).map(Reply::Value)
    }),
    Method::new("getUserProfilePhotos", &["user_id", "offset", "limit"], |state, params| {
        let user = params.integer("user_id")?.filter(|id| state.users.contains_key(id));
        user.map(|_| Reply::Value(json!({ "total_count": 0, "photos": [] })))
            .ok_or_else(|| ApiError::bad_request("user not found"))
    }),
    Method::new("logOut", &[], |_, _| done()),
    Method::new("close", &[], |_, _| done()),
];

fn set_message_reaction(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let chat = targets::writable_chat(state, params)?;
    let id = targets::message_id(params)?;
    let reactions = params.structure("reaction", "reaction types")?.unwrap_or_else(|| json!([]));
    let list =
        reactions.as_array().ok_or_else(|| ApiError::bad_request("expected an Array of ReactionType"))?;
    if list.len() > 1 {
        return Err(ApiError::bad_request("REACTIONS_TOO_MANY"));
    }
    for reaction in list {
        match (reaction["type"].as_str(), reaction["emoji"].as_str()) {
            (Some("emoji"), Some(emoji)) if !emoji.is_empty() => {}
            (Some("custom_emoji"), _) if reaction["custom_emoji_id"].is_string() => {}
            _ => return Err(ApiError::bad_request("REACTION_INVALID")),
        }
    }
    let bot = state.options.bot_id();
    state
        .react(chat, id, bot, reactions)
        .ok_or_else(|| ApiError::bad_request("message to react not found"))?;
    done()
}

fn pin_chat_message(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let chat = pinning_chat(state, params)?;
    let id = targets::message_id(params)?;
    if state.message(chat, id).is_none() {
        return Err(ApiError::bad_request("message to pin not found"));
    }
    let mut pins: Vec<i64> = state.chats.get(&chat).map_or(Vec::new(), |chat| chat.pinned.clone());
    pins.retain(|pinned| *pinned != id);
    pins.push(id);
    set_pins(state, chat, pins)
}

fn unpin_chat_message(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let chat = pinning_chat(state, params)?;
    let mut pins: Vec<i64> = state.chats.get(&chat).map_or(Vec::new(), |chat| chat.pinned.clone());
    match params.integer("message_id")? {
        Some(id) if !pins.contains(&id) => return Err(ApiError::bad_request("message to unpin not found")),
        Some(id) => pins.retain(|pinned| *pinned != id),
        None => {
            pins.pop();
        }
    }
    set_pins(state, chat, pins)
}

/// A chat whose messages the bot may pin.
fn pinning_chat(state: &State, params: &Params) -> Result<i64, ApiError> {
    let chat = targets::writable_chat(state, params)?;
    match state.chats.get(&chat).and_then(Chat::group) {
        Some(group) if !group.bot.is_administrator() => {
            Err(ApiError::bad_request("not enough rights to manage pinned messages in the chat"))
        }
        _ => Ok(chat),
    }
}

fn set_pins(state: &mut State, chat: i64, pins: Vec<i64>) -> Result<Reply, ApiError> {
    let newest = pins.last().copied();
    if let Some(chat) = state.chats.get_mut(&chat) {
        chat.pinned = pins;
    }
    state
        .events
        .push("pinned", json!({ "chat": chat, "message_id": newest.map_or(Value::Null, |id| json!(id)) }));
    done()
}

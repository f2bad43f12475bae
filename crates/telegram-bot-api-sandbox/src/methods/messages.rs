//! Sending and deleting messages.

use serde_json::{Map, Value, json};

use crate::error::ApiError;
use crate::methods::method::{Method, Reply, done};
use crate::methods::text::text_content;
use crate::methods::{ephemeral, targets};
use crate::params::Params;
use crate::rules::keyboards::{self, Markup};
use crate::state::chats::Chat;
use crate::state::groups::Group;
use crate::state::messages::{Author, Draft};
use crate::state::store::State;

/// The methods of this file.
pub const METHODS: &[Method] = &[
    Method::sending(
        "sendMessage",
        &["text", "parse_mode", "entities", "link_preview_options", "disable_web_page_preview"],
        send_message,
    ),
    Method::new("deleteMessage", &["chat_id", "message_id"], |state, params| {
        let id = targets::message_id(params)?;
        delete(state, params, id)
    }),
    Method::new("deleteMessages", &["chat_id", "message_ids"], delete_messages),
    Method::new(
        "sendChatAction",
        &["business_connection_id", "chat_id", "message_thread_id", "action"],
        send_chat_action,
    ),
];

/// What a bot can be seen doing.
const ACTIONS: [&str; 11] = [
    "typing",
    "upload_photo",
    "record_video",
    "upload_video",
    "record_voice",
    "upload_voice",
    "upload_document",
    "choose_sticker",
    "find_location",
    "record_video_note",
    "upload_video_note",
];

fn send_message(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let content = text_content(state, params)?;
    send(state, params, content)
}

/// Sends a message with this content; chat, reply, topic, keyboard and flags come from the parameters.
///
/// # Errors
/// 400 and 403 with Telegram's words, or ending in `(sandbox)`; 429.
pub fn send(state: &mut State, params: &Params, mut content: Map<String, Value>) -> Result<Reply, ApiError> {
    let chat = targets::writable_chat(state, params)?;
    let ephemeral_target = ephemeral::read(state, params, chat)?;
    let reply_to = targets::reply_target(state, params, chat)?;
    let thread = thread(state, params, chat)?;
    let mut notes = Map::new();
    match keyboards::read(params, chat > 0)? {
        Markup::Inline(keyboard) => {
            let refused: &[&str] = match (chat < 0, ephemeral_target.is_some()) {
                (true, true) => &["web_app", "login_url"],
                (true, false) => &["web_app"],
                (false, _) => &[],
            };
            keyboards::without(&keyboard, refused)?;
            content.insert("reply_markup".into(), keyboard);
        }
        Markup::Reply(keyboard) => {
            notes.insert("reply_markup".into(), keyboard);
        }
        Markup::Nothing => {}
    }
    if params.flag("protect_content") {
        content.insert("has_protected_content".into(), json!(true));
    }
    if params.flag("disable_notification") {
        notes.insert("disable_notification".into(), json!(true));
    }
    targets::spend(state, chat)?;
    let from = state.bot_json();
    let draft = Draft { content, notes, reply_to, thread };
    let message = match ephemeral_target {
        Some(ephemeral_target) => ephemeral::send(state, chat, ephemeral_target, draft),
        None => state.post(Author::Bot, from, chat, draft),
    };
    Ok(Reply::Value(message.for_bot()))
}

/// The topic of a new message; it must be there.
fn thread(state: &State, params: &Params, chat: i64) -> Result<Option<i64>, ApiError> {
    let thread = params.integer("message_thread_id")?;
    match (thread, state.chats.get(&chat).and_then(Chat::group)) {
        (Some(thread), Some(group)) => group.admit_to(thread).map(|()| Some(thread)),
        // Private chats have topics only if the bot has switched them on, which is not here yet.
        (Some(_), None) if state.users.contains_key(&chat) => {
            Err(ApiError::bad_request("message thread not found"))
        }
        (thread, _) => Ok(thread),
    }
}

/// Deletes what is there; Telegram passes over the rest.
fn delete_messages(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    for id in targets::message_ids(params)? {
        match delete(state, params, id) {
            Err(error) if error.description.ends_with("not found") => {}
            outcome => drop(outcome?),
        }
    }
    done()
}

fn delete(state: &mut State, params: &Params, id: i64) -> Result<Reply, ApiError> {
    let chat = targets::chat(state, params)?;
    let group = state.chats.get(&chat).and_then(Chat::group);
    group.map_or(Ok(()), Group::admit)?;
    let Some(message) = state.message(chat, id) else {
        return Err(ApiError::bad_request("message to delete not found"));
    };
    if message.author != Author::Bot && group.is_some_and(|group| !group.bot.is_administrator()) {
        return Err(ApiError::bad_request("message can't be deleted"));
    }
    state.chats.get_mut(&chat).and_then(|chat| chat.messages.remove(&id));
    state.events.push("delete", json!({ "chat": chat, "message_id": id }));
    done()
}

fn send_chat_action(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let chat = targets::writable_chat(state, params)?;
    thread(state, params, chat)?;
    let action = params.text("action");
    if !ACTIONS.contains(&action.as_str()) {
        return Err(ApiError::bad_request("wrong parameter action in request"));
    }
    state.events.push("chat_action", json!({ "chat": chat, "action": action }));
    done()
}

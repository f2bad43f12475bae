//! Sending and deleting messages.

use serde_json::{Map, Value, json};

use crate::error::ApiError;
use crate::groups::Group;
use crate::keyboard::{self, Markup};
use crate::message::{Author, Draft};
use crate::methods::text::text_content;
use crate::methods::{Method, Reply, done, privy, targets};
use crate::params::Params;
use crate::people::Chat;
use crate::world::State;

/// The methods of this file.
pub const METHODS: &[Method] = &[
    Method::new(
        "sendMessage",
        &[
            "business_connection_id",
            "chat_id",
            "message_thread_id",
            "direct_messages_topic_id",
            "text",
            "parse_mode",
            "entities",
            "link_preview_options",
            "disable_web_page_preview",
            "disable_notification",
            "protect_content",
            "allow_paid_broadcast",
            "message_effect_id",
            "suggested_post_parameters",
            "ephemeral_message_parameters",
            "reply_parameters",
            "reply_to_message_id",
            "allow_sending_without_reply",
            "reply_markup",
        ],
        send_message,
    ),
    Method::new("deleteMessage", &["chat_id", "message_id"], delete_message),
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

/// Sends a message with this content; what else there is to say of it stands in the parameters.
///
/// # Errors
/// 400 and 403 with Telegram's words, or ending in `(sandbox)`; 429.
pub fn send(state: &mut State, params: &Params, mut content: Map<String, Value>) -> Result<Reply, ApiError> {
    let chat = targets::writable_chat(state, params)?;
    let whisper = privy::read(state, params, chat)?;
    let reply_to = targets::reply_target(state, params, chat)?;
    let thread = thread(state, params, chat)?;
    let mut notes = Map::new();
    match keyboard::read(params)? {
        Markup::Inline(keyboard) => {
            let refused: &[&str] = match (chat < 0, whisper.is_some()) {
                (true, true) => &["web_app", "login_url"],
                (true, false) => &["web_app"],
                (false, _) => &[],
            };
            keyboard::without(&keyboard, refused)?;
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
    let message = match whisper {
        Some(whisper) => privy::send(state, chat, whisper, draft),
        None => state.post(Author::Bot, from, chat, draft),
    };
    Ok(Reply::Value(message.for_bot()))
}

/// The topic of a new message; it must be there.
fn thread(state: &State, params: &Params, chat: i64) -> Result<Option<i64>, ApiError> {
    let thread = params.integer("message_thread_id")?;
    match (thread, state.chats.get(&chat).and_then(Chat::group)) {
        (Some(thread), Some(group)) => group.admit_to(thread).map(|()| Some(thread)),
        (thread, _) => Ok(thread),
    }
}

fn delete_message(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let chat = targets::chat(state, params)?;
    let id = targets::message_id(params)?;
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

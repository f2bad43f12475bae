//! Changing what was sent: in a chat, via inline or guest mode, or to one person only.

use serde_json::{Map, Value, json};

use crate::error::ApiError;
use crate::methods::method::{Method, Reply, done};
use crate::methods::targets;
use crate::methods::text::{caption_content, text_content};
use crate::params::Params;
use crate::rules::keyboards;
use crate::state::inline::place;
use crate::state::messages::{Author, Message};
use crate::state::store::{State, now};

/// The methods of this file.
pub const METHODS: &[Method] = &[
    Method::new(
        "editMessageText",
        &[
            "business_connection_id",
            "chat_id",
            "message_id",
            "inline_message_id",
            "text",
            "rich_message",
            "parse_mode",
            "entities",
            "link_preview_options",
            "disable_web_page_preview",
            "reply_markup",
        ],
        edit_message_text,
    ),
    Method::new(
        "editMessageCaption",
        &[
            "business_connection_id",
            "chat_id",
            "message_id",
            "inline_message_id",
            "caption",
            "parse_mode",
            "caption_entities",
            "show_caption_above_media",
            "reply_markup",
        ],
        edit_message_caption,
    ),
    Method::new(
        "editMessageReplyMarkup",
        &["business_connection_id", "chat_id", "message_id", "inline_message_id", "reply_markup"],
        edit_message_reply_markup,
    ),
    Method::new(
        "editEphemeralMessageText",
        &[
            "chat_id",
            "receiver_user_id",
            "ephemeral_message_id",
            "text",
            "rich_message",
            "parse_mode",
            "entities",
            "link_preview_options",
            "reply_markup",
        ],
        edit_ephemeral_message_text,
    ),
    Method::new(
        "editEphemeralMessageReplyMarkup",
        &["chat_id", "receiver_user_id", "ephemeral_message_id", "reply_markup"],
        edit_ephemeral_message_reply_markup,
    ),
    Method::new(
        "deleteEphemeralMessage",
        &["chat_id", "receiver_user_id", "ephemeral_message_id"],
        delete_ephemeral_message,
    ),
];

/// What an edit of the text replaces.
const TEXT: &[&str] = &["text", "entities", "link_preview_options", "reply_markup"];
/// What an edit of the caption replaces.
const CAPTION: &[&str] = &["caption", "caption_entities", "reply_markup"];
/// What an edit of the keyboard replaces.
const KEYBOARD: &[&str] = &["reply_markup"];

/// The fields of messages that have captions.
const CAPTIONED: [&str; 6] = ["photo", "document", "video", "animation", "audio", "voice"];

fn edit_message_text(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let content = new_text(state, params)?;
    edit(state, params, content, TEXT)
}

fn edit_message_caption(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let mut content = caption_content(state, params)?;
    content.extend(new_keyboard(params)?);
    edit(state, params, content, CAPTION)
}

fn edit_message_reply_markup(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    edit(state, params, new_keyboard(params)?, KEYBOARD)
}

fn edit_ephemeral_message_text(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    targets::ephemeral_methods(state)?;
    let content = new_text(state, params)?;
    edit_ephemeral(state, params, content, TEXT)
}

fn edit_ephemeral_message_reply_markup(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    targets::ephemeral_methods(state)?;
    edit_ephemeral(state, params, new_keyboard(params)?, KEYBOARD)
}

fn delete_ephemeral_message(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    targets::ephemeral_methods(state)?;
    let (chat, id) = targets::ephemeral(state, params)?;
    let removed = state.chats.get_mut(&chat).and_then(|chat| chat.ephemerals.remove(&id));
    let ephemeral = removed.and_then(|message| message.ephemeral);
    let Some(ephemeral) = ephemeral else {
        return Err(ApiError::bad_request("message to delete not found"));
    };
    state.events.push(
        "delete",
        json!({
            "chat": chat, "receiver": ephemeral.receiver, "seen_by": ephemeral.person, "ephemeral_message_id": id,
        }),
    );
    done()
}

fn new_text(state: &State, params: &Params) -> Result<Map<String, Value>, ApiError> {
    let mut content = text_content(state, params)?;
    content.extend(new_keyboard(params)?);
    Ok(content)
}

fn new_keyboard(params: &Params) -> Result<Map<String, Value>, ApiError> {
    let keyboard = keyboards::read_inline(params)?;
    Ok(keyboard.map(|keyboard| ("reply_markup".to_owned(), keyboard)).into_iter().collect())
}

/// Replaces the given fields of one of the bot's messages by `content`; a field that is missing there goes away.
fn edit(
    state: &mut State,
    params: &Params,
    content: Map<String, Value>,
    replaced: &[&str],
) -> Result<Reply, ApiError> {
    let inline = params.text("inline_message_id");
    if !inline.is_empty() {
        return edit_inline(state, &inline, content, replaced);
    }
    if params.text("chat_id").is_empty() && params.text("message_id").is_empty() {
        return Err(ApiError::bad_request("message identifier is not specified"));
    }
    let chat = targets::writable_chat(state, params)?;
    let id = targets::message_id(params)?;
    let message =
        state.message(chat, id).ok_or_else(|| ApiError::bad_request("message to edit not found"))?;
    if message.author != Author::Bot {
        return Err(ApiError::bad_request("message can't be edited"));
    }
    if replaced == TEXT && !message.fields.contains_key("text") {
        return Err(ApiError::bad_request("there is no text in the message to edit"));
    }
    let has_caption = CAPTIONED.iter().any(|field| message.fields.contains_key(*field));
    if replaced == CAPTION && !has_caption {
        return Err(ApiError::bad_request("there is no caption in the message to edit"));
    }
    check_modified(message, &content, replaced)?;
    targets::spend(state, chat)?;
    let message = state.message_mut(chat, id).map(|message| replace(message, content, replaced));
    Ok(Reply::Value(log_edit(state, chat, message)))
}

/// The same for a message sent via inline or guest mode, wherever it is. The bot gets no message back.
fn edit_inline(
    state: &mut State,
    inline: &str,
    content: Map<String, Value>,
    replaced: &[&str],
) -> Result<Reply, ApiError> {
    let sent = |message: &&Message| message.notes.get("inline_message_id").is_some_and(|id| id == inline);
    let found = place(inline).and_then(|(chat, id)| Some((chat, state.message(chat, id).filter(sent)?)));
    let (chat, message) = found.ok_or_else(|| ApiError::bad_request("MESSAGE_ID_INVALID"))?;
    check_modified(message, &content, replaced)?;
    let id = message.id;
    let message = state.message_mut(chat, id).map(|message| replace(message, content, replaced));
    log_edit(state, chat, message);
    done()
}

/// The same for an ephemeral message. The bot gets no message back here either.
fn edit_ephemeral(
    state: &mut State,
    params: &Params,
    content: Map<String, Value>,
    replaced: &[&str],
) -> Result<Reply, ApiError> {
    let (chat, id) = targets::ephemeral(state, params)?;
    let message =
        state.ephemeral(chat, id).ok_or_else(|| ApiError::bad_request("message to edit not found"))?;
    check_modified(message, &content, replaced)?;
    targets::spend(state, chat)?;
    let message = state.chats.get_mut(&chat).and_then(|chat| chat.ephemerals.get_mut(&id));
    let message = message.map(|message| replace(message, content, replaced));
    log_edit(state, chat, message);
    done()
}

fn check_modified(
    message: &Message,
    content: &Map<String, Value>,
    replaced: &[&str],
) -> Result<(), ApiError> {
    if replaced.iter().any(|field| message.fields.get(*field) != content.get(*field)) {
        return Ok(());
    }
    Err(ApiError::bad_request(
        "message is not modified: specified new message content and reply markup are exactly the same as a \
         current content and reply markup of the message",
    ))
}

fn replace(message: &mut Message, content: Map<String, Value>, replaced: &[&str]) -> Message {
    for field in replaced {
        message.fields.shift_remove(*field);
    }
    message.fields.insert("edit_date".into(), json!(now()));
    message.fields.extend(content);
    message.clone()
}

/// Logs an edit and gives the message as the Bot API shows it.
fn log_edit(state: &mut State, chat: i64, message: Option<Message>) -> Value {
    message.map_or(Value::Null, |message| {
        state.events.push("edit", message.event(chat));
        message.for_bot()
    })
}

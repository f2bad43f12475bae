//! Sending, editing and deleting messages.

use serde_json::{Map, Value, json};

use crate::sandbox::entities::{self, Kind};
use crate::sandbox::error::ApiError;
use crate::sandbox::keyboard::{self, Markup};
use crate::sandbox::markup::{self, Formatted, ParseMode};
use crate::sandbox::message::{Author, Draft};
use crate::sandbox::methods::{Method, Reply, done, targets};
use crate::sandbox::params::Params;
use crate::sandbox::world::{State, now};

/// The longest text, in characters, markup not counted.
const LONGEST_TEXT: usize = 4096;
/// Telegram silently drops entities beyond these.
const MOST_ENTITIES: usize = 100;

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
        "editMessageReplyMarkup",
        &["business_connection_id", "chat_id", "message_id", "inline_message_id", "reply_markup"],
        edit_message_reply_markup,
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
    let mut content = text_content(state, params)?;
    let chat = targets::writable_chat(state, params)?;
    let reply_to = targets::reply_target(state, params, chat)?;
    let thread = params.integer("message_thread_id")?;
    let mut notes = Map::new();
    match keyboard::read(params)? {
        Markup::Inline(keyboard) => {
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
    let from = state.bot_json();
    let message = state.post(Author::Bot, from, chat, Draft { content, notes, reply_to, thread });
    Ok(Reply::Value(message.for_bot()))
}

fn edit_message_text(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let mut content = text_content(state, params)?;
    if let Some(keyboard) = keyboard::read_inline(params)? {
        content.insert("reply_markup".into(), keyboard);
    }
    edit(state, params, content, &["text", "entities", "link_preview_options", "reply_markup"])
}

fn edit_message_reply_markup(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let mut content = Map::new();
    if let Some(keyboard) = keyboard::read_inline(params)? {
        content.insert("reply_markup".into(), keyboard);
    }
    edit(state, params, content, &["reply_markup"])
}

fn delete_message(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let chat = targets::chat(state, params)?;
    let id = targets::message_id(params)?;
    let removed = state.chats.get_mut(&chat).and_then(|chat| chat.messages.remove(&id));
    if removed.is_none() {
        return Err(ApiError::bad_request("message to delete not found"));
    }
    state.events.push("delete", json!({ "chat": chat, "message_id": id }));
    done()
}

fn send_chat_action(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let chat = targets::writable_chat(state, params)?;
    let action = params.text("action");
    if !ACTIONS.contains(&action.as_str()) {
        return Err(ApiError::bad_request("wrong parameter action in request"));
    }
    state.events.push("chat_action", json!({ "chat": chat, "action": action }));
    done()
}

/// Replaces the given fields of one of the bot's messages by `content`; a field that is missing there goes away.
fn edit(
    state: &mut State,
    params: &Params,
    content: Map<String, Value>,
    replaced: &[&str],
) -> Result<Reply, ApiError> {
    if !params.text("inline_message_id").is_empty() {
        return Err(ApiError::bad_request("MESSAGE_ID_INVALID"));
    }
    if params.text("chat_id").is_empty() && params.text("message_id").is_empty() {
        return Err(ApiError::bad_request("message identifier is not specified"));
    }
    let chat = targets::writable_chat(state, params)?;
    let id = targets::message_id(params)?;
    let message = state.chats.get_mut(&chat).and_then(|chat| chat.messages.get_mut(&id));
    let message = message.ok_or_else(|| ApiError::bad_request("message to edit not found"))?;
    if message.author != Author::Bot {
        return Err(ApiError::bad_request("message can't be edited"));
    }
    if replaced.iter().all(|field| message.fields.get(*field) == content.get(*field)) {
        return Err(ApiError::bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same as a \
             current content and reply markup of the message",
        ));
    }
    for field in replaced {
        message.fields.shift_remove(*field);
    }
    message.fields.insert("edit_date".into(), json!(now()));
    message.fields.extend(content);
    let (page, bot) = (message.for_page(), message.for_bot());
    state.events.push("edit", json!({ "chat": chat, "message": page }));
    Ok(Reply::Value(bot))
}

/// `text`, `entities` and `link_preview_options` of a message, from the parameters that say so.
fn text_content(state: &State, params: &Params) -> Result<Map<String, Value>, ApiError> {
    let Formatted { text, mut entities } = formatted(params)?;
    // Telegram drops a mention of somebody the bot has never seen.
    entities.retain(|entity| !matches!(entity.kind, Kind::TextMention(id) if !state.chats.contains_key(&id)));
    let mut content = Map::new();
    content.insert("text".into(), json!(text));
    if !entities.is_empty() {
        let mut list = entities::json(&entities);
        for entity in list.as_array_mut().into_iter().flatten() {
            let user = entity["user"]["id"].as_i64().and_then(|id| state.users.get(&id));
            if let Some(user) = user {
                entity["user"] = user.json();
            }
        }
        content.insert("entities".into(), list);
    }
    if let Some(options) = params.structure("link_preview_options", "link preview options")? {
        let known = ["is_disabled", "url", "prefer_small_media", "prefer_large_media", "show_above_text"];
        Params::known_fields("link_preview_options", &options, &known)?;
        content.insert("link_preview_options".into(), options);
    } else if params.flag("disable_web_page_preview") {
        content.insert("link_preview_options".into(), json!({ "is_disabled": true }));
    }
    Ok(content)
}

fn formatted(params: &Params) -> Result<Formatted, ApiError> {
    let mode = match params.text("parse_mode").to_ascii_lowercase().as_str() {
        "" | "none" => ParseMode::Plain,
        "html" => ParseMode::Html,
        _ => return Err(ApiError::bad_request("unsupported parse_mode")),
    };
    let formatted = markup::format(&params.text("text"), mode)
        .map_err(|reason| ApiError::bad_request(format!("can't parse entities: {reason}")))?;
    if formatted.text.is_empty() {
        return Err(ApiError::bad_request("message text is empty"));
    }
    if formatted.text.chars().count() > LONGEST_TEXT {
        return Err(ApiError::bad_request("message is too long"));
    }
    if formatted.entities.len() > MOST_ENTITIES {
        return Err(ApiError::bad_request(format!("more than {MOST_ENTITIES} entities (sandbox)")));
    }
    Ok(formatted)
}

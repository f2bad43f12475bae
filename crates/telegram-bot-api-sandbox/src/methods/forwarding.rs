//! Copying and forwarding messages from one chat to another.

use serde_json::{Map, Value, json};

use crate::error::ApiError;
use crate::methods::method::{Method, Reply};
use crate::methods::text::caption_content;
use crate::methods::{messages, targets};
use crate::params::Params;
use crate::state::messages::Message;
use crate::state::store::State;

/// The fields of a message that hold what it says.
const CONTENT: [&str; 21] = [
    "text",
    "entities",
    "link_preview_options",
    "caption",
    "caption_entities",
    "show_caption_above_media",
    "has_media_spoiler",
    "photo",
    "document",
    "video",
    "animation",
    "audio",
    "voice",
    "video_note",
    "sticker",
    "location",
    "venue",
    "contact",
    "dice",
    "media_group_id",
    "has_protected_content",
];

/// The methods of this file.
pub const METHODS: &[Method] = &[
    Method::sending(
        "copyMessage",
        &[
            "from_chat_id",
            "message_id",
            "video_start_timestamp",
            "caption",
            "parse_mode",
            "caption_entities",
            "show_caption_above_media",
        ],
        copy_message,
    ),
    Method::sending("copyMessages", &["from_chat_id", "message_ids", "remove_caption"], copy_messages),
    Method::sending(
        "forwardMessage",
        &["from_chat_id", "message_id", "video_start_timestamp"],
        |state, params| {
            let id = targets::message_id(params)?;
            forward(state, params, id)
        },
    ),
    Method::sending("forwardMessages", &["from_chat_id", "message_ids"], |state, params| {
        each(state, params, forward)
    }),
];

fn copy_message(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let id = targets::message_id(params)?;
    let mut content = content_of(source(state, params, id, "message to copy not found")?);
    // An empty caption takes the old one away.
    if params.values().contains_key("caption") {
        content.retain(|name, _| name != "caption" && name != "caption_entities");
        content.extend(caption_content(state, params)?);
    }
    sent_id(messages::send(state, params, content)?)
}

fn copy_messages(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let bare = params.flag("remove_caption");
    each(state, params, |state, params, id| {
        let mut content = content_of(source(state, params, id, "message to copy not found")?);
        if bare {
            content.retain(|name, _| name != "caption" && name != "caption_entities");
        }
        messages::send(state, params, content)
    })
}

fn forward(state: &mut State, params: &Params, id: i64) -> Result<Reply, ApiError> {
    let message = source(state, params, id, "message to forward not found")?;
    let mut content = content_of(message);
    let origin = message.fields.get("forward_origin").cloned().unwrap_or_else(
        || json!({ "type": "user", "date": message.fields["date"], "sender_user": message.fields["from"] }),
    );
    content.insert("forward_origin".into(), origin);
    messages::send(state, params, content)
}

/// Does one thing with every message of the call that is there; gives the ids of what was sent.
fn each(
    state: &mut State,
    params: &Params,
    act: impl Fn(&mut State, &Params, i64) -> Result<Reply, ApiError>,
) -> Result<Reply, ApiError> {
    let mut sent = Vec::new();
    for id in targets::message_ids(params)? {
        match act(state, params, id).and_then(sent_id) {
            Ok(Reply::Value(id)) => sent.push(id),
            // Telegram leaves out what cannot be sent.
            Err(error) if error.code == 400 && error.description.ends_with("not found") => {}
            Err(error) => return Err(error),
            Ok(_) => {}
        }
    }
    if sent.is_empty() {
        return Err(ApiError::bad_request("there are no messages to forward"));
    }
    Ok(Reply::Value(Value::Array(sent)))
}

fn source<'state>(
    state: &'state State,
    params: &Params,
    id: i64,
    missing: &str,
) -> Result<&'state Message, ApiError> {
    let mut from = params.values().clone();
    from.insert("chat_id".into(), json!(params.text("from_chat_id")));
    let chat = targets::chat(state, &Params::inner(from))?;
    let message = state.message(chat, id).ok_or_else(|| ApiError::bad_request(missing))?;
    if message.fields.get("has_protected_content").is_some_and(|protected| protected == true) {
        return Err(ApiError::bad_request("message has protected content and can't be forwarded"));
    }
    Ok(message)
}

fn content_of(message: &Message) -> Map<String, Value> {
    let fields = message.fields.iter().filter(|(name, _)| CONTENT.contains(&name.as_str()));
    fields.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// The Bot API's `MessageId` of what was sent.
fn sent_id(reply: Reply) -> Result<Reply, ApiError> {
    match reply {
        Reply::Value(message) => Ok(Reply::Value(json!({ "message_id": message["message_id"] }))),
        other => Ok(other),
    }
}

//! Sending pictures: as a file in a multipart body, or one that was sent before by its `file_id`.

use serde_json::{Value, json};

use crate::error::ApiError;
use crate::methods::text::caption_content;
use crate::methods::{Method, Reply, messages, targets};
use crate::params::Params;
use crate::world::State;

/// The methods of this file.
pub const METHODS: &[Method] = &[Method::new(
    "sendPhoto",
    &[
        "business_connection_id",
        "chat_id",
        "message_thread_id",
        "direct_messages_topic_id",
        "photo",
        "caption",
        "parse_mode",
        "caption_entities",
        "show_caption_above_media",
        "has_spoiler",
        "disable_notification",
        "protect_content",
        "allow_paid_broadcast",
        "message_effect_id",
        "suggested_post_parameters",
        "reply_parameters",
        "reply_to_message_id",
        "allow_sending_without_reply",
        "reply_markup",
    ],
    send_photo,
)];

fn send_photo(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let mut content = caption_content(state, params)?;
    // Nothing is kept for a chat that takes no message.
    targets::writable_chat(state, params)?;
    content.insert("photo".into(), photo(state, params)?);
    for (name, field) in
        [("show_caption_above_media", "show_caption_above_media"), ("has_spoiler", "has_media_spoiler")]
    {
        if params.flag(name) {
            content.insert(field.into(), json!(true));
        }
    }
    messages::send(state, params, content)
}

/// The picture: under the name of the parameter, under a name that it refers to, or known already.
fn photo(state: &mut State, params: &Params) -> Result<Value, ApiError> {
    let named = params.text("photo");
    let attached = named.strip_prefix("attach://").unwrap_or("photo");
    match (params.upload(attached), named.as_str()) {
        (Some(upload), _) => state.photos.add(upload.bytes.clone()),
        (None, "") => Err(ApiError::bad_request("there is no photo in the request")),
        (None, file_id) => state.photos.known(file_id),
    }
}

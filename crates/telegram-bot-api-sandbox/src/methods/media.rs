//! Sending files: as a part of a multipart body, or one that was sent before by its `file_id`; alone or as an album.

use serde_json::{Map, Value, json};

use crate::error::ApiError;
use crate::methods::method::{Method, Reply};
use crate::methods::text::caption_content;
use crate::methods::{messages, targets};
use crate::params::Params;
use crate::rules::media::{Kind, object};
use crate::state::store::State;

/// The fewest and the most files of an album.
const ALBUM: std::ops::RangeInclusive<usize> = 2..=10;

/// The methods of this file.
pub const METHODS: &[Method] = &[
    Method::sending(
        "sendPhoto",
        &["photo", "caption", "parse_mode", "caption_entities", "show_caption_above_media", "has_spoiler"],
        |state, params| send(state, params, Kind::Photo),
    ),
    Method::sending(
        "sendDocument",
        &[
            "document",
            "thumbnail",
            "caption",
            "parse_mode",
            "caption_entities",
            "disable_content_type_detection",
        ],
        |state, params| send(state, params, Kind::Document),
    ),
    Method::sending(
        "sendVideo",
        &[
            "video",
            "duration",
            "width",
            "height",
            "thumbnail",
            "cover",
            "start_timestamp",
            "caption",
            "parse_mode",
            "caption_entities",
            "show_caption_above_media",
            "has_spoiler",
            "supports_streaming",
        ],
        |state, params| send(state, params, Kind::Video),
    ),
    Method::sending(
        "sendAnimation",
        &[
            "animation",
            "duration",
            "width",
            "height",
            "thumbnail",
            "caption",
            "parse_mode",
            "caption_entities",
            "show_caption_above_media",
            "has_spoiler",
        ],
        |state, params| send(state, params, Kind::Animation),
    ),
    Method::sending(
        "sendAudio",
        &[
            "audio",
            "caption",
            "parse_mode",
            "caption_entities",
            "duration",
            "performer",
            "title",
            "thumbnail",
        ],
        |state, params| send(state, params, Kind::Audio),
    ),
    Method::sending(
        "sendVoice",
        &["voice", "caption", "parse_mode", "caption_entities", "duration"],
        |state, params| send(state, params, Kind::Voice),
    ),
    Method::sending("sendVideoNote", &["video_note", "duration", "length", "thumbnail"], |state, params| {
        send(state, params, Kind::VideoNote)
    }),
    Method::sending("sendSticker", &["sticker", "emoji"], |state, params| send(state, params, Kind::Sticker)),
    Method::sending("sendMediaGroup", &["media"], send_media_group),
];

fn send(state: &mut State, params: &Params, kind: Kind) -> Result<Reply, ApiError> {
    // Nothing is kept for a chat that takes no message.
    targets::writable_chat(state, params)?;
    let content = content(state, params, params, kind, kind.field())?;
    messages::send(state, params, content)
}

/// The content of a message with a file. `params` say what, `call` has the uploads.
fn content(
    state: &mut State,
    call: &Params,
    params: &Params,
    kind: Kind,
    source: &str,
) -> Result<Map<String, Value>, ApiError> {
    let mut content = caption_content(state, params)?;
    let file = file(state, call, params, kind, source)?;
    content.insert(kind.field().into(), file.clone());
    // Telegram repeats an animation as a document, for clients that do not know it.
    if kind == Kind::Animation {
        content.insert("document".into(), file);
    }
    for (name, field) in
        [("show_caption_above_media", "show_caption_above_media"), ("has_spoiler", "has_media_spoiler")]
    {
        if params.flag(name) {
            content.insert(field.into(), json!(true));
        }
    }
    Ok(content)
}

/// The file: under the name of the parameter, under a name that it refers to, or known already.
fn file(
    state: &mut State,
    call: &Params,
    params: &Params,
    kind: Kind,
    source: &str,
) -> Result<Value, ApiError> {
    let named = params.text(source);
    let attached = named.strip_prefix("attach://").unwrap_or(source);
    let upload = call.upload(attached);
    if upload.is_none() {
        if named.is_empty() {
            return Err(ApiError::bad_request(format!("there is no {} in the request", kind.field())));
        }
        if named.starts_with("http://") || named.starts_with("https://") {
            return Err(ApiError::bad_request(
                "sending a file by its address is not supported yet (sandbox)",
            ));
        }
    }
    if kind == Kind::Photo {
        return match upload {
            Some(upload) => state.files.add_photo(upload.bytes.clone()),
            None => state.files.photo(&named),
        };
    }
    let file_id = match upload {
        Some(upload) => state.files.add(&upload.file_name, upload.bytes.clone())?,
        None => named,
    };
    object(&state.files, kind, &file_id, params.values())
}

fn send_media_group(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    targets::writable_chat(state, params)?;
    let Some(Value::Array(media)) = params.structure("media", "media")? else {
        return Err(ApiError::bad_request("parameter \"media\" is required"));
    };
    if !ALBUM.contains(&media.len()) {
        let reason = "media must have 2 to 10 files (sandbox)";
        return Err(ApiError::bad_request(reason));
    }
    let group = state.new_media_group();
    let mut contents = Vec::new();
    for each in media {
        let kind = match each["type"].as_str().and_then(Kind::of) {
            Some(kind @ (Kind::Photo | Kind::Video | Kind::Document | Kind::Audio)) => kind,
            _ => return Err(ApiError::bad_request("can't parse InputMedia: Unsupported type specified")),
        };
        let inner = Params::inner(each.as_object().cloned().unwrap_or_default());
        let mut content = content(state, params, &inner, kind, "media")?;
        content.insert("media_group_id".into(), json!(group));
        contents.push(content);
    }
    let mut sent = Vec::new();
    for content in contents {
        if let Reply::Value(message) = messages::send(state, params, content)? {
            sent.push(message);
        }
    }
    Ok(Reply::Value(Value::Array(sent)))
}

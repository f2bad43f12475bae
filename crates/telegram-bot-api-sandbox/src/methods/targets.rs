//! Which chat and which message a call is about.

use serde_json::Value;

use crate::error::ApiError;
use crate::params::Params;
use crate::state::chats::Chat;
use crate::state::messages::Author;
use crate::state::settings::Ephemeral;
use crate::state::store::State;

/// The most messages of one call.
const MOST_MESSAGES: usize = 100;

/// The fields of `reply_parameters`.
const REPLY_FIELDS: [&str; 10] = [
    "message_id",
    "chat_id",
    "allow_sending_without_reply",
    "quote",
    "quote_parse_mode",
    "quote_entities",
    "quote_position",
    "checklist_task_id",
    "poll_option_id",
    "ephemeral_message_id",
];

/// The chat of a call, by id or `@username`, writable or not.
///
/// # Errors
/// 400 when it is missing or the bot has never seen it.
pub fn chat(state: &State, params: &Params) -> Result<i64, ApiError> {
    let text = params.text("chat_id");
    if text.is_empty() {
        return Err(ApiError::bad_request("chat_id is empty"));
    }
    let id = match text.strip_prefix('@') {
        // Only public groups and channels can be addressed by name, never people.
        Some(name) => {
            state.chats.values().find(|chat| chat.id < 0 && chat.info["username"] == name).map(|chat| chat.id)
        }
        None => text.trim().parse().ok(),
    };
    id.filter(|id| state.knows(*id)).ok_or_else(|| ApiError::bad_request("chat not found"))
}

/// A chat the bot may write to now.
///
/// # Errors
/// As [`chat`], and 403 when the bot is blocked.
pub fn writable_chat(state: &State, params: &Params) -> Result<i64, ApiError> {
    let id = chat(state, params)?;
    state.chat_for_sending(id).map(|chat| chat.id)
}

/// The parameter `message_id`.
///
/// # Errors
/// 400 when it is missing, or not a number.
pub fn message_id(params: &Params) -> Result<i64, ApiError> {
    let id = params.integer("message_id")?;
    id.ok_or_else(|| ApiError::bad_request("message identifier is not specified"))
}

/// The parameter `message_ids`.
///
/// # Errors
/// 400 when it is missing, no list of numbers, or too long.
pub fn message_ids(params: &Params) -> Result<Vec<i64>, ApiError> {
    let Some(Value::Array(list)) = params.structure("message_ids", "message identifiers")? else {
        return Err(ApiError::bad_request("message identifiers are not specified"));
    };
    let ids: Option<Vec<i64>> = list.iter().map(Value::as_i64).collect();
    match ids {
        Some(ids) if (1..=MOST_MESSAGES).contains(&ids.len()) => Ok(ids),
        Some(ids) if ids.is_empty() => Err(ApiError::bad_request("message identifiers are not specified")),
        Some(_) => Err(ApiError::bad_request("too many message identifiers specified")),
        None => Err(ApiError::bad_request("message identifiers must be numbers (sandbox)")),
    }
}

/// The ephemeral message of the bot that a call is about: its chat and its own id.
///
/// # Errors
/// 400 when the three ids do not name one, and as [`writable_chat`].
pub fn ephemeral(state: &State, params: &Params) -> Result<(i64, i64), ApiError> {
    let chat = writable_chat(state, params)?;
    let id = |name: &str| {
        let missing = || ApiError::bad_request(format!("parameter \"{name}\" is required"));
        params.integer(name)?.ok_or_else(missing)
    };
    let (person, id) = (id("receiver_user_id")?, id("ephemeral_message_id")?);
    let message = state.ephemeral(chat, id).filter(|message| message.author == Author::Bot);
    let own =
        message.and_then(|message| message.ephemeral).is_some_and(|ephemeral| ephemeral.person == person);
    if own { Ok((chat, id)) } else { Err(ApiError::bad_request("MESSAGE_ID_INVALID")) }
}

/// Whether the methods for ephemeral messages are there.
///
/// # Errors
/// 404 on an old server, 400 where they are refused.
pub fn ephemeral_methods(state: &State) -> Result<(), ApiError> {
    match state.settings.ephemeral {
        Ephemeral::Accepted => Ok(()),
        Ephemeral::Refused => Err(ephemeral_refused()),
        Ephemeral::UnknownMethod | Ephemeral::Ignored => Err(ApiError::not_found()),
    }
}

/// What a server says that does not want ephemeral messages.
pub fn ephemeral_refused() -> ApiError {
    ApiError::bad_request("ephemeral messages are switched off (sandbox)")
}

/// Counts a send or an edit, if it is in a group.
///
/// # Errors
/// 429 when a limit is on and used up.
pub fn spend(state: &mut State, chat: i64) -> Result<(), ApiError> {
    let limit = state.settings.group_limit;
    match state.chats.get_mut(&chat).and_then(Chat::group_mut) {
        Some(group) => group.spend(limit),
        None => Ok(()),
    }
}

/// The message a new one answers, from `reply_parameters` or the older `reply_to_message_id`.
///
/// # Errors
/// 400 when there is no such message and the bot did not say that it may be missing.
pub fn reply_target(state: &State, params: &Params, chat: i64) -> Result<Option<i64>, ApiError> {
    let (id, may_be_missing) = match params.structure("reply_parameters", "reply parameters")? {
        Some(reply) => {
            Params::known_fields("reply_parameters", &reply, &REPLY_FIELDS)?;
            let id = reply["message_id"].as_i64().or_else(|| reply["message_id"].as_str()?.parse().ok());
            if id.is_none() && reply.get("ephemeral_message_id").is_none() {
                return Err(ApiError::bad_request("message to be replied is not specified"));
            }
            let other = reply.get("chat_id").is_some_and(|other| other != chat && other != &chat.to_string());
            if other {
                return Err(ApiError::bad_request("replies to another chat are not supported yet (sandbox)"));
            }
            check_quote(state, chat, id, &reply)?;
            (id, reply["allow_sending_without_reply"] == Value::Bool(true))
        }
        None => (params.integer("reply_to_message_id")?, params.flag("allow_sending_without_reply")),
    };
    match id {
        Some(id) if state.message(chat, id).is_some() => Ok(Some(id)),
        Some(_) if !may_be_missing => Err(ApiError::bad_request("message to be replied not found")),
        _ => Ok(None),
    }
}

/// A quote is a part of the message that is answered.
fn check_quote(state: &State, chat: i64, id: Option<i64>, reply: &Value) -> Result<(), ApiError> {
    let (Some(quote), Some(message)) = (reply["quote"].as_str(), id.and_then(|id| state.message(chat, id)))
    else {
        return Ok(());
    };
    let text = message.fields.get("text").or_else(|| message.fields.get("caption")).and_then(Value::as_str);
    // With markup the quote cannot be compared letter by letter.
    if reply.get("quote_parse_mode").is_some() || text.is_some_and(|text| text.contains(quote)) {
        return Ok(());
    }
    Err(ApiError::bad_request("QUOTE_TEXT_INVALID"))
}

//! `sendMessage` to one person of a group: `ephemeral_message_parameters`.

use serde_json::{Value, json};

use crate::error::ApiError;
use crate::methods::targets::ephemeral_refused;
use crate::params::Params;
use crate::rules::ephemeral::Cause;
use crate::state::messages::{Author, Draft, Message};
use crate::state::presses::PressTarget;
use crate::state::settings::Ephemeral;
use crate::state::store::State;

/// Validated `ephemeral_message_parameters`.
#[derive(Debug, Clone)]
pub struct EphemeralTarget {
    receiver: i64,
    /// The person's own ephemeral message it answers.
    answers: Option<i64>,
    /// The public message in whose place it is shown.
    replaces: Option<i64>,
}

/// Reads `ephemeral_message_parameters`; `None` if the message is for everybody.
///
/// # Errors
/// 400 when it may not be sent, or when something ephemeral would be answered in public.
pub fn read(state: &State, params: &Params, chat: i64) -> Result<Option<EphemeralTarget>, ApiError> {
    let found = params.structure("ephemeral_message_parameters", "EphemeralMessageParameters")?;
    let answers = answered(params)?;
    let fields = match (found, state.settings.ephemeral) {
        (_, Ephemeral::Ignored) => return Ok(None),
        (Some(_), Ephemeral::Refused | Ephemeral::UnknownMethod) => return Err(ephemeral_refused()),
        (Some(fields), Ephemeral::Accepted) => fields,
        (None, _) if answers.is_some() => {
            return Err(ApiError::bad_request("a reply to an ephemeral message must be ephemeral (sandbox)"));
        }
        (None, _) => return Ok(None),
    };
    let known = ["receiver_user_id", "callback_query_id", "replace_callback_query_message"];
    Params::known_fields("ephemeral_message_parameters", &fields, &known)?;
    let missing = "can't parse EphemeralMessageParameters: Can't find field \"receiver_user_id\"";
    let receiver = fields["receiver_user_id"].as_i64().ok_or_else(|| ApiError::bad_request(missing))?;
    let press = fields["callback_query_id"].as_str().filter(|id| !id.is_empty());
    let cause = match (press, answers) {
        (Some(_), Some(_)) => {
            return Err(ApiError::bad_request(
                "give either a callback query or an ephemeral message (sandbox)",
            ));
        }
        (Some(press), None) => Cause::Press(press.to_owned()),
        (None, Some(id)) => Cause::Answer(id),
        (None, None) => Cause::Own,
    };
    state.admit_ephemeral(chat, receiver, &cause)?;
    let replaces = match fields["replace_callback_query_message"] == Value::Bool(true) {
        true => Some(replaced(state, press)?),
        false => None,
    };
    Ok(Some(EphemeralTarget { receiver, answers, replaces }))
}

/// Sends it.
pub fn send(state: &mut State, chat: i64, ephemeral_target: EphemeralTarget, mut draft: Draft) -> Message {
    let target =
        ephemeral_target.answers.and_then(|id| state.ephemeral(chat, id)).map(Message::as_reply_target);
    if let Some(target) = target {
        draft.thread = draft.thread.or(target["message_thread_id"].as_i64());
        draft.content.insert("reply_to_message".into(), target);
    }
    if let Some(id) = ephemeral_target.replaces {
        draft.notes.insert("replaces".into(), json!(id));
    }
    let receiver = state.users.get(&ephemeral_target.receiver).map_or(Value::Null, |user| user.json());
    let from = state.bot_json();
    state.post_ephemeral(Author::Bot, from, receiver, chat, draft)
}

fn answered(params: &Params) -> Result<Option<i64>, ApiError> {
    let reply = params.structure("reply_parameters", "reply parameters")?;
    Ok(reply.and_then(|reply| reply["ephemeral_message_id"].as_i64()))
}

/// The public message a press was under.
fn replaced(state: &State, press: Option<&str>) -> Result<i64, ApiError> {
    let press = press.and_then(|id| state.presses.find(id));
    match press.map(|press| &press.under) {
        Some(PressTarget::Message(id)) => Ok(*id),
        _ => Err(ApiError::bad_request(
            "replace_callback_query_message needs a press on a public message (sandbox)",
        )),
    }
}

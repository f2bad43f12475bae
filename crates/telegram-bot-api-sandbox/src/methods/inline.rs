//! Answers to inline queries, and to calls for a guest.

use std::time::Duration;

use serde_json::{Map, Value, json};

use crate::error::ApiError;
use crate::methods::method::{Method, Reply, done};
use crate::methods::results;
use crate::params::Params;
use crate::state::inline::{InlineAnswer, InlineResult, Sharing};
use crate::state::messages::{Author, Draft};
use crate::state::store::State;

/// The most results of an answer.
const MOST_RESULTS: usize = 50;
/// A rule of the sandbox: the most bytes of all results together, as JSON.
const LARGEST_ANSWER: usize = 512 * 1024;
/// The most bytes of `next_offset`.
const LONGEST_OFFSET: usize = 64;
/// The most characters of a `start_parameter`.
const LONGEST_PARAMETER: usize = 64;
/// How long an answer is kept if the bot says nothing, in seconds.
const CACHE_TIME: i64 = 300;

const TOO_OLD: &str = "query is too old and response timeout expired or query ID is invalid";

/// The methods of this file.
pub const METHODS: &[Method] = &[
    Method::new(
        "answerInlineQuery",
        &["inline_query_id", "results", "cache_time", "is_personal", "next_offset", "button"],
        answer_inline_query,
    ),
    Method::new("answerGuestQuery", &["guest_query_id", "result"], answer_guest_query),
];

fn answer_inline_query(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let results = results_of(state, params)?;
    let next_offset = params.text("next_offset");
    if next_offset.len() > LONGEST_OFFSET {
        return Err(ApiError::bad_request("NEXT_OFFSET_INVALID"));
    }
    let button = params.structure("button", "InlineQueryResultsButton")?;
    button.as_ref().map_or(Ok(()), check_button)?;
    let seconds = params.integer("cache_time")?.unwrap_or(CACHE_TIME);
    let Ok(seconds) = u64::try_from(seconds) else {
        return Err(ApiError::bad_request("CACHE_TIME_INVALID"));
    };
    let id = params.text("inline_query_id");
    let asked = state.inline.open(&id).ok_or_else(|| ApiError::bad_request(TOO_OLD))?;
    let question = asked.question.clone();
    let answer = InlineAnswer { results, next_offset, button };
    let sharing = if params.flag("is_personal") { Sharing::Personal } else { Sharing::Everybody };
    state.inline.cache(&question, &answer, sharing, Duration::from_secs(seconds));
    let event = json!({ "inline_query_id": id, "user": question.user, "results": answer.results.len() });
    state.inline.answer(&id, answer);
    state.events.push("inline_answer", event);
    done()
}

fn results_of(state: &State, params: &Params) -> Result<Vec<InlineResult>, ApiError> {
    let Some(list) = params.structure("results", "inline query results")? else {
        return Err(ApiError::bad_request("parameter \"results\" is required"));
    };
    let list =
        list.as_array().ok_or_else(|| ApiError::bad_request("expected an Array of inline query results"))?;
    if list.len() > MOST_RESULTS {
        return Err(ApiError::bad_request("RESULTS_TOO_MUCH"));
    }
    let size = list.iter().map(|result| result.to_string().len()).sum::<usize>();
    if size > LARGEST_ANSWER {
        return Err(ApiError::bad_request(format!("results of {size} bytes are too large (sandbox)")));
    }
    let mut results: Vec<InlineResult> = Vec::new();
    for each in list {
        let result = results::result(state, each)?;
        if results.iter().any(|earlier| earlier.id == result.id) {
            return Err(ApiError::bad_request("RESULT_ID_DUPLICATE"));
        }
        results.push(result);
    }
    Ok(results)
}

/// The button above the results leads into the private chat.
fn check_button(button: &Value) -> Result<(), ApiError> {
    Params::known_fields("InlineQueryResultsButton", button, &["text", "web_app", "start_parameter"])?;
    if button["text"].as_str().is_none_or(|text| text.trim().is_empty()) {
        return Err(ApiError::bad_request("SWITCH_PM_TEXT_EMPTY"));
    }
    let parameter = match (button["start_parameter"].as_str(), button.get("web_app")) {
        (Some(parameter), None) => parameter,
        (None, Some(app)) if app["url"].as_str().is_some_and(|url| url.starts_with("https://")) => {
            return Ok(());
        }
        _ => return Err(ApiError::bad_request("START_PARAM_EMPTY")),
    };
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if !(1..=LONGEST_PARAMETER).contains(&parameter.len()) || !parameter.bytes().all(fits) {
        return Err(ApiError::bad_request("START_PARAM_INVALID"));
    }
    Ok(())
}

fn answer_guest_query(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let Some(result) = params.structure("result", "inline query result")? else {
        return Err(ApiError::bad_request("parameter \"result\" is required"));
    };
    let mut content = results::result(state, &result)?.content;
    let id = params.text("guest_query_id");
    let call = state.inline.guest_call(&id).ok_or_else(|| ApiError::bad_request(TOO_OLD))?;
    state.inline.close_guest_call(&id);
    let caller = state.users.get(&call.user).map_or(Value::Null, |user| user.json());
    content.insert("guest_bot_caller_user".into(), caller);
    let from = state.bot_json();
    let draft = Draft { content, notes: Map::new(), reply_to: Some(call.message_id), thread: None };
    let message = state.post_via(Author::Bot, from, call.chat, draft);
    state.events.push(
        "guest_answer",
        json!({
            "guest_query_id": id, "user": call.user, "chat": call.chat, "message_id": message.id,
        }),
    );
    Ok(Reply::Value(json!({ "inline_message_id": message.notes["inline_message_id"] })))
}

//! Answers to pressed buttons.

use serde_json::{Map, json};

use crate::error::ApiError;
use crate::methods::method::{Method, Reply, done};
use crate::params::Params;
use crate::state::presses::PressTarget;
use crate::state::store::State;

/// The longest text, in characters.
const LONGEST_ANSWER: usize = 200;

/// The methods of this file.
pub const METHODS: &[Method] = &[Method::new(
    "answerCallbackQuery",
    &["callback_query_id", "text", "show_alert", "url", "cache_time"],
    answer_callback_query,
)];

fn answer_callback_query(state: &mut State, params: &Params) -> Result<Reply, ApiError> {
    let text = params.text("text");
    if text.chars().count() > LONGEST_ANSWER {
        return Err(ApiError::bad_request("MESSAGE_TOO_LONG"));
    }
    let url = params.text("url");
    let own_link = format!("t.me/{}?start=", state.options.bot_username);
    let own = url.strip_prefix("https://").is_some_and(|rest| rest.starts_with(&own_link));
    if !url.is_empty() && !own && !url.starts_with("tg://") {
        return Err(ApiError::bad_request("URL_INVALID"));
    }
    params.integer("cache_time")?;
    let id = params.text("callback_query_id");
    let Some(press) = state.presses.take(&id) else {
        return Err(ApiError::bad_request(
            "query is too old and response timeout expired or query ID is invalid",
        ));
    };
    let mut event = Map::new();
    event.insert("callback_query_id".into(), json!(id));
    event.insert("user".into(), json!(press.user));
    event.insert("chat".into(), json!(press.chat));
    match press.under {
        PressTarget::Message(id) => {
            event.insert("message_id".into(), json!(id));
        }
        PressTarget::Ephemeral(id) => {
            event.insert("message_id".into(), json!(0));
            event.insert("ephemeral_message_id".into(), json!(id));
        }
        PressTarget::Inline(id, inline) => {
            event.insert("message_id".into(), json!(id));
            event.insert("inline_message_id".into(), json!(inline));
        }
    }
    event.insert("text".into(), json!(text));
    event.insert("show_alert".into(), json!(params.flag("show_alert")));
    event.insert("url".into(), json!(url));
    state.events.push("callback_answer", event.into());
    done()
}

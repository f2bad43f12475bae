//! The HTTP entry point of the Bot API: `/bot<token>/<method>` in any encoding, and `/file/bot<token>/<path>`, answered
//! as Telegram answers.

use std::io;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State as Shared};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER};
use axum::response::{Html, IntoResponse, Response};
use futures::{StreamExt, stream};
use serde_json::{Map, Value, json};
use tokio::task::yield_now;

use crate::connection::{ConnectionHandle, Cut};
use crate::error::ApiError;
use crate::faults::fault::{Fault, Performance};
use crate::methods::documented::documented;
use crate::methods::method::{GET_UPDATES, Method, NOT_YET, Perform, Reply};
use crate::methods::{self};
use crate::options::CallParams;
use crate::params::Params;
use crate::rules::json_types;
use crate::state::store::State;
use crate::state::world::World;

/// A page as proxies show it when there is nothing behind them.
const BAD_GATEWAY: &str =
    "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>";

/// Answers any request no other route has taken.
pub async fn answer(
    Shared(world): Shared<Arc<World>>,
    ConnectInfo(line): ConnectInfo<ConnectionHandle>,
    request: Request,
) -> Response {
    let path = request.uri().path().to_owned();
    if let Some(rest) = path.strip_prefix("/file/bot") {
        return download(&world, rest);
    }
    let Some((token, name)) = path.strip_prefix("/bot").and_then(|rest| rest.split_once('/')) else {
        return refusal(&ApiError::not_found());
    };
    if token.replace("%3A", ":").replace("%3a", ":") != world.token() {
        return refusal(&ApiError::unauthorized());
    }
    let params = match Params::read(request).await {
        Ok(params) => params,
        Err(error) => return finish(&world, name, &Params::default(), None, Err(error)),
    };
    let Some(method) = methods::find(name) else {
        let error = match documented(name) {
            Some(name) => ApiError::bad_request(format!("method {name} is not supported yet (sandbox)")),
            None => ApiError::not_found(),
        };
        return finish(&world, name, &params, None, Err(error));
    };
    let whom = [params.text("chat_id"), params.text("callback_query_id")].concat();
    let Some(fault) = world.with(|state| state.faults.next(method.name, &whom)) else {
        let outcome = call(&world, method, &params).await;
        return finish(&world, method.name, &params, None, outcome);
    };
    if let Fault::Delay(time) = fault {
        world.pause(time).await;
    }
    let outcome = match (&fault, fault.performance()) {
        (Fault::Refuse(error), _) => Err(error.clone()),
        (_, Performance::Done) => call(&world, method, &params).await,
        (_, Performance::LeftOut) => Err(ApiError::new(502, "Bad Gateway")),
    };
    let response = finish(&world, method.name, &params, Some(&fault), outcome);
    apply_fault(&world, &line, fault, response).await
}

/// A file by the `file_path` of `getFile`: `<token>/<file_id>/<name>`.
fn download(world: &World, rest: &str) -> Response {
    let Some((token, file_path)) = rest.split_once('/') else { return refusal(&ApiError::not_found()) };
    if token.replace("%3A", ":").replace("%3a", ":") != world.token() {
        return refusal(&ApiError::unauthorized());
    }
    // teloxide encodes the slash.
    let file_path = file_path.replace("%2F", "/").replace("%2f", "/");
    let file_id = file_path.split('/').next().unwrap_or_default();
    match world.with(|state| state.files.file(file_id).cloned()) {
        Ok(file) => ([(CONTENT_TYPE, file.mime_type)], file.bytes).into_response(),
        Err(_) => refusal(&ApiError::not_found()),
    }
}

async fn call(world: &World, method: &Method, params: &Params) -> Result<Reply, ApiError> {
    if let Some(name) = params.names().find(|name| !method.has(name)) {
        return Err(ApiError::bad_request(format!("unknown parameter \"{name}\" (sandbox)")));
    }
    if let Some(name) = params.names().find(|name| NOT_YET.contains(name)) {
        return Err(ApiError::bad_request(format!("parameter \"{name}\" is not supported yet (sandbox)")));
    }
    for (name, value) in params.values() {
        json_types::check(name, value)?;
    }
    match method.perform {
        Perform::AtOnce(perform) => world.with(|state| perform(state, params)),
        Perform::Poll => methods::updates::get_updates(world, params).await,
    }
}

/// What the caller gets of a response.
async fn apply_fault(world: &World, line: &ConnectionHandle, fault: Fault, response: Response) -> Response {
    match fault {
        Fault::Refuse(_) | Fault::Delay(_) => response,
        Fault::Reset | Fault::Lost => {
            line.cut(Cut::Reset);
            response
        }
        Fault::Timeout(time, _) => {
            world.pause(time).await;
            line.cut(Cut::Closed);
            response
        }
        Fault::Truncated => truncate(response).await,
        Fault::Malformed => ([(CONTENT_TYPE, "application/json")], "This is not JSON.").into_response(),
        Fault::Html => (StatusCode::BAD_GATEWAY, Html(BAD_GATEWAY)).into_response(),
    }
}

/// The first half of a response that promises the whole.
async fn truncate(response: Response) -> Response {
    let (mut parts, body) = response.into_parts();
    let whole = to_bytes(body, usize::MAX).await.unwrap_or_default();
    parts.headers.insert(CONTENT_LENGTH, whole.len().into());
    let half = stream::once(async move { Ok(whole.slice(..whole.len() / 2)) });
    let broken = stream::once(async {
        // The server sends what it has before it goes on to the end.
        yield_now().await;
        Err(io::Error::other("broken off"))
    });
    Response::from_parts(parts, Body::from_stream(half.chain(broken)))
}

/// Logs the call, then turns its outcome into a response. `getUpdates` is not logged: it is called all the time.
fn finish(
    world: &World,
    method: &str,
    params: &Params,
    fault: Option<&Fault>,
    outcome: Result<Reply, ApiError>,
) -> Response {
    if method != GET_UPDATES {
        world.with(|state| log(state, method, params, fault, &outcome));
    }
    outcome.map_or_else(|error| refusal(&error), success)
}

fn log(
    state: &mut State,
    method: &str,
    params: &Params,
    fault: Option<&Fault>,
    outcome: &Result<Reply, ApiError>,
) {
    let mut event = Map::new();
    event.insert("method".into(), json!(method));
    event.insert("ok".into(), json!(outcome.is_ok()));
    if let Err(error) = outcome {
        event.insert("error_code".into(), json!(error.code));
        event.insert("description".into(), json!(error.description));
    }
    if let (Ok(Reply::Value(result)), CallParams::Kept) = (outcome, state.options.call_params) {
        event.insert("result".into(), result.clone());
    }
    if let Some(fault) = fault {
        event.insert("fault".into(), json!(fault.name()));
    }
    if state.options.call_params == CallParams::Kept {
        event.insert("params".into(), Value::Object(params.values().clone()));
    }
    state.events.push("call", Value::Object(event));
}

fn success(reply: Reply) -> Response {
    let body = match reply {
        Reply::Value(result) => json!({ "ok": true, "result": result }).to_string(),
        Reply::Done(description) => {
            json!({ "ok": true, "result": true, "description": description }).to_string()
        }
        Reply::Text(result) => format!("{{\"ok\":true,\"result\":{result}}}"),
    };
    ([(CONTENT_TYPE, "application/json")], body).into_response()
}

fn refusal(error: &ApiError) -> Response {
    let status = StatusCode::from_u16(error.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response =
        (status, [(CONTENT_TYPE, "application/json")], error.body().to_string()).into_response();
    let wait = error.parameters.as_ref().and_then(|parameters| parameters["retry_after"].as_u64());
    if let Some(seconds) = wait {
        response.headers_mut().insert(RETRY_AFTER, seconds.into());
    }
    response
}

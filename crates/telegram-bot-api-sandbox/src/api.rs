//! The door of the Bot API: `/bot<token>/<method>`, in any encoding, answered as Telegram answers.

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

use crate::error::ApiError;
use crate::faults::{Fault, Performance};
use crate::line::{Cut, Line};
use crate::methods::{self, Method, Perform, Reply};
use crate::params::Params;
use crate::world::{State, World};
use crate::{CallParams, TOKEN};

/// A page as proxies show it when there is nothing behind them.
const BAD_GATEWAY: &str =
    "<html><head><title>502 Bad Gateway</title></head><body>502 Bad Gateway</body></html>";

/// Answers any request no other route has taken.
pub async fn answer(
    Shared(world): Shared<Arc<World>>,
    ConnectInfo(line): ConnectInfo<Line>,
    request: Request,
) -> Response {
    let path = request.uri().path().to_owned();
    let Some((token, name)) = path.strip_prefix("/bot").and_then(|rest| rest.split_once('/')) else {
        return refusal(&ApiError::not_found());
    };
    if token.replace("%3A", ":").replace("%3a", ":") != TOKEN {
        return refusal(&ApiError::unauthorized());
    }
    let params = match Params::read(request).await {
        Ok(params) => params,
        Err(error) => return finish(&world, name, &Params::default(), None, Err(error)),
    };
    let Some(method) = methods::find(name) else {
        return finish(&world, name, &params, None, Err(ApiError::not_found()));
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
    spoil(&world, &line, fault, response).await
}

async fn call(world: &World, method: &Method, params: &Params) -> Result<Reply, ApiError> {
    if let Some(name) = params.names().find(|name| !method.params.contains(name)) {
        return Err(ApiError::bad_request(format!("unknown parameter \"{name}\" (sandbox)")));
    }
    if let Some(name) = params.names().find(|name| methods::NOT_YET.contains(name)) {
        return Err(ApiError::bad_request(format!("parameter \"{name}\" is not supported yet (sandbox)")));
    }
    match method.perform {
        Perform::AtOnce(perform) => world.with(|state| perform(state, params)),
        Perform::Poll => methods::updates::get_updates(world, params).await,
    }
}

/// What the caller gets of a response.
async fn spoil(world: &World, line: &Line, fault: Fault, response: Response) -> Response {
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
    if method != methods::GET_UPDATES {
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

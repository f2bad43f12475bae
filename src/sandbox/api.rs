//! The door of the Bot API: `/bot<token>/<method>`, in any encoding, answered as Telegram answers.

use std::sync::Arc;

use axum::extract::{Request, State as Shared};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_TYPE, RETRY_AFTER};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::sandbox::error::ApiError;
use crate::sandbox::faults::Fault;
use crate::sandbox::methods::{self, Method, Perform, Reply};
use crate::sandbox::params::Params;
use crate::sandbox::world::World;
use crate::sandbox::{CallParams, TOKEN};

/// Answers any request no other route has taken.
pub async fn answer(Shared(world): Shared<Arc<World>>, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    let Some((token, name)) = path.strip_prefix("/bot").and_then(|rest| rest.split_once('/')) else {
        return refusal(&ApiError::not_found());
    };
    if token.replace("%3A", ":").replace("%3a", ":") != TOKEN {
        return refusal(&ApiError::unauthorized());
    }
    let params = match Params::read(request).await {
        Ok(params) => params,
        Err(error) => return finish(&world, name, &Params::default(), Err(error)),
    };
    let Some(method) = methods::find(name) else {
        return finish(&world, name, &params, Err(ApiError::not_found()));
    };
    let outcome = call(&world, method, &params).await;
    if method.name == methods::GET_UPDATES {
        return outcome.map_or_else(|error| refusal(&error), success);
    }
    finish(&world, method.name, &params, outcome)
}

async fn call(world: &World, method: &Method, params: &Params) -> Result<Reply, ApiError> {
    match world.with(|state| state.faults.next(method.name)) {
        Some(Fault::Refuse(error)) => return Err(error),
        Some(Fault::Delay(time)) => tokio::time::sleep(time).await,
        None => {}
    }
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

/// Logs the call, then turns its outcome into a response.
fn finish(world: &World, method: &str, params: &Params, outcome: Result<Reply, ApiError>) -> Response {
    world.with(|state| {
        let mut event = Map::new();
        event.insert("method".into(), json!(method));
        event.insert("ok".into(), json!(outcome.is_ok()));
        if let Err(error) = &outcome {
            event.insert("error_code".into(), json!(error.code));
            event.insert("description".into(), json!(error.description));
        }
        if state.options.call_params == CallParams::Kept {
            event.insert("params".into(), Value::Object(params.values().clone()));
        }
        state.events.push("call", Value::Object(event));
    });
    outcome.map_or_else(|error| refusal(&error), success)
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

//! Faults on order.

use std::time::Duration;

use axum::extract::State as Shared;
use axum::extract::rejection::JsonRejection;
use axum::routing::post;
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::sandbox::control::{Answer, ControlError, Doors, TheWorld, ok};
use crate::sandbox::error::ApiError;
use crate::sandbox::faults::Fault;
use crate::sandbox::methods;

pub(super) fn routes() -> Doors {
    Router::new().route("/sandbox/faults", post(order_fault))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FaultOrder {
    method: String,
    /// How often; once if not given.
    times: Option<u32>,
    error_code: Option<u16>,
    description: Option<String>,
    parameters: Option<Value>,
    /// Instead of an error.
    delay_ms: Option<u64>,
}

async fn order_fault(Shared(world): TheWorld, body: Result<Json<FaultOrder>, JsonRejection>) -> Answer {
    let Json(order) = body?;
    if methods::find(&order.method).is_none() {
        return Err(ControlError::bad_request("no such method"));
    }
    let fault = match (order.error_code, order.delay_ms) {
        (Some(code @ 400..=599), None) => {
            let description = order.description.unwrap_or_else(|| "Fault on order".into());
            Fault::Refuse(ApiError { code, description, parameters: order.parameters })
        }
        (None, Some(delay)) => Fault::Delay(Duration::from_millis(delay)),
        _ => {
            return Err(ControlError::bad_request("give either error_code (400 to 599) or delay_ms"));
        }
    };
    let times = order.times.unwrap_or(1).min(10_000);
    world.with(|state| (0..times).for_each(|_| state.faults.order(&order.method, fault.clone())));
    Ok(ok(json!({ "ordered": times })))
}

//! How faults are asked for: `POST /sandbox/faults` for the next calls of a method, `POST /sandbox/faults/mix` for a
//! share of all calls until `DELETE`, and `GET /sandbox/faults` for what came of it.

use std::time::Duration;

use axum::extract::State as Shared;
use axum::extract::rejection::JsonRejection;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::control::answer::{Answer, ControlError, ControlRoutes, SharedWorld, ok};
use crate::error::ApiError;
use crate::faults::fault::{Fault, Performance};
use crate::faults::mix::{Mix, Recipe};
use crate::methods;

/// As often as one order may repeat its fault.
const MOST_TIMES: u32 = 10_000;

/// The routes of this file.
pub fn routes() -> ControlRoutes {
    Router::new()
        .route("/sandbox/faults", get(report).post(order))
        .route("/sandbox/faults/mix", post(set_mix).delete(clear_mix))
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Refuse,
    Delay,
    Reset,
    Lost,
    Truncated,
    Malformed,
    Html,
    Timeout,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Order {
    method: String,
    /// How often; once if not given.
    times: Option<u32>,
    /// A refusal or a delay if not given, whichever the other fields fit.
    kind: Option<Kind>,
    error_code: Option<u16>,
    description: Option<String>,
    parameters: Option<Value>,
    delay_ms: Option<u64>,
    /// Whether a call that gets no answer in time is done all the same.
    performed: Option<bool>,
}

impl Order {
    /// The fault, or `None` for fields that do not fit together.
    fn fault(&self) -> Option<Fault> {
        let refusal = self.description.is_some() || self.parameters.is_some();
        let time = self.delay_ms.map(Duration::from_millis);
        Some(match (self.kind, self.error_code, time, self.performed) {
            (None | Some(Kind::Refuse), Some(code @ 400..=599), None, None) => {
                let description = self.description.clone().unwrap_or_else(|| "Fault on order".into());
                Fault::Refuse(ApiError { code, description, parameters: self.parameters.clone() })
            }
            _ if refusal => return None,
            (None | Some(Kind::Delay), None, Some(time), None) => Fault::Delay(time),
            (Some(Kind::Timeout), None, Some(time), Some(true)) => Fault::Timeout(time, Performance::Done),
            (Some(Kind::Timeout), None, Some(time), _) => Fault::Timeout(time, Performance::LeftOut),
            (Some(Kind::Reset), None, None, None) => Fault::Reset,
            (Some(Kind::Lost), None, None, None) => Fault::Lost,
            (Some(Kind::Truncated), None, None, None) => Fault::Truncated,
            (Some(Kind::Malformed), None, None, None) => Fault::Malformed,
            (Some(Kind::Html), None, None, None) => Fault::Html,
            _ => return None,
        })
    }
}

async fn order(Shared(world): SharedWorld, body: Result<Json<Order>, JsonRejection>) -> Answer {
    let Json(order) = body?;
    known(&order.method)?;
    let fault = order.fault().ok_or_else(|| {
        ControlError::bad_request(
            "give error_code (400 to 599) to refuse, delay_ms for a delay or a timeout, none of them for other kinds",
        )
    })?;
    let times = order.times.unwrap_or(1).min(MOST_TIMES);
    world.with(|state| (0..times).for_each(|_| state.faults.order(&order.method, fault.clone())));
    Ok(ok(json!({ "ordered": times })))
}

async fn set_mix(Shared(world): SharedWorld, body: Result<Json<Recipe>, JsonRejection>) -> Answer {
    let Json(recipe) = body?;
    if !(0.0..=1.0).contains(&recipe.share) {
        return Err(ControlError::bad_request("share is a probability, 0 to 1"));
    }
    if recipe.kinds.is_empty() {
        return Err(ControlError::bad_request("kinds must name at least one way to fail"));
    }
    for method in recipe.methods.iter().flatten() {
        known(method)?;
    }
    world.with(|state| state.faults.set_mix(Some(Mix::new(recipe))));
    Ok(ok(json!({ "standing": true })))
}

async fn clear_mix(Shared(world): SharedWorld) -> Answer {
    world.with(|state| state.faults.set_mix(None));
    Ok(ok(json!({ "standing": false })))
}

async fn report(Shared(world): SharedWorld) -> Answer {
    Ok(ok(world.with(|state| state.faults.report())))
}

fn known(method: &str) -> Result<(), ControlError> {
    match methods::find(method) {
        Some(_) => Ok(()),
        None => Err(ControlError::bad_request("no such method")),
    }
}

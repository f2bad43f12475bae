//! What happens is seen here, and updates that nobody would make are made.

use std::time::Duration;

use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query, State as Shared};
use axum::http::header::{CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::control::{Answer, ControlError, Doors, LONGEST_WAIT, TheWorld, ok};
use crate::world::{State, Topic};

pub(super) fn routes() -> Doors {
    Router::new()
        .route("/sandbox/updates", post(inject))
        .route("/sandbox/events", get(events))
        .route("/sandbox/settled", get(settled))
        .route("/sandbox/photos/{file_id}", get(photo))
}

/// The page shows it, and whoever wants to look at what was sent.
async fn photo(Shared(world): TheWorld, file_id: Result<Path<String>, PathRejection>) -> Answer {
    let Path(file_id) = file_id?;
    let file = world.with(|state| state.photos.file(&file_id)).ok_or_else(ControlError::not_found)?;
    let headers = [(CONTENT_TYPE, "image/png"), (X_CONTENT_TYPE_OPTIONS, "nosniff")];
    Ok((headers, file).into_response())
}

async fn inject(Shared(world): TheWorld, body: Result<Json<Map<String, Value>>, JsonRejection>) -> Answer {
    let Json(fields) = body?;
    let id = match fields.get("raw") {
        Some(Value::String(text)) if fields.len() == 1 => {
            world.with(|state| state.inject_text(text)).map_err(ControlError::bad_request)?
        }
        _ if fields.contains_key("update_id") => {
            return Err(ControlError::bad_request("update_id is given by the sandbox"));
        }
        _ => world.with(|state| state.inject(fields)),
    };
    Ok(ok(json!({ "update_id": id })))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reading {
    #[serde(default)]
    after: u64,
    #[serde(default)]
    timeout: u64,
}

async fn events(Shared(world): TheWorld, query: Result<Query<Reading>, QueryRejection>) -> Answer {
    let Query(Reading { after, timeout }) = query?;
    let patience = Duration::from_secs(timeout.min(LONGEST_WAIT));
    let found = world
        .wait_for(Topic::Events, patience, |state| {
            state.presence();
            state.events.after(after)
        })
        .await;
    Ok(ok(found.unwrap_or_else(|| json!({ "events": [], "next": after }))))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Settling {
    #[serde(default)]
    timeout: u64,
}

async fn settled(Shared(world): TheWorld, query: Result<Query<Settling>, QueryRejection>) -> Answer {
    let Query(Settling { timeout }) = query?;
    let patience = Duration::from_secs(timeout.min(LONGEST_WAIT));
    let look = |state: &mut State| state.updates.is_empty().then_some(());
    let settled = world.wait_for(Topic::Updates, patience, look).await.is_some();
    let pending = if settled { 0 } else { world.with(|state| state.updates.len()) };
    Ok(ok(json!({ "settled": settled, "pending": pending })))
}

//! What happens is seen here, and updates that nobody would make are made.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query, State as Shared};
use axum::http::header::{CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::control::answer::{Answer, ControlError, ControlRoutes, LONGEST_WAIT, SharedWorld, ok};
use crate::methods;
use crate::state::store::State;
use crate::state::world::Topic;

pub(super) fn routes() -> ControlRoutes {
    Router::new()
        .route("/sandbox/updates", post(inject))
        .route("/sandbox/events", get(events))
        .route("/sandbox/settled", get(settled))
        .route("/sandbox/methods", get(methods))
        .route("/sandbox/files/{file_id}", get(file))
        .route("/sandbox/files", post(upload))
}

/// The names of the methods the sandbox has, sorted.
async fn methods() -> Answer {
    let mut names: Vec<&str> = methods::all().map(|method| method.name).collect();
    names.sort_unstable();
    Ok(ok(json!(names)))
}

/// A file as the page shows it.
async fn file(Shared(world): SharedWorld, file_id: Result<Path<String>, PathRejection>) -> Answer {
    let Path(file_id) = file_id?;
    let found = world.with(|state| state.files.file(&file_id).ok().cloned());
    let file = found.ok_or_else(ControlError::not_found)?;
    let headers = [(CONTENT_TYPE, file.mime_type), (X_CONTENT_TYPE_OPTIONS, "nosniff")];
    Ok((headers, file.bytes).into_response())
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Upload {
    /// The file's name.
    name: String,
    /// Set for a picture that is to be sent as one.
    #[serde(default)]
    photo: bool,
}

/// Keeps a file that a person is about to send.
async fn upload(
    Shared(world): SharedWorld,
    query: Result<Query<Upload>, QueryRejection>,
    body: Bytes,
) -> Answer {
    let Query(Upload { name, photo }) = query?;
    let kept = world.with(|state| {
        if photo {
            state.files.add_photo(body).map(|sizes| sizes[1]["file_id"].clone())
        } else {
            state.files.add(&name, body).map(|id| json!(id))
        }
    });
    let file_id = kept.map_err(|error| ControlError::bad_request(error.description))?;
    Ok(ok(json!({ "file_id": file_id })))
}

async fn inject(Shared(world): SharedWorld, body: Result<Json<Map<String, Value>>, JsonRejection>) -> Answer {
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

async fn events(Shared(world): SharedWorld, query: Result<Query<Reading>, QueryRejection>) -> Answer {
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

async fn settled(Shared(world): SharedWorld, query: Result<Query<Settling>, QueryRejection>) -> Answer {
    let Query(Settling { timeout }) = query?;
    let patience = Duration::from_secs(timeout.min(LONGEST_WAIT));
    let look = |state: &mut State| state.updates.is_empty().then_some(());
    let settled = world.wait_for(Topic::Updates, patience, look).await.is_some();
    let pending = if settled { 0 } else { world.with(|state| state.updates.len()) };
    Ok(ok(json!({ "settled": settled, "pending": pending })))
}

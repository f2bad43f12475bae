//! The control API: what the page and the tests do to the world, and how they look at it. JSON in and out; a
//! mistake is `{"error": "..."}` with a 4xx status.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query, State as Shared};
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, patch, post};
use axum::{Json, Router};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::sandbox::faults::orders;
use crate::sandbox::human::{HumanError, Pressing, UserChange, Writing};
use crate::sandbox::message::Message;
use crate::sandbox::methods::commands::private_scopes;
use crate::sandbox::methods::profile::visible_text;
use crate::sandbox::people::User;
use crate::sandbox::profile::Text;
use crate::sandbox::world::{Presence, Topic, World};

/// The longest wait one call may ask for, in seconds.
const LONGEST_WAIT: u64 = 25;

type TheWorld = Shared<Arc<World>>;
/// What a route gives.
pub type Answer = Result<Response, ControlError>;

/// A mistake of the caller.
#[derive(Debug)]
pub struct ControlError {
    status: StatusCode,
    reason: String,
}

/// The control API's routes.
pub fn routes() -> Router<Arc<World>> {
    Router::new()
        .merge(orders::routes())
        .route("/sandbox/bot", get(bot))
        .route("/sandbox/profile", get(profile))
        .route("/sandbox/users", get(users).post(add_user))
        .route("/sandbox/users/{id}", patch(change_user))
        .route("/sandbox/chats/{chat}/messages", get(messages))
        .route("/sandbox/messages", post(write))
        .route("/sandbox/taps", post(press))
        .route("/sandbox/updates", post(inject))
        .route("/sandbox/events", get(events))
        .route("/sandbox/settled", get(settled))
        .route("/sandbox/{*rest}", get(nothing).post(nothing).patch(nothing).delete(nothing))
}

async fn nothing() -> Answer {
    Err(ControlError { status: StatusCode::NOT_FOUND, reason: "no such path".into() })
}

async fn bot(Shared(world): TheWorld) -> Answer {
    let answer = world.with(|state| {
        let connected = state.presence() == Presence::Connected;
        json!({ "bot": state.bot_json(), "connected": connected })
    });
    Ok(ok(answer))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Profile {
    #[serde(default)]
    language_code: String,
    chat: Option<i64>,
}

async fn profile(Shared(world): TheWorld, query: Result<Query<Profile>, QueryRejection>) -> Answer {
    let Query(Profile { language_code, chat }) = query?;
    // Profiles know languages only, while clients send tags with a script or a region.
    let language = language_code.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let answer = world.with(|state| {
        let commands = state.profile.visible_commands(&private_scopes(chat), &language);
        json!({
            "name": visible_text(state, Text::Name, &language),
            "description": visible_text(state, Text::Description, &language),
            "short_description": visible_text(state, Text::ShortDescription, &language),
            "commands": commands,
        })
    });
    Ok(ok(answer))
}

async fn users(Shared(world): TheWorld) -> Answer {
    Ok(ok(world.with(|state| state.users.values().map(User::page_json).collect())))
}

async fn add_user(Shared(world): TheWorld, body: Result<Json<UserChange>, JsonRejection>) -> Answer {
    let Json(about) = body?;
    Ok(ok(world.with(|state| state.add_user(about))?.page_json()))
}

async fn change_user(
    Shared(world): TheWorld,
    id: Result<Path<i64>, PathRejection>,
    body: Result<Json<UserChange>, JsonRejection>,
) -> Answer {
    let (Path(id), Json(change)) = (id?, body?);
    Ok(ok(world.with(|state| state.change_user(id, change))?.page_json()))
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Viewing {
    /// Every message is there for everybody as yet.
    #[serde(rename = "viewer")]
    _viewer: Option<i64>,
}

async fn messages(
    Shared(world): TheWorld,
    chat: Result<Path<i64>, PathRejection>,
    query: Result<Query<Viewing>, QueryRejection>,
) -> Answer {
    let (Path(id), Query(_)) = (chat?, query?);
    let answer = world.with(|state| {
        let info = state.chat_json(id).ok_or(HumanError::NoChat)?;
        let messages: Vec<Value> = match state.chats.get(&id) {
            Some(chat) => chat.messages.values().map(Message::for_page).collect(),
            None => Vec::new(),
        };
        Ok::<Value, HumanError>(json!({ "chat": info, "messages": messages }))
    })?;
    Ok(ok(answer))
}

async fn write(Shared(world): TheWorld, body: Result<Json<Writing>, JsonRejection>) -> Answer {
    let Json(writing) = body?;
    let (message, update_id) = world.with(|state| state.write(writing))?;
    Ok(ok(json!({ "message": message.for_page(), "update_id": update_id })))
}

async fn press(Shared(world): TheWorld, body: Result<Json<Pressing>, JsonRejection>) -> Answer {
    let Json(pressing) = body?;
    let (id, update_id) = world.with(|state| state.press(pressing))?;
    Ok(ok(json!({ "callback_query_id": id, "update_id": update_id })))
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
    let look = |state: &mut crate::sandbox::world::State| state.updates.is_empty().then_some(());
    let settled = world.wait_for(Topic::Updates, patience, look).await.is_some();
    let pending = if settled { 0 } else { world.with(|state| state.updates.len()) };
    Ok(ok(json!({ "settled": settled, "pending": pending })))
}

/// An answer that nobody keeps.
pub fn ok(answer: Value) -> Response {
    ([(CACHE_CONTROL, "no-store")], Json(answer)).into_response()
}

impl ControlError {
    /// 400.
    pub fn bad_request(reason: impl Into<String>) -> Self {
        ControlError { status: StatusCode::BAD_REQUEST, reason: reason.into() }
    }
}

impl IntoResponse for ControlError {
    fn into_response(self) -> Response {
        (self.status, Json(json!({ "error": self.reason }))).into_response()
    }
}

impl From<HumanError> for ControlError {
    fn from(error: HumanError) -> Self {
        let status = match error {
            HumanError::NoUser | HumanError::NoChat => StatusCode::NOT_FOUND,
            _ => StatusCode::BAD_REQUEST,
        };
        ControlError { status, reason: error.to_string() }
    }
}

impl From<JsonRejection> for ControlError {
    fn from(rejection: JsonRejection) -> Self {
        ControlError { status: rejection.status(), reason: rejection.body_text() }
    }
}

impl From<QueryRejection> for ControlError {
    fn from(rejection: QueryRejection) -> Self {
        ControlError { status: rejection.status(), reason: rejection.body_text() }
    }
}

impl From<PathRejection> for ControlError {
    fn from(rejection: PathRejection) -> Self {
        ControlError { status: rejection.status(), reason: rejection.body_text() }
    }
}

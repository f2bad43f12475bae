//! The control API: what the page and the tests do to the world, and how they look at it. JSON in and out; a
//! mistake is `{"error": "..."}` with a 4xx status.
//!
//! | Route | What |
//! |---|---|
//! | `GET bot`, `GET profile?language_code&chat&user` | the bot, as somebody sees it |
//! | `GET`, `PATCH settings` | what is switched on: see [`crate::settings`] |
//! | `GET`, `POST users`, `PATCH users/{id}` | people |
//! | `GET`, `POST chats`, `GET`, `PATCH chats/{chat}` | groups, channels, people's own chats |
//! | `POST chats/{chat}/members` | `{user, status, by?, is_anonymous?, payload?}`; the bot is a user, too |
//! | `POST chats/{chat}/topics`, `PATCH chats/{chat}/topics/{thread}` | `{name, by?}`, `{state}` |
//! | `POST chats/{chat}/migration` | `{order?}`: `to_first` or `from_first` |
//! | `GET chats/{chat}/messages?viewer` | without a viewer, also the ephemeral messages of all |
//! | `GET photos/{file_id}` | a picture as its PNG file; see [`crate::photos`] |
//! | `POST messages` | see [`crate::human::writing::Writing`] |
//! | `POST taps` | see [`crate::human::pressing::Pressing`] |
//! | `POST inline_queries`, `POST inline_results` | see [`crate::human::asking`] |
//! | `POST updates` | an update as given |
//! | `GET`, `POST faults`, `POST`, `DELETE faults/mix` | see [`crate::faults::orders`] |
//! | `GET events?after&timeout`, `GET settled?timeout` | what happened; whether all updates are confirmed |
//!
//! All paths begin with `/sandbox/`. The events `message`, `edit` and `delete` of an ephemeral message say with
//! `receiver` whom it is for and with `seen_by` which person sees it.

mod acting;
mod chats;
mod people;
mod watching;

use std::sync::Arc;

use axum::extract::State as Shared;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::faults::orders;
use crate::human::HumanError;
use crate::world::World;

/// The longest wait one call may ask for, in seconds.
const LONGEST_WAIT: u64 = 25;

type TheWorld = Shared<Arc<World>>;
/// What a route gives.
pub type Answer = Result<Response, ControlError>;
type Doors = Router<Arc<World>>;

/// A mistake of the caller.
#[derive(Debug)]
pub struct ControlError {
    status: StatusCode,
    reason: String,
}

/// The control API's routes.
pub fn routes() -> Doors {
    Router::new()
        .merge(people::routes())
        .merge(chats::routes())
        .merge(acting::routes())
        .merge(watching::routes())
        .merge(orders::routes())
        .route("/sandbox/{*rest}", get(nothing).post(nothing).patch(nothing).delete(nothing))
}

async fn nothing() -> Answer {
    Err(ControlError::not_found())
}

/// An answer that nobody keeps.
pub fn ok(answer: Value) -> Response {
    ([(CACHE_CONTROL, "no-store")], Json(answer)).into_response()
}

impl ControlError {
    /// 404.
    pub fn not_found() -> Self {
        ControlError { status: StatusCode::NOT_FOUND, reason: "no such path".into() }
    }

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
            HumanError::NoUser | HumanError::NoChat | HumanError::NoTopic => StatusCode::NOT_FOUND,
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

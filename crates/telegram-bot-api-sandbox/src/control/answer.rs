//! What a route of the control API gives: JSON, or `{"error": "..."}` with a 4xx status.

use std::sync::Arc;

use axum::extract::State as Shared;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use serde_json::{Value, json};

use crate::people::error::ActionError;
use crate::state::world::World;

/// The longest wait one call may ask for, in seconds.
pub const LONGEST_WAIT: u64 = 25;

/// The state, as a route takes it.
pub type SharedWorld = Shared<Arc<World>>;
/// What a route gives.
pub type Answer = Result<Response, ControlError>;
/// The routes of one file.
pub type ControlRoutes = Router<Arc<World>>;

/// A mistake of the caller.
#[derive(Debug)]
pub struct ControlError {
    status: StatusCode,
    reason: String,
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

impl From<ActionError> for ControlError {
    fn from(error: ActionError) -> Self {
        let status = match error {
            ActionError::NoUser | ActionError::NoChat | ActionError::NoTopic => StatusCode::NOT_FOUND,
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

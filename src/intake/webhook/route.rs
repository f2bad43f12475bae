//! The route of the webhook: reads, checks and answers a delivery.
//!
//! | Answer | When | What Telegram does |
//! |---|---|---|
//! | 200 | the update was handled, now or before, or can never be | forgets it |
//! | 503 with `Retry-After` | at capacity, stopping, or abandoned while stopping | sends it again |
//! | 401, 404, 405, 408, 413 | not a delivery of Telegram's | |
//!
//! No answer has a body: Telegram would read one as a call of the Bot API. A peer that closes its connection changes
//! nothing, since the update is handled by a task of the [`Dispatcher`]; Telegram then sends it again, and gets the
//! 200.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, CONNECTION, CONTENT_LENGTH, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use http_body_util::LengthLimitError;
use metrics::counter;
use serde_json::value::RawValue;
use tokio::sync::watch;
use tokio::time::timeout;

use crate::intake::completion::{Completion, Outcome, Submission};
use crate::intake::dispatch::Dispatcher;
use crate::intake::handler::Handler;
use crate::intake::update::RawUpdate;
use crate::intake::webhook::secret::Secret;
use crate::intake::webhook::unauthorized::UnauthorizedLog;
use crate::telemetry::INTAKE_FAULTS;

/// The header with the secret.
pub const SECRET_HEADER: &str = "X-Telegram-Bot-Api-Secret-Token";

/// The largest body, in bytes. Telegram's updates are far smaller.
pub const LARGEST_BODY: usize = 1024 * 1024;

/// The `Retry-After` of a 503, in seconds.
const RETRY_SECONDS: u64 = 1;

/// The stages of the webhook, in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Updates are accepted.
    Open,
    /// Those in flight are finished, and no more are accepted.
    Stopping,
    /// What is not finished by now is abandoned.
    Closed,
}

/// Why a request was refused. Each is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    WrongPath,
    WrongMethod,
    WrongSecret,
    TooLarge,
    TooSlow,
    BrokenOff,
    AtCapacity,
    Stopping,
    Abandoned,
}

/// Receives deliveries.
pub(super) struct Receiver<H> {
    /// The only path served.
    pub(super) path: String,
    pub(super) secret: Secret,
    pub(super) dispatcher: Dispatcher<H>,
    /// How long a body may take.
    pub(super) read_within: Duration,
    pub(super) stage: watch::Receiver<Stage>,
    pub(super) unauthorized: UnauthorizedLog,
}

async fn answer<H: Handler>(State(receiver): State<Arc<Receiver<H>>>, request: Request) -> Response {
    let mut response = match receiver.receive(request).await {
        Ok(()) => StatusCode::OK.into_response(),
        Err(refusal) => {
            counter!(INTAKE_FAULTS, "fault" => refusal.kind()).increment(1);
            refusal.into_response()
        }
    };
    if *receiver.stage.borrow() != Stage::Open {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

impl<H: Handler> Receiver<H> {
    /// The routes.
    pub(super) fn routes(self) -> Router {
        Router::new().fallback(answer::<H>).with_state(Arc::new(self))
    }

    /// Accepts a delivery, and waits until it is handled.
    async fn receive(&self, request: Request) -> Result<(), Refusal> {
        let (head, body) = request.into_parts();
        if head.uri.path() != self.path {
            return Err(Refusal::WrongPath);
        }
        if head.method != Method::POST {
            return Err(Refusal::WrongMethod);
        }
        if !self.is_authorized(&head.headers) {
            self.unauthorized.record();
            return Err(Refusal::WrongSecret);
        }
        if declared_length(&head.headers).is_some_and(|length| length > LARGEST_BODY as u64) {
            return Err(Refusal::TooLarge);
        }
        // Read in any case: an answer before the end of a body would end the connection.
        let body = timeout(self.read_within, to_bytes(body, LARGEST_BODY)).await;
        let body = body.map_err(|_| Refusal::TooSlow)?.map_err(unread)?;
        if *self.stage.borrow() != Stage::Open {
            return Err(Refusal::Stopping);
        }
        let Some(raw) = read(&String::from_utf8_lossy(&body)) else {
            log::error!("a delivery without update_id was skipped");
            counter!(INTAKE_FAULTS, "fault" => "unreadable").increment(1);
            return Ok(());
        };
        match self.dispatcher.try_submit(raw) {
            Some(Submission::Finished) => Ok(()),
            Some(Submission::Accepted(completion) | Submission::InFlight(completion)) => {
                self.handled(completion).await
            }
            None => Err(Refusal::AtCapacity),
        }
    }

    fn is_authorized(&self, headers: &HeaderMap) -> bool {
        headers.get(SECRET_HEADER).is_some_and(|offered| self.secret.is(offered.as_bytes()))
    }

    async fn handled(&self, completion: Completion) -> Result<(), Refusal> {
        let mut stage = self.stage.clone();
        tokio::select! {
            biased;
            outcome = completion.outcome() => match outcome {
                Outcome::Handled | Outcome::Panicked | Outcome::TimedOut | Outcome::Shed => Ok(()),
                Outcome::Abandoned => Err(Refusal::Abandoned),
            },
            // An error means that the intake is gone.
            _ = stage.wait_for(|stage| *stage == Stage::Closed) => Err(Refusal::Abandoned),
        }
    }
}

/// The update in a body, `None` without an `update_id`. Bytes that are not UTF-8 have been replaced by now. What has no
/// `update_id` now will not have one the next time; Telegram would send it again and again, and nothing else of that
/// chat before it, so it is answered as if handled.
fn read(body: &str) -> Option<RawUpdate> {
    let json = RawValue::from_string(body.to_owned()).ok()?;
    RawUpdate::new(json).ok()
}

fn declared_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// A body that exceeded the limit or was cut off.
fn unread(error: axum::Error) -> Refusal {
    let mut causes = std::iter::successors(Some(&error as &dyn std::error::Error), |error| error.source());
    match causes.any(|cause| cause.is::<LengthLimitError>()) {
        true => Refusal::TooLarge,
        false => Refusal::BrokenOff,
    }
}

impl Refusal {
    fn kind(self) -> &'static str {
        match self {
            Refusal::WrongPath => "wrong-path",
            Refusal::WrongMethod => "wrong-method",
            Refusal::WrongSecret => "wrong-secret",
            Refusal::TooLarge => "too-large",
            Refusal::TooSlow => "too-slow",
            Refusal::BrokenOff => "broken-off",
            Refusal::AtCapacity => "at-capacity",
            Refusal::Stopping => "stopping",
            Refusal::Abandoned => "abandoned",
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let (status, close) = match self {
            Refusal::WrongPath => (StatusCode::NOT_FOUND, false),
            Refusal::WrongMethod => {
                return (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "POST")]).into_response();
            }
            Refusal::WrongSecret => (StatusCode::UNAUTHORIZED, false),
            Refusal::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, true),
            Refusal::TooSlow => (StatusCode::REQUEST_TIMEOUT, true),
            Refusal::BrokenOff => (StatusCode::BAD_REQUEST, true),
            Refusal::AtCapacity | Refusal::Stopping | Refusal::Abandoned => {
                let again = [(RETRY_AFTER, HeaderValue::from(RETRY_SECONDS))];
                return (StatusCode::SERVICE_UNAVAILABLE, again).into_response();
            }
        };
        let mut response = status.into_response();
        if close {
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }
}

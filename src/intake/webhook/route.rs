//! The one route: what is a delivery of Telegram's, and how it is answered.
//!
//! | Answer | When | What Telegram does |
//! |---|---|---|
//! | 200 | the update is handled, now or before, or can never be | forgets it |
//! | 503 with `Retry-After` | no room, stopping, or given up while stopping | sends it again |
//! | 401, 404, 405, 408, 413 | not a delivery of Telegram's | none of its business |
//!
//! No answer has a body: Telegram would read one as a call of the Bot API. A peer that hangs up changes nothing, since
//! the update is handled by a task of the [`Dispatcher`]'s; Telegram then sends it again, and gets the 200.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::to_bytes;
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, CONNECTION, CONTENT_LENGTH, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use metrics::counter;
use serde_json::value::RawValue;
use tokio::sync::watch;
use tokio::time::timeout;
use url::Url;

use crate::intake::dispatch::{Completion, Dispatcher, Outcome, Submission};
use crate::intake::webhook::Options;
use crate::intake::webhook::secret::Secret;
use crate::intake::webhook::strangers::Strangers;
use crate::intake::{Handler, RawUpdate};
use crate::telemetry::INTAKE_FAULTS;

/// The header with the secret.
pub const SECRET_HEADER: &str = "X-Telegram-Bot-Api-Secret-Token";

/// The largest body, in bytes. Telegram's updates are far smaller.
pub const LARGEST_BODY: usize = 1024 * 1024;

/// What a 503 asks for, in seconds.
const COME_AGAIN_AFTER: u64 = 1;

/// What the webhook is at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Updates are taken.
    Open,
    /// Those in hand are finished, and no more are taken.
    Stopping,
    /// What is not finished by now is given up.
    Closed,
}

/// Why a request was turned away. Each is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Refusal {
    WrongPath,
    WrongMethod,
    WrongSecret,
    TooLarge,
    TooSlow,
    BrokenOff,
    NoRoom,
    Stopping,
    Abandoned,
}

struct Post<H> {
    path: String,
    secret: Secret,
    dispatcher: Dispatcher<H>,
    read_within: Duration,
    stage: watch::Receiver<Stage>,
    strangers: Strangers,
}

/// Routes for the path of `url`, and for nothing else.
pub(super) fn routes<H: Handler>(
    url: &Url,
    secret: Secret,
    dispatcher: Dispatcher<H>,
    options: &Options,
    stage: watch::Receiver<Stage>,
) -> Router {
    let post = Post {
        path: url.path().to_owned(),
        secret,
        dispatcher,
        read_within: options.bounds.read_within,
        stage,
        strangers: Strangers::default(),
    };
    Router::new().fallback(answer::<H>).with_state(Arc::new(post))
}

async fn answer<H: Handler>(State(post): State<Arc<Post<H>>>, request: Request) -> Response {
    let mut response = match post.take(request).await {
        Ok(()) => StatusCode::OK.into_response(),
        Err(refusal) => {
            counter!(INTAKE_FAULTS, "fault" => refusal.kind()).increment(1);
            refusal.into_response()
        }
    };
    if *post.stage.borrow() != Stage::Open {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

impl<H: Handler> Post<H> {
    /// Takes a delivery in, and waits until it is handled.
    async fn take(&self, request: Request) -> Result<(), Refusal> {
        let (head, body) = request.into_parts();
        if head.uri.path() != self.path {
            return Err(Refusal::WrongPath);
        }
        if head.method != Method::POST {
            return Err(Refusal::WrongMethod);
        }
        if !self.knows(&head.headers) {
            self.strangers.came();
            return Err(Refusal::WrongSecret);
        }
        if declared_length(&head.headers).is_some_and(|length| length > LARGEST_BODY as u64) {
            return Err(Refusal::TooLarge);
        }
        // Read in any case: an answer before the end of a body would break the connection off.
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
            Some(Submission::Accepted(completion) | Submission::InHand(completion)) => {
                self.handled(completion).await
            }
            None => Err(Refusal::NoRoom),
        }
    }

    fn knows(&self, headers: &HeaderMap) -> bool {
        headers.get(SECRET_HEADER).is_some_and(|offered| self.secret.is(offered.as_bytes()))
    }

    async fn handled(&self, completion: Completion) -> Result<(), Refusal> {
        let mut stage = self.stage.clone();
        tokio::select! {
            biased;
            outcome = completion.outcome() => match outcome {
                Outcome::Handled | Outcome::Panicked | Outcome::LetGo => Ok(()),
                Outcome::Abandoned => Err(Refusal::Abandoned),
            },
            // An error means that the intake is gone.
            _ = stage.wait_for(|stage| *stage == Stage::Closed) => Err(Refusal::Abandoned),
        }
    }
}

/// The update in a body. One byte that is not UTF-8 has been replaced by now; anything that still has no `update_id` will
/// not have one the next time either. As Telegram would send it again and again, and nothing else of that chat before
/// it, it is answered as if handled.
fn read(body: &str) -> Option<RawUpdate> {
    let json = RawValue::from_string(body.to_owned()).ok()?;
    RawUpdate::new(json).ok()
}

fn declared_length(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// A body that grew beyond the limit, or broke off.
fn unread(error: axum::Error) -> Refusal {
    let mut causes = std::iter::successors(Some(&error as &dyn std::error::Error), |error| error.source());
    match causes.any(|cause| cause.to_string().contains("length limit")) {
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
            Refusal::NoRoom => "no-room",
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
            Refusal::NoRoom | Refusal::Stopping | Refusal::Abandoned => {
                let again = [(RETRY_AFTER, HeaderValue::from(COME_AGAIN_AFTER))];
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

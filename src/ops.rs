//! What whoever runs the bot asks it over HTTP: is it alive, is it ready, what has it counted.
//!
//! | Path | Answer |
//! |---|---|
//! | `/healthz` | 200 while the process runs |
//! | `/readyz` | 200 while updates are taken over and stored, else 503 |
//! | `/metrics` | what [`crate::telemetry`] names, as Prometheus text |
//!
//! There is nothing in it about anybody, but it is meant for the house and not for the street.

use std::future::pending;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::get;
use futures::future::BoxFuture;
use metrics_exporter_prometheus::PrometheusHandle;
use tokio::net::TcpListener;
use tokio::time::{interval, timeout};

use crate::listen::{Bounds, serve};

/// The version of the text format.
const PROMETHEUS_TEXT: &str = "text/plain; version=0.0.4";

/// How long the check behind `/readyz` may take.
const CHECK_WITHIN: Duration = Duration::from_secs(5);

/// How often what was measured is summed up, so that it does not pile up while nobody asks.
const SUM_UP_EVERY: Duration = Duration::from_secs(15);

/// Tells whether the bot is ready.
pub type Check = Arc<dyn Fn() -> BoxFuture<'static, bool> + Send + Sync>;

#[derive(Clone)]
struct Ops {
    counted: PrometheusHandle,
    check: Check,
}

/// Answers until it is dropped.
///
/// # Errors
/// What the listener gives.
pub async fn run(listener: TcpListener, counted: PrometheusHandle, check: Check) -> io::Result<()> {
    let routes = Router::new()
        .route("/healthz", get(StatusCode::OK))
        .route("/readyz", get(readyz))
        .route("/metrics", get(metrics))
        .with_state(Ops { counted: counted.clone(), check });
    let sum_up = async {
        let mut turns = interval(SUM_UP_EVERY);
        loop {
            turns.tick().await;
            counted.run_upkeep();
        }
    };
    tokio::select! {
        served = serve(listener, Bounds::default(), routes, pending()) => served,
        () = sum_up => Ok(()),
    }
}

async fn readyz(State(ops): State<Ops>) -> StatusCode {
    match timeout(CHECK_WITHIN, (ops.check)()).await {
        Ok(true) => StatusCode::OK,
        Ok(false) | Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

async fn metrics(State(ops): State<Ops>) -> impl IntoResponse {
    ([(CONTENT_TYPE, PROMETHEUS_TEXT)], ops.counted.render())
}

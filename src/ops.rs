//! What monitoring asks over HTTP: whether the process runs, whether the bot is ready, and the metrics.
//!
//! | Path | Answer |
//! |---|---|
//! | `/healthz` | 200 while the process runs |
//! | `/readyz` | 200 while updates arrive and the storage answers, else 503 |
//! | `/metrics` | the metrics of [`crate::telemetry`], as Prometheus text |
//!
//! Unauthenticated: bind it to an internal address. Nothing in it is about a person.

use std::future::pending;
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

use crate::http_server::{Bounds, serve};

/// The version of the text format.
const PROMETHEUS_TEXT: &str = "text/plain; version=0.0.4";

/// How long the check behind `/readyz` may take.
const CHECK_WITHIN: Duration = Duration::from_secs(5);

/// How often the histograms are summed up, so that they do not grow while nobody reads them.
const UPKEEP_INTERVAL: Duration = Duration::from_secs(15);

/// Says whether the bot is ready.
pub type Check = Arc<dyn Fn() -> BoxFuture<'static, bool> + Send + Sync>;

#[derive(Clone)]
struct Ops {
    metrics: PrometheusHandle,
    check: Check,
}

/// Answers until it is dropped.
pub async fn run(listener: TcpListener, metrics: PrometheusHandle, check: Check) {
    let routes = Router::new()
        .route("/healthz", get(StatusCode::OK))
        .route("/readyz", get(readyz))
        .route("/metrics", get(render))
        .with_state(Ops { metrics: metrics.clone(), check });
    let upkeep = async {
        let mut turns = interval(UPKEEP_INTERVAL);
        loop {
            turns.tick().await;
            metrics.run_upkeep();
        }
    };
    tokio::select! {
        () = serve(listener, Bounds::default(), routes, pending()) => {}
        () = upkeep => {}
    }
}

async fn readyz(State(ops): State<Ops>) -> StatusCode {
    match timeout(CHECK_WITHIN, (ops.check)()).await {
        Ok(true) => StatusCode::OK,
        Ok(false) | Err(_) => StatusCode::SERVICE_UNAVAILABLE,
    }
}

async fn render(State(ops): State<Ops>) -> impl IntoResponse {
    ([(CONTENT_TYPE, PROMETHEUS_TEXT)], ops.metrics.render())
}

//! An HTTP/1.1 server with bounded connections and time limits for reading.
//!
//! Invariants: at most [`Bounds::connections`] connections are open, more wait unaccepted; the first byte of a
//! connection must arrive within [`Bounds::read_within`]; each request's head must be complete within [`Bounds::idle`]
//! of the end of the request before it. The body of a request, and how long its answer takes, are the routes' own
//! business.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::time::{sleep, timeout};

/// The pause after an error of `accept`, such as too many open files.
const ACCEPT_AGAIN: Duration = Duration::from_millis(500);

/// The share of the server that peers may take.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Connections open at one time.
    pub connections: u32,
    /// How long the first byte of a connection, or the body of a request, may take.
    pub read_within: Duration,
    /// How long a connection may be without a complete request.
    pub idle: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        // A reverse proxy usually keeps an idle connection for 60 seconds and must be the one that closes it.
        Bounds { connections: 256, read_within: Duration::from_secs(10), idle: Duration::from_secs(75) }
    }
}

/// Serves until `stop` ends: then connections without a request are closed, and the others after their answer.
pub async fn serve(listener: TcpListener, bounds: Bounds, routes: Router, stop: impl Future<Output = ()>) {
    let permits = Arc::new(Semaphore::new(bounds.connections as usize));
    let (stopping, stopped) = watch::channel(());
    let accepting = async {
        loop {
            let permit = Arc::clone(&permits).acquire_owned().await.expect("the semaphore is never closed");
            match listener.accept().await {
                Ok((stream, _peer)) => {
                    let serving = serve_connection(stream, bounds, routes.clone(), stopped.clone());
                    tokio::spawn(async move {
                        serving.await;
                        drop(permit);
                    });
                }
                Err(error) => {
                    log::warn!("a connection could not be accepted: {error}");
                    sleep(ACCEPT_AGAIN).await;
                }
            }
        }
    };
    tokio::select! {
        () = stop => {}
        () = accepting => {}
    }
    drop(listener);
    drop(stopping);
    // All permits are free when the last connection is closed.
    let _ = permits.acquire_many(bounds.connections).await;
}

/// Serves one connection; `stopped` changes when the server stops.
async fn serve_connection(
    stream: TcpStream,
    bounds: Bounds,
    routes: Router,
    mut stopped: watch::Receiver<()>,
) {
    tokio::select! {
        readable = timeout(bounds.read_within, stream.readable()) => {
            if !matches!(readable, Ok(Ok(()))) {
                return;
            }
        }
        _ = stopped.changed() => return,
    }
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(bounds.idle);
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), TowerToHyperService::new(routes)));
    // How a connection ends is the peer's business: a reset or a late head is no error of ours.
    tokio::select! {
        _ = connection.as_mut() => return,
        _ = stopped.changed() => connection.as_mut().graceful_shutdown(),
    }
    let _ = connection.await;
}

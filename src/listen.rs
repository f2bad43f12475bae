//! An HTTP server that a slow or greedy peer cannot exhaust.
//!
//! Invariants: at most [`Bounds::connections`] connections are open, more wait unaccepted; a request's head must be
//! whole within [`Bounds::read_within`] of its first byte; a connection without a request is closed after
//! [`Bounds::idle`]. How long an answer may take, and the body of a request, is the routes' own business.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::extract::connect_info::{ConnectInfo, Connected};
use axum::middleware::{Next, from_fn};
use axum::response::Response;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, Sleep, sleep};

/// How much of the server one peer, or all of them, may take.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Connections open at one time.
    pub connections: usize,
    /// From the first byte of a request to the end of its head.
    pub read_within: Duration,
    /// How long a connection may be open without a request.
    pub idle: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Bounds { connections: 256, read_within: Duration::from_secs(10), idle: Duration::from_secs(75) }
    }
}

/// Serves until `stop` ends: then connections without a request are closed, and the others after their answer.
pub async fn serve(
    listener: TcpListener,
    bounds: Bounds,
    routes: Router,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let room = Arc::new(Semaphore::new(bounds.connections));
    let service = routes.layer(from_fn(answer)).into_make_service_with_connect_info::<Stage>();
    axum::serve(Bounded { listener, room, bounds }, service).with_graceful_shutdown(stop).await
}

/// A request's head is whole: from here on its route answers for the time.
async fn answer(ConnectInfo(stage): ConnectInfo<Stage>, request: Request, next: Next) -> Response {
    stage.enter(ANSWERING);
    next.run(request).await
}

/// Nothing of a request has come yet.
const WAITING: u8 = 0;
/// A part of a request's head has come.
const READING: u8 = 1;
/// A route is at work.
const ANSWERING: u8 = 2;

/// What a connection is at, shared between its stream and its requests.
#[derive(Clone, Debug)]
struct Stage(Arc<AtomicU8>);

impl Stage {
    fn enter(&self, stage: u8) {
        self.0.store(stage, Ordering::Relaxed);
    }

    fn is(&self, stage: u8) -> bool {
        self.0.load(Ordering::Relaxed) == stage
    }
}

impl Connected<IncomingStream<'_, Bounded>> for Stage {
    fn connect_info(stream: IncomingStream<'_, Bounded>) -> Self {
        stream.io().stage.clone()
    }
}

struct Bounded {
    listener: TcpListener,
    room: Arc<Semaphore>,
    bounds: Bounds,
}

impl Listener for Bounded {
    type Io = Timed;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Timed, SocketAddr) {
        let room = Arc::clone(&self.room).acquire_owned().await.expect("the semaphore is never closed");
        let (stream, peer) = Listener::accept(&mut self.listener).await;
        let deadline = Box::pin(sleep(self.bounds.read_within));
        let stage = Stage(Arc::new(AtomicU8::new(READING)));
        (Timed { stream, stage, deadline, bounds: self.bounds, _room: room }, peer)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// A stream that fails to read when a request takes too long to come.
struct Timed {
    stream: TcpStream,
    stage: Stage,
    /// For [`WAITING`] and [`READING`].
    deadline: Pin<Box<Sleep>>,
    bounds: Bounds,
    _room: OwnedSemaphorePermit,
}

impl AsyncRead for Timed {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = &mut *self;
        let before = buffer.filled().len();
        match Pin::new(&mut this.stream).poll_read(context, buffer) {
            Poll::Ready(read) => {
                if buffer.filled().len() > before && this.stage.is(WAITING) {
                    this.stage.enter(READING);
                    this.deadline.as_mut().reset(Instant::now() + this.bounds.read_within);
                }
                Poll::Ready(read)
            }
            Poll::Pending if this.stage.is(ANSWERING) => Poll::Pending,
            Poll::Pending => {
                ready!(this.deadline.as_mut().poll(context));
                Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
            }
        }
    }
}

impl AsyncWrite for Timed {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write(context, bytes));
        self.wrote();
        Poll::Ready(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write_vectored(context, slices));
        self.wrote();
        Poll::Ready(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

impl Timed {
    /// An answer goes out, so the next request may begin.
    fn wrote(&mut self) {
        self.stage.enter(WAITING);
        self.deadline.as_mut().reset(Instant::now() + self.bounds.idle);
    }
}

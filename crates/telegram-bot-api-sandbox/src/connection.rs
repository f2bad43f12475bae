//! A listener whose connections can be cut on order, to test a call that gets no answer.
//!
//! A handler cannot close the connection that it answers on, so each connection carries a [`ConnectionHandle`], which
//! the handler finds as its connection info. Once a line is cut, nothing more is written, whatever is answered; the
//! server sees a write that fails, and gives the connection up.

use std::io::{self, IoSlice};
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// How a connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Cut {
    /// Closed in the normal way (FIN).
    Closed = 1,
    /// Reset (RST).
    Reset = 2,
}

/// The handle on one connection.
#[derive(Clone, Debug, Default)]
pub struct ConnectionHandle(Arc<AtomicU8>);

/// A listener whose connections can be cut.
#[derive(Debug)]
pub struct FaultListener(pub TcpListener);

/// A connection that can be cut.
#[derive(Debug)]
pub struct FaultyStream {
    stream: TcpStream,
    line: ConnectionHandle,
}

impl ConnectionHandle {
    /// Ends the connection before anything more is written.
    pub fn cut(&self, how: Cut) {
        self.0.store(how as u8, Ordering::Release);
    }

    fn how(&self) -> Option<Cut> {
        [Cut::Closed, Cut::Reset].into_iter().find(|&how| how as u8 == self.0.load(Ordering::Acquire))
    }
}

impl Listener for FaultListener {
    type Io = FaultyStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (FaultyStream, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.0).await;
        (FaultyStream { stream, line: ConnectionHandle::default() }, address)
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

impl Connected<IncomingStream<'_, FaultListener>> for ConnectionHandle {
    fn connect_info(stream: IncomingStream<'_, FaultListener>) -> Self {
        stream.io().line.clone()
    }
}

impl FaultyStream {
    /// The stream, unless the line is cut.
    fn whole(&mut self) -> io::Result<Pin<&mut TcpStream>> {
        match self.line.how() {
            None => return Ok(Pin::new(&mut self.stream)),
            Some(Cut::Closed) => {}
            // With SO_LINGER 0, closing the socket sends RST.
            Some(Cut::Reset) => self.stream.set_zero_linger()?,
        }
        Err(io::Error::new(io::ErrorKind::BrokenPipe, "the line was cut"))
    }
}

impl AsyncRead for FaultyStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for FaultyStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        self.whole()?.poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        parts: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.whole()?.poll_write_vectored(cx, parts)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.whole()?.poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

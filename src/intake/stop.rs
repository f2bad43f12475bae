//! Turns SIGINT and SIGTERM into a future.
//!
//! The first signal asks for an orderly stop; the second ends the process at once, for whoever is in a hurry.

use std::future::Future;
use std::io;

use tokio::signal;

/// Which signal came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Interrupt,
    Terminate,
}

impl Asked {
    /// What a shell expects of a process that a signal ended: 128 + its number.
    fn exit_code(self) -> i32 {
        match self {
            Asked::Interrupt => 130,
            Asked::Terminate => 143,
        }
    }
}

/// Listens from now on; the future ends with the first SIGINT or SIGTERM. A second one ends the process with exit
/// code 130 or 143.
///
/// # Errors
/// When the system refuses to install a signal handler. Must be called inside a tokio runtime.
pub fn stop_signal() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    let mut signals = Signals::listen()?;
    Ok(async move {
        let first = signals.next().await;
        log::info!("{first:?}: finishing what is in hand; once more ends at once");
        tokio::spawn(async move {
            let second = signals.next().await;
            log::warn!("{second:?} again: ending at once");
            std::process::exit(second.exit_code());
        });
    })
}

#[cfg(unix)]
struct Signals {
    interrupt: signal::unix::Signal,
    terminate: signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn listen() -> io::Result<Self> {
        use signal::unix::{SignalKind, signal};
        Ok(Signals {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
        })
    }

    async fn next(&mut self) -> Asked {
        tokio::select! {
            _ = self.interrupt.recv() => Asked::Interrupt,
            _ = self.terminate.recv() => Asked::Terminate,
        }
    }
}

#[cfg(windows)]
struct Signals {
    interrupt: signal::windows::CtrlC,
    terminate: signal::windows::CtrlShutdown,
}

#[cfg(windows)]
impl Signals {
    fn listen() -> io::Result<Self> {
        Ok(Signals { interrupt: signal::windows::ctrl_c()?, terminate: signal::windows::ctrl_shutdown()? })
    }

    async fn next(&mut self) -> Asked {
        tokio::select! {
            _ = self.interrupt.recv() => Asked::Interrupt,
            _ = self.terminate.recv() => Asked::Terminate,
        }
    }
}

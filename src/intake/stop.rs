//! What ends the intake: SIGINT and SIGTERM as a future, and the [`Alarm`].
//!
//! The first signal asks for an orderly stop; the second ends the process at once. The alarm ends the intake in an
//! orderly way too, but as a failure.

use std::future::Future;
use std::io;

use tokio::signal;
use tokio::sync::watch;

/// Raised when Telegram refuses the token. Clones share one alarm; it is raised once and stays so.
#[derive(Clone, Debug)]
pub struct Alarm(watch::Sender<Option<String>>);

impl Default for Alarm {
    fn default() -> Self {
        Alarm(watch::Sender::new(None))
    }
}

impl Alarm {
    /// Ends the intake. `words` are Telegram's; those of the first call stay.
    pub fn raise(&self, words: &str) {
        self.0.send_if_modified(|raised| {
            let first = raised.is_none();
            raised.get_or_insert_with(|| words.to_owned());
            first
        });
    }

    /// Waits until it is raised, and gives the words.
    pub async fn raised(&self) -> String {
        let mut raised = self.0.subscribe();
        // An error would mean that the alarm is gone, and `self` holds it.
        raised.wait_for(Option::is_some).await.ok().and_then(|words| words.clone()).unwrap_or_default()
    }
}

/// Which signal came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Interrupt,
    Terminate,
}

impl Asked {
    /// The exit code a shell expects after a signal: 128 and its number.
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
        log::info!("{first:?}: finishing what is in flight; a second signal ends at once");
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

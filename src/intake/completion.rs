//! How an update ends, and how to wait for it.

use futures::FutureExt;
use futures::future::Shared;
use metrics::counter;
use tokio::sync::oneshot;

use crate::telemetry::OUTCOMES;

/// How an update ended. All but [`Outcome::Abandoned`] count as handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The handler returned.
    Handled,
    /// The handler panicked.
    Panicked,
    /// The handler took longer than [`Limits::per_update`](crate::intake::dispatch::Limits) and was dropped.
    TimedOut,
    /// Too many newer updates of the same conversation came before its turn; it was not handled.
    Shed,
    /// The runtime ended, or the drain gave up, before its turn. Telegram sends it again.
    Abandoned,
}

impl Outcome {
    /// Counts so many updates that ended like this.
    pub(super) fn count(self, updates: usize) {
        let outcome = match self {
            Outcome::Handled => "handled",
            Outcome::Panicked => "panicked",
            Outcome::TimedOut => "timed-out",
            Outcome::Shed => "shed",
            Outcome::Abandoned => "abandoned",
        };
        counter!(OUTCOMES, "outcome" => outcome).increment(updates as u64);
    }
}

/// What became of a submitted update.
pub enum Submission {
    /// It is in flight from now on.
    Accepted(Completion),
    /// It is in flight already, through an earlier submission.
    InFlight(Completion),
    /// It was finished recently; nothing is left to do.
    Finished,
}

/// Waits for one update to be finished. Dropping it changes nothing.
#[derive(Clone)]
pub struct Completion(Shared<oneshot::Receiver<Outcome>>);

impl Completion {
    /// A completion and what resolves it. A dropped sender means [`Outcome::Abandoned`].
    pub(super) fn new() -> (oneshot::Sender<Outcome>, Self) {
        let (done, receiver) = oneshot::channel();
        (done, Completion(receiver.shared()))
    }

    /// How the update ended.
    pub async fn outcome(self) -> Outcome {
        self.0.await.unwrap_or(Outcome::Abandoned)
    }
}

//! Runs a [`Handler`] over accepted updates: one per-chat queue for each [`OrderKey`], strictly in order within a
//! queue, different queues in parallel.
//!
//! Invariants: at most [`Limits::in_flight`] updates are accepted and unfinished, at most [`Limits::running`] are being
//! handled, and at most [`Limits::per_chat`] of one conversation are waiting; a queue exists only while it has work;
//! the semaphores are fair, so a busy queue gets one turn at a time like any other. Whatever a handler does, its update
//! is finished in the end.
//!
//! **One chat cannot hold up others.** Beyond the bound its oldest waiting update is finished unhandled
//! ([`Outcome::Shed`]), and until its queue is empty the confirmation waits for none of its updates: if the process is
//! killed then, they are lost. For all other chats an update is confirmed only when it was handled.
//!
//! A submission gives a [`Completion`]: the webhook waits for it before it answers Telegram. Every end is counted by
//! its [`Outcome`].

use std::collections::HashMap;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures::FutureExt;
use metrics::{counter, gauge, histogram};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};

use crate::intake::chat_queue::{ChatQueue, Job, Load, Shed};
use crate::intake::completion::{Completion, Outcome, Submission};
use crate::intake::handler::{Handler, OrderKey};
use crate::intake::ledger::{Known, Ledger};
use crate::intake::superseded::Superseded;
use crate::intake::update::{RawUpdate, UpdateId};
use crate::telemetry::{HANDLING, IN_FLIGHT, REPEATS};

/// How much is accepted and handled at one time.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Updates being handled at one time.
    pub running: usize,
    /// Updates accepted and not finished; [`Dispatcher::submit`] waits beyond it.
    pub in_flight: usize,
    /// Updates of one conversation that are waiting; beyond it the oldest one is shed.
    pub per_chat: usize,
    /// The longest one update may take before it is dropped, counted from its turn.
    pub per_update: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { running: 256, in_flight: 1_000, per_chat: 20, per_update: Duration::from_secs(60) }
    }
}

/// How a [`Dispatcher::drain`] ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drained {
    /// Nothing is in flight any more.
    Everything,
    /// The deadline passed with so many updates unfinished. Those in a queue will not be started any more.
    Left(usize),
}

/// Runs a [`Handler`] over updates. Clones share everything.
pub struct Dispatcher<H> {
    shared: Arc<Inner<H>>,
}

impl<H> Clone for Dispatcher<H> {
    fn clone(&self) -> Self {
        Dispatcher { shared: Arc::clone(&self.shared) }
    }
}

struct Inner<H> {
    handler: Arc<H>,
    limits: Limits,
    /// Permits to be in flight.
    capacity: Arc<Semaphore>,
    /// Permits to be handled.
    turns: Semaphore,
    state: Mutex<State>,
    lowest: watch::Sender<Option<UpdateId>>,
    in_flight: watch::Sender<usize>,
}

struct State {
    ledger: Ledger<Completion>,
    queues: HashMap<OrderKey, ChatQueue>,
}

#[derive(PartialEq, Eq)]
enum Rest {
    HasMore,
    Removed,
}

impl<H: Handler> Dispatcher<H> {
    /// A dispatcher with nothing in flight.
    pub fn new(handler: Arc<H>, limits: Limits) -> Self {
        let shared = Arc::new(Inner {
            handler,
            limits,
            capacity: Arc::new(Semaphore::new(limits.in_flight)),
            turns: Semaphore::new(limits.running),
            state: Mutex::new(State { ledger: Ledger::new(), queues: HashMap::new() }),
            lowest: watch::Sender::new(None),
            in_flight: watch::Sender::new(0),
        });
        Dispatcher { shared }
    }

    /// Accepts an update, waiting while [`Limits::in_flight`] updates are unfinished. Repeats are recognised and not
    /// accepted twice. Dropping the future before it ends means the update was not accepted.
    pub async fn submit(&self, raw: RawUpdate) -> Submission {
        if let Some(repeat) = self.shared.repeat(raw.id) {
            return repeat;
        }
        let permit = Arc::clone(&self.shared.capacity).acquire_owned().await;
        self.shared.accept(raw, permit.expect("the semaphore is never closed"))
    }

    /// Like [`Dispatcher::submit`], but gives `None` at once when [`Limits::in_flight`] is reached.
    pub fn try_submit(&self, raw: RawUpdate) -> Option<Submission> {
        if let Some(repeat) = self.shared.repeat(raw.id) {
            return Some(repeat);
        }
        let permit = Arc::clone(&self.shared.capacity).try_acquire_owned().ok()?;
        Some(self.shared.accept(raw, permit))
    }

    /// The lowest id the confirmation waits for: everything below it may be confirmed.
    pub fn lowest_unconfirmed(&self) -> Option<UpdateId> {
        *self.shared.lowest.borrow()
    }

    /// [`Dispatcher::lowest_unconfirmed`] as it changes.
    pub fn watch_lowest(&self) -> watch::Receiver<Option<UpdateId>> {
        self.shared.lowest.subscribe()
    }

    /// Lets the confirmation go past an update in flight; see [`Ledger::release`].
    pub fn release(&self, id: UpdateId) {
        let mut state = self.shared.lock();
        state.ledger.release(id);
        self.shared.publish(&state);
    }

    /// Waits until nothing is in flight, at most for `deadline`. Past it no queued update is started any more; one
    /// that is being handled goes on as long as the runtime lives. To be called after the last submission.
    pub async fn drain(&self, deadline: Duration) -> Drained {
        let mut in_flight = self.shared.in_flight.subscribe();
        if tokio::time::timeout(deadline, in_flight.wait_for(|count| *count == 0)).await.is_ok() {
            return Drained::Everything;
        }
        let mut state = self.shared.lock();
        // The queued updates stay unfinished in the ledger, so they are not confirmed and Telegram sends them again.
        let waiting = state.queues.drain().map(|(_, queue)| queue.len()).sum();
        Outcome::Abandoned.count(waiting);
        Drained::Left(state.ledger.len())
    }
}

impl<H: Handler> Inner<H> {
    fn lock(&self) -> MutexGuard<'_, State> {
        // No code of the handler's runs under this lock, so a poisoned one still holds a consistent state.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn repeat(&self, id: UpdateId) -> Option<Submission> {
        repeat_in(&self.lock(), id)
    }

    fn accept(self: &Arc<Self>, raw: RawUpdate, permit: OwnedSemaphorePermit) -> Submission {
        let id = raw.id;
        let sorted = || (self.handler.order_key(&raw), self.handler.supersedes(&raw));
        let Ok((key, supersedes)) = catch_unwind(AssertUnwindSafe(sorted)) else {
            return self.refuse(id);
        };

        let mut state = self.lock();
        // The same update may have come in by another call while this one waited for its permit.
        if let Some(repeat) = repeat_in(&state, id) {
            return repeat;
        }
        let (done, completion) = Completion::new();
        state.ledger.accept(id, completion.clone());
        let shed = self.enqueue(&mut state, key, Job { raw, supersedes, done, _permit: permit });
        self.publish(&state);
        drop(state);
        if let Some(shed) = shed {
            self.finish_shed(shed);
        }
        Submission::Accepted(completion)
    }

    /// Puts an accepted update in its queue. Beyond the bound, takes the oldest one out and releases all of the queue.
    fn enqueue(self: &Arc<Self>, state: &mut State, key: OrderKey, job: Job) -> Option<Shed> {
        let id = job.raw.id;
        let State { ledger, queues } = state;
        let queue = queues.entry(key).or_insert_with(|| {
            tokio::spawn(Arc::clone(self).run_queue(key));
            ChatQueue::default()
        });
        let shed = queue.push(job, self.limits.per_chat);
        match &shed {
            Some(Shed { before: Load::Normal, .. }) => queue.ids().for_each(|id| ledger.release(id)),
            _ if queue.load() == Load::Overflowed => ledger.release(id),
            _ => {}
        }
        if let Some(shed) = &shed {
            ledger.finish(shed.job.raw.id);
        }
        shed
    }

    /// Ends an update that was taken out of its queue; tells the handler of the first one.
    fn finish_shed(self: &Arc<Self>, Shed { job, before }: Shed) {
        Outcome::Shed.count(1);
        // The receiver may be dropped, which is fine.
        let _ = job.done.send(Outcome::Shed);
        if before == Load::Overflowed {
            return;
        }
        log::warn!("update {}: too many newer ones of the same chat, not handled", job.raw.id);
        let shared = Arc::clone(self);
        tokio::spawn(async move {
            let id = job.raw.id;
            shared.guard(id, || shared.handler.shed(job.raw)).await;
        });
    }

    /// Finishes an update whose key cannot be found before it began.
    fn refuse(&self, id: UpdateId) -> Submission {
        log::error!("update {id}: panic while looking for its order key");
        let (done, completion) = Completion::new();
        Outcome::Panicked.count(1);
        // Fails only without a receiver, and `completion` has it.
        let _ = done.send(Outcome::Panicked);
        self.lock().ledger.finish(id);
        Submission::Accepted(completion)
    }

    async fn run_queue(self: Arc<Self>, key: OrderKey) {
        loop {
            let _turn = self.turns.acquire().await.expect("the semaphore is never closed");
            let next = self.lock().queues.get_mut(&key).and_then(ChatQueue::pop);
            // Only `drain` removes a queue while its task is running.
            let Some((job, superseded)) = next else { return };
            let (id, began) = (job.raw.id, Instant::now());
            let outcome = self.handle(job.raw, superseded).await;
            histogram!(HANDLING).record(began.elapsed());
            outcome.count(1);
            let rest = self.finish(id, key);
            // The receiver may be dropped, which is fine.
            let _ = job.done.send(outcome);
            if rest == Rest::Removed {
                return;
            }
        }
    }

    /// Marks an update as finished, and removes its queue when nothing is waiting in it.
    fn finish(&self, id: UpdateId, key: OrderKey) -> Rest {
        let mut state = self.lock();
        state.ledger.finish(id);
        self.publish(&state);
        if state.queues.get(&key).is_some_and(|queue| queue.len() > 0) {
            return Rest::HasMore;
        }
        state.queues.remove(&key);
        Rest::Removed
    }

    async fn handle(&self, raw: RawUpdate, superseded: Superseded) -> Outcome {
        self.guard(raw.id, || self.handler.handle(raw, superseded)).await
    }

    /// Runs a future of the handler's with the time limit. The limit is inside, so that a panic while a late future is
    /// being dropped is caught as well.
    async fn guard<F: Future<Output = ()>>(&self, id: UpdateId, work: impl FnOnce() -> F) -> Outcome {
        let limited = async { tokio::time::timeout(self.limits.per_update, work()).await };
        match AssertUnwindSafe(limited).catch_unwind().await {
            Ok(Ok(())) => Outcome::Handled,
            Ok(Err(_elapsed)) => {
                log::error!("update {id}: not handled within {:?}, dropped", self.limits.per_update);
                Outcome::TimedOut
            }
            Err(_panic) => {
                log::error!("update {id}: panic in its handler");
                Outcome::Panicked
            }
        }
    }

    /// Publishes the lowest id and the number in flight. Called under the lock, so that watchers see changes in order.
    fn publish(&self, state: &State) {
        gauge!(IN_FLIGHT).set(state.ledger.len() as f64);
        self.in_flight.send_replace(state.ledger.len());
        let lowest = state.ledger.lowest();
        self.lowest.send_if_modified(|shown| std::mem::replace(shown, lowest) != lowest);
    }
}

fn repeat_in(state: &State, id: UpdateId) -> Option<Submission> {
    let repeat = match state.ledger.know(id) {
        Known::New => return None,
        Known::InFlight(completion) => Submission::InFlight(completion.clone()),
        Known::Finished => Submission::Finished,
    };
    counter!(REPEATS).increment(1);
    Some(repeat)
}

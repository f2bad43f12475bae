//! Puts accepted updates in lanes and runs them: one lane for each [`OrderKey`], strictly in order within a lane,
//! lanes side by side.
//!
//! Invariants: at most [`Limits::in_hand`] updates are accepted and unfinished, and at most
//! [`Limits::at_once`] are being handled; a lane exists only while it has work; the semaphores are fair, so a busy
//! lane gets one turn at a time like any other. Whatever a handler does, its update is finished in the end.
//!
//! A submission gives a [`Completion`]: the webhook waits for it before it answers Telegram. Every end is counted by
//! its [`Outcome`].

use std::collections::{HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures::FutureExt;
use futures::future::Shared;
use metrics::{counter, gauge, histogram};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot, watch};

use crate::intake::behind::Behind;
use crate::intake::ledger::{Known, Ledger};
use crate::intake::{Handler, OrderKey, RawUpdate, UpdateId};
use crate::telemetry::{HANDLING, IN_HAND, OUTCOMES, REPEATS};

/// How much is taken on.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Updates being handled at one time.
    pub at_once: usize,
    /// Updates accepted and not finished; [`Dispatcher::submit`] waits beyond it.
    pub in_hand: usize,
    /// The longest one update may take before it is let go, counted from its turn.
    pub per_update: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Limits { at_once: 256, in_hand: 1_000, per_update: Duration::from_secs(60) }
    }
}

/// How an update ended. All but the last count as handled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The handler returned.
    Handled,
    /// The handler panicked.
    Panicked,
    /// The handler took longer than [`Limits::per_update`] and was dropped.
    LetGo,
    /// The runtime ended, or [`Dispatcher::drain`] gave up, before its turn. Telegram will send it again.
    Abandoned,
}

impl Outcome {
    fn count(self, updates: usize) {
        let outcome = match self {
            Outcome::Handled => "handled",
            Outcome::Panicked => "panicked",
            Outcome::LetGo => "let-go",
            Outcome::Abandoned => "abandoned",
        };
        counter!(OUTCOMES, "outcome" => outcome).increment(updates as u64);
    }
}

/// What became of a submitted update.
pub enum Submission {
    /// It is in hand from now on.
    Accepted(Completion),
    /// It is in hand already, through an earlier submission.
    InHand(Completion),
    /// It was finished lately; nothing is left to do.
    Finished,
}

/// Waits for one update to be finished. Dropping it changes nothing.
#[derive(Clone)]
pub struct Completion(Shared<oneshot::Receiver<Outcome>>);

impl Completion {
    /// How the update ended.
    pub async fn outcome(self) -> Outcome {
        self.0.await.unwrap_or(Outcome::Abandoned)
    }
}

/// How a [`Dispatcher::drain`] ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Drained {
    /// Nothing is in hand any more.
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
    room: Arc<Semaphore>,
    turns: Semaphore,
    state: Mutex<State>,
    lowest: watch::Sender<Option<UpdateId>>,
}

struct State {
    ledger: Ledger<Completion>,
    lanes: HashMap<OrderKey, Lane>,
}

/// The updates of one conversation that wait for their turn.
#[derive(Default)]
struct Lane {
    queue: VecDeque<Job>,
    behind: Behind,
}

impl Lane {
    fn push(&mut self, job: Job) {
        self.queue.push_back(job);
        self.count();
    }

    fn pop(&mut self) -> Option<(Job, Behind)> {
        let job = self.queue.pop_front()?;
        self.count();
        Some((job, self.behind.clone()))
    }

    fn count(&self) {
        self.behind.set(self.queue.iter().filter(|job| job.overtakes).count());
    }
}

#[derive(PartialEq, Eq)]
enum Rest {
    HasMore,
    Gone,
}

struct Job {
    raw: RawUpdate,
    /// See [`Handler::overtakes`].
    overtakes: bool,
    done: oneshot::Sender<Outcome>,
    _room: OwnedSemaphorePermit,
}

impl<H: Handler> Dispatcher<H> {
    /// A dispatcher with nothing in hand.
    pub fn new(handler: Arc<H>, limits: Limits) -> Self {
        let shared = Arc::new(Inner {
            handler,
            limits,
            room: Arc::new(Semaphore::new(limits.in_hand)),
            turns: Semaphore::new(limits.at_once),
            state: Mutex::new(State { ledger: Ledger::new(), lanes: HashMap::new() }),
            lowest: watch::Sender::new(None),
        });
        Dispatcher { shared }
    }

    /// Accepts an update, waiting for room when [`Limits::in_hand`] updates are unfinished. Repeats are recognised
    /// and not accepted twice. Dropping the future before it ends means the update was not accepted.
    pub async fn submit(&self, raw: RawUpdate) -> Submission {
        if let Some(repeat) = self.shared.repeat(raw.id) {
            return repeat;
        }
        let room = Arc::clone(&self.shared.room).acquire_owned().await;
        self.shared.accept(raw, room.expect("the semaphore is never closed"))
    }

    /// Like [`Dispatcher::submit`], but gives `None` at once when there is no room.
    pub fn try_submit(&self, raw: RawUpdate) -> Option<Submission> {
        if let Some(repeat) = self.shared.repeat(raw.id) {
            return Some(repeat);
        }
        let room = Arc::clone(&self.shared.room).try_acquire_owned().ok()?;
        Some(self.shared.accept(raw, room))
    }

    /// The lowest id in hand: everything below it is finished.
    pub fn lowest_unfinished(&self) -> Option<UpdateId> {
        *self.shared.lowest.borrow()
    }

    /// [`Dispatcher::lowest_unfinished`] as it changes.
    pub fn watch_lowest(&self) -> watch::Receiver<Option<UpdateId>> {
        self.shared.lowest.subscribe()
    }

    /// Waits until nothing is in hand, at most for `deadline`. Past it no queued update is started any more; one
    /// that is being handled goes on as long as the runtime lives. To be called after the last submission.
    pub async fn drain(&self, deadline: Duration) -> Drained {
        let mut lowest = self.watch_lowest();
        if tokio::time::timeout(deadline, lowest.wait_for(Option::is_none)).await.is_ok() {
            return Drained::Everything;
        }
        let mut state = self.shared.lock();
        // The queued updates stay unfinished in the ledger, so they are not confirmed and Telegram sends them again.
        let waiting = state.lanes.drain().map(|(_, lane)| lane.queue.len()).sum();
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

    fn accept(self: &Arc<Self>, raw: RawUpdate, room: OwnedSemaphorePermit) -> Submission {
        let id = raw.id;
        let sorted = || (self.handler.order_key(&raw), self.handler.overtakes(&raw));
        let Ok((key, overtakes)) = catch_unwind(AssertUnwindSafe(sorted)) else {
            return self.refuse(id);
        };

        let mut state = self.lock();
        // The same update may have come in by another call while this one waited for room.
        if let Some(repeat) = repeat_in(&state, id) {
            return repeat;
        }
        let (done, completion) = completion();
        state.ledger.accept(id, completion.clone());
        self.publish(&state);
        let job = Job { raw, overtakes, done, _room: room };
        match state.lanes.get_mut(&key) {
            Some(lane) => lane.push(job),
            None => {
                state.lanes.entry(key).or_default().push(job);
                tokio::spawn(Arc::clone(self).run_lane(key));
            }
        }
        Submission::Accepted(completion)
    }

    /// An update whose key cannot be told is finished before it began.
    fn refuse(&self, id: UpdateId) -> Submission {
        log::error!("update {id}: panic while looking for its order key");
        let (done, completion) = completion();
        Outcome::Panicked.count(1);
        // Fails only when nobody holds the receiver, and `completion` does.
        let _ = done.send(Outcome::Panicked);
        self.lock().ledger.finish(id);
        Submission::Accepted(completion)
    }

    async fn run_lane(self: Arc<Self>, key: OrderKey) {
        loop {
            let _turn = self.turns.acquire().await.expect("the semaphore is never closed");
            let next = self.lock().lanes.get_mut(&key).and_then(Lane::pop);
            // Only `drain` takes a lane away from under its task.
            let Some((job, behind)) = next else { return };
            let (id, began) = (job.raw.id, Instant::now());
            let outcome = self.run(job.raw, behind).await;
            histogram!(HANDLING).record(began.elapsed());
            outcome.count(1);
            let rest = self.finish(id, key);
            // Nobody may be waiting, which is fine.
            let _ = job.done.send(outcome);
            if rest == Rest::Gone {
                return;
            }
        }
    }

    /// Marks an update as finished, and takes its lane away when nothing is queued behind it.
    fn finish(&self, id: UpdateId, key: OrderKey) -> Rest {
        let mut state = self.lock();
        state.ledger.finish(id);
        self.publish(&state);
        if state.lanes.get(&key).is_some_and(|lane| !lane.queue.is_empty()) {
            return Rest::HasMore;
        }
        state.lanes.remove(&key);
        Rest::Gone
    }

    async fn run(&self, raw: RawUpdate, behind: Behind) -> Outcome {
        let id = raw.id;
        // The time limit is inside, so that a panic while a late handler is being dropped is caught as well.
        let limited =
            async { tokio::time::timeout(self.limits.per_update, self.handler.handle(raw, behind)).await };
        match AssertUnwindSafe(limited).catch_unwind().await {
            Ok(Ok(())) => Outcome::Handled,
            Ok(Err(_elapsed)) => {
                log::error!("update {id}: not handled within {:?}, let go", self.limits.per_update);
                Outcome::LetGo
            }
            Err(_panic) => {
                log::error!("update {id}: panic in its handler");
                Outcome::Panicked
            }
        }
    }

    /// Tells the watchers the lowest id in hand. Called under the lock, so that they see changes in order.
    fn publish(&self, state: &State) {
        gauge!(IN_HAND).set(state.ledger.len() as f64);
        let lowest = state.ledger.lowest();
        self.lowest.send_if_modified(|shown| std::mem::replace(shown, lowest) != lowest);
    }
}

fn repeat_in(state: &State, id: UpdateId) -> Option<Submission> {
    let repeat = match state.ledger.know(id) {
        Known::New => return None,
        Known::InHand(completion) => Submission::InHand(completion.clone()),
        Known::Finished => Submission::Finished,
    };
    counter!(REPEATS).increment(1);
    Some(repeat)
}

fn completion() -> (oneshot::Sender<Outcome>, Completion) {
    let (done, receiver) = oneshot::channel();
    (done, Completion(receiver.shared()))
}

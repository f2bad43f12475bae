//! The state behind one lock, and the watch channels that wake waiters.
//!
//! Invariants: no lock is held across an `await`; every change goes through [`World::with`], which wakes those who
//! wait for updates or events.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, timeout_at};

use crate::options::Options;
use crate::state::store::State;

/// What somebody waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// The queue of updates changed.
    Updates,
    /// Something was added to the event log.
    Events,
}

/// The state, its lock, and the watch channels that wake waiters.
#[derive(Debug)]
pub struct World {
    token: String,
    state: Mutex<State>,
    updates_changed: watch::Sender<()>,
    events_changed: watch::Sender<()>,
    closed: watch::Sender<bool>,
}

impl World {
    /// An empty sandbox.
    pub fn new(options: Options) -> Self {
        World {
            token: options.token.clone(),
            state: Mutex::new(State::new(options)),
            updates_changed: watch::Sender::new(()),
            events_changed: watch::Sender::new(()),
            closed: watch::Sender::new(false),
        }
    }

    /// The token that calls must carry.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Does something with the state, then wakes whom it concerns.
    pub fn with<R>(&self, act: impl FnOnce(&mut State) -> R) -> R {
        // A panic while the lock was held cannot leave half a change that matters more than going on.
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let before = (state.updates.version(), state.events.last());
        let result = act(&mut state);
        let after = (state.updates.version(), state.events.last());
        drop(state);
        if before.0 != after.0 {
            self.updates_changed.send_replace(());
        }
        if before.1 != after.1 {
            self.events_changed.send_replace(());
        }
        result
    }

    /// Looks again and again, whenever the topic changes, until there is something to see. `None` when the time
    /// is over or the sandbox closes.
    pub async fn wait_for<R>(
        &self,
        topic: Topic,
        patience: Duration,
        mut look: impl FnMut(&mut State) -> Option<R>,
    ) -> Option<R> {
        let deadline = Instant::now() + patience;
        let mut changed = match topic {
            Topic::Updates => self.updates_changed.subscribe(),
            Topic::Events => self.events_changed.subscribe(),
        };
        let mut closed = self.closed.subscribe();
        loop {
            changed.mark_unchanged();
            if let Some(found) = self.with(&mut look) {
                return Some(found);
            }
            if *closed.borrow() {
                return None;
            }
            tokio::select! {
                woken = timeout_at(deadline, changed.changed()) => {
                    if !matches!(woken, Ok(Ok(()))) {
                        return None;
                    }
                }
                _ = closed.changed() => return None,
            }
        }
    }

    /// Waits for a time, or until the sandbox closes.
    pub async fn pause(&self, time: Duration) {
        let mut closed = self.closed.subscribe();
        // Either way the waiting is over.
        let _ = timeout_at(Instant::now() + time, closed.wait_for(|closed| *closed)).await;
    }

    /// Whether all waiting has been ended.
    pub fn is_closed(&self) -> bool {
        *self.closed.borrow()
    }

    /// Ends all waiting, now and later.
    pub fn close(&self) {
        self.closed.send_replace(true);
    }
}

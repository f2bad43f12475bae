//! The updates of one conversation that wait for their turn, bounded.
//!
//! Beyond the bound the oldest waiting update is shed: the newest ones say what the person wants now.

use std::collections::VecDeque;

use tokio::sync::{OwnedSemaphorePermit, oneshot};

use crate::intake::completion::Outcome;
use crate::intake::superseded::Superseded;
use crate::intake::update::{RawUpdate, UpdateId};

/// An accepted update with what is needed to finish it.
pub(super) struct Job {
    pub(super) raw: RawUpdate,
    /// See [`Handler::supersedes`](crate::intake::handler::Handler::supersedes).
    pub(super) supersedes: bool,
    pub(super) done: oneshot::Sender<Outcome>,
    /// Its place among the updates in flight.
    pub(super) _permit: OwnedSemaphorePermit,
}

/// Whether more updates came than the queue holds. Lasts until the queue is empty.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Load {
    #[default]
    Normal,
    Overflowed,
}

/// A per-chat queue. Exists while one of its updates is waiting or running.
#[derive(Default)]
pub(super) struct ChatQueue {
    waiting: VecDeque<Job>,
    running: Option<UpdateId>,
    superseded: Superseded,
    load: Load,
}

/// The oldest waiting update, taken out to keep the bound.
pub(super) struct Shed {
    pub(super) job: Job,
    /// The load before it.
    pub(super) before: Load,
}

impl ChatQueue {
    /// Appends an update; gives the one to shed if more than `bound` are waiting then.
    pub(super) fn push(&mut self, job: Job, bound: usize) -> Option<Shed> {
        self.waiting.push_back(job);
        let shed = match self.waiting.len() > bound {
            true => self.waiting.pop_front(),
            false => None,
        };
        self.update_superseded();
        let job = shed?;
        Some(Shed { job, before: std::mem::replace(&mut self.load, Load::Overflowed) })
    }

    /// Takes the next update; it is running from now on.
    pub(super) fn pop(&mut self) -> Option<(Job, Superseded)> {
        let job = self.waiting.pop_front()?;
        self.running = Some(job.raw.id);
        self.update_superseded();
        Some((job, self.superseded.clone()))
    }

    /// Whether more updates came than it holds.
    pub(super) fn load(&self) -> Load {
        self.load
    }

    /// How many updates are waiting.
    pub(super) fn len(&self) -> usize {
        self.waiting.len()
    }

    /// The running update and those that are waiting.
    pub(super) fn ids(&self) -> impl Iterator<Item = UpdateId> {
        self.running.into_iter().chain(self.waiting.iter().map(|job| job.raw.id))
    }

    fn update_superseded(&self) {
        self.superseded.set(self.waiting.iter().filter(|job| job.supersedes).count());
    }
}

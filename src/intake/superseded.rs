//! Whether a newer update of the same chat makes the answer to the current one pointless.
//!
//! Invariant: the number is that of the updates waiting in one per-chat queue for which
//! [`Handler::supersedes`](crate::intake::handler::Handler::supersedes) is true.
//! [`crate::intake::dispatch`] keeps it under its lock, so an update never counts itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many superseding updates of the same chat are waiting. Clones share the number; the default is zero.
#[derive(Clone, Debug, Default)]
pub struct Superseded(Arc<AtomicUsize>);

impl Superseded {
    /// Whether a superseding update is waiting now. Cheap, so it can be asked again after every await.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::Relaxed) > 0
    }

    /// Sets the number of superseding updates that are waiting.
    pub(super) fn set(&self, waiting: usize) {
        self.0.store(waiting, Ordering::Relaxed);
    }
}

//! Whether somebody waits behind the update that is being handled: its conversation has gone on meanwhile.
//!
//! Invariant: the number is that of the updates queued in one lane that overtake older ones, kept by [`crate::intake::dispatch`] under its
//! lock, so an update never counts itself.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How many updates of the same lane wait for their turn and will overtake this one. Clones look at the same lane; the default is an empty one.
#[derive(Clone, Debug, Default)]
pub struct Behind(Arc<AtomicUsize>);

impl Behind {
    /// Whether an update of the same conversation waits behind this one now whose answer takes the place of this one's. Costs next to nothing, so it can
    /// be asked again after every await.
    pub fn anyone(&self) -> bool {
        self.0.load(Ordering::Relaxed) > 0
    }

    /// So many wait from now on.
    pub(super) fn set(&self, waiting: usize) {
        self.0.store(waiting, Ordering::Relaxed);
    }
}

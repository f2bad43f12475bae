//! Whether updates are being taken over just now, for whoever must know from outside.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether updates come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taking {
    /// Telegram hands them over, as far as we know.
    Yes,
    /// Not yet, not just now, or not any more.
    No,
}

/// Says whether updates are being taken over: not before Telegram has agreed to how, not after a call for them has
/// failed, and not while stopping. Clones share it.
#[derive(Clone, Debug, Default)]
pub struct Ready(Arc<AtomicBool>);

impl Ready {
    /// Whether updates are being taken over now.
    pub fn is_taking(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Remembers it.
    pub fn set(&self, taking: Taking) {
        self.0.store(taking == Taking::Yes, Ordering::Relaxed);
    }
}

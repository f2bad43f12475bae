//! Whether updates are being taken over just now, for whoever must know from outside.

use tokio::sync::watch;

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
#[derive(Clone, Debug)]
pub struct Ready(watch::Sender<Taking>);

impl Default for Ready {
    fn default() -> Self {
        Ready(watch::Sender::new(Taking::No))
    }
}

impl Ready {
    /// Whether updates are being taken over now.
    pub fn is_taking(&self) -> bool {
        *self.0.borrow() == Taking::Yes
    }

    /// Waits until updates are being taken over.
    pub async fn taking(&self) {
        // An error would mean that this is gone, and `self` holds it.
        let _ = self.0.subscribe().wait_for(|taking| *taking == Taking::Yes).await;
    }

    /// Remembers it.
    pub fn set(&self, taking: Taking) {
        self.0.send_replace(taking);
    }
}

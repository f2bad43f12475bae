//! Whether updates arrive now.

use tokio::sync::watch;

/// Whether updates arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taking {
    /// As far as this process knows.
    Yes,
    /// Not yet, not now, or not any more.
    No,
}

/// Says whether updates arrive: not before the webhook is set or deleted, not while calls for them fail, and not while
/// stopping. Clones share it.
#[derive(Clone, Debug)]
pub struct Ready(watch::Sender<Taking>);

impl Default for Ready {
    fn default() -> Self {
        Ready(watch::Sender::new(Taking::No))
    }
}

impl Ready {
    /// Whether updates arrive now.
    pub fn is_taking(&self) -> bool {
        *self.0.borrow() == Taking::Yes
    }

    /// Waits until updates arrive.
    pub async fn taking(&self) {
        // An error would mean that this is gone, and `self` holds it.
        let _ = self.0.subscribe().wait_for(|taking| *taking == Taking::Yes).await;
    }

    /// Records it.
    pub fn set(&self, taking: Taking) {
        self.0.send_replace(taking);
    }
}

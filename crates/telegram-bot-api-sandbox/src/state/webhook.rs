//! A webhook that is set, and what its deliveries share.

use std::sync::Arc;

use tokio::sync::Semaphore;

/// A webhook that is set.
#[derive(Debug, Clone)]
pub struct Webhook {
    /// Where updates go.
    pub url: String,
    /// What goes with them; empty for nothing.
    pub secret: String,
    /// How many updates may be on their way at one time.
    pub max_connections: usize,
    /// When and why an update was not taken, last.
    pub last_error: Option<(u64, String)>,
    /// What the deliveries of this webhook share; another webhook has another one.
    pub deliveries: Arc<Deliveries>,
}

/// What the deliveries of one webhook share. Each `setWebhook` that changes something makes a new one, which ends those
/// of the old one.
#[derive(Debug)]
pub struct Deliveries {
    /// One permit for each delivery that may be in flight.
    pub connections: Semaphore,
}

impl Webhook {
    /// A webhook without deliveries.
    pub fn new(url: String, secret: String, max_connections: usize) -> Self {
        let deliveries = Arc::new(Deliveries { connections: Semaphore::new(max_connections) });
        Webhook { url, secret, max_connections, last_error: None, deliveries }
    }

    /// Whether another one would be the same.
    pub fn is_same(&self, other: &Webhook) -> bool {
        let about =
            |webhook: &Webhook| (webhook.url.clone(), webhook.secret.clone(), webhook.max_connections);
        about(self) == about(other)
    }
}

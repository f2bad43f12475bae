//! A webhook that is set, and what the Bot API tells of it.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::sync::Semaphore;

use crate::state::store::State;

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
    /// A webhook nothing has been brought to yet.
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

/// What `getWebhookInfo` tells; an empty `url` for none.
pub fn info(state: &State) -> Value {
    let url = state.webhook.as_ref().map_or("", |webhook| &webhook.url);
    let mut info = json!({
        "url": url, "has_custom_certificate": false, "pending_update_count": state.updates.len(),
    });
    if let Some(webhook) = &state.webhook {
        if let Some((date, message)) = &webhook.last_error {
            info["last_error_date"] = json!(date);
            info["last_error_message"] = json!(message);
        }
        info["max_connections"] = json!(webhook.max_connections);
    }
    if let Some(kinds) = state.updates.wanted() {
        info["allowed_updates"] = json!(kinds);
    }
    info
}

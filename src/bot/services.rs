//! Shared dependencies of the update handlers.

use std::sync::Arc;

use tokio::time::Duration;

use crate::bot::clock::Clock;
use crate::bot::content::Content;
use crate::bot::incoming::albums::Albums;
use crate::bot::outgoing::client::OutboundClient;
use crate::bot::outgoing::ephemeral::EphemeralMessages;
use crate::bot::outgoing::picture::Pictures;
use crate::storage::any::AnyStorage;

/// How long all calls for one update take at most: less than the time limit of the update.
const ANSWER_WITHIN: Duration = Duration::from_secs(50);

/// The services of the bot. Clones share everything.
#[derive(Clone)]
pub struct Services {
    /// Makes calls.
    pub client: OutboundClient,
    /// Sends messages in groups that one person sees.
    pub ephemeral: EphemeralMessages,
    /// The pictures that were sent before.
    pub pictures: Pictures,
    /// The albums that arrived lately.
    pub albums: Albums,
    /// What can be shown.
    pub content: Arc<Content>,
    /// Where the records are.
    pub storage: Arc<AnyStorage>,
    /// The time.
    pub clock: Clock,
}

impl Services {
    /// The services with this client, content, storage and clock.
    pub fn new(
        client: OutboundClient,
        content: Arc<Content>,
        storage: Arc<AnyStorage>,
        clock: Clock,
    ) -> Self {
        let ephemeral = EphemeralMessages::new(client.clone());
        let (pictures, albums) = Default::default();
        Self { client, ephemeral, pictures, albums, content, storage, clock }
    }

    /// The same with a time limit for the calls of one update.
    pub fn for_one_update(&self) -> Self {
        Self { client: self.client.within(ANSWER_WITHIN), ..self.clone() }
    }
}

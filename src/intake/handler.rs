//! What the intake needs of the bot: the order of updates, and what to do with one.

use std::future::Future;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::intake::superseded::Superseded;
use crate::intake::update::RawUpdate;

/// Identifies a per-chat queue: updates with equal keys are handled one after another, in order.
///
/// The key is a hash, so the intake need not know what it is made of. Two chats whose hashes collide share a queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OrderKey(u64);

impl OrderKey {
    /// The key for the identity of a conversation, such as a pair of chat and user.
    pub fn of(identity: &impl Hash) -> Self {
        let mut hasher = DefaultHasher::new();
        identity.hash(&mut hasher);
        OrderKey(hasher.finish())
    }
}

/// Handles updates. Errors are the handler's own business.
///
/// A panic in any method is caught and counts as handled: the same update would only panic again. The futures are
/// dropped at an `.await` when they take too long (see [`Limits::per_update`](crate::intake::dispatch::Limits)); code
/// that never awaits cannot be interrupted and must not be put here.
pub trait Handler: Send + Sync + 'static {
    /// The conversation this update belongs to. Called in the intake's own task, so it must be quick.
    fn order_key(&self, raw: &RawUpdate) -> OrderKey;

    /// Whether the answer to this update replaces the one still owed to an older update of the same conversation.
    /// Must be quick as well.
    fn supersedes(&self, raw: &RawUpdate) -> bool;

    /// Handles one update to its end; `superseded` tells whether a newer update of the same conversation replaces its
    /// answer. May be written as `async fn handle(&self, raw: RawUpdate, superseded: Superseded)`.
    fn handle(&self, raw: RawUpdate, superseded: Superseded) -> impl Future<Output = ()> + Send;

    /// Called once each time a per-chat queue exceeds its bound, with the first update that is shed, in place of
    /// [`Handler::handle`]. Runs beside the queue and outside the limits; nothing waits for it.
    fn shed(&self, raw: RawUpdate) -> impl Future<Output = ()> + Send;
}

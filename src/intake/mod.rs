//! How updates arrive, from Telegram to one [`Handler`].
//!
//! This module knows nothing of what an update says. It keeps five promises: an update is confirmed to Telegram
//! only when it has been handled; updates with the same [`OrderKey`] are handled strictly one after another, all
//! others side by side; a panic or a stuck handler costs one update; memory is bounded; and a stop finishes what
//! is in hand. After a crash Telegram sends the unconfirmed updates again, so a handler may see one twice.
//!
//! Reading order: this file has the types, [`dispatch`] orders and bounds the work ([`behind`] tells a handler who
//! waits for it), [`ledger`] remembers which updates are in hand or lately finished. [`polling`] asks Telegram for
//! updates and confirms them, [`webhook`] lets Telegram bring them; both call [`crate::api::updates`] (patiently
//! through [`faults`]), end by what is in [`stop`], and show in [`ready`] whether updates come in.

use std::fmt;
use std::future::Future;
use std::hash::{DefaultHasher, Hash, Hasher};

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::intake::behind::Behind;

pub mod behind;
pub mod dispatch;
pub mod faults;
pub mod ledger;
pub mod polling;
pub mod ready;
pub mod stop;
pub mod webhook;

/// The number Telegram gives an update: ascending within one bot, and the only thing ever logged of an update.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UpdateId(pub i64);

impl UpdateId {
    /// The id after this one: the `offset` that confirms this update and all before it.
    pub fn next(self) -> UpdateId {
        UpdateId(self.0.saturating_add(1))
    }
}

impl fmt::Display for UpdateId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// One update as Telegram sent it: its id, and its JSON untouched.
///
/// It has no `Debug`, because the JSON holds what people write.
#[derive(Clone)]
pub struct RawUpdate {
    /// The `update_id` field.
    pub id: UpdateId,
    /// The whole object, `update_id` included.
    pub json: Box<RawValue>,
}

impl RawUpdate {
    /// Reads the id and keeps the rest as it is.
    ///
    /// # Errors
    /// [`NoUpdateId`] when the value is not an object with one whole number called `update_id`.
    pub fn new(json: Box<RawValue>) -> Result<Self, NoUpdateId> {
        #[derive(Deserialize)]
        struct Head {
            update_id: i64,
        }

        // serde would read a list into the struct as well.
        if !json.get().trim_start().starts_with('{') {
            return Err(NoUpdateId);
        }
        let head: Head = serde_json::from_str(json.get()).map_err(|_| NoUpdateId)?;
        Ok(RawUpdate { id: UpdateId(head.update_id), json })
    }
}

/// Something in the place of an update that gives no `update_id`. It can be neither ordered nor confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the update has no update_id")]
pub struct NoUpdateId;

/// Why the intake ended by itself, though nobody had asked it to.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IntakeError {
    /// There is no bot with this token; holds Telegram's words.
    #[error("Telegram refuses the token: {0}")]
    TokenRefused(String),
    /// No method can be called on the bot's API address.
    #[error("the API address of the bot cannot be used")]
    Address,
}

/// Whose turn it is: updates with equal keys never overlap and never overtake each other.
///
/// The key is a hash, so intake need not know what it is made of. Two strangers whose hashes collide merely take
/// turns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OrderKey(u64);

impl OrderKey {
    /// The key for whatever identifies the conversation, such as a pair of chat and user.
    pub fn of(identity: &impl Hash) -> Self {
        let mut hasher = DefaultHasher::new();
        identity.hash(&mut hasher);
        OrderKey(hasher.finish())
    }
}

/// What the bot does with an update. All errors are the handler's own business.
///
/// A panic in either method is caught and counts as handled: the same update would only panic again. `handle` is
/// dropped at an `.await` when it takes too long (see [`dispatch::Limits::per_update`]); code that never awaits
/// cannot be interrupted and must not be put here.
pub trait Handler: Send + Sync + 'static {
    /// The conversation this update belongs to. It must be quick, because it runs in the intake's own task.
    fn order_key(&self, raw: &RawUpdate) -> OrderKey;

    /// Whether its answer takes the place of one that is still owed to an older update of the same conversation. It must
    /// be quick as well.
    fn overtakes(&self, raw: &RawUpdate) -> bool;

    /// Handles one update to its end; `behind` tells whether the same conversation has gone on meanwhile. May be
    /// written as `async fn handle(&self, raw: RawUpdate, behind: Behind)`.
    fn handle(&self, raw: RawUpdate, behind: Behind) -> impl Future<Output = ()> + Send;
}

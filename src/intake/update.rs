//! One update as it arrives: its id, and its JSON untouched.

use std::fmt;

use serde::Deserialize;
use serde_json::value::RawValue;

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

/// A value in the place of an update that has no `update_id`. It can be neither ordered nor confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the update has no update_id")]
pub struct NoUpdateId;

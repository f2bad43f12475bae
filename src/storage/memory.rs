//! Dialogues in memory, for trying the bot out and for tests.
//!
//! Nothing is evicted, so it grows with the number of chats that have a record (about 200 bytes each), and all is
//! forgotten when the process ends. Records are kept as JSON, exactly as a database keeps them, so what works here
//! works there.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures::FutureExt;
use futures::future::BoxFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use teloxide::dispatching::dialogue::Storage;
use teloxide::types::ChatId;

use crate::storage::{StorageError, decode, encode};

/// A map from chat to record.
#[derive(Default)]
pub struct MemoryStorage {
    records: Mutex<HashMap<ChatId, String>>,
}

impl MemoryStorage {
    fn lock(&self) -> MutexGuard<'_, HashMap<ChatId, String>> {
        // Each use is one call on the map, so a poisoned one is still whole.
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<D> Storage<D> for MemoryStorage
where
    D: Serialize + DeserializeOwned + Send + 'static,
{
    type Error = StorageError;

    fn remove_dialogue(self: Arc<Self>, chat_id: ChatId) -> BoxFuture<'static, Result<(), StorageError>> {
        async move {
            self.lock().remove(&chat_id);
            Ok(())
        }
        .boxed()
    }

    fn update_dialogue(
        self: Arc<Self>,
        chat_id: ChatId,
        dialogue: D,
    ) -> BoxFuture<'static, Result<(), StorageError>> {
        async move {
            let json = encode(&dialogue)?;
            self.lock().insert(chat_id, json);
            Ok(())
        }
        .boxed()
    }

    fn get_dialogue(self: Arc<Self>, chat_id: ChatId) -> BoxFuture<'static, Result<Option<D>, StorageError>> {
        async move {
            let json = self.lock().get(&chat_id).cloned();
            Ok(json.and_then(|json| decode(chat_id, json.as_bytes())))
        }
        .boxed()
    }
}

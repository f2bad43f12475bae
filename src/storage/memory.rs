//! Sessions in memory, for the sandbox and for tests.
//!
//! Nothing is evicted, so it grows with the number of chats that have a record (about 200 bytes each), and all is
//! forgotten when the process ends. Records are kept as JSON, exactly as a database keeps them, so what works here
//! works there.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use teloxide::types::ChatId;

use crate::storage::error::StorageError;
use crate::storage::record::{Claim, Stored, Tally, Write};

/// A map from chat to record, and the tallies.
#[derive(Default)]
pub struct MemoryStorage {
    records: Mutex<HashMap<ChatId, Kept>>,
    tallies: Mutex<BTreeMap<String, u64>>,
}

struct Kept {
    stored: Stored,
    due: Option<i64>,
    /// The end of the lease.
    leased: Option<i64>,
}

impl MemoryStorage {
    fn lock(&self) -> MutexGuard<'_, HashMap<ChatId, Kept>> {
        // Each use leaves the map whole, so a poisoned one is still good.
        self.records.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn read(&self, chat_id: ChatId) -> Option<Stored> {
        self.lock().get(&chat_id).map(|kept| kept.stored.clone())
    }

    pub(super) fn write(&self, chat_id: ChatId, write: Write) -> Result<(), StorageError> {
        let mut records = self.lock();
        if records.get(&chat_id).map_or(0, |kept| kept.stored.version) != write.expected {
            return Err(StorageError::Conflict);
        }
        let stored = Stored { version: write.next, json: write.json.into_bytes() };
        let leased = records.get(&chat_id).and_then(|kept| kept.leased);
        records.insert(chat_id, Kept { stored, due: write.due, leased });
        Ok(())
    }

    pub(super) fn claim(&self, Claim { now, until, most }: Claim) -> Vec<ChatId> {
        let mut records = self.lock();
        let free = |kept: &Kept| kept.leased.is_none_or(|leased| leased <= now);
        let due = records.iter().filter(|(_, kept)| free(kept));
        let due = due.filter_map(|(&chat, kept)| Some((kept.due.filter(|&due| due <= now)?, chat)));
        let mut due: Vec<(i64, ChatId)> = due.collect();
        due.sort_unstable();
        due.truncate(most);
        let claimed: Vec<ChatId> = due.into_iter().map(|(_, chat)| chat).collect();
        for chat in &claimed {
            if let Some(kept) = records.get_mut(chat) {
                kept.leased = Some(until);
            }
        }
        claimed
    }

    pub(super) fn remove(&self, chat_id: ChatId) {
        self.lock().remove(&chat_id);
    }

    pub(super) fn count(&self, name: &str) {
        *self.lock_tallies().entry(name.to_owned()).or_default() += 1;
    }

    pub(super) fn tallies(&self) -> Vec<Tally> {
        let tallies = self.lock_tallies();
        tallies.iter().map(|(name, count)| Tally { name: name.clone(), count: *count }).collect()
    }

    fn lock_tallies(&self) -> MutexGuard<'_, BTreeMap<String, u64>> {
        // As above.
        self.tallies.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

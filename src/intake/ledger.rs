//! Which updates are in flight, and which were finished recently: decides what may be confirmed and what is a repeat.
//!
//! Telegram sends an unconfirmed update again and again, so both questions are asked for every update of every
//! batch. Polling can see at most 100 updates past the lowest unconfirmed one; [`RECENT`] is far above that.

use std::collections::{BTreeMap, HashSet, VecDeque};

use crate::intake::update::UpdateId;

/// How many finished ids are remembered.
pub const RECENT: usize = 4_096;

/// Ids in flight, each with a value of the caller's, and the last [`RECENT`] finished ids.
pub struct Ledger<T> {
    in_flight: BTreeMap<UpdateId, Entry<T>>,
    recent: HashSet<UpdateId>,
    recent_order: VecDeque<UpdateId>,
}

struct Entry<T> {
    value: T,
    confirmation: Confirmation,
}

/// Whether an update in flight keeps itself and all after it unconfirmed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Confirmation {
    WaitsForIt,
    DoesNotWait,
}

/// What the ledger knows of an id.
pub enum Known<'a, T> {
    /// Never seen, or so long ago that it was forgotten.
    New,
    /// Accepted and not finished.
    InFlight(&'a T),
    /// Finished recently.
    Finished,
}

impl<T> Ledger<T> {
    /// An empty ledger.
    pub fn new() -> Self {
        Ledger { in_flight: BTreeMap::new(), recent: HashSet::new(), recent_order: VecDeque::new() }
    }

    /// Looks an id up.
    pub fn know(&self, id: UpdateId) -> Known<'_, T> {
        match self.in_flight.get(&id) {
            Some(entry) => Known::InFlight(&entry.value),
            None if self.recent.contains(&id) => Known::Finished,
            None => Known::New,
        }
    }

    /// Adds an update that is in flight from now on.
    pub fn accept(&mut self, id: UpdateId, value: T) {
        self.in_flight.insert(id, Entry { value, confirmation: Confirmation::WaitsForIt });
    }

    /// Lets the confirmation go past an update in flight. From then on it is lost if the process ends before it does.
    pub fn release(&mut self, id: UpdateId) {
        if let Some(entry) = self.in_flight.get_mut(&id) {
            entry.confirmation = Confirmation::DoesNotWait;
        }
    }

    /// Moves an update from "in flight" to "finished", forgetting the oldest finished one when there are too many.
    pub fn finish(&mut self, id: UpdateId) {
        self.in_flight.remove(&id);
        if self.recent.insert(id) {
            self.recent_order.push_back(id);
        }
        if self.recent_order.len() > RECENT
            && let Some(oldest) = self.recent_order.pop_front()
        {
            self.recent.remove(&oldest);
        }
    }

    /// The lowest id the confirmation waits for: everything below it may be confirmed.
    pub fn lowest(&self) -> Option<UpdateId> {
        let waits = |entry: &Entry<T>| entry.confirmation == Confirmation::WaitsForIt;
        self.in_flight.iter().find(|(_, entry)| waits(entry)).map(|(&id, _)| id)
    }

    /// How many updates are in flight.
    pub fn len(&self) -> usize {
        self.in_flight.len()
    }

    /// Whether nothing is in flight.
    pub fn is_empty(&self) -> bool {
        self.in_flight.is_empty()
    }
}

impl<T> Default for Ledger<T> {
    fn default() -> Self {
        Ledger::new()
    }
}

#[cfg(test)]
mod tests {
    use super::{Known, Ledger, RECENT};
    use crate::intake::update::UpdateId;

    fn with(ids: &[i64]) -> Ledger<()> {
        let mut ledger = Ledger::new();
        ids.iter().for_each(|&id| ledger.accept(UpdateId(id), ()));
        ledger
    }

    #[test]
    fn the_confirmation_waits_for_the_lowest_id_in_flight() {
        let mut ledger = with(&[7, 5, 9]);
        assert_eq!(ledger.lowest(), Some(UpdateId(5)));
        ledger.finish(UpdateId(7));
        assert_eq!(ledger.lowest(), Some(UpdateId(5)));
        ledger.finish(UpdateId(5));
        assert_eq!(ledger.lowest(), Some(UpdateId(9)));
        ledger.finish(UpdateId(9));
        assert!(ledger.is_empty());
    }

    #[test]
    fn the_confirmation_does_not_wait_for_a_released_id_that_is_still_in_flight() {
        let mut ledger = with(&[1, 2, 3]);
        ledger.release(UpdateId(1));
        ledger.release(UpdateId(3));
        assert_eq!((ledger.lowest(), ledger.len()), (Some(UpdateId(2)), 3));
        ledger.finish(UpdateId(2));
        assert_eq!((ledger.lowest(), ledger.len()), (None, 2));
        assert!(matches!(ledger.know(UpdateId(1)), Known::InFlight(())));
    }

    #[test]
    fn finished_ids_are_remembered_up_to_a_bound() {
        let mut ledger = Ledger::new();
        for id in 0..=RECENT as i64 {
            ledger.accept(UpdateId(id), ());
            assert!(matches!(ledger.know(UpdateId(id)), Known::InFlight(())));
            ledger.finish(UpdateId(id));
        }
        assert!(matches!(ledger.know(UpdateId(0)), Known::New));
        assert!(matches!(ledger.know(UpdateId(1)), Known::Finished));
        assert_eq!(ledger.recent.len(), RECENT);
        assert_eq!(ledger.recent_order.len(), RECENT);
    }
}

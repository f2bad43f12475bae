//! Which updates are in hand, and which were finished lately: the memory that decides what may be confirmed and
//! what is a repeat.
//!
//! Telegram sends an unconfirmed update again and again, so both questions are asked for every update of every
//! batch. Polling can see at most 100 updates past the lowest unfinished one; [`RECENT`] is far above that.

use std::collections::{BTreeMap, HashSet, VecDeque};

use crate::intake::UpdateId;

/// How many finished ids are remembered.
pub const RECENT: usize = 4_096;

/// Ids in hand, each with a value of the caller's, and the last [`RECENT`] finished ids.
pub struct Ledger<T> {
    in_hand: BTreeMap<UpdateId, T>,
    recent: HashSet<UpdateId>,
    recent_order: VecDeque<UpdateId>,
}

/// What the ledger knows of an id.
pub enum Known<'a, T> {
    /// Never seen, or so long ago that it was forgotten.
    New,
    /// Accepted and not finished.
    InHand(&'a T),
    /// Finished lately.
    Finished,
}

impl<T> Ledger<T> {
    /// An empty ledger.
    pub fn new() -> Self {
        Ledger { in_hand: BTreeMap::new(), recent: HashSet::new(), recent_order: VecDeque::new() }
    }

    /// Looks an id up.
    pub fn know(&self, id: UpdateId) -> Known<'_, T> {
        match self.in_hand.get(&id) {
            Some(value) => Known::InHand(value),
            None if self.recent.contains(&id) => Known::Finished,
            None => Known::New,
        }
    }

    /// Takes an update in hand.
    pub fn accept(&mut self, id: UpdateId, value: T) {
        self.in_hand.insert(id, value);
    }

    /// Moves an update from "in hand" to "finished", forgetting the oldest finished one when there are too many.
    pub fn finish(&mut self, id: UpdateId) {
        self.in_hand.remove(&id);
        if self.recent.insert(id) {
            self.recent_order.push_back(id);
        }
        if self.recent_order.len() > RECENT
            && let Some(oldest) = self.recent_order.pop_front()
        {
            self.recent.remove(&oldest);
        }
    }

    /// The lowest id in hand: everything below it may be confirmed.
    pub fn lowest(&self) -> Option<UpdateId> {
        self.in_hand.keys().next().copied()
    }

    /// How many updates are in hand.
    pub fn len(&self) -> usize {
        self.in_hand.len()
    }

    /// Whether nothing is in hand.
    pub fn is_empty(&self) -> bool {
        self.in_hand.is_empty()
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
    use crate::intake::UpdateId;

    #[test]
    fn the_lowest_id_in_hand_holds_the_confirmation_back() {
        let mut ledger = Ledger::new();
        for id in [7, 5, 9] {
            ledger.accept(UpdateId(id), ());
        }
        assert_eq!(ledger.lowest(), Some(UpdateId(5)));
        ledger.finish(UpdateId(7));
        assert_eq!(ledger.lowest(), Some(UpdateId(5)));
        ledger.finish(UpdateId(5));
        assert_eq!(ledger.lowest(), Some(UpdateId(9)));
        ledger.finish(UpdateId(9));
        assert!(ledger.is_empty());
    }

    #[test]
    fn finished_ids_are_remembered_up_to_a_bound() {
        let mut ledger = Ledger::new();
        for id in 0..=RECENT as i64 {
            ledger.accept(UpdateId(id), ());
            assert!(matches!(ledger.know(UpdateId(id)), Known::InHand(())));
            ledger.finish(UpdateId(id));
        }
        assert!(matches!(ledger.know(UpdateId(0)), Known::New));
        assert!(matches!(ledger.know(UpdateId(1)), Known::Finished));
        assert_eq!(ledger.recent.len(), RECENT);
        assert_eq!(ledger.recent_order.len(), RECENT);
    }
}

//! The append-only log of everything that happened, for the page and for tests.
//!
//! Invariants: sequence numbers start at 1 and have no gaps; the log keeps the newest events only, and a reader
//! who asks for older ones gets `lost`.

use std::collections::VecDeque;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::{Map, Value, json};

/// How many events one answer carries at most.
const PAGE: usize = 1000;

/// The events that are still kept.
#[derive(Debug)]
pub struct EventLog {
    capacity: usize,
    last: u64,
    events: VecDeque<Value>,
}

impl EventLog {
    /// An empty log that keeps the newest `capacity` events (at least one).
    pub fn new(capacity: usize) -> Self {
        EventLog { capacity: capacity.max(1), last: 0, events: VecDeque::new() }
    }

    /// The sequence number of the newest event; 0 before the first.
    pub fn last(&self) -> u64 {
        self.last
    }

    /// Appends `{seq, at_ms, kind, ...fields}`. `fields` must be an object.
    pub fn push(&mut self, kind: &str, fields: Value) {
        self.last += 1;
        let mut event = Map::new();
        event.insert("seq".into(), json!(self.last));
        event.insert("at_ms".into(), json!(now_ms()));
        event.insert("kind".into(), json!(kind));
        if let Value::Object(fields) = fields {
            event.extend(fields);
        }
        if self.events.len() == self.capacity {
            self.events.pop_front();
        }
        self.events.push_back(Value::Object(event));
    }

    /// The events after `after`, as `{events, next, lost?}`; `None` when there are none yet.
    ///
    /// `next` is what to ask for next time. A number this log has never reached comes from an earlier run of the
    /// sandbox: such a reader starts again from the oldest event, marked as lost.
    pub fn after(&self, after: u64) -> Option<Value> {
        let oldest = self.last + 1 - self.events.len() as u64;
        let lost = after > self.last || after + 1 < oldest;
        let from = if lost { oldest } else { after + 1 };
        if !lost && from > self.last {
            return None;
        }
        let skip = (from - oldest) as usize;
        let events: Vec<&Value> = self.events.iter().skip(skip).take(PAGE).collect();
        let mut answer = json!({ "events": events, "next": from - 1 + events.len() as u64 });
        if lost {
            answer["lost"] = json!(true);
        }
        Some(answer)
    }
}

/// Milliseconds since 1970, as events carry them.
fn now_ms() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |elapsed| elapsed.as_millis() as u64)
}

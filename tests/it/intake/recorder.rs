//! A handler that does what the update says and writes down when it began and ended.

use std::collections::HashSet;
use std::sync::Arc;

use kz_topup_bot::intake::handler::{Handler, OrderKey};
use kz_topup_bot::intake::superseded::Superseded;
use kz_topup_bot::intake::update::{RawUpdate, UpdateId};
use serde::Deserialize;
use serde_json::json;
use serde_json::value::to_raw_value;
use tokio::sync::watch;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Seen {
    Began(i64),
    Ended(i64),
}

impl Seen {
    pub fn id(self) -> i64 {
        match self {
            Seen::Began(id) | Seen::Ended(id) => id,
        }
    }
}

/// Understands `"do"`: `go`, `wait` (for [`Recorder::release`]), `panic`, `panic in key`.
#[derive(Default)]
pub struct Recorder {
    seen: watch::Sender<Vec<Seen>>,
    released: watch::Sender<HashSet<i64>>,
    superseded: watch::Sender<Vec<i64>>,
    shed: watch::Sender<Vec<i64>>,
}

#[derive(Deserialize)]
struct Script {
    #[serde(default)]
    key: String,
    #[serde(default, rename = "do")]
    act: String,
}

fn script(raw: &RawUpdate) -> Script {
    serde_json::from_str(raw.json.get()).unwrap()
}

pub fn update(id: i64, key: &str, act: &str) -> RawUpdate {
    let json = to_raw_value(&json!({ "update_id": id, "key": key, "do": act })).unwrap();
    RawUpdate { id: UpdateId(id), json }
}

impl Recorder {
    pub fn new() -> Arc<Recorder> {
        Arc::default()
    }

    pub fn release(&self, id: i64) {
        self.released.send_modify(|released| {
            released.insert(id);
        });
    }

    pub async fn until(&self, wanted: Seen) {
        self.seen.subscribe().wait_for(|seen| seen.contains(&wanted)).await.unwrap();
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.borrow().clone()
    }

    /// The updates that were superseded when they were about to end.
    pub fn superseded(&self) -> Vec<i64> {
        self.superseded.borrow().clone()
    }

    /// Waits until so many floods were reported; gives the first shed update of each.
    pub async fn floods(&self, count: usize) -> Vec<i64> {
        self.shed.subscribe().wait_for(|shed| shed.len() >= count).await.unwrap().clone()
    }

    /// How often an update was begun.
    pub fn begun(&self, id: i64) -> usize {
        self.seen().iter().filter(|seen| **seen == Seen::Began(id)).count()
    }

    /// The most updates that were being handled at one time.
    pub fn most_at_once(&self) -> usize {
        let mut now = 0;
        let steps = self.seen().into_iter().map(move |seen| {
            match seen {
                Seen::Began(_) => now += 1,
                Seen::Ended(_) => now -= 1,
            }
            now
        });
        steps.max().unwrap_or(0)
    }
}

impl Handler for Recorder {
    fn order_key(&self, raw: &RawUpdate) -> OrderKey {
        let script = script(raw);
        assert!(script.act != "panic in key", "asked to");
        OrderKey::of(&script.key)
    }

    fn supersedes(&self, _: &RawUpdate) -> bool {
        true
    }

    async fn handle(&self, raw: RawUpdate, superseded: Superseded) {
        let id = raw.id.0;
        self.seen.send_modify(|seen| seen.push(Seen::Began(id)));
        match script(&raw).act.as_str() {
            "panic" => panic!("asked to"),
            "wait" => {
                self.released.subscribe().wait_for(|released| released.contains(&id)).await.unwrap();
            }
            _ => tokio::task::yield_now().await,
        }
        if superseded.is_set() {
            self.superseded.send_modify(|superseded| superseded.push(id));
        }
        self.seen.send_modify(|seen| seen.push(Seen::Ended(id)));
    }

    async fn shed(&self, raw: RawUpdate) {
        self.shed.send_modify(|shed| shed.push(raw.id.0));
    }
}

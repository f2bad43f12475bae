//! Dialogues are kept: through teloxide's own `Dialogue`, in files and on servers.

mod contract;
mod due;
mod outage;
mod postgres;
mod redis;
mod refusal;
mod replicas;
mod sqlite;
mod tls;
mod urls;

use std::sync::Arc;

use kz_topup_bot::storage::any::AnyStorage;
use kz_topup_bot::storage::record::{Due, Versioned};
use serde::{Deserialize, Serialize};
use teloxide::dispatching::dialogue::Dialogue;
use teloxide::types::ChatId;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
struct Record {
    state: String,
}

/// Is due at a time if its state says so: `due 1000`.
impl Due for Record {
    fn due(&self) -> Option<i64> {
        self.state.strip_prefix("due ")?.parse().ok()
    }
}

type Talk = Dialogue<Versioned<Record>, AnyStorage>;

fn record(state: &str) -> Record {
    Record { state: state.to_owned() }
}

/// What is written where nothing stands.
fn fresh(state: &str) -> Versioned<Record> {
    Versioned { version: 0, record: record(state) }
}

/// What is written over what was read.
fn next(read: &Versioned<Record>, state: &str) -> Versioned<Record> {
    Versioned { version: read.version, record: record(state) }
}

fn talk(storage: &Arc<AnyStorage>, chat: i64) -> Talk {
    Dialogue::new(Arc::clone(storage), ChatId(chat))
}

async fn says(storage: &Arc<AnyStorage>, chat: i64) -> Option<Record> {
    talk(storage, chat).get().await.unwrap().map(|read| read.record)
}

async fn open(url: &str) -> Arc<AnyStorage> {
    Arc::new(AnyStorage::open(&url.parse().unwrap()).await.unwrap())
}

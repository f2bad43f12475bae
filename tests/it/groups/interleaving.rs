//! Fifty people in one group, each on a way of their own, in any order that chance brings: every answer goes to the
//! right person, in their language, and the group sees one message for a request and none for a press.
//!
//! `SCHEDULES=1000 cargo test --release --test it interleaving` tries as many as that.

use serde_json::json;

use crate::groups::crowd::{Crowd, Mode};
use crate::person::Town;

/// Schedules in the usual run: one for each way a server can treat messages for one person.
const USUAL: u64 = 4;
/// A town keeps all it has seen, so after this many schedules a new one is founded.
const PER_TOWN: u64 = 20;
const MODES: [Mode; 4] = [Mode::Accepted, Mode::Refused, Mode::UnknownMethod, Mode::Ignored];

async fn schedules(seeds: impl Iterator<Item = u64>, mode: Mode) {
    let seeds: Vec<u64> = seeds.collect();
    let (mut steps, mut edits) = (0, 0);
    for few in seeds.chunks(PER_TOWN as usize) {
        let town = Town::new().await;
        town.patch("/sandbox/settings", json!({ "ephemeral": mode.name() })).await;
        let mut crowd = Crowd::gather(&town, mode).await;
        for &seed in few {
            let tally = crowd.meets(seed).await;
            assert!(tally.edits <= 20, "seed {seed}: {} public edits by presses", tally.edits);
            (steps, edits) = (steps + tally.steps, edits + tally.edits);
        }
    }
    println!("{}: {} schedules, {steps} steps, {edits} public edits", mode.name(), seeds.len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn fifty_people_in_one_group_get_each_their_own() {
    let number = std::env::var("SCHEDULES").map_or(USUAL, |number| number.parse().unwrap());
    for (at, mode) in MODES.into_iter().enumerate() {
        schedules((0..number).skip(at).step_by(MODES.len()), mode).await;
    }
}

//! Telegram fails: each fault alone and all of them mixed, a fifth of all calls. Everything is answered in the end;
//! what was surely not done is done once, and only what may have been done is ever seen twice.

use std::time::Duration;

use serde_json::{Value, json};

use crate::trials::crowd::{Crowd, Tally, Walk};
use crate::trials::service::{Arrival, Service, is_flat, quarters};
use crate::trials::sized;

/// What was not done when Telegram refused or broke off.
const NOT_DONE: [&str; 4] = ["too_many_requests", "server_error", "reset", "html"];
/// What may have been done, though nobody heard of it.
const MAYBE_DONE: [&str; 4] = ["lost", "truncated", "malformed", "timeout"];

/// A load, its numbers, and how many faults of each kind it met.
struct Tried {
    crowd: std::sync::Arc<Crowd>,
    service: Service,
    tally: Tally,
    injected: Value,
    held: [u64; 4],
}

/// Walks that are disturbed as `disturb` orders, until so many updates have been answered.
async fn walk(
    name: &str,
    arrival: Arrival,
    orders: &[(&str, Value)],
    updates: usize,
    people: usize,
) -> Tried {
    let crowd = Crowd::new().await;
    let service = Service::new(&crowd, arrival, None);
    let running = service.starts();
    let walk = Walk { people, steps: Some(updates / people), pause: Duration::from_millis(50), seed: 7 };
    for (path, order) in orders {
        let ordered = crowd.town.post(path, order.clone()).await;
        assert!(ordered["error"].is_null(), "{ordered}");
    }
    let total = (updates / people * people) as u64;
    let holding = tokio::spawn({
        let (crowd, pid) = (crowd.clone(), running.pid());
        async move { quarters(&crowd, pid, total).await }
    });
    let tally = crowd.walk(walk).await;
    // Before it is asked how memory grew: if something is lost, the last quarter never ends.
    tally.is_whole();
    let held = holding.await.unwrap();
    let report = crowd.town.get("/sandbox/faults").await;
    let ended = running.stop();
    assert_eq!(ended.code, Some(0), "{ended:#?}");
    eprintln!("{name}, {arrival:?}: {tally}, faults {}, KiB {held:?}", report["injected"]);
    assert_eq!(report["impatient"], 0, "nobody is written to before Telegram allows it");
    let injected = report["injected"].clone();
    let tried = Tried { crowd, service, tally, injected, held };
    tried.is_whole().await;
    tried
}

impl Tried {
    async fn is_whole(&self) {
        let astray = self.crowd.astray(&self.service.storage, &self.tally).await;
        assert!(astray.is_empty(), "{} astray: {:#?}", astray.len(), astray.first());
        is_flat(self.held);
    }

    fn count(&self, kinds: &[&str]) -> u64 {
        kinds.iter().filter_map(|kind| self.injected[*kind].as_u64()).sum()
    }
}

fn mix(kinds: &[&str]) -> (&'static str, Value) {
    let order = json!({ "share": 0.2, "seed": 11, "kinds": kinds, "delay_ms": 200, "retry_after": 1 });
    ("/sandbox/faults/mix", order)
}

/// A fifth of all calls fails in one way.
async fn alone(kind: &str, arrival: Arrival) {
    let tried = walk(kind, arrival, &[mix(&[kind])], sized(80, 10_000), sized(40, 400)).await;
    assert!(tried.count(&[kind]) > 0, "faults happen");
    let most = tried.count(&MAYBE_DONE);
    assert!(tried.tally.messages_again() <= most, "{}", tried.tally);
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_surely_was_not_done_is_done_once() {
    for (kind, arrival) in NOT_DONE.into_iter().zip([Arrival::Polling, Arrival::Webhook].into_iter().cycle())
    {
        alone(kind, arrival).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_may_have_been_done_is_done_in_the_end() {
    for (kind, arrival) in
        MAYBE_DONE.into_iter().zip([Arrival::Webhook, Arrival::Polling].into_iter().cycle())
    {
        alone(kind, arrival).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn slow_answers_are_waited_for() {
    alone("delay", Arrival::Polling).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn all_faults_together_are_answered_as_well() {
    let kinds = [&NOT_DONE[..], &MAYBE_DONE[..], &["delay"]].concat();
    for arrival in [Arrival::Polling, Arrival::Webhook] {
        let tried = walk("all mixed", arrival, &[mix(&kinds)], sized(160, 10_000), sized(40, 400)).await;
        let most = tried.count(&MAYBE_DONE);
        assert!(tried.tally.messages_again() <= most, "{}", tried.tally);
        assert!(kinds.iter().all(|kind| tried.count(&[kind]) > 0), "{}", tried.injected);
    }
}

/// Asking for updates fails, too: nothing is lost, and nothing is answered twice for it.
#[tokio::test(flavor = "multi_thread")]
async fn updates_come_although_asking_for_them_fails() {
    let times = sized(3, 9);
    let mut orders = vec![
        json!({ "kind": "reset" }),
        json!({ "kind": "lost" }),
        json!({ "kind": "truncated" }),
        json!({ "kind": "malformed" }),
        json!({ "kind": "html" }),
        json!({ "kind": "timeout", "delay_ms": 100 }),
        json!({ "error_code": 500, "description": "Internal Server Error" }),
        json!({ "error_code": 429, "description": "Too Many Requests", "parameters": { "retry_after": 1 } }),
    ];
    // Whoever shares the token is waited out for half a minute.
    orders.extend(sized(
        None,
        Some(json!({ "error_code": 409, "description": "Conflict: terminated by other" })),
    ));
    let orders = orders.into_iter().cycle().take(times).map(|mut order| {
        order["method"] = json!("getUpdates");
        ("/sandbox/faults", order)
    });
    let orders: Vec<_> = orders.collect();
    let tried = walk("getUpdates", Arrival::Polling, &orders, sized(120, 10_000), sized(40, 400)).await;
    assert_eq!(tried.tally.again.len(), 0, "{}", tried.tally);
}

/// Refusals that tell something: each is understood, and the walk goes on.
#[tokio::test(flavor = "multi_thread")]
async fn a_permanent_refusal_is_not_retried() {
    let times = sized(10, 1_000);
    for (method, code, words) in [
        ("answerCallbackQuery", 400, "query is too old and response timeout expired or query ID is invalid"),
        ("editMessageText", 400, "message is not modified: specified new message content is the same"),
        ("editMessageText", 400, "message to edit not found"),
        ("sendMessage", 403, "Forbidden: bot was blocked by the user"),
    ] {
        let order = json!({ "method": method, "error_code": code, "description": words, "times": times });
        let orders = [("/sandbox/faults", order)];
        let tried = walk(words, Arrival::Webhook, &orders, sized(120, 10_000), sized(40, 400)).await;
        assert_eq!(tried.tally.again.len(), 0, "{}", tried.tally);
        assert_eq!(tried.tally.closed, if code == 403 { times } else { 0 });
    }
}

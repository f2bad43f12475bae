//! How updates are fetched and confirmed.

use std::time::Duration;

use serde_json::{Value, json};
use telegram_bot_api_sandbox::state::updates::UpdateQueue;

use crate::support::TestSandbox;

fn ids(updates: &Value) -> Vec<i64> {
    updates.as_array().unwrap().iter().map(|update| update["update_id"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn an_offset_confirms_everything_below_it() {
    let t = TestSandbox::new().await;
    let id = t.person().await;
    for n in 0..4 {
        t.write(id, &n.to_string()).await;
    }
    let all = ids(&t.call("getUpdates", json!({})).await);
    assert_eq!(all, (all[0]..all[0] + 5).collect::<Vec<_>>());
    assert_eq!(ids(&t.call("getUpdates", json!({})).await), all, "nothing was confirmed");
    assert_eq!(ids(&t.call("getUpdates", json!({ "limit": 2 })).await), all[..2]);
    assert_eq!(ids(&t.call("getUpdates", json!({ "limit": 0 })).await), all[..1], "the limit is at least 1");
    assert_eq!(ids(&t.call("getUpdates", json!({ "offset": all[1] })).await), all[1..]);
    assert_eq!(ids(&t.call("getUpdates", json!({ "offset": -2 })).await), all[3..]);
    assert_eq!(
        ids(&t.call("getUpdates", json!({})).await),
        all[3..],
        "a negative offset forgets the older ones"
    );
    assert_eq!(t.get("/sandbox/settled").await, json!({ "settled": false, "pending": 2 }));
    assert_eq!(ids(&t.call("getUpdates", json!({ "offset": all[4] + 1 })).await), [0i64; 0]);
    assert_eq!(t.get("/sandbox/settled").await, json!({ "settled": true, "pending": 0 }));
}

#[tokio::test]
async fn at_most_a_hundred_at_once() {
    let t = TestSandbox::new().await;
    let id = t.person().await;
    for _ in 0..100 {
        t.write(id, "x").await;
    }
    for limit in [json!(null), json!(100), json!(1000)] {
        assert_eq!(t.call("getUpdates", json!({ "limit": limit })).await.as_array().unwrap().len(), 100);
    }
}

#[tokio::test]
async fn a_poll_waits_for_an_update() {
    let t = TestSandbox::new().await;
    let id = t.post("/sandbox/users", json!({})).await["id"].as_i64().unwrap();
    let poll = t.call("getUpdates", json!({ "timeout": 50 }));
    let write = async {
        wait_until_connected(&t).await;
        t.write(id, "at last").await
    };
    let (updates, written) = tokio::join!(poll, write);
    assert_eq!(ids(&updates), [written["update_id"].as_i64().unwrap()]);
}

#[tokio::test]
async fn a_second_poll_ends_the_first() {
    let t = TestSandbox::new().await;
    let second = async {
        wait_until_connected(&t).await;
        t.call("getUpdates", json!({})).await
    };
    let (first, second) = tokio::join!(t.raw("getUpdates", json!({ "timeout": 50 })), second);
    assert_eq!(second, json!([]));
    let said =
        "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running";
    assert_eq!(first, json!({ "ok": false, "error_code": 409, "description": said }));
}

#[tokio::test]
async fn a_webhook_forbids_polling() {
    let t = TestSandbox::new().await;
    let set = async {
        wait_until_connected(&t).await;
        t.raw("setWebhook", json!({ "url": "https://localhost/hook", "allowed_updates": ["message"] })).await
    };
    let (poll, set) = tokio::join!(t.raw("getUpdates", json!({ "timeout": 50 })), set);
    assert_eq!(set, json!({ "ok": true, "result": true, "description": "Webhook was set" }));
    assert_eq!(poll["description"], "Conflict: terminated by setWebhook request");
    let info = t.call("getWebhookInfo", json!({})).await;
    assert_eq!(
        (&info["url"], &info["allowed_updates"]),
        (&json!("https://localhost/hook"), &json!(["message"]))
    );
    let said = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first";
    assert_eq!(t.refused("getUpdates", json!({})).await, said);
    let gone = t.raw("deleteWebhook", json!({})).await;
    assert_eq!(gone["description"], "Webhook was deleted");
    t.call("getUpdates", json!({})).await;
    for (url, said) in [
        ("http://a.kz/", "bad webhook: An HTTPS URL must be provided for webhook"),
        ("nonsense", "bad webhook: invalid URL specified"),
    ] {
        assert_eq!(t.refused("setWebhook", json!({ "url": url })).await, format!("Bad Request: {said}"));
    }
    t.call("setWebhook", json!({ "url": "http://127.0.0.1:1/hook" })).await;
}

#[tokio::test]
async fn dropped_updates_do_not_come_back() {
    let t = TestSandbox::new().await;
    t.person().await;
    t.call("deleteWebhook", json!({ "drop_pending_updates": true })).await;
    assert_eq!(t.call("getUpdates", json!({})).await, json!([]));
}

#[tokio::test]
async fn only_wanted_kinds_arrive() {
    let t = TestSandbox::new().await;
    let id = t.person().await;
    let tap = json!({ "from": id, "chat": id, "message_id": 1, "data": "x" });
    t.call("getUpdates", json!({ "allowed_updates": ["callback_query"] })).await;
    assert_eq!(t.write(id, "unheard").await["update_id"], Value::Null);
    assert!(t.post("/sandbox/presses", tap).await["update_id"].is_i64());
    t.call("getUpdates", json!({})).await;
    assert_eq!(t.write(id, "still unheard").await["update_id"], Value::Null, "the list is remembered");
    t.call("getUpdates", json!({ "allowed_updates": [] })).await;
    assert!(t.write(id, "heard").await["update_id"].is_i64());
    let said = t.refused("getUpdates", json!({ "allowed_updates": ["mesage"] })).await;
    assert_eq!(said, "Bad Request: unknown kind of update \"mesage\" (sandbox)");
    let said = t.refused("getUpdates", json!({ "allowed_updates": "x" })).await;
    assert_eq!(said, "Bad Request: can't parse allowed updates JSON object");
}

#[test]
fn some_kinds_arrive_only_when_asked_for() {
    let mut queue = UpdateQueue::new(1);
    for kind in ["chat_member", "message_reaction", "message_reaction_count"] {
        queue.want(Vec::new());
        assert_eq!(queue.push(kind, json!({})), None);
        queue.want(vec![kind.to_owned()]);
        assert!(queue.push(kind, json!({})).is_some());
    }
}

#[tokio::test]
async fn stopping_ends_a_poll() {
    let t = TestSandbox::new().await;
    let address = t.method("getUpdates");
    let poll = t.http.post(address).json(&json!({ "timeout": 50 }));
    let poll = tokio::spawn(async move { poll.send().await.unwrap().json::<Value>().await.unwrap() });
    wait_until_connected(&t).await;
    // Only so that a stop that hangs fails the test; the poll itself would go on for longer.
    tokio::time::timeout(Duration::from_secs(30), t.sandbox.stop()).await.unwrap();
    assert_eq!(poll.await.unwrap(), json!({ "ok": true, "result": [] }));
}

/// Waits for the event that a poll has begun.
async fn wait_until_connected(t: &TestSandbox) {
    let mut after = 0;
    loop {
        let page = t.get(&format!("/sandbox/events?timeout=25&after={after}")).await;
        if page["events"].as_array().unwrap().iter().any(|event| event["kind"] == "connected") {
            return;
        }
        after = page["next"].as_u64().unwrap();
    }
}

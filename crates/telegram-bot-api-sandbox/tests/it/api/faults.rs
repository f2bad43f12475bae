//! Faults as a client meets them: every way to fail, on order and at random.

use std::error::Error;
use std::io::ErrorKind;
use std::time::Duration;

use serde_json::{Value, json};

use crate::support::TestSandbox;

/// What a client gets from a call.
#[derive(Debug, PartialEq, Eq)]
enum Got {
    /// An answer of the Bot API, with its code; 200 if all is well.
    Answer(u64),
    /// A status and a body that is not JSON, with its type.
    Garbage(u16, String),
    /// A part of a body.
    Part,
    /// Nothing, and the connection reset.
    Reset,
    /// Nothing, and the connection closed.
    Closed,
}

impl TestSandbox {
    async fn says(&self, chat: i64, text: &str) -> Got {
        self.gets("sendMessage", json!({ "chat_id": chat, "text": text })).await
    }

    async fn gets(&self, method: &str, params: Value) -> Got {
        let mut response = match self.http.post(self.method(method)).json(&params).send().await {
            Ok(response) => response,
            Err(error) if is_reset(&error) => return Got::Reset,
            Err(error) => {
                assert!(error.is_request() && !error.is_timeout(), "{error:?}");
                return Got::Closed;
            }
        };
        let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
        let mut body = Vec::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) => body.extend(chunk),
                Ok(None) => break,
                Err(_) => {
                    assert!(body.starts_with(br#"{"ok":true"#), "what was sent arrives: {body:?}");
                    return Got::Part;
                }
            }
        }
        match serde_json::from_slice::<Value>(&body) {
            Ok(answer) => Got::Answer(answer["error_code"].as_u64().unwrap_or(200)),
            Err(_) => Got::Garbage(response.status().as_u16(), kind),
        }
    }

    /// What the bot has written to a chat.
    async fn written(&self, chat: i64) -> Vec<String> {
        let messages = self.get(&format!("/sandbox/chats/{chat}/messages")).await;
        let messages = messages["messages"].as_array().unwrap().iter();
        let messages = messages.filter(|message| message["from"]["is_bot"] == true);
        messages.map(|message| message["text"].as_str().unwrap().to_owned()).collect()
    }
}

fn is_reset(error: &reqwest::Error) -> bool {
    let causes = std::iter::successors(Some(error as &dyn Error), |&error| error.source());
    let mut kinds =
        causes.filter_map(|error| error.downcast_ref::<std::io::Error>()).map(|error| error.kind());
    kinds.any(|kind| kind == ErrorKind::ConnectionReset)
}

#[tokio::test]
async fn every_way_to_fail_is_what_it_says() {
    let t = TestSandbox::new().await;
    let chat = t.person().await;
    let garbage = |status, kind: &str| Got::Garbage(status, kind.to_owned());
    for (order, got, done) in [
        (json!({ "kind": "refuse", "error_code": 400 }), Got::Answer(400), false),
        (json!({ "kind": "delay", "delay_ms": 1 }), Got::Answer(200), true),
        (json!({ "kind": "reset" }), Got::Reset, false),
        (json!({ "kind": "lost" }), Got::Reset, true),
        (json!({ "kind": "truncated" }), Got::Part, true),
        (json!({ "kind": "malformed" }), garbage(200, "application/json"), true),
        (json!({ "kind": "html" }), garbage(502, "text/html; charset=utf-8"), false),
        (json!({ "kind": "timeout", "delay_ms": 1 }), Got::Closed, false),
        (json!({ "kind": "timeout", "delay_ms": 1, "performed": true }), Got::Closed, true),
    ] {
        let mut body = order.clone();
        body["method"] = json!("sendMessage");
        assert_eq!(t.post("/sandbox/faults", body).await, json!({ "ordered": 1 }));
        let text = order.to_string();
        assert_eq!(t.says(chat, &text).await, got, "{order}");
        assert_eq!(t.written(chat).await.contains(&text), done, "{order}");
        assert_eq!(t.says(chat, "well again").await, Got::Answer(200), "{order}");
    }
    let injected = json!({
        "delay": 1, "html": 1, "lost": 1, "malformed": 1, "refuse": 1, "reset": 1, "timeout": 2, "truncated": 1,
    });
    let report = json!({ "waiting": [], "mix": null, "injected": injected, "impatient": 0 });
    assert_eq!(t.get("/sandbox/faults").await, report);
}

#[tokio::test]
async fn the_log_tells_faults_from_mistakes() {
    let t = TestSandbox::new().await;
    t.post("/sandbox/faults", json!({ "method": "getMe", "kind": "lost" })).await;
    t.gets("getMe", json!({})).await;
    t.gets("getMe", json!({})).await;
    let events = t.get("/sandbox/events").await["events"].clone();
    let calls = events.as_array().unwrap().iter().filter(|event| event["kind"] == "call");
    let calls: Vec<_> = calls.map(|event| (&event["ok"], &event["fault"])).collect();
    assert_eq!(calls, [(&json!(true), &json!("lost")), (&json!(true), &Value::Null)]);
}

#[tokio::test]
async fn an_order_that_makes_no_sense_is_refused() {
    let t = TestSandbox::new().await;
    for order in [
        json!({ "kind": "reset", "delay_ms": 1 }),
        json!({ "kind": "timeout" }),
        json!({ "kind": "refuse" }),
        json!({ "kind": "lost", "description": "x" }),
        json!({ "kind": "delay", "delay_ms": 1, "performed": true }),
        json!({ "error_code": 200 }),
        json!({ "kind": "flood" }),
    ] {
        let mut body = order.clone();
        body["method"] = json!("getMe");
        assert!(t.post("/sandbox/faults", body).await["error"].is_string(), "{order}");
    }
    for mix in [
        json!({ "share": 1.1, "kinds": ["reset"] }),
        json!({ "share": 0.5, "kinds": [] }),
        json!({ "share": 0.5, "kinds": ["refuse"] }),
        json!({ "share": 0.5, "kinds": ["reset"], "methods": ["getNothing"] }),
    ] {
        assert!(t.post("/sandbox/faults/mix", mix.clone()).await["error"].is_string(), "{mix}");
    }
    assert_eq!(t.gets("getMe", json!({})).await, Got::Answer(200));
}

/// What a hundred calls meet, half of which go wrong.
async fn hundred(t: &TestSandbox, seed: u64) -> Vec<Got> {
    let kinds = ["server_error", "reset", "lost", "truncated", "malformed", "html", "timeout", "delay"];
    let mix = json!({ "share": 0.5, "seed": seed, "kinds": kinds, "delay_ms": 1 });
    t.post("/sandbox/faults/mix", mix).await;
    let mut got = Vec::new();
    for _ in 0..100 {
        got.push(t.gets("getMe", json!({})).await);
    }
    got
}

#[tokio::test]
async fn a_mix_is_the_same_for_the_same_seed() {
    let t = TestSandbox::new().await;
    let first = hundred(&t, 7).await;
    let well = first.iter().filter(|got| **got == Got::Answer(200)).count();
    assert!((35..75).contains(&well), "{well} of 100 go well");
    let kinds = t.get("/sandbox/faults").await["injected"].clone();
    assert_eq!(kinds.as_object().unwrap().len(), 8, "{kinds}");
    assert_eq!(hundred(&t, 7).await, first);
    assert_ne!(hundred(&t, 8).await, first);
    // Updates come all the same, unless they are named.
    assert_eq!(t.gets("getUpdates", json!({})).await, Got::Answer(200));
    let named = json!({ "share": 1, "kinds": ["server_error"], "methods": ["getUpdates"] });
    t.post("/sandbox/faults/mix", named).await;
    assert_eq!(t.gets("GetUpdates", json!({})).await, Got::Answer(500));
    assert_eq!(t.gets("getMe", json!({})).await, Got::Answer(200));
    assert_eq!(t.delete("/sandbox/faults/mix").await, json!({ "standing": false }));
    assert_eq!(t.gets("getUpdates", json!({})).await, Got::Answer(200));
}

/// Has Telegram tell Ann to wait, but not Bob.
async fn ann_must_wait(t: &TestSandbox, ann: i64, bob: i64, seconds: u32) {
    // Which seed does that is of no matter.
    for seed in 0.. {
        let kinds = ["too_many_requests"];
        let mix = json!({ "share": 0.5, "seed": seed, "kinds": kinds, "retry_after": seconds });
        t.post("/sandbox/faults/mix", mix).await;
        if (t.says(ann, "a").await, t.says(bob, "b").await) == (Got::Answer(429), Got::Answer(200)) {
            return;
        }
    }
}

#[tokio::test]
async fn a_chat_that_must_wait_is_refused_until_its_time_is_over() {
    let t = TestSandbox::new().await;
    let (ann, bob) = (t.person().await, t.person().await);
    ann_must_wait(&t, ann, bob, 60).await;
    assert_eq!(t.get("/sandbox/faults").await["impatient"], 0);
    let before = t.written(ann).await.len();
    let early = t.raw("sendMessage", json!({ "chat_id": ann, "text": "early" })).await;
    assert!(early["parameters"]["retry_after"].as_u64().is_some_and(|left| left <= 60), "{early}");
    assert_eq!(t.get("/sandbox/faults").await["impatient"], 1);
    assert_eq!(t.written(ann).await.len(), before);
    ann_must_wait(&t, ann, bob, 1).await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    t.says(ann, "in time").await;
    assert_eq!(t.get("/sandbox/faults").await["impatient"], 1, "whatever comes now is a new fault");
}

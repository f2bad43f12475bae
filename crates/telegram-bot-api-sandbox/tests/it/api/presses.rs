//! Pressed buttons and their answers.

use std::time::Duration;

use serde_json::{Value, json};
use telegram_bot_api_sandbox::Options;

use crate::support::TestSandbox;

const TOO_OLD: &str = "Bad Request: query is too old and response timeout expired or query ID is invalid";

async fn tap(t: &TestSandbox, id: i64, message_id: i64, data: &str) -> Value {
    let tap = json!({ "from": id, "chat": id, "message_id": message_id, "data": data });
    t.post("/sandbox/presses", tap).await["callback_query_id"].clone()
}

#[tokio::test]
async fn a_press_is_answered_once() {
    let t = TestSandbox::new().await;
    let id = t.person().await;
    let query = tap(&t, id, 1, "x").await;
    assert_eq!(t.refused("answerCallbackQuery", json!({ "callback_query_id": "1" })).await, TOO_OLD);
    let long = json!({ "callback_query_id": query, "text": "中".repeat(201) });
    assert_eq!(t.refused("answerCallbackQuery", long).await, "Bad Request: MESSAGE_TOO_LONG");
    let foreign = json!({ "callback_query_id": query, "url": "https://a.kz" });
    assert_eq!(t.refused("answerCallbackQuery", foreign).await, "Bad Request: URL_INVALID");
    let text = "中".repeat(200);
    let good = json!({
        "callback_query_id": query, "text": text, "show_alert": true, "cache_time": 5,
        "url": "https://t.me/sandbox_bot?start=x",
    });
    assert_eq!(t.call("answerCallbackQuery", good.clone()).await, true);
    assert_eq!(t.refused("answerCallbackQuery", good).await, TOO_OLD);
    let events = t.get("/sandbox/events").await;
    let event =
        events["events"].as_array().unwrap().iter().find(|e| e["kind"] == "callback_answer").unwrap().clone();
    assert_eq!(
        (&event["user"], &event["chat"], &event["show_alert"]),
        (&json!(id), &json!(id), &json!(true))
    );
    assert_eq!((&event["text"], &event["url"]), (&json!(text), &json!("https://t.me/sandbox_bot?start=x")));
}

#[tokio::test]
async fn a_late_answer_is_too_late() {
    let t = TestSandbox::with(Options { callback_lifetime: Duration::ZERO, ..Options::default() }).await;
    let id = t.person().await;
    let query = tap(&t, id, 1, "x").await;
    assert_eq!(t.refused("answerCallbackQuery", json!({ "callback_query_id": query })).await, TOO_OLD);
}

#[tokio::test]
async fn any_data_can_be_pressed_even_under_a_message_that_is_gone() {
    let t = TestSandbox::new().await;
    let id = t.person().await;
    for data in ["", "\u{0}\u{202E}👍", &"x".repeat(500)] {
        tap(&t, id, 999, data).await;
        let updates = t.call("getUpdates", json!({ "offset": -1 })).await;
        let query = &updates[0]["callback_query"];
        assert_eq!(query["data"], data);
        let gone = json!({ "chat": query["message"]["chat"], "message_id": 999, "date": 0 });
        assert_eq!(query["message"], gone);
        assert_eq!(query["from"]["id"], id);
    }
}

#[tokio::test]
async fn who_is_not_there_cannot_press() {
    let t = TestSandbox::new().await;
    let (ann, bob) = (t.person().await, t.person().await);
    for (from, chat, said) in
        [(1, ann, "no such user"), (ann, bob, "no such chat"), (ann, -5, "no such chat")]
    {
        let tap = json!({ "from": from, "chat": chat, "message_id": 1, "data": "x" });
        assert_eq!(t.post("/sandbox/presses", tap).await, json!({ "error": said }));
        let text = json!({ "from": from, "chat": chat, "text": "x" });
        assert_eq!(t.post("/sandbox/messages", text).await, json!({ "error": said }));
    }
}

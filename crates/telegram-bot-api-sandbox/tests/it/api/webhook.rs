//! How the sandbox brings updates to a webhook.

use std::collections::VecDeque;
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::support::TestSandbox;

/// What a bot's webhook was brought, and how it answers.
#[derive(Default)]
struct Desk {
    brought: Vec<(Value, Option<String>)>,
    /// The answers to come; 200 when there are none.
    answers: VecDeque<(StatusCode, Option<u64>)>,
    /// Updates that are being held.
    held: usize,
    holding: bool,
}

#[derive(Clone)]
struct Bot {
    desk: watch::Sender<Desk>,
    url: String,
}

impl Bot {
    async fn open() -> Bot {
        let desk = watch::Sender::new(Desk::default());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let app = Router::new().route("/hook", post(take)).with_state(desk.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Bot { desk, url }
    }

    async fn until(&self, reached: impl FnMut(&Desk) -> bool) {
        let mut desk = self.desk.subscribe();
        let reached = tokio::time::timeout(Duration::from_secs(30), desk.wait_for(reached));
        drop(reached.await.expect("it never comes"));
    }

    fn texts(&self) -> Vec<String> {
        let desk = self.desk.borrow();
        desk.brought
            .iter()
            .map(|(update, _)| update["message"]["text"].as_str().unwrap().to_owned())
            .collect()
    }

    fn will_answer(&self, code: u16, retry_after: Option<u64>) {
        let answer = (StatusCode::from_u16(code).unwrap(), retry_after);
        self.desk.send_modify(|desk| desk.answers.push_back(answer));
    }

    fn hold(&self, holding: bool) {
        self.desk.send_modify(|desk| desk.holding = holding);
    }
}

async fn take(State(desk): State<watch::Sender<Desk>>, headers: HeaderMap, body: Bytes) -> Response {
    let update = serde_json::from_slice(&body).unwrap();
    let secret =
        headers.get("x-telegram-bot-api-secret-token").map(|value| value.to_str().unwrap().to_owned());
    let mut answer = None;
    desk.send_modify(|desk| {
        desk.brought.push((update, secret));
        desk.held += 1;
        answer = desk.answers.pop_front();
    });
    desk.subscribe().wait_for(|desk| !desk.holding).await.unwrap();
    desk.send_modify(|desk| desk.held -= 1);
    match answer {
        Some((code, Some(seconds))) => (code, [("retry-after", seconds.to_string())]).into_response(),
        Some((code, None)) => code.into_response(),
        None => StatusCode::OK.into_response(),
    }
}

/// Sees to it that everything has been taken.
async fn settled(t: &TestSandbox) {
    assert_eq!(t.get("/sandbox/settled?timeout=25").await, json!({ "settled": true, "pending": 0 }));
}

#[tokio::test]
async fn updates_are_brought_with_the_secret_and_forgotten_when_taken() {
    let (t, bot) = (TestSandbox::new().await, Bot::open().await);
    let id = t.person().await;
    assert_eq!(t.get("/sandbox/bot").await["connected"], false);
    let secret = "A-z_9";
    t.call("setWebhook", json!({ "url": bot.url, "secret_token": secret })).await;
    settled(&t).await;
    t.write(id, "hi").await;
    settled(&t).await;
    assert_eq!(bot.texts(), ["/start", "hi"]);
    assert!(bot.desk.borrow().brought.iter().all(|(_, told)| told.as_deref() == Some(secret)));
    assert_eq!(t.get("/sandbox/bot").await["connected"], true);
    t.call("setWebhook", json!({ "url": bot.url })).await;
    t.write(id, "openly").await;
    settled(&t).await;
    assert_eq!(bot.desk.borrow().brought[2].1, None);
}

#[tokio::test]
async fn what_is_not_taken_is_brought_again_before_what_follows_it() {
    let (t, bot) = (TestSandbox::new().await, Bot::open().await);
    for code in [500, 503, 404, 301] {
        bot.will_answer(code, None);
    }
    t.call("setWebhook", json!({ "url": bot.url })).await;
    let id = t.person().await;
    t.write(id, "next").await;
    settled(&t).await;
    assert_eq!(bot.texts(), ["/start", "/start", "/start", "/start", "/start", "next"]);
    let info = t.call("getWebhookInfo", json!({})).await;
    assert!(info["last_error_date"].is_u64(), "{info}");
    let said = "Wrong response from the webhook: 301 Moved Permanently";
    assert_eq!((&info["last_error_message"], &info["max_connections"]), (&json!(said), &json!(40)));
}

#[tokio::test]
async fn nobody_there_is_told_and_tried_again() {
    let (t, bot) = (TestSandbox::new().await, Bot::open().await);
    t.person().await;
    t.call("setWebhook", json!({ "url": "http://127.0.0.1:9/" })).await;
    loop {
        let info = t.call("getWebhookInfo", json!({})).await;
        assert_eq!(info["pending_update_count"], 1);
        if info["last_error_message"] == "Connection refused" {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    t.call("setWebhook", json!({ "url": bot.url })).await;
    settled(&t).await;
    assert_eq!(t.call("getWebhookInfo", json!({})).await["last_error_message"], Value::Null);
}

#[tokio::test]
async fn a_bot_can_say_when_it_wants_an_update_again() {
    let (t, bot) = (TestSandbox::new().await, Bot::open().await);
    bot.will_answer(503, Some(3_600));
    t.call("setWebhook", json!({ "url": bot.url })).await;
    t.person().await;
    bot.until(|desk| desk.brought.len() == 1).await;
    // Time for a wrong delivery to be made; were it too short, the test would pass for nothing, not fail.
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert_eq!(bot.texts().len(), 1);
    let same = t.raw("setWebhook", json!({ "url": bot.url })).await;
    assert_eq!(same["description"], "Webhook is already set");
    t.call("setWebhook", json!({ "url": bot.url, "max_connections": 1 })).await;
    settled(&t).await;
}

#[tokio::test]
async fn chats_are_brought_side_by_side_and_so_many_at_one_time() {
    let (t, bot) = (TestSandbox::new().await, Bot::open().await);
    bot.hold(true);
    t.call("setWebhook", json!({ "url": bot.url, "max_connections": 2 })).await;
    let mut people = Vec::new();
    for _ in 0..3 {
        people.push(t.person().await);
    }
    t.write(people[0], "next").await;
    bot.until(|desk| desk.held == 2).await;
    assert_eq!(bot.texts(), ["/start", "/start"]);
    bot.hold(false);
    settled(&t).await;
    assert_eq!(bot.texts().len(), 4);
}

#[tokio::test]
async fn a_webhook_that_is_deleted_gets_nothing_more() {
    let (t, bot) = (TestSandbox::new().await, Bot::open().await);
    let wanted = json!({ "url": bot.url, "allowed_updates": ["callback_query", "message"] });
    t.call("setWebhook", wanted).await;
    let id = t.person().await;
    settled(&t).await;
    t.call("deleteWebhook", json!({})).await;
    t.write(id, "kept").await;
    let kept = t.call("getUpdates", json!({ "allowed_updates": ["callback_query"] })).await;
    assert_eq!(kept[0]["message"]["text"], "kept");
    t.call("setWebhook", json!({ "url": bot.url, "drop_pending_updates": true })).await;
    assert_eq!(t.write(id, "not wanted").await["update_id"], Value::Null);
    settled(&t).await;
    assert_eq!(bot.texts(), ["/start"]);
}

#[tokio::test]
async fn a_secret_has_few_letters() {
    let t = TestSandbox::new().await;
    let url = "https://localhost/";
    for (secret, said) in [
        ("a b".to_owned(), "Bad Request: secret token contains unallowed characters"),
        ("ключ".to_owned(), "Bad Request: secret token contains unallowed characters"),
        ("a".repeat(257), "Bad Request: secret token is too long"),
    ] {
        assert_eq!(t.refused("setWebhook", json!({ "url": url, "secret_token": secret })).await, said);
    }
    t.call("setWebhook", json!({ "url": url, "secret_token": "a".repeat(256) })).await;
}

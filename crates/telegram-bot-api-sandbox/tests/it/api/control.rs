//! The control API: people, injected updates, events, faults, and the page.

use serde_json::{Value, json};
use telegram_bot_api_sandbox::{CallParams, Options, Sandbox};

use crate::support::TestSandbox;

#[tokio::test]
async fn people_come_and_change() {
    let t = TestSandbox::new().await;
    let bot = json!({ "id": 7_000_000_001_i64, "is_bot": true, "first_name": "Sandbox bot", "username": "sandbox_bot" });
    assert_eq!(
        t.get("/sandbox/bot").await,
        json!({ "bot": bot, "connected": false, "token": t.sandbox.token() })
    );
    t.call("getUpdates", json!({})).await;
    assert_eq!(t.get("/sandbox/bot").await["connected"], true);
    let ann = t.post("/sandbox/users", json!({ "first_name": "Ann", "language_code": "ru" })).await;
    let id = ann["id"].as_i64().unwrap();
    let path = format!("/sandbox/users/{id}");
    let changed = t.patch(&path, json!({ "language_code": "", "first_name": "Anna" })).await;
    let anna = json!({ "id": id, "is_bot": false, "first_name": "Anna", "blocked": false, "client": "new" });
    assert_eq!(changed, anna);
    assert_eq!(t.get("/sandbox/users").await, json!([changed]));
    assert_eq!(t.patch("/sandbox/users/1", json!({})).await, json!({ "error": "no such user" }));
    assert_eq!(
        t.patch(&path, json!({ "first_name": "" })).await,
        json!({ "error": "first_name must not be empty" })
    );
    assert!(t.patch(&path, json!({ "name": "x" })).await["error"].is_string());
    t.patch(&path, json!({ "blocked": true })).await;
    assert_eq!(t.write(id, "x").await, json!({ "error": "this user has blocked the bot" }));
    assert_eq!(t.get("/sandbox/chats/1/messages").await, json!({ "error": "no such chat" }));
    assert_eq!(t.get("/sandbox/nothing").await, json!({ "error": "no such path" }));
}

#[tokio::test]
async fn people_may_write_anything() {
    let t = TestSandbox::new().await;
    let id = t.person().await;
    for text in ["\u{0}", "\u{202E}abc", "👨‍👩‍👧‍👦", " ", "<script>", &"中".repeat(4096)] {
        assert_eq!(t.write(id, text).await["message"]["text"], text);
        assert_eq!(t.call("getUpdates", json!({ "offset": -1 })).await[0]["message"]["text"], text);
    }
    for text in ["", &"x".repeat(4097)] {
        assert_eq!(t.write(id, text).await, json!({ "error": "a text has 1 to 4096 characters" }));
    }
    let reply = json!({ "from": id, "chat": id, "text": "x", "reply_to": 999 });
    assert_eq!(t.post("/sandbox/messages", reply).await, json!({ "error": "no such message to answer" }));
    let threaded = json!({ "from": id, "chat": id, "text": "x", "thread": 3 });
    assert_eq!(t.post("/sandbox/messages", threaded).await["message"]["message_thread_id"], 3);
}

#[tokio::test]
async fn any_update_can_be_injected() {
    let t = TestSandbox::new().await;
    let chat = json!({ "id": -100, "type": "group", "title": "Family" });
    let from = json!({ "id": 42, "is_bot": false, "first_name": "Z" });
    let message = json!({ "message_id": 9, "date": 1, "chat": chat, "from": from, "text": "hi" });
    let first =
        t.post("/sandbox/updates", json!({ "message": message })).await["update_id"].as_i64().unwrap();
    let updates = t.call("getUpdates", json!({})).await;
    assert_eq!(updates, json!([{ "update_id": first, "message": message }]));
    // The bot knows the chat now, and the message is there to be answered.
    let reply = json!({ "chat_id": -100, "text": "a", "reply_parameters": { "message_id": 9 } });
    let sent = t.call("sendMessage", reply).await;
    assert_eq!((&sent["reply_to_message"], &sent["chat"]), (&message, &chat));
    assert!(sent["message_id"].as_i64().unwrap() > 9);
    // Even kinds that nobody asked for.
    let second = t.post("/sandbox/updates", json!({ "brand_new": {} })).await["update_id"].as_i64().unwrap();
    assert_eq!(second, first + 1);
    let said = t.post("/sandbox/updates", json!({ "update_id": 1 })).await;
    assert_eq!(said, json!({ "error": "update_id is given by the sandbox" }));
}

#[tokio::test]
async fn a_literal_text_is_injected_byte_for_byte() {
    let t = TestSandbox::new().await;
    let body = async || t.http.get(t.method("getUpdates")).send().await.unwrap().text().await.unwrap();
    let inject = async |text: &str| t.post("/sandbox/updates", json!({ "raw": text })).await;
    let id = inject(r#"{"x": "\ud800", "x":1e999}"#).await["update_id"].as_i64().unwrap();
    assert!(body().await.contains(&format!(r#"{{"update_id":{id},"x": "\ud800", "x":1e999}}"#)));
    assert_eq!(inject("{}").await["update_id"], id + 1);
    assert!(body().await.contains(&format!(r#"{{"update_id":{}}}"#, id + 1)));
    let own = format!(r#"{{ "a":1,"update_id" : {} }}"#, id + 10);
    assert_eq!(inject(&own).await["update_id"], id + 10);
    assert!(body().await.contains(&own));
    assert_eq!(inject("{}").await["update_id"], id + 11);
    for text in [r#"{"update_id":1}"#, "[]", "", r#"{"update_id":"x"}"#] {
        assert!(inject(text).await["error"].is_string(), "{text}");
    }
}

#[tokio::test]
async fn events_are_read_on_from_where_one_was() {
    let t = TestSandbox::new().await;
    assert_eq!(t.get("/sandbox/events").await, json!({ "events": [], "next": 0 }));
    let user = async { t.post("/sandbox/users", json!({})).await };
    let (page, user) = tokio::join!(t.get("/sandbox/events?timeout=25"), user);
    assert_eq!(page["events"][0]["kind"], "user");
    assert_eq!(page["events"][0]["user"], user);
    assert_eq!((&page["events"][0]["seq"], &page["next"]), (&json!(1), &json!(1)));
    let later = t.get("/sandbox/events?after=1").await;
    assert_eq!(later, json!({ "events": [], "next": 1 }));
    // Somebody who has seen more than there is comes from before a restart.
    let stale = t.get("/sandbox/events?after=77").await;
    assert_eq!((&stale["lost"], &stale["next"]), (&json!(true), &json!(1)));
}

#[tokio::test]
async fn old_events_are_forgotten_and_that_is_said() {
    let t = TestSandbox::with(Options { event_capacity: 3, ..Options::default() }).await;
    for _ in 0..5 {
        t.post("/sandbox/users", json!({})).await;
    }
    let page = t.get("/sandbox/events?after=1").await;
    let seqs: Vec<u64> =
        page["events"].as_array().unwrap().iter().map(|e| e["seq"].as_u64().unwrap()).collect();
    assert_eq!((seqs, &page["lost"], &page["next"]), (vec![3, 4, 5], &json!(true), &json!(5)));
    assert_eq!(t.get("/sandbox/events?after=2").await.get("lost"), None);
}

#[tokio::test]
async fn calls_are_logged_and_their_parameters_can_be_left_out() {
    for (keep, params) in
        [(CallParams::Kept, Some(json!({ "chat_id": 5, "text": "a" }))), (CallParams::Omitted, None)]
    {
        let t = TestSandbox::with(Options { call_params: keep, ..Options::default() }).await;
        t.raw("sendmessage", json!({ "chat_id": 5, "text": "a" })).await;
        let call = t.get("/sandbox/events").await["events"][0].clone();
        assert_eq!(
            (&call["kind"], &call["method"], &call["ok"]),
            (&json!("call"), &json!("sendMessage"), &json!(false))
        );
        assert_eq!(
            (&call["error_code"], &call["description"]),
            (&json!(400), &json!("Bad Request: chat not found"))
        );
        assert_eq!(call.get("params"), params.as_ref());
    }
}

#[tokio::test]
async fn settled_waits_for_the_confirmation() {
    let t = TestSandbox::new().await;
    t.person().await;
    let confirm = async {
        let updates = t.call("getUpdates", json!({})).await;
        t.call("getUpdates", json!({ "offset": updates[0]["update_id"].as_i64().unwrap() + 1 })).await;
    };
    let (settled, ()) = tokio::join!(t.get("/sandbox/settled?timeout=25"), confirm);
    assert_eq!(settled, json!({ "settled": true, "pending": 0 }));
}

#[tokio::test]
async fn faults_happen_on_order() {
    let t = TestSandbox::new().await;
    let order = json!({
        "method": "getMe", "error_code": 429, "description": "Too Many Requests: retry after 3",
        "parameters": { "retry_after": 3 }, "times": 2,
    });
    assert_eq!(t.post("/sandbox/faults", order).await, json!({ "ordered": 2 }));
    for _ in 0..2 {
        let answer = t.http.get(t.method("GETME")).send().await.unwrap();
        assert_eq!((answer.status().as_u16(), answer.headers()["retry-after"].to_str().unwrap()), (429, "3"));
        assert_eq!(answer.json::<Value>().await.unwrap()["parameters"], json!({ "retry_after": 3 }));
    }
    t.call("getMe", json!({})).await;
    t.post("/sandbox/faults", json!({ "method": "getMe", "delay_ms": 1 })).await;
    t.call("getMe", json!({})).await;
    assert_eq!(
        t.post("/sandbox/faults", json!({ "method": "x" })).await,
        json!({ "error": "no such method" })
    );
    assert!(t.post("/sandbox/faults", json!({ "method": "getMe" })).await["error"].is_string());
}

#[tokio::test]
async fn the_page_is_served_with_strict_headers() {
    let t = TestSandbox::new().await;
    for (path, content_type) in [
        ("/", "text/html; charset=utf-8"),
        ("/app.js", "text/javascript; charset=utf-8"),
        ("/css/base.css", "text/css; charset=utf-8"),
    ] {
        let answer = t.http.get(t.url(path)).send().await.unwrap();
        assert_eq!(answer.status(), 200);
        assert_eq!(answer.headers()["content-type"], content_type);
        assert_eq!(answer.headers()["cache-control"], "no-store");
        assert!(
            answer.headers()["content-security-policy"].to_str().unwrap().starts_with("default-src 'self'")
        );
    }
}

#[tokio::test]
async fn nobody_else_can_reach_it() {
    let options = Options { address: "0.0.0.0:0".parse().unwrap(), ..Options::default() };
    let refused = Sandbox::start(options).await.unwrap_err();
    assert_eq!(refused.kind(), std::io::ErrorKind::InvalidInput);
}

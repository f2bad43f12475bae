//! The sandbox over HTTP: what a bot sees of its Bot API, and what the page sees of its control API.

#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use kz_topup_bot::sandbox::{Options, Sandbox};
use serde_json::{Value, json};

/// A running sandbox, spoken to over HTTP only.
struct Try {
    sandbox: Sandbox,
    http: reqwest::Client,
}

impl Try {
    async fn new() -> Try {
        Try::with(Options::default()).await
    }

    async fn with(options: Options) -> Try {
        let sandbox = Sandbox::start(options).await.unwrap();
        Try {
            sandbox,
            http: reqwest::Client::builder().no_proxy().build().unwrap(),
        }
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.sandbox.address())
    }

    fn method(&self, name: &str) -> String {
        self.url(&format!("/bot{}/{name}", self.sandbox.token()))
    }

    /// Calls a method with a JSON body; the whole answer.
    async fn raw(&self, name: &str, params: Value) -> Value {
        self.http
            .post(self.method(name))
            .json(&params)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }

    /// Calls a method that must succeed; its result.
    #[track_caller]
    fn call(&self, name: &str, params: Value) -> impl Future<Output = Value> {
        let place = std::panic::Location::caller();
        let name = name.to_owned();
        async move {
            let answer = self.raw(&name, params).await;
            assert_eq!(answer["ok"], true, "{place}: {name}: {answer}");
            answer["result"].clone()
        }
    }

    /// Calls a method that must be refused; its description.
    async fn refused(&self, name: &str, params: Value) -> String {
        let answer = self.raw(name, params.clone()).await;
        assert_eq!(answer["ok"], false, "{name} {params}: {answer}");
        answer["description"].as_str().unwrap().to_owned()
    }

    async fn get(&self, path: &str) -> Value {
        self.http
            .get(self.url(path))
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        self.http
            .post(self.url(path))
            .json(&body)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }

    async fn patch(&self, path: &str, body: Value) -> Value {
        self.http
            .patch(self.url(path))
            .json(&body)
            .send()
            .await
            .unwrap()
            .json()
            .await
            .unwrap()
    }

    /// A person who has written to the bot; their id.
    async fn person(&self) -> i64 {
        let id = self.post("/sandbox/users", json!({ "first_name": "Ann" })).await["id"]
            .as_i64()
            .unwrap();
        self.write(id, "/start").await;
        id
    }

    async fn write(&self, from: i64, text: &str) -> Value {
        self.post(
            "/sandbox/messages",
            json!({ "from": from, "chat": from, "text": text }),
        )
        .await
    }
}

#[tokio::test]
async fn a_conversation_from_start_to_answer() {
    let t = Try::new().await;
    let ann = t
        .post(
            "/sandbox/users",
            json!({ "first_name": "Ann", "language_code": "zh-hans" }),
        )
        .await;
    let id = ann["id"].as_i64().unwrap();
    let written = t.write(id, "/start now").await;
    let updates = t.call("getUpdates", json!({})).await;
    assert_eq!(updates[0]["update_id"], written["update_id"]);
    assert_eq!(updates[0]["message"]["text"], "/start now");
    assert_eq!(updates[0]["message"]["from"]["language_code"], "zh-hans");
    let command = json!([{ "offset": 0, "length": 6, "type": "bot_command" }]);
    assert_eq!(updates[0]["message"]["entities"], command);

    let keyboard = json!({ "inline_keyboard": [[{ "text": "One", "callback_data": "1" }]] });
    let params =
        json!({ "chat_id": id, "text": "<b>Hi</b>", "parse_mode": "HTML", "reply_markup": keyboard });
    let sent = t.call("sendMessage", params).await;
    assert_eq!(sent["text"], "Hi");
    assert_eq!(
        sent["entities"],
        json!([{ "offset": 0, "length": 2, "type": "bold" }])
    );
    assert_eq!(sent["reply_markup"], keyboard);

    let tap = json!({ "from": id, "chat": id, "message_id": sent["message_id"], "data": "1" });
    let tapped = t.post("/sandbox/taps", tap).await;
    let next = written["update_id"].as_i64().unwrap() + 1;
    assert_eq!(tapped["update_id"], next);
    let updates = t.call("getUpdates", json!({ "offset": next })).await;
    assert_eq!(updates[0]["callback_query"]["data"], "1");
    assert_eq!(updates[0]["callback_query"]["message"], sent);
    let answer = json!({ "callback_query_id": tapped["callback_query_id"], "text": "done" });
    assert_eq!(t.call("answerCallbackQuery", answer).await, true);
    let edit = json!({ "chat_id": id, "message_id": sent["message_id"], "text": "Bye" });
    let edited = t.call("editMessageText", edit).await;
    assert_eq!(
        (&edited["text"], edited.get("reply_markup")),
        (&json!("Bye"), None)
    );

    let kept = t.get(&format!("/sandbox/chats/{id}/messages?viewer={id}")).await;
    let texts: Vec<&Value> = kept["messages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| &m["text"])
        .collect();
    assert_eq!(texts, ["/start now", "Bye"]);
    let kinds: Vec<Value> = t.get("/sandbox/events?after=0").await["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["kind"].clone())
        .collect();
    let expected = [
        "user",
        "message",
        "connected",
        "message",
        "call",
        "callback_answer",
        "call",
        "edit",
        "call",
    ];
    assert_eq!(kinds, expected);
    assert_eq!(
        t.get("/sandbox/settled").await,
        json!({ "settled": false, "pending": 1 })
    );
    t.call("getUpdates", json!({ "offset": next + 1 })).await;
    assert_eq!(
        t.get("/sandbox/settled?timeout=10").await,
        json!({ "settled": true, "pending": 0 })
    );
    t.sandbox.stop().await;
}

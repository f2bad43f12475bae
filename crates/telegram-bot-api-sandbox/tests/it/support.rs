//! One running sandbox, and the few words the tests use.

use serde_json::{Value, json};
use telegram_bot_api_sandbox::{Options, Sandbox};

/// A running sandbox, spoken to over HTTP only.
pub struct TestSandbox {
    pub sandbox: Sandbox,
    pub http: reqwest::Client,
}

impl TestSandbox {
    pub async fn new() -> TestSandbox {
        TestSandbox::with(Options::default()).await
    }

    pub async fn with(options: Options) -> TestSandbox {
        let sandbox = Sandbox::start(options).await.unwrap();
        TestSandbox { sandbox, http: reqwest::Client::builder().no_proxy().build().unwrap() }
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.sandbox.address())
    }

    pub fn method(&self, name: &str) -> String {
        self.url(&format!("/bot{}/{name}", self.sandbox.token()))
    }

    /// Calls a method with a JSON body; the whole answer.
    pub async fn raw(&self, name: &str, params: Value) -> Value {
        self.http.post(self.method(name)).json(&params).send().await.unwrap().json().await.unwrap()
    }

    /// Calls a method that must succeed; its result.
    #[track_caller]
    pub fn call(&self, name: &str, params: Value) -> impl Future<Output = Value> {
        let place = std::panic::Location::caller();
        let name = name.to_owned();
        async move {
            let answer = self.raw(&name, params).await;
            assert_eq!(answer["ok"], true, "{place}: {name}: {answer}");
            answer["result"].clone()
        }
    }

    /// Calls a method that must be refused; its description.
    pub async fn refused(&self, name: &str, params: Value) -> String {
        let answer = self.raw(name, params.clone()).await;
        assert_eq!(answer["ok"], false, "{name} {params}: {answer}");
        answer["description"].as_str().unwrap().to_owned()
    }

    pub async fn get(&self, path: &str) -> Value {
        self.http.get(self.url(path)).send().await.unwrap().json().await.unwrap()
    }

    pub async fn post(&self, path: &str, body: Value) -> Value {
        self.http.post(self.url(path)).json(&body).send().await.unwrap().json().await.unwrap()
    }

    pub async fn patch(&self, path: &str, body: Value) -> Value {
        self.http.patch(self.url(path)).json(&body).send().await.unwrap().json().await.unwrap()
    }

    pub async fn delete(&self, path: &str) -> Value {
        self.http.delete(self.url(path)).send().await.unwrap().json().await.unwrap()
    }

    /// A person who has written to the bot; their id.
    pub async fn person(&self) -> i64 {
        let id = self.post("/sandbox/users", json!({ "first_name": "Ann" })).await["id"].as_i64().unwrap();
        self.write(id, "/start").await;
        id
    }

    pub async fn write(&self, from: i64, text: &str) -> Value {
        self.post("/sandbox/messages", json!({ "from": from, "chat": from, "text": text })).await
    }

    /// People who exist and have not written to the bot; their ids.
    pub async fn people<const N: usize>(&self) -> [i64; N] {
        let mut ids = [0; N];
        for id in &mut ids {
            *id = self.post("/sandbox/users", json!({})).await["id"].as_i64().unwrap();
        }
        ids
    }

    /// A supergroup the bot has just been added to; its id. The updates of that are confirmed.
    pub async fn supergroup(&self, members: &[i64], bot: &str) -> i64 {
        self.chat(json!({ "type": "supergroup", "title": "Big", "members": members, "bot": bot })).await
    }

    /// Any chat; its id. The updates of its beginning are confirmed.
    pub async fn chat(&self, founding: Value) -> i64 {
        let chat = self.post("/sandbox/chats", founding.clone()).await;
        self.updates().await;
        chat["id"].as_i64().unwrap_or_else(|| panic!("{founding}: {chat}"))
    }

    /// Who is what in a chat from now on.
    pub async fn make(&self, chat: i64, user: i64, status: &str) -> Value {
        let joining = json!({ "user": user, "status": status });
        self.post(&format!("/sandbox/chats/{chat}/members"), joining).await
    }

    /// Somebody writes into a chat; what the control API says.
    pub async fn say(&self, from: i64, chat: i64, text: &str) -> Value {
        self.say_with(from, chat, text, json!({})).await
    }

    /// The same with more fields.
    pub async fn say_with(&self, from: i64, chat: i64, text: &str, more: Value) -> Value {
        let mut body = json!({ "from": from, "chat": chat, "text": text });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        self.post("/sandbox/messages", body).await
    }

    /// The updates that wait, without their ids; they are confirmed.
    pub async fn updates(&self) -> Vec<Value> {
        let updates = self.call("getUpdates", json!({})).await;
        let mut updates = updates.as_array().unwrap().clone();
        if let Some(last) = updates.last() {
            let offset = last["update_id"].as_i64().unwrap() + 1;
            self.call("getUpdates", json!({ "offset": offset, "limit": 1 })).await;
        }
        for update in &mut updates {
            update.as_object_mut().unwrap().shift_remove("update_id");
        }
        updates
    }

    /// Changes what is switched on.
    pub async fn settings(&self, change: Value) -> Value {
        let settings = self.patch("/sandbox/settings", change).await;
        assert!(settings["error"].is_null(), "{settings}");
        settings
    }

    /// The messages of a chat as somebody sees them.
    pub async fn seen(&self, chat: i64, viewer: i64) -> Vec<Value> {
        let seen = self.get(&format!("/sandbox/chats/{chat}/messages?viewer={viewer}")).await;
        seen["messages"].as_array().unwrap().clone()
    }

    /// The newest event of a kind.
    pub async fn last_event(&self, kind: &str) -> Value {
        let events = self.get("/sandbox/events").await;
        events["events"].as_array().unwrap().iter().rfind(|event| event["kind"] == kind).unwrap().clone()
    }
}

//! One running sandbox, and the few words the tests use.

use kz_topup_bot::sandbox::{Options, Sandbox};
use serde_json::{Value, json};

/// A running sandbox, spoken to over HTTP only.
pub struct Try {
    pub sandbox: Sandbox,
    pub http: reqwest::Client,
}

impl Try {
    pub async fn new() -> Try {
        Try::with(Options::default()).await
    }

    pub async fn with(options: Options) -> Try {
        let sandbox = Sandbox::start(options).await.unwrap();
        Try { sandbox, http: reqwest::Client::builder().no_proxy().build().unwrap() }
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
}

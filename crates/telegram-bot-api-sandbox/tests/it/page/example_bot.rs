//! A small bot that does the same things in every test, so that tests of the page depend on no other bot.
//!
//! * `menu` in a group: a public message with the buttons `Show me`, `In private` and `Go`.
//! * `Show me`: an ephemeral message for whoever pressed, and a toast. `Go`: a callback answer with a deep link.
//! * An inline query: two cards that repeat it, and the button `Ask in private`. A guest query: an answer.
//! * `/start x` in a private chat: `Started with x`.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use telegram_bot_api_sandbox::Sandbox;
use tokio::task::JoinHandle;

use crate::support::TestSandbox;

/// The sandbox with the small bot in it, which ends when dropped.
pub struct ExampleBot {
    pub t: Arc<TestSandbox>,
    run: JoinHandle<()>,
}

impl ExampleBot {
    pub async fn new() -> Self {
        let t = Arc::new(TestSandbox::new().await);
        let run = tokio::spawn(serve(Arc::clone(&t)));
        Self { t, run }
    }

    pub fn sandbox(&self) -> &Sandbox {
        &self.t.sandbox
    }

    /// Somebody with a name who reads this language.
    pub async fn person(&self, name: &str, tag: &str) -> i64 {
        let user = json!({ "first_name": name, "language_code": tag });
        self.t.post("/sandbox/users", user).await["id"].as_i64().unwrap()
    }

    /// A new chat.
    pub async fn chat(&self, founding: Value) -> i64 {
        let chat = self.t.post("/sandbox/chats", founding).await;
        chat["id"].as_i64().unwrap_or_else(|| panic!("a chat: {chat}"))
    }
}

impl Drop for ExampleBot {
    fn drop(&mut self) {
        self.run.abort();
    }
}

async fn serve(t: Arc<TestSandbox>) {
    let mut offset = 0;
    loop {
        // The sandbox may be busy; whatever goes wrong is asked for again.
        let updates = t.raw("getUpdates", json!({ "offset": offset, "timeout": 20 })).await;
        let Some(updates) = updates["result"].as_array() else {
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        for update in updates {
            offset = update["update_id"].as_i64().unwrap() + 1;
            for (kind, what) in update.as_object().unwrap() {
                match kind.as_str() {
                    "message" => answer_message(&t, what).await,
                    "callback_query" => answer_press(&t, what).await,
                    "inline_query" => answer_inline(&t, what).await,
                    "guest_message" => answer_guest(&t, what).await,
                    _ => {}
                }
            }
        }
    }
}

async fn answer_message(t: &TestSandbox, message: &Value) {
    let text = message["text"].as_str().unwrap_or_default();
    let chat = &message["chat"]["id"];
    if let Some(payload) = text.strip_prefix("/start ").filter(|_| message["chat"]["type"] == "private") {
        t.raw("sendMessage", json!({ "chat_id": chat, "text": format!("Started with {payload}") })).await;
    } else if text.contains("menu") {
        let keyboard = json!({ "inline_keyboard": [
            [{ "text": "Show me", "callback_data": "show" }],
            [{ "text": "In private", "url": "https://t.me/sandbox_bot?start=deep" }],
            [{ "text": "Go", "callback_data": "go" }],
        ] });
        let menu = json!({ "chat_id": chat, "text": "For everybody", "reply_markup": keyboard });
        t.raw("sendMessage", menu).await;
    }
}

async fn answer_press(t: &TestSandbox, query: &Value) {
    let answer = match query["data"].as_str() {
        Some("go") => {
            json!({ "callback_query_id": query["id"], "url": "https://t.me/sandbox_bot?start=answer" })
        }
        Some("show") => {
            let whom = json!({ "receiver_user_id": query["from"]["id"], "callback_query_id": query["id"] });
            let chat = &query["message"]["chat"]["id"];
            let secret = json!({ "chat_id": chat, "text": "For you", "ephemeral_message_parameters": whom });
            t.raw("sendMessage", secret).await;
            json!({ "callback_query_id": query["id"], "text": "Shown" })
        }
        _ => json!({ "callback_query_id": query["id"], "text": "Pressed" }),
    };
    t.raw("answerCallbackQuery", answer).await;
}

fn article(id: &str, title: &str) -> Value {
    let keyboard = json!({ "inline_keyboard": [[{ "text": "More", "callback_data": "more" }]] });
    json!({
        "type": "article", "id": id, "title": title, "description": format!("About {title}"),
        "input_message_content": { "message_text": format!("Chosen: {title}") }, "reply_markup": keyboard,
    })
}

async fn answer_inline(t: &TestSandbox, query: &Value) {
    let asked = query["query"].as_str().unwrap();
    let results = json!([article("1", &format!("{asked} one")), article("2", &format!("{asked} two"))]);
    let button = json!({ "text": "Ask in private", "start_parameter": "above" });
    let answer =
        json!({ "inline_query_id": query["id"], "results": results, "cache_time": 0, "button": button });
    t.raw("answerInlineQuery", answer).await;
}

async fn answer_guest(t: &TestSandbox, message: &Value) {
    let answer = json!({ "guest_query_id": message["guest_query_id"], "result": article("1", "a guest") });
    t.raw("answerGuestQuery", answer).await;
}

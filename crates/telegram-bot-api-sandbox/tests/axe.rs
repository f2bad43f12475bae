//! axe-core finds no serious fault of accessibility in any view of the page, light and dark. `tests/axe` brings
//! axe-core and runs this.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at once")]

#[allow(dead_code, reason = "the other tests use more of it")]
#[path = "it/browser/mod.rs"]
mod browser;

use std::{env, fs};

use serde_json::{Value, json};
use telegram_bot_api_sandbox::{Options, Sandbox};

use crate::browser::{Device, Window};

/// Checks what is shown now.
async fn check(window: &Window, axe: &str, view: &str) {
    let run = format!(
        "{axe}; return axe.run(document, {{ resultTypes: ['violations'] }}).then((found) => found.violations
            .filter(({{ impact }}) => impact === 'serious' || impact === 'critical')
            .map(({{ id, nodes }}) => id + ': ' + nodes.map((node) => node.target.join(' ')).join(', ')))"
    );
    assert_eq!(window.ask(&run, &[]).await, json!([]), "{view}");
}

#[tokio::test]
async fn no_view_of_the_page_has_a_serious_fault() {
    let axe = fs::read_to_string(env::var("AXE_CORE").expect("AXE_CORE names axe.min.js; tests/axe sets it"))
        .unwrap();
    let sandbox = Sandbox::start(Options::default()).await.unwrap();
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let post = async |path: &str, body: Value| -> Value {
        let url = format!("http://{}{path}", sandbox.address());
        http.post(url).json(&body).send().await.unwrap().json().await.unwrap()
    };
    let ann = post("/sandbox/users", json!({ "first_name": "林晓", "language_code": "zh-hans" })).await["id"]
        .clone();
    post("/sandbox/messages", json!({ "from": ann, "chat": ann, "text": "/start" })).await;
    let send = format!("/bot{}/sendMessage", sandbox.token());
    let text = "*b* _i_ `code` [link](https://example.org)\n>a quote";
    let keyboard = json!({ "inline_keyboard": [[{ "text": "One", "callback_data": "1" }, { "text": "Two", "url": "https://example.org" }]] });
    post(
        &send,
        json!({ "chat_id": ann, "text": text, "parse_mode": "MarkdownV2", "reply_markup": keyboard }),
    )
    .await;
    post(&send, json!({ "chat_id": ann, "text": "?", "reply_markup": { "keyboard": [["Yes", "No"]] } }))
        .await;

    for (device, theme) in
        [(Device::Desk, "light"), (Device::Desk, "dark"), (Device::Phone, "light"), (Device::Phone, "dark")]
    {
        let window = Window::at(&sandbox, device, &format!("?theme={theme}#user={ann}")).await;
        window.find("reply-key").await;
        check(&window, &axe, "a chat").await;
        for (button, view) in
            [("more", "the menu of a chat"), ("attach", "the menu of attachments"), ("viewer", "the people")]
        {
            window.tap(button).await;
            window.find("popup").await;
            check(&window, &axe, view).await;
            window.ask("document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape' }))", &[]).await;
        }
        if device == Device::Phone {
            window.tap("panel-open").await;
            check(&window, &axe, "the panel").await;
        }
        window.tap("new-chat").await;
        window.find("new-chat-dialog").await;
        check(&window, &axe, "the dialog of a new chat").await;
        window.tap("cancel").await;
        if device == Device::Phone {
            window.tap("panel-open").await;
        }
        window.tap("inspector-open").await;
        window.tap("traffic-entry").await;
        check(&window, &axe, "raw calls").await;
        window.tap("tab-faults").await;
        window.find("fault-order").await;
        check(&window, &axe, "faults").await;
    }
}

//! The developer panel: raw updates and calls, and faults on order.

use serde_json::json;

use crate::browser::{Device, ENTER, From, Window};
use crate::page::example_bot::ExampleBot;

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; tests/run brings them and runs this"]
async fn updates_and_calls_are_shown_as_they_pass_and_can_be_searched() {
    let bot = ExampleBot::new().await;
    let ann = bot.person("林晓", "zh-hans").await;
    let window = Window::at(bot.sandbox(), Device::Desk, &format!("#user={ann}")).await;
    window.tap("inspector-open").await;
    window.tap("start").await;
    window.types(&format!("menu{ENTER}")).await;
    window.newest(From::Bot, "For everybody").await;
    let names = "return [...document.querySelectorAll('[data-testid=traffic-entry] b')].map((node) => node.innerText).join()
        === arguments[0]";
    window.until("the newest first", names, &[json!("sendMessage,message,message")]).await;

    window.find("traffic-search").await.types("everybody").await;
    window.until("only what fits", names, &[json!("sendMessage")]).await;
    window.tap("traffic-entry").await;
    let raw = "return document.querySelector('[data-testid=traffic-entry] .raw')?.innerText.includes('For everybody') ?? false";
    window.until("the parameters", raw, &[]).await;
    window.picture("inspector-1-traffic").await;
    window.tap("copy-curl").await;
    window.find("toast").await;
    window.find("input").await.types(crate::browser::PASTE).await;
    let copied = window.draft().await;
    let url = format!("curl 'http://{}/bot{}/sendMessage'", bot.sandbox().address(), bot.sandbox().token());
    assert!(copied.starts_with(&url), "{copied}");
    window.is_clean().await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; tests/run brings them and runs this"]
async fn a_fault_ordered_on_the_page_meets_the_next_call() {
    let bot = ExampleBot::new().await;
    let ann = bot.person("林晓", "zh-hans").await;
    let window = Window::at(bot.sandbox(), Device::Desk, &format!("#user={ann}")).await;
    window.tap("inspector-open").await;
    window.tap("tab-faults").await;
    window.tap("fault-order").await;
    assert_eq!(window.find("faults-waiting").await.text().await, "sendMessage: 429 请求过多 × 1");
    window.picture("inspector-2-faults").await;
    window.tap("start").await;
    window.types(&format!("menu{ENTER}")).await;
    window.find("faults-happened").await;
    assert!(window.messages(From::Bot).await.is_empty(), "the first call was refused");
    window.types(&format!("menu{ENTER}")).await;
    window.newest(From::Bot, "For everybody").await;
    window.is_clean().await;
}

//! The page when its server goes away and comes back.

use serde_json::json;
use telegram_bot_api_sandbox::{Options, Sandbox};

use crate::browser::{Device, Window};
use crate::page::example_bot::ExampleBot;
use crate::support::TestSandbox;

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; tests/run brings them and runs this"]
async fn an_open_page_recovers_by_itself_when_the_server_restarts() {
    let first = TestSandbox::new().await;
    let address = first.sandbox.address();
    let window = Window::at(&first.sandbox, Device::Desk, "?lang=zh-hans&fresh=1").await;
    let name = "return document.querySelector('[data-testid=viewer] .viewer-name').innerText";
    let before = window.ask(name, &[]).await;
    window.tap("start").await;
    window.find("input").await.types("a draft").await;

    first.sandbox.stop().await;
    let offline = "return !document.querySelector('[data-testid=offline]').hidden";
    window.until("the page says that the server is gone", offline, &[]).await;
    assert_eq!(window.find("status").await.text().await, "连接不上沙盒");
    window.picture("restart-1-offline").await;
    let again = Sandbox::start(Options { address, ..Options::default() }).await.unwrap();
    // The page tries again by itself, too, and may have been first.
    window.ask("document.querySelector('[data-testid=retry]')?.click()", &[]).await;
    let online = "return document.querySelector('[data-testid=offline]').hidden";
    window.until("the page is connected again", online, &[]).await;

    // The new server knew nobody: the same person is there under the same name and can write.
    window
        .until(
            "the same person",
            &format!("return ({}) === arguments[0]", name.trim_start_matches("return ")),
            &[before],
        )
        .await;
    // The chat is drawn anew meanwhile, so the button is looked up and pressed in one step.
    let start =
        "const start = document.querySelector('[data-testid=start]'); start?.click(); return start !== null";
    window.until("the start button", start, &[]).await;
    window.newest(crate::browser::From::Person, "/start").await;
    let users = again.world().with(|state| state.users.len());
    assert_eq!(users, 1, "nobody is made twice");
    window.has_no_page_errors().await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; tests/run brings them and runs this"]
async fn a_draft_survives_a_reload_and_back_stays_in_the_page() {
    let bot = ExampleBot::new().await;
    let (ann, bob) = (bot.person("林晓", "zh-hans").await, bot.person("Bob", "en").await);
    let group =
        bot.chat(json!({ "type": "group", "title": "Two", "members": [ann, bob], "bot": "member" })).await;
    let window = Window::at(bot.sandbox(), Device::Desk, &format!("#user={ann}&chat={group}")).await;
    window.types("not sent yet").await;
    window.reload().await;
    assert_eq!(window.draft().await, "not sent yet");

    let private = "return document.querySelector('[data-testid=chat]')";
    window.element("the private chat", private, &[]).await.tap().await;
    let title = "return document.querySelector('[data-testid=chat-name]').innerText === arguments[0]";
    window.until("the private chat", title, &[json!("Sandbox bot")]).await;
    window.ask("history.back()", &[]).await;
    window.until("the group again", title, &[json!("Two")]).await;
    assert_eq!(window.draft().await, "not sent yet");
    window.is_clean().await;
}

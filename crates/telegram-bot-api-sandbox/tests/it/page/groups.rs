//! The sandbox's page where several people meet: groups, ephemeral messages, inline mode, guests, links to the bot.

use serde_json::json;

use crate::browser::{Device, ENTER, Window};
use crate::page::example_bot::ExampleBot;

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; tests/run brings them and runs this"]
async fn what_is_meant_for_one_person_shows_in_no_other_pane() {
    let bot = ExampleBot::new().await;
    let (ann, bob) = (bot.person("林晓", "zh-hans").await, bot.person("Тимур", "ru").await);
    let members = [ann, bob];
    let group = bot
        .chat(json!({ "type": "supergroup", "title": "电话卡", "members": members, "bot": "administrator" }))
        .await;
    let hash = format!("user={ann}&chat={group}&user={bob}&chat={group}");
    let window = Window::at(bot.sandbox(), Device::Desk, &format!("#{hash}")).await;
    let (left, right) = (window.pane(0), window.pane(1));
    right.types(&format!("menu{ENTER}")).await;
    left.shows("menu").await;
    left.shows("For everybody").await;
    right.shows("For everybody").await;
    assert_eq!(left.all("sender").await[0], "Тимур", "everybody else has a name");

    left.tap_key("Show me").await;
    left.shows("For you").await;
    assert_eq!(left.all("only-you").await, ["只有你能看到这条消息"]);
    assert_eq!(left.all("toast").await, ["Shown"], "only who pressed is told");
    window.picture("groups-1-ephemeral").await;
    // What came before this line has been shown by then, so nothing is on its way to the other pane.
    left.types(&format!("after it{ENTER}")).await;
    right.shows("after it").await;
    assert!(!right.texts().await.iter().any(|text| text.contains("For you")), "{:?}", right.texts().await);
    assert!(right.all("toast").await.is_empty());

    // The same after a reload, which also keeps the panes; and with an old client there is nothing to be seen.
    window.reload().await;
    window.pane(0).shows("For you").await;
    let changed = bot.t.patch(&format!("/sandbox/users/{ann}"), json!({ "client": "old" })).await;
    assert_eq!(changed["client"], "old");
    let gone = "return !document.querySelector('[data-ephemeral]')";
    window.until("the ephemeral message is gone", gone, &[]).await;
    window.is_clean().await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; tests/run brings them and runs this"]
async fn an_inline_result_is_chosen_in_a_chat_without_the_bot() {
    let bot = ExampleBot::new().await;
    let (ann, bob) = (bot.person("林晓", "zh-hans").await, bot.person("Bob", "en").await);
    let own = bot.chat(json!({ "type": "private", "members": [ann, bob] })).await;
    let window = Window::at(bot.sandbox(), Device::Desk, &format!("#user={ann}&chat={own}")).await;
    let pane = window.pane(0);
    pane.types("@sandbox_bot bee").await;
    let cards = "return [...document.querySelectorAll('[data-testid=inline-result] b')].map((node) => node.textContent).join()
        === arguments[0]";
    window.until("the cards", cards, &[json!("bee one,bee two")]).await;
    assert_eq!(pane.all("inline-button").await, ["Ask in private"]);
    window.picture("groups-2-inline").await;
    let second = "return document.querySelectorAll('[data-testid=inline-result]')[1]";
    window.element("the second card", second, &[]).await.tap().await;
    pane.shows("Chosen: bee two").await;
    assert_eq!(window.draft().await, "");
    assert_eq!(pane.all("via").await, ["通过 @sandbox_bot"]);
    pane.tap_key("More").await;
    window
        .until(
            "the answer",
            "return document.querySelector('[data-testid=toast]')?.innerText === 'Pressed'",
            &[],
        )
        .await;

    pane.types("@sandbox_bot x").await;
    pane.tap("inline-button").await;
    pane.tap("start").await;
    pane.shows("Started with above").await;
    window.is_clean().await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; tests/run brings them and runs this"]
async fn a_guest_answers_where_it_is_called() {
    let bot = ExampleBot::new().await;
    let (ann, bob) = (bot.person("林晓", "zh-hans").await, bot.person("Bob", "en").await);
    let own = bot.chat(json!({ "type": "private", "members": [ann, bob] })).await;
    let hash = format!("#user={ann}&chat={own}&user={bob}&chat={own}");
    let window = Window::at(bot.sandbox(), Device::Desk, &hash).await;
    window.pane(0).types(&format!("what does @sandbox_bot say?{ENTER}")).await;
    for at in 0..2 {
        window.pane(at).shows("Chosen: a guest").await;
    }
    window.picture("groups-3-guest").await;
    window.pane(1).tap_key("More").await;
    window
        .until(
            "the answer",
            "return document.querySelector('[data-testid=toast]')?.innerText === 'Pressed'",
            &[],
        )
        .await;
    assert!(window.pane(0).all("toast").await.is_empty());
    window.is_clean().await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; tests/run brings them and runs this"]
async fn a_link_leads_from_a_group_into_the_private_chat() {
    let bot = ExampleBot::new().await;
    let (ann, bob) = (bot.person("林晓", "zh-hans").await, bot.person("Bob", "en").await);
    let members = [ann, bob];
    let group = bot
        .chat(json!({ "type": "supergroup", "title": "Big", "members": members, "bot": "administrator" }))
        .await;
    let hash = format!("#user={ann}&chat={group}&user={bob}&chat={group}");
    let window = Window::at(bot.sandbox(), Device::Desk, &hash).await;
    let (left, right) = (window.pane(0), window.pane(1));
    left.types(&format!("menu{ENTER}")).await;
    left.tap_key("In private").await;
    left.tap("start").await;
    left.shows("Started with deep").await;
    assert_eq!(left.texts().await, ["/start deep", "Started with deep"]);
    right.shows("For everybody").await;

    // A callback answer does the same, for whoever has pressed.
    right.tap_key("Go").await;
    right.tap("start").await;
    right.shows("Started with answer").await;
    assert_eq!(left.texts().await, ["/start deep", "Started with deep"]);
    window.is_clean().await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; tests/run brings them and runs this"]
async fn a_phone_makes_a_group_and_talks_in_its_topics() {
    let bot = ExampleBot::new().await;
    let (ann, _bob) = (bot.person("林晓", "zh-hans").await, bot.person("Bob", "en").await);
    let window = Window::at(bot.sandbox(), Device::Phone, &format!("#user={ann}")).await;
    let pane = window.pane(0);
    pane.tap("panel-open").await;
    window.tap("new-chat").await;
    let forum = "return document.querySelector('[data-testid=chat-kind] option[value=forum]')";
    window.element("a forum", forum, &[]).await.tap().await;
    window.find("chat-title").await.types("论坛").await;
    window.tap("chat-member").await;
    window.picture("groups-4-phone-new").await;
    window.tap("ok").await;
    let named = "return document.querySelector('[data-testid=chat-name]').innerText === arguments[0]";
    window.until("the new group", named, &[json!("论坛")]).await;

    pane.tap("new-topic").await;
    window.find("topic-name-text").await.types(&format!("Beeline{ENTER}")).await;
    let open =
        "return document.querySelector('[data-testid=topic][aria-pressed=true]').innerText === arguments[0]";
    window.until("the topic", open, &[json!("Beeline")]).await;
    pane.types("hello").await;
    pane.tap("send").await;
    pane.shows("hello").await;
    let general = "return document.querySelectorAll('[data-testid=topic]')[1]";
    window.element("General", general, &[]).await.tap().await;
    window.until("another topic", open, &[json!("常规")]).await;
    let empty = "return ![...document.querySelectorAll('[data-testid=message] .text')].length";
    window.until("General is empty", empty, &[]).await;

    pane.tap("more").await;
    window.tap("members").await;
    let anonymous =
        "return document.querySelector(`select[data-user-id='${arguments[0]}'] option[value=anonymous]`)";
    window.element("anonymous", anonymous, &[json!(ann)]).await.tap().await;
    window.picture("groups-5-phone-members").await;
    window.tap("ok").await;
    window.find("speaker").await;
    pane.types("as nobody").await;
    pane.tap("send").await;
    pane.shows("as nobody").await;
    assert!(pane.all("sender").await[0].contains("论坛"));
    window.picture("groups-6-phone-anonymous").await;
    window.is_clean().await;
}

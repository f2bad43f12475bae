//! Pictures of today's screens for README.md. `docs/pictures` runs this and keeps what it makes; without `SCREENSHOTS`
//! nothing is written.

use std::fs;
use std::path::Path;

use kz_topup_bot::catalog::id::GuideId;
use kz_topup_bot::render::picture::card::Card;
use serde_json::json;

use crate::browser::{Device, Window};
use crate::person::{Town, content};

/// Opens the page with these panes in a window of this size, in pixels.
async fn window(town: &Town, panes: &str, (width, height): (u32, u32)) -> Window {
    let window = Window::at(&town.sandbox, Device::Desk, &format!("#{panes}")).await;
    let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
    window.devtools("Emulation.setDeviceMetricsOverride", size).await;
    window
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; tests/run brings them and runs this"]
async fn the_methods_a_guide_and_a_warning_in_chinese() {
    let town = Town::new().await;
    let (first, second, third) =
        (town.person("zh-hans").await, town.person("zh-hans").await, town.person("zh-hans").await);
    for person in [&first, &second] {
        let asked = person.types("/topup beeline").await.one();
        let methods = person.presses(&asked, "短期游客").await.one();
        if person.id == second.id {
            person.presses(&methods, "营业厅").await;
        }
    }
    third.types("/topup beeline reseller").await;
    let panes = format!("user={}&user={}&user={}", first.id, second.id, third.id);
    let window = window(&town, &panes, (1220, 900)).await;
    window.pane(0).shows("Beeline").await;
    window.pane(1).shows("资料整理于").await;
    window.pane(2).shows("先看风险").await;
    window.picture("guide-zh").await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; tests/run brings them and runs this"]
async fn a_group_as_two_of_its_members_see_it() {
    let town = Town::new().await;
    let (first, second) = (town.person("zh-hans").await, town.person("ru").await);
    let members = [first.id, second.id];
    let founding =
        json!({ "type": "supergroup", "title": "Алматы SIM", "members": members, "bot": "administrator" });
    let group = town.post("/sandbox/chats", founding).await["id"].as_i64().unwrap();
    let since = town.now().await;
    town.post("/sandbox/messages", json!({ "from": first.id, "chat": group, "text": "/topup@sandbox_bot" }))
        .await;
    town.settled(since).await;
    town.post("/sandbox/messages", json!({ "from": second.id, "chat": group, "text": "Всем привет!" })).await;
    let panes = format!("user={}&chat={group}&user={}&chat={group}", first.id, second.id);
    let window = window(&town, &panes, (900, 800)).await;
    window.pane(0).shows("Beeline").await;
    window.pane(1).shows("привет").await;
    window.picture("group").await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; tests/run brings them and runs this"]
async fn guides_to_choose_from_in_a_chat_without_the_bot() {
    let town = Town::new().await;
    let (first, second) = (town.person("ru").await, town.person("ru").await);
    let founding = json!({ "type": "private", "members": [first.id, second.id] });
    let chat = town.post("/sandbox/chats", founding).await["id"].as_i64().unwrap();
    let panes = format!("user={}&chat={chat}&user={}&chat={chat}", first.id, second.id);
    let window = window(&town, &panes, (948, 800)).await;
    let card = "return document.querySelector('[data-testid=inline-result]')";
    window.pane(0).types("@sandbox_bot beeline kaspi").await;
    window.element("a result", card, &[]).await.tap().await;
    window.pane(1).shows("Kaspi").await;
    window.pane(0).types("@sandbox_bot kcell").await;
    window.element("the results", card, &[]).await;
    window.picture("inline").await;
}

#[test]
fn the_card_for_a_shop_is_drawn() {
    let content = content();
    let catalog = &content.catalog;
    let lang = catalog.lang_named("zh").unwrap();
    let (operator, method) =
        (catalog.operator_named("beeline").unwrap(), catalog.method_named("shop").unwrap());
    let file = Card::of(catalog, lang, GuideId { operator, method }).draw(&content.fonts).unwrap();
    if let Some(folder) = std::env::var_os("SCREENSHOTS") {
        fs::create_dir_all(&folder).unwrap();
        fs::write(Path::new(&folder).join("clerk.png"), file).unwrap();
    }
}

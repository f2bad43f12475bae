//! The sandbox's page as people use it: opened, tapped, typed into, in a real browser.

use std::collections::HashSet;
use std::time::Duration;

use kz_topup_bot::dialogue::event::Command;
use serde_json::json;

use crate::browser::{Device, ENTER, From, PASTE, Window};
use crate::person::Town;

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; tests/run brings them and runs this"]
async fn a_chinese_reader_comes_from_start_to_a_guide_by_tapping() {
    let town = Town::new().await;
    let window = Window::at(&town.sandbox, Device::Desk, "?lang=zh-hans&fresh=1").await;
    assert_eq!(window.ask("return document.documentElement.lang", &[]).await, "zh-Hans");
    assert_eq!(window.find("start").await.text().await, "开始");
    window.picture("desk-1-empty").await;

    window.tap("start").await;
    window.newest(From::Bot, "充值指南").await;
    assert_eq!(window.messages(From::Person).await, ["/start"]);
    window.picture("desk-2-welcome").await;

    window.tap_key("Beeline").await;
    window.newest(From::Bot, "Beeline：谁来付").await;
    window.tap_key("短期游客").await;
    window.newest(From::Bot, "Beeline：怎么付钱").await;
    assert_eq!(window.messages(From::Bot).await.len(), 1, "choosing changes the menu in its place");
    window.picture("desk-3-ways").await;

    window.tap_key("营业厅").await;
    window.newest(From::Bot, "资料整理于").await;
    let messages = window.messages(From::Bot).await;
    assert_eq!(messages.len(), 2, "the guide is a message of its own");
    assert!(messages[1].starts_with("Beeline · "), "{}", messages[1]);
    window.picture("desk-4-guide").await;
    window.is_clean().await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; tests/run brings them and runs this"]
async fn a_long_quote_unfolds_and_a_code_is_copied_by_tapping_it() {
    let town = Town::new().await;
    let window = Window::at(&town.sandbox, Device::Desk, "?lang=zh-hans&fresh=1").await;
    window.tap("start").await;
    window.newest(From::Bot, "充值指南").await;
    window.types(&format!("beeline 营业厅{ENTER}")).await;
    window.newest(From::Bot, "资料整理于").await;

    let height = "return [...document.querySelectorAll('blockquote')].at(-1).clientHeight";
    let folded = window.ask(height, &[]).await.as_i64().unwrap();
    window.tap("expand").await;
    let unfolded = window.ask(height, &[]).await.as_i64().unwrap();
    assert!(unfolded > 3 * folded, "the quote shows all of itself: {folded} to {unfolded}");
    window.picture("desk-quote-unfolded").await;

    let code = "return [...document.querySelectorAll('blockquote code')].at(-1) ?? null";
    let code = window.element("a code", code, &[]).await;
    let shown = code.text().await;
    assert!(!shown.is_empty() && shown.chars().all(|c| "*#0123456789".contains(c)), "{shown}");
    code.tap().await;
    assert_eq!(window.find("toast").await.text().await, "已复制");
    window.types(PASTE).await;
    assert_eq!(window.draft().await, shown, "what was copied can be pasted");

    window.tap("expand").await;
    assert_eq!(window.ask(height, &[]).await, json!(folded), "and it folds again");
    window.is_clean().await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; tests/run brings them and runs this"]
async fn a_reseller_is_warned_of_before_there_is_a_guide() {
    let town = Town::new().await;
    let window = Window::at(&town.sandbox, Device::Desk, "?lang=zh-hans&fresh=1").await;
    window.tap("start").await;
    window.tap_key("Tele2").await;
    window.tap_key("全部列出来").await;
    window.tap_key("网上代充").await;
    let alert = window.find("alert").await;
    assert!(!alert.text().await.is_empty());
    window.picture("desk-alert").await;
    window.tap("ok").await;
    let gone = "return !document.querySelector('[data-testid=alert]')";
    window.until("the alert is gone", gone, &[]).await;
    window.newest(From::Bot, "⚠️").await;
    assert_eq!(window.messages(From::Bot).await.len(), 1, "no guide before the yes");

    window.tap_key("我明白").await;
    // Words that only the guide has: the menu turns into a note of the same name a moment earlier.
    window.newest(From::Bot, "要准备").await;
    let messages = window.messages(From::Bot).await;
    assert_eq!(messages.len(), 2);
    assert!(messages[1].starts_with("Tele2 · "), "{}", messages[1]);
    window.is_clean().await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; tests/run brings them and runs this"]
async fn typed_words_lead_to_a_guide_too() {
    let town = Town::new().await;
    let window = Window::at(&town.sandbox, Device::Desk, "?lang=zh-hans&fresh=1").await;
    window.tap("start").await;
    window.newest(From::Bot, "充值指南").await;
    window.types("比兰 支付宝").await;
    window.tap("send").await;
    window.newest(From::Person, "比兰 支付宝").await;
    window.newest(From::Bot, "Beeline · ").await;
    assert_eq!(window.draft().await, "");
    window.picture("desk-typed").await;

    let markup = "<img src=x onerror=alert(1)> <b>&amp;</b>";
    window.types(&format!("{markup}{ENTER}")).await;
    window.newest(From::Person, markup).await;
    window.newest(From::Bot, "没看懂").await;
    window.is_clean().await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; tests/run brings them and runs this"]
async fn enter_that_picks_a_candidate_of_an_input_method_sends_nothing() {
    let town = Town::new().await;
    let window = Window::at(&town.sandbox, Device::Desk, "?lang=zh-hans&fresh=1").await;
    window.tap("start").await;
    window.newest(From::Bot, "充值指南").await;
    window.find("input").await.tap().await;
    let listen = "window.pressed = [];
        addEventListener('keydown', (event) => pressed.push([event.isComposing, event.keyCode]), true)";
    window.ask(listen, &[]).await;

    let composition = json!({ "text": "bilan", "selectionStart": 5, "selectionEnd": 5 });
    window.devtools("Input.imeSetComposition", composition).await;
    assert_eq!(window.draft().await, "bilan");
    press_enter(&window, 13).await;
    assert_eq!(window.draft().await, "bilan", "the candidate is not sent");
    window.devtools("Input.insertText", json!({ "text": "比兰" })).await;
    assert_eq!(window.draft().await, "比兰");
    // Safari reports the key after the composition has ended, with a code of its own.
    press_enter(&window, 229).await;
    assert_eq!(window.draft().await, "比兰");
    assert_eq!(window.ask("return pressed", &[]).await, json!([[true, 13], [false, 229]]));

    press_enter(&window, 13).await;
    window.newest(From::Bot, "Beeline：谁来付").await;
    assert_eq!(window.messages(From::Person).await, ["/start", "比兰"]);
    window.is_clean().await;
}

async fn press_enter(window: &Window, code: u32) {
    for kind in ["rawKeyDown", "keyUp"] {
        let key = json!({ "type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": code });
        window.devtools("Input.dispatchKeyEvent", key).await;
    }
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; tests/run brings them and runs this"]
async fn the_menu_offers_the_commands_and_typing_narrows_them() {
    let town = Town::new().await;
    let window = Window::at(&town.sandbox, Device::Desk, "?lang=zh-hans&fresh=1").await;
    // The list of commands folds whenever the profile changes, and a bot that starts writes its profile.
    profile_is_written(&town).await;
    window.reload().await;
    window.tap("start").await;
    window.newest(From::Bot, "充值指南").await;
    window.tap("menu").await;
    let listed = "return [...document.querySelectorAll('[data-testid=command]')]
        .filter((node) => node.checkVisibility()).map((node) => node.dataset.command)";
    let all = window.ask(listed, &[]).await;
    assert_eq!(all.as_array().unwrap().len(), Command::MENU.len(), "{all}");
    window.picture("desk-commands").await;
    window.tap("menu").await;
    assert_eq!(window.ask(listed, &[]).await, json!([]));

    window.types("/ti").await;
    assert_eq!(window.ask(listed, &[]).await, json!(["tips"]));
    window.types(ENTER).await;
    window.newest(From::Person, "/tips").await;
    window.is_clean().await;
}

async fn profile_is_written(town: &Town) {
    for _ in 0..2000 {
        let mut texts = HashSet::new();
        for tag in ["zh", "en", "ru", "kk"] {
            let profile = town.get(&format!("/sandbox/profile?language_code={tag}")).await;
            texts.insert(profile["short_description"].to_string());
        }
        // A language that has no text yet shows that of another; the short description is written last.
        if texts.len() == 4 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("the bot does not write its profile");
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; tests/run brings them and runs this"]
async fn the_client_language_changes_the_page_and_what_a_new_reader_is_told() {
    let town = Town::new().await;
    let window = Window::at(&town.sandbox, Device::Desk, "?lang=zh-hans&fresh=1").await;
    for (tag, start, greeting) in
        [("ru", "Запустить", "Казахстане"), ("kk", "Бастау", "Қазақстан"), ("en", "Start", "Kazakhstan")]
    {
        speak(&window, tag).await;
        let script = "return document.querySelector('[data-testid=start]').innerText === arguments[0]";
        window.until(start, script, &[json!(start)]).await;
        window.tap("start").await;
        window.newest(From::Bot, greeting).await;
        window.picture(&format!("desk-{tag}")).await;
        window.tap("new-person").await;
        window.find("start").await;
    }
    window.is_clean().await;
}

async fn speak(window: &Window, tag: &str) {
    let option = "return document.querySelector(`[data-testid=language] option[value='${arguments[0]}']`)";
    window.element(tag, option, &[json!(tag)]).await.tap().await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; tests/run brings them and runs this"]
async fn everybody_has_a_chat_of_their_own_that_survives_a_reload() {
    let town = Town::new().await;
    let window = Window::at(&town.sandbox, Device::Desk, "?lang=zh-hans&fresh=1").await;
    let first = person(&window).await;
    window.tap("start").await;
    window.newest(From::Bot, "充值指南").await;

    window.tap("new-person").await;
    window.find("intro").await;
    window.find("start").await;
    let second = person(&window).await;
    assert_ne!(first, second);
    assert!(window.messages(From::Bot).await.is_empty(), "a new person has said nothing yet");

    let other = "return document.querySelector('[data-testid=person]:not([aria-current=true])')";
    window.element("the first person", other, &[]).await.tap().await;
    window.newest(From::Bot, "充值指南").await;
    assert_eq!(person(&window).await, first);

    window.reload().await;
    window.newest(From::Bot, "充值指南").await;
    assert_eq!(person(&window).await, first);
    assert_eq!(window.messages(From::Person).await, ["/start"], "nothing is said twice");
    window.is_clean().await;
}

/// The address without the query: it names who is looking.
async fn person(window: &Window) -> String {
    window.ask("return location.hash", &[]).await.as_str().unwrap().to_owned()
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; tests/run brings them and runs this"]
async fn the_theme_is_that_of_the_system_until_one_is_chosen() {
    let town = Town::new().await;
    let window = Window::at(&town.sandbox, Device::Desk, "?lang=zh-hans&fresh=1").await;
    let theme = "return document.documentElement.dataset.theme === arguments[0]";
    for system in ["dark", "light"] {
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": system }] });
        window.devtools("Emulation.setEmulatedMedia", features).await;
        window.until(system, theme, &[json!(system)]).await;
    }
    window.tap("theme").await;
    window.until("dark", theme, &[json!("dark")]).await;
    window.tap("start").await;
    window.newest(From::Bot, "充值指南").await;
    window.picture("desk-dark").await;
    window.reload().await;
    window.until("dark", theme, &[json!("dark")]).await;
    window.is_clean().await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; tests/run brings them and runs this"]
async fn a_phone_shows_everything_in_light_and_in_dark() {
    let town = Town::new().await;
    for theme in ["light", "dark"] {
        let query = format!("?lang=zh-hans&fresh=1&theme={theme}");
        let window = Window::at(&town.sandbox, Device::Phone, &query).await;
        assert_eq!(window.ask("return [innerWidth, innerHeight]", &[]).await, json!([390, 844]));
        window.picture(&format!("phone-{theme}-1-empty")).await;
        window.tap("start").await;
        window.newest(From::Bot, "充值指南").await;
        window.is_clean().await;
        window.picture(&format!("phone-{theme}-2-welcome")).await;
        window.tap_key("Beeline").await;
        window.tap_key("短期游客").await;
        window.tap_key("营业厅").await;
        window.newest(From::Bot, "资料整理于").await;
        window.is_clean().await;
        window.picture(&format!("phone-{theme}-3-guide")).await;

        window.tap("panel-open").await;
        window.find("new-person").await;
        window.picture(&format!("phone-{theme}-4-panel")).await;
        speak(&window, "ru").await;
        window.until("Russian", "return document.documentElement.lang === 'ru'", &[]).await;
        window.tap("new-person").await;
        window.find("intro").await;
        window.tap("start").await;
        window.newest(From::Bot, "Казахстане").await;
        window.is_clean().await;
    }
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; tests/run brings them and runs this"]
async fn a_card_is_seen_as_a_picture() {
    let town = Town::new().await;
    let window = Window::at(&town.sandbox, Device::Phone, "?lang=zh-hans&fresh=1").await;
    window.tap("start").await;
    window.newest(From::Bot, "充值指南").await;
    window.tap_key("Beeline").await;
    window.newest(From::Bot, "谁来付").await;
    window.tap_key("短期游客").await;
    window.newest(From::Bot, "怎么付钱").await;
    window.tap_key("营业厅").await;
    window.newest(From::Bot, "资料整理于").await;
    window.tap_key("给对方看的话").await;
    window.newest(From::Bot, "толтырып").await;
    window.tap_key("做成大字图片").await;
    window.newest(From::Bot, "递给对方看").await;
    let loaded = "const image = document.querySelector('[data-testid=photo]'); \
                  return image?.complete && image.naturalWidth > 0 ? [image.naturalWidth, image.clientWidth] : null";
    window
        .element("a picture", &loaded.replace("[image.naturalWidth, image.clientWidth]", "image"), &[])
        .await;
    let sizes = window.ask(loaded, &[]).await;
    assert_eq!(sizes[0], 1080);
    assert!(sizes[1].as_i64().is_some_and(|shown| (200..430).contains(&shown)), "{sizes}");
    window.picture("phone-clerk").await;
    window.is_clean().await;
}

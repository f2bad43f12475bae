//! Reply keyboards, attachments, and the page without a mouse.

use serde_json::json;

use crate::browser::{Device, ENTER, From, Window};
use crate::page::example_bot::ExampleBot;

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; tests/run brings them and runs this"]
async fn a_reply_keyboard_sends_its_words_until_it_is_removed() {
    let bot = ExampleBot::new().await;
    let ann = bot.person("林晓", "zh-hans").await;
    let window = Window::at(bot.sandbox(), Device::Desk, &format!("#user={ann}")).await;
    window.tap("start").await;
    let keyboard = json!({
        "keyboard": [["Yes", "No"], [{ "text": "My number", "request_contact": true }]],
        "input_field_placeholder": "Yes or no?",
    });
    let question = json!({ "chat_id": ann, "text": "Sure?", "reply_markup": keyboard });
    bot.t.call("sendMessage", question).await;
    let keys = "return [...document.querySelectorAll('[data-testid=reply-key]')].map((key) => key.innerText).join() === arguments[0]";
    window.until("the keyboard", keys, &[json!("Yes,No,My number")]).await;
    window.picture("reply-keyboard").await;
    let first = "return document.querySelector('[data-testid=reply-key]')";
    window.element("Yes", first, &[]).await.tap().await;
    window.newest(From::Person, "Yes").await;
    let contact = "return document.querySelectorAll('[data-testid=reply-key]')[2]";
    window.element("My number", contact, &[]).await.tap().await;
    let shown = "return document.querySelector('[data-testid=attachment] small')?.innerText === '+15550100'";
    window.until("the contact", shown, &[]).await;
    let update = bot.t.last_event("update").await["update"]["message"].clone();
    assert_eq!(update["contact"]["user_id"], ann);

    let bye = json!({ "chat_id": ann, "text": "Thanks", "reply_markup": { "remove_keyboard": true } });
    bot.t.call("sendMessage", bye).await;
    window.until("no keyboard", keys, &[json!("")]).await;
    window.is_clean().await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; tests/run brings them and runs this"]
async fn a_person_edits_and_deletes_a_message_and_the_bot_is_told_of_the_edit() {
    let bot = ExampleBot::new().await;
    let ann = bot.person("Ann", "en").await;
    let window = Window::at(bot.sandbox(), Device::Desk, &format!("#user={ann}")).await;
    window.tap("start").await;
    window.types(&format!("helo{ENTER}")).await;
    window.newest(From::Person, "helo").await;
    open_menu(&window).await;
    window.tap("menu-edit").await;
    window.ask("document.querySelector('[data-testid=input]').select()", &[]).await;
    window.types(&format!("hello{ENTER}")).await;
    window.newest(From::Person, "hello").await;
    let update = bot.t.last_event("update").await["update"]["edited_message"].clone();
    assert_eq!(update["text"], "hello");
    // By its button, which Tab reaches where there is a mouse to hide it from.
    window.ask("[...document.querySelectorAll('[data-testid=message-menu]')].at(-1).click()", &[]).await;
    window.tap("menu-delete").await;
    window.newest(From::Person, "/start").await;
    window.is_clean().await;
}

async fn open_menu(window: &Window) {
    let script = "const all = [...document.querySelectorAll('[data-testid=message] .bubble')];
        const { left, top } = all.at(-1).getBoundingClientRect();
        all.at(-1).dispatchEvent(new MouseEvent('contextmenu', { bubbles: true, cancelable: true, clientX: left + 5, clientY: top + 5 }))";
    window.ask(script, &[]).await;
}

#[tokio::test]
#[ignore = "needs Chromium and ChromeDriver; tests/run brings them and runs this"]
async fn scrolling_up_while_messages_arrive_is_left_alone() {
    let bot = ExampleBot::new().await;
    let ann = bot.person("林晓", "zh-hans").await;
    for number in 0..60 {
        bot.t.write(ann, &format!("line {number}")).await;
    }
    let window = Window::at(bot.sandbox(), Device::Desk, &format!("#user={ann}")).await;
    window.newest(From::Person, "line 59").await;
    let send = |text: &str| json!({ "chat_id": ann, "text": text });
    bot.t.call("sendMessage", send("first")).await;
    window.newest(From::Bot, "first").await;
    // At once, while the view may still be on its way down.
    window.ask("document.querySelector('[data-part=scroll]').scrollTop = 0", &[]).await;
    bot.t.call("sendMessage", send("second")).await;
    window.newest(From::Bot, "second").await;
    let unread = "return document.querySelector('[data-part=unread]').innerText === '1'";
    window.until("one unread message", unread, &[]).await;
    let top = window.ask("return document.querySelector('[data-part=scroll]').scrollTop", &[]).await;
    assert!(top.as_f64().is_some_and(|top| top < 50.0), "{top}");
    window.is_clean().await;
}

//! Inline keyboards: what every button may say and do.

use serde_json::{Value, json};

use crate::support::TestSandbox;

async fn refusal(t: &TestSandbox, id: i64, markup: Value) -> String {
    t.refused("sendMessage", json!({ "chat_id": id, "text": "a", "reply_markup": markup })).await
}

fn one(button: Value) -> Value {
    json!({ "inline_keyboard": [[button]] })
}

#[tokio::test]
async fn every_kind_of_button_is_taken() {
    let t = TestSandbox::new().await;
    let id = t.person().await;
    let buttons = [
        json!({ "text": "a", "callback_data": "x".repeat(64) }),
        json!({ "text": "a", "callback_data": "я".repeat(32) }),
        json!({ "text": "a", "url": "https://kaspi.kz" }),
        json!({ "text": "a", "url": "t.me/someone" }),
        json!({ "text": "a", "url": "tg://user?id=1" }),
        json!({ "text": "a", "copy_text": { "text": "中".repeat(256) } }),
        json!({ "text": "a", "switch_inline_query": "" }),
        json!({ "text": "a", "switch_inline_query_current_chat": "q" }),
        json!({ "text": "a", "switch_inline_query_chosen_chat": { "query": "q", "allow_user_chats": true } }),
        json!({ "text": "a", "web_app": { "url": "https://a.kz" } }),
        json!({ "text": "a", "login_url": { "url": "https://a.kz" } }),
        json!({ "text": "a", "disabled": {}, "style": "danger" }),
        json!({ "text": "a", "callback_data": "1", "style": "success", "icon_custom_emoji_id": "1" }),
        json!({ "text": "a", "callback_data": "1", "style": "primary" }),
    ];
    for button in buttons {
        let markup = one(button);
        let sent = t.call("sendMessage", json!({ "chat_id": id, "text": "a", "reply_markup": markup })).await;
        assert_eq!(sent["reply_markup"], markup);
    }
}

#[tokio::test]
async fn bad_buttons_are_refused() {
    let t = TestSandbox::new().await;
    let id = t.person().await;
    let parse = "can't parse inline keyboard button: ";
    let table = [
        (json!({ "text": "a", "callback_data": "x".repeat(65) }), "BUTTON_DATA_INVALID".to_owned()),
        (json!({ "text": "a", "callback_data": "я".repeat(33) }), "BUTTON_DATA_INVALID".into()),
        (json!({ "text": "a", "callback_data": "" }), "BUTTON_DATA_INVALID".into()),
        (json!({ "text": "a", "copy_text": { "text": "" } }), "BUTTON_COPY_TEXT_INVALID".into()),
        (json!({ "text": "a", "copy_text": { "text": "x".repeat(257) } }), "BUTTON_COPY_TEXT_INVALID".into()),
        (json!({ "text": "a" }), format!("{parse}Text buttons are unallowed in the inline keyboard")),
        (
            json!({ "text": " ", "callback_data": "1" }),
            format!("{parse}Inline keyboard button text must be non-empty"),
        ),
        (json!({ "callback_data": "1" }), format!("{parse}Can't find field \"text\"")),
        (json!({ "text": 1, "callback_data": "1" }), format!("{parse}Field \"text\" must be of type String")),
        (
            json!({ "text": "a", "callback_data": "1", "url": "https://a.kz" }),
            format!("{parse}more than one of url, callback_data (sandbox)"),
        ),
        (
            json!({ "text": "a", "callback_data": "1", "style": "red" }),
            format!("{parse}Invalid button style specified"),
        ),
        (
            json!({ "text": "a", "url": "ftp://a.kz" }),
            "inline keyboard button URL 'ftp://a.kz' is invalid: Unsupported URL protocol".into(),
        ),
        (
            json!({ "text": "a", "url": "https://" }),
            "inline keyboard button URL 'https://' is invalid: Wrong HTTP URL".into(),
        ),
        (
            json!({ "text": "a", "url": "http://localhost" }),
            "inline keyboard button URL 'http://localhost' is invalid: Wrong HTTP URL".into(),
        ),
        (
            json!({ "text": "a", "web_app": { "url": "http://a.kz" } }),
            "inline keyboard button Web App URL 'http://a.kz' is invalid: Only HTTPS links are allowed"
                .into(),
        ),
        (
            json!({ "text": "a", "switch_inline_query_chosen_chat": { "query": "q" } }),
            format!("{parse}At least one chat type must be allowed"),
        ),
        (
            json!({ "text": "a", "switch_inline_query": "x".repeat(257) }),
            format!("{parse}the inline query is too long (sandbox)"),
        ),
        (
            json!({ "text": "a", "calback_data": "1" }),
            "unknown field \"calback_data\" in inline keyboard button (sandbox)".into(),
        ),
    ];
    for (button, reason) in table {
        assert_eq!(refusal(&t, id, one(button.clone())).await, format!("Bad Request: {reason}"), "{button}");
    }
}

#[tokio::test]
async fn a_keyboard_has_limits() {
    let t = TestSandbox::new().await;
    let id = t.person().await;
    let button = json!({ "text": "a", "callback_data": "1" });
    let rows =
        |rows: usize, width: usize| json!({ "inline_keyboard": vec![vec![button.clone(); width]; rows] });
    for markup in
        [rows(1, 8), rows(100, 1), json!({ "remove_keyboard": true }), json!({ "force_reply": true })]
    {
        t.call("sendMessage", json!({ "chat_id": id, "text": "a", "reply_markup": markup })).await;
    }
    assert_eq!(refusal(&t, id, rows(1, 9)).await, "Bad Request: more than 8 buttons in a row (sandbox)");
    assert_eq!(refusal(&t, id, rows(101, 1)).await, "Bad Request: more than 100 buttons (sandbox)");
    assert_eq!(refusal(&t, id, json!({ "x": 1 })).await, "Bad Request: object expected as reply markup");
    assert_eq!(
        refusal(&t, id, json!("{")).await,
        "Bad Request: can't parse reply keyboard markup JSON object"
    );
    let wrong = refusal(&t, id, json!({ "inline_keyboard": [button] })).await;
    assert_eq!(wrong, "Bad Request: field \"inline_keyboard\" must be an Array of Arrays");
    for empty in [rows(0, 0), rows(2, 0), json!({})] {
        let sent = t.call("sendMessage", json!({ "chat_id": id, "text": "a", "reply_markup": empty })).await;
        assert_eq!(sent.get("reply_markup"), None);
    }
}

#[tokio::test]
async fn only_an_inline_keyboard_can_be_edited_in() {
    let t = TestSandbox::new().await;
    let id = t.person().await;
    let sent = t.call("sendMessage", json!({ "chat_id": id, "text": "a" })).await;
    let params = json!({ "chat_id": id, "message_id": sent["message_id"], "reply_markup": { "remove_keyboard": true } });
    assert_eq!(t.refused("editMessageReplyMarkup", params).await, "Bad Request: inline keyboard expected");
}

#[tokio::test]
async fn a_reply_keyboard_is_a_note_for_the_page() {
    let t = TestSandbox::new().await;
    let id = t.person().await;
    let markup = json!({ "keyboard": [[{ "text": "a" }]], "resize_keyboard": true });
    let params = json!({ "chat_id": id, "text": "a", "reply_markup": markup, "disable_notification": true });
    let sent = t.call("sendMessage", params).await;
    assert_eq!((sent.get("reply_markup"), sent.get("sandbox")), (None, None));
    let shown = t.get(&format!("/sandbox/chats/{id}/messages")).await["messages"][1]["sandbox"].clone();
    assert_eq!(shown, json!({ "reply_markup": markup, "disable_notification": true }));
    // Nor does the bot see it when somebody presses something under that message.
    let tap = json!({ "from": id, "chat": id, "message_id": sent["message_id"], "data": "x" });
    t.post("/sandbox/presses", tap).await;
    let updates = t.call("getUpdates", json!({ "offset": -1 })).await;
    assert_eq!(updates[0]["callback_query"]["message"], sent);
}

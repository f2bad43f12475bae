//! One whole conversation, from the first word to the confirmed update.

use serde_json::{Value, json};

use crate::support::TestSandbox;

#[tokio::test]
async fn a_conversation_from_start_to_answer() {
    let t = TestSandbox::new().await;
    let ann = t.post("/sandbox/users", json!({ "first_name": "Ann", "language_code": "zh-hans" })).await;
    let id = ann["id"].as_i64().unwrap();
    let written = t.write(id, "/start now").await;
    let updates = t.call("getUpdates", json!({})).await;
    assert_eq!(updates[0]["update_id"], written["update_id"]);
    assert_eq!(updates[0]["message"]["text"], "/start now");
    assert_eq!(updates[0]["message"]["from"]["language_code"], "zh-hans");
    let command = json!([{ "offset": 0, "length": 6, "type": "bot_command" }]);
    assert_eq!(updates[0]["message"]["entities"], command);

    let keyboard = json!({ "inline_keyboard": [[{ "text": "One", "callback_data": "1" }]] });
    let params =
        json!({ "chat_id": id, "text": "<b>Hi</b>", "parse_mode": "HTML", "reply_markup": keyboard });
    let sent = t.call("sendMessage", params).await;
    assert_eq!(sent["text"], "Hi");
    assert_eq!(sent["entities"], json!([{ "offset": 0, "length": 2, "type": "bold" }]));
    assert_eq!(sent["reply_markup"], keyboard);

    let tap = json!({ "from": id, "chat": id, "message_id": sent["message_id"], "data": "1" });
    let tapped = t.post("/sandbox/presses", tap).await;
    let next = written["update_id"].as_i64().unwrap() + 1;
    assert_eq!(tapped["update_id"], next);
    let updates = t.call("getUpdates", json!({ "offset": next })).await;
    assert_eq!(updates[0]["callback_query"]["data"], "1");
    assert_eq!(updates[0]["callback_query"]["message"], sent);
    let answer = json!({ "callback_query_id": tapped["callback_query_id"], "text": "done" });
    assert_eq!(t.call("answerCallbackQuery", answer).await, true);
    let edit = json!({ "chat_id": id, "message_id": sent["message_id"], "text": "Bye" });
    let edited = t.call("editMessageText", edit).await;
    assert_eq!((&edited["text"], edited.get("reply_markup")), (&json!("Bye"), None));

    let kept = t.get(&format!("/sandbox/chats/{id}/messages?viewer={id}")).await;
    let texts: Vec<&Value> = kept["messages"].as_array().unwrap().iter().map(|m| &m["text"]).collect();
    assert_eq!(texts, ["/start now", "Bye"]);
    let kinds: Vec<Value> = t.get("/sandbox/events?after=0").await["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["kind"].clone())
        .collect();
    let expected = [
        "user",
        "message",
        "update",
        "connected",
        "message",
        "call",
        "update",
        "callback_answer",
        "call",
        "edit",
        "call",
    ];
    assert_eq!(kinds, expected);
    assert_eq!(t.get("/sandbox/settled").await, json!({ "settled": false, "pending": 1 }));
    t.call("getUpdates", json!({ "offset": next + 1 })).await;
    assert_eq!(t.get("/sandbox/settled?timeout=10").await, json!({ "settled": true, "pending": 0 }));
    t.sandbox.stop().await;
}

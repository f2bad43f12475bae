//! Guest mode: called by name into a chat the bot is not in.

use serde_json::{Value, json};

use crate::support::TestSandbox;

fn article(text: &str) -> Value {
    let keyboard = json!({ "inline_keyboard": [[{ "text": "More", "callback_data": "1" }]] });
    json!({
        "type": "article", "id": "1", "title": "T", "input_message_content": { "message_text": text },
        "reply_markup": keyboard,
    })
}

#[tokio::test]
async fn a_guest_is_called_and_answers_once() {
    let t = TestSandbox::new().await;
    let [ann, bob] = t.people().await;
    let group = t.supergroup(&[ann, bob], "absent").await;
    assert_eq!(t.call("getMe", json!({})).await["supports_guest_queries"], true);
    let first = t.say(bob, group, "which one?").await["message"]["message_id"].clone();
    assert_eq!(t.updates().await.len(), 0);
    let said = t.say_with(ann, group, "@Sandbox_Bot beeline", json!({ "reply_to": first })).await;
    let id = said["guest_query_id"].clone();
    let message = t.updates().await[0]["guest_message"].clone();
    assert_eq!((&message["guest_query_id"], &message["from"]["id"]), (&id, &json!(ann)));
    assert_eq!(
        (&message["text"], &message["reply_to_message"]["text"]),
        (&json!("@Sandbox_Bot beeline"), &json!("which one?"))
    );
    assert_eq!(message["chat"]["id"], group);
    let send = json!({ "chat_id": group, "text": "a" });
    assert_eq!(t.refused("sendMessage", send).await, "Bad Request: chat not found");

    let answer = json!({ "guest_query_id": id, "result": article("Use *110*1#") });
    let sent = t.call("answerGuestQuery", answer.clone()).await;
    let old = "Bad Request: query is too old and response timeout expired or query ID is invalid";
    assert_eq!(t.refused("answerGuestQuery", answer).await, old);
    let shown = t.seen(group, bob).await.pop().unwrap();
    assert_eq!((&shown["text"], &shown["from"]["is_bot"]), (&json!("Use *110*1#"), &json!(true)));
    assert_eq!(shown["guest_bot_caller_user"]["id"], ann);
    assert_eq!(
        (&shown["reply_to_message"]["message_id"], &shown["sandbox"]["inline_message_id"]),
        (&message["message_id"], &sent["inline_message_id"])
    );

    // Its buttons reach the bot, and it can be changed, by that id alone.
    let tap = json!({ "from": bob, "chat": group, "message_id": shown["message_id"], "data": "1" });
    t.post("/sandbox/presses", tap).await;
    let query = t.updates().await[0]["callback_query"].clone();
    assert_eq!((&query["inline_message_id"], query.get("message")), (&sent["inline_message_id"], None));
    let edit = json!({ "inline_message_id": sent["inline_message_id"], "text": "b" });
    assert_eq!(t.call("editMessageText", edit).await, true);
    assert_eq!(t.seen(group, ann).await.pop().unwrap()["text"], "b");
}

#[tokio::test]
async fn the_chat_of_two_people_looks_like_the_chat_with_one() {
    let t = TestSandbox::new().await;
    let [ann, bob] = t.people().await;
    let own = t.chat(json!({ "type": "private", "members": [ann, bob] })).await;
    t.say(ann, own, "@sandbox_bot").await;
    t.say(bob, own, "see @sandbox_bot, please").await;
    let updates = t.updates().await;
    assert_eq!(updates[0]["guest_message"]["chat"]["id"], bob);
    assert_eq!(updates[1]["guest_message"]["chat"]["id"], ann);
    assert_eq!(updates[1]["guest_message"]["chat"]["type"], "private");
}

#[tokio::test]
async fn nobody_is_called_where_it_is_not_allowed_or_not_meant() {
    let t = TestSandbox::new().await;
    let [ann] = t.people().await;
    let founding = json!({ "type": "group", "title": "G", "members": [ann], "has_protected_content": true });
    let protected = t.chat(founding).await;
    let inside = t.supergroup(&[ann], "member").await;
    let outside = t.supergroup(&[ann], "absent").await;
    for (chat, text) in [
        (protected, "@sandbox_bot"),
        (inside, "@sandbox_bot"),
        (outside, "@sandbox_bots"),
        (outside, "a@sandbox_bot"),
        (outside, "sandbox_bot"),
    ] {
        let said = t.say(ann, chat, text).await;
        assert_eq!(said.get("guest_query_id"), None, "{text}: {said}");
    }
    t.settings(json!({ "guest_mode": "off" })).await;
    assert_eq!(t.say(ann, outside, "@sandbox_bot").await.get("guest_query_id"), None);
    assert_eq!(t.call("getMe", json!({})).await["supports_guest_queries"], false);
    t.settings(json!({ "guest_mode": "on" })).await;
    let id = t.say(ann, outside, "@sandbox_bot").await["guest_query_id"].clone();
    let bad = json!({ "guest_query_id": id, "result": { "type": "article", "id": "1", "title": "T" } });
    assert!(t.refused("answerGuestQuery", bad).await.contains("input_message_content"));
    t.call("answerGuestQuery", json!({ "guest_query_id": id, "result": article("a") })).await;
}

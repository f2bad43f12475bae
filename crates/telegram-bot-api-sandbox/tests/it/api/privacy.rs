//! What the bot is told of what is written in a group.

use serde_json::{Value, json};

use crate::support::TestSandbox;

#[tokio::test]
async fn privacy_mode_lets_little_through() {
    let t = TestSandbox::new().await;
    let [ann] = t.people().await;
    let group = t.supergroup(&[ann], "member").await;
    let own = t.call("sendMessage", json!({ "chat_id": group, "text": "a" })).await["message_id"].clone();
    let other = t.say(ann, group, "hello").await["message"]["message_id"].clone();
    for (text, reply_to, told) in [
        ("/help", Value::Null, true),
        ("/help@sandbox_bot x", Value::Null, true),
        ("/HELP@Sandbox_Bot", Value::Null, true),
        ("/help@other_bot", Value::Null, false),
        ("hello", Value::Null, false),
        ("@sandbox_bot hello", Value::Null, false),
        ("please /help", Value::Null, false),
        ("/ help", Value::Null, false),
        ("hello", own, true),
        ("hello", other, false),
    ] {
        let mut more = json!({});
        if !reply_to.is_null() {
            more["reply_to"] = reply_to;
        }
        let said = t.say_with(ann, group, text, more.clone()).await;
        assert_eq!(said["update_id"].is_i64(), told, "{text} {more}: {said}");
    }
}

#[tokio::test]
async fn without_privacy_or_with_rights_the_bot_hears_all() {
    let t = TestSandbox::new().await;
    let [ann] = t.people().await;
    let group = t.supergroup(&[ann], "member").await;
    assert_eq!(t.call("getMe", json!({})).await["can_read_all_group_messages"], false);
    t.settings(json!({ "privacy": "off" })).await;
    assert_eq!(t.call("getMe", json!({})).await["can_read_all_group_messages"], true);
    assert!(t.say(ann, group, "hello").await["update_id"].is_i64());
    t.settings(json!({ "privacy": "on" })).await;
    assert_eq!(t.say(ann, group, "hello").await["update_id"], Value::Null);
    t.make(group, 7_000_000_001, "administrator").await;
    assert!(t.say(ann, group, "hello").await["update_id"].is_i64());
}

#[tokio::test]
async fn what_is_wanted_is_decided_as_ever() {
    let t = TestSandbox::new().await;
    let [ann] = t.people().await;
    t.call("getUpdates", json!({ "allowed_updates": ["message"] })).await;
    let founding = json!({ "type": "supergroup", "title": "G", "members": [ann], "bot": "member" });
    t.post("/sandbox/chats", founding).await;
    let updates = t.updates().await;
    assert_eq!(updates.len(), 1);
    assert!(updates[0]["message"]["new_chat_members"].is_array());
}

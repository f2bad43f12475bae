//! A group becomes a supergroup.

use serde_json::json;

use crate::support::TestSandbox;

#[tokio::test]
async fn both_chats_are_told_in_either_order() {
    let t = TestSandbox::new().await;
    let [ann, bob] = t.people().await;
    for (order, to, from) in [("to_first", 0, 1), ("from_first", 1, 0)] {
        let old = json!({ "type": "group", "title": "G", "members": [ann, bob], "bot": "member" });
        let old = t.chat(old).await;
        let path = format!("/sandbox/chats/{old}/migration");
        let new = t.post(&path, json!({ "order": order })).await["chat"].clone();
        assert_eq!(
            (&new["type"], &new["bot"], new["members"].as_array().unwrap().len()),
            (&json!("supergroup"), &json!("member"), 2)
        );
        let updates = t.updates().await;
        assert_eq!(updates.len(), 2);
        let message = |n: usize| updates[n]["message"].clone();
        assert_eq!(
            (&message(to)["chat"]["id"], &message(to)["migrate_to_chat_id"]),
            (&json!(old), &new["id"])
        );
        assert_eq!(
            (&message(from)["chat"]["id"], &message(from)["migrate_from_chat_id"]),
            (&new["id"], &json!(old))
        );
        assert_eq!(message(from)["from"]["id"], 1_087_968_824);
        for (method, params) in [
            ("sendMessage", json!({ "chat_id": old, "text": "a" })),
            ("editMessageText", json!({ "chat_id": old, "text": "a", "message_id": 1 })),
            ("deleteMessage", json!({ "chat_id": old, "message_id": 1 })),
        ] {
            let upgraded = json!({
                "ok": false, "error_code": 400,
                "description": "Bad Request: group chat was upgraded to a supergroup chat",
                "parameters": { "migrate_to_chat_id": new["id"] },
            });
            assert_eq!(t.raw(method, params).await, upgraded, "{method}");
        }
        assert_eq!(t.get(&format!("/sandbox/chats/{old}")).await["migrated_to"], new["id"]);
        assert_eq!(t.say(ann, old, "/x").await, json!({ "error": "this group has become a supergroup" }));
        assert_eq!(t.post(&path, json!({})).await, json!({ "error": "this group has become a supergroup" }));
        t.call("sendMessage", json!({ "chat_id": new["id"], "text": "a" })).await;
        assert!(t.say(bob, new["id"].as_i64().unwrap(), "/x").await["update_id"].is_i64());
        t.updates().await;
    }
}

#[tokio::test]
async fn a_supergroup_stays_one() {
    let t = TestSandbox::new().await;
    let [ann] = t.people().await;
    let group = t.supergroup(&[ann], "member").await;
    let said = t.post(&format!("/sandbox/chats/{group}/migration"), json!({})).await;
    assert_eq!(said, json!({ "error": "this kind of chat cannot be like that" }));
}

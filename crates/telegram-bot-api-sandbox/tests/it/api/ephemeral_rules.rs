//! When the bot may send an ephemeral message, and servers that know none.

use serde_json::{Value, json};

use crate::support::TestSandbox;

const BOT: i64 = 7_000_000_001;
const OLD: &str = "Bad Request: query is too old and response timeout expired or query ID is invalid";

fn whisper(chat: i64, parameters: Value) -> Value {
    json!({ "chat_id": chat, "text": "psst", "ephemeral_message_parameters": parameters })
}

#[tokio::test]
async fn a_cause_is_needed_and_soon_over() {
    let t = TestSandbox::new().await;
    let [ann, bob] = t.people().await;
    let group = t.supergroup(&[ann, bob], "member").await;
    let none = whisper(group, json!({ "receiver_user_id": ann }));
    assert_eq!(t.refused("sendMessage", none.clone()).await, "Bad Request: BOT_NOT_ADMIN");
    let press = json!({ "from": ann, "chat": group, "message_id": 1, "data": "x" });
    let tap = t.post("/sandbox/presses", press).await["callback_query_id"].clone();
    let by_tap = |to: i64| whisper(group, json!({ "receiver_user_id": to, "callback_query_id": tap }));
    assert_eq!(t.refused("sendMessage", by_tap(bob)).await, OLD, "it was another person's tap");
    t.call("answerCallbackQuery", json!({ "callback_query_id": tap })).await;
    t.call("sendMessage", by_tap(ann)).await;
    let commands = json!([{ "command": "mine", "description": "x", "is_ephemeral": true }]);
    t.call("setMyCommands", json!({ "commands": commands })).await;
    let asked = t.say(ann, group, "/mine").await["message"]["ephemeral_message_id"].clone();
    let mut by_command = whisper(group, json!({ "receiver_user_id": ann }));
    by_command["reply_parameters"] = json!({ "ephemeral_message_id": asked });
    t.call("sendMessage", by_command.clone()).await;

    t.settings(json!({ "ephemeral_window_ms": 0 })).await;
    assert_eq!(t.refused("sendMessage", by_tap(ann)).await, OLD);
    assert_eq!(t.refused("sendMessage", by_command).await, "Bad Request: message to be replied not found");
    t.make(group, BOT, "administrator").await;
    t.call("sendMessage", none).await;
}

#[tokio::test]
async fn only_people_of_a_group_receive() {
    let t = TestSandbox::new().await;
    let ann = t.person().await;
    let [bob] = t.people().await;
    let group = t.supergroup(&[ann], "administrator").await;
    for (chat, to, said) in [
        (group, bob, "USER_NOT_PARTICIPANT"),
        (group, BOT, "USER_NOT_PARTICIPANT"),
        (ann, ann, "BOT_NOT_ADMIN"),
    ] {
        let refused = t.refused("sendMessage", whisper(chat, json!({ "receiver_user_id": to }))).await;
        assert_eq!(refused, format!("Bad Request: {said}"));
    }
    let typo = whisper(group, json!({ "receiver_user_id": ann, "callback_id": "1" }));
    assert!(t.refused("sendMessage", typo).await.contains("unknown field \"callback_id\""));
    let missing = t.refused("sendMessage", whisper(group, json!({}))).await;
    assert!(missing.contains("Can't find field \"receiver_user_id\""), "{missing}");
}

#[tokio::test]
async fn servers_may_know_nothing_of_it() {
    let t = TestSandbox::new().await;
    let [ann, bob] = t.people().await;
    let group = t.supergroup(&[ann, bob], "administrator").await;
    let commands = json!([{ "command": "mine", "description": "x", "is_ephemeral": true }]);
    t.call("setMyCommands", json!({ "commands": commands })).await;
    let send = whisper(group, json!({ "receiver_user_id": ann }));
    let sent = t.call("sendMessage", send.clone()).await["ephemeral_message_id"].clone();
    let edit =
        json!({ "chat_id": group, "receiver_user_id": ann, "ephemeral_message_id": sent, "text": "b" });
    for (mode, sends, edits) in [("refused", 400, 400), ("unknown_method", 400, 404), ("ignored", 200, 404)] {
        assert_eq!(t.settings(json!({ "ephemeral": mode })).await["ephemeral"], mode);
        let answer = t.raw("sendMessage", send.clone()).await;
        if sends == 200 {
            // The trap: what was meant for one is there for all.
            assert!(answer["result"]["message_id"].as_i64().unwrap() > 0);
            assert_eq!(t.seen(group, bob).await.last().unwrap()["text"], "psst");
        } else {
            assert_eq!(answer["error_code"], sends, "{mode}");
        }
        let mut delete = edit.clone();
        delete.as_object_mut().unwrap().shift_remove("text");
        assert_eq!(t.raw("editEphemeralMessageText", edit.clone()).await["error_code"], edits, "{mode}");
        assert_eq!(t.raw("deleteEphemeralMessage", delete).await["error_code"], edits, "{mode}");
        assert!(t.say(ann, group, "/mine").await["message"]["message_id"].as_i64().unwrap() > 0, "{mode}");
    }
    let wrong = t.patch("/sandbox/settings", json!({ "ephemeral": "x" })).await;
    assert!(wrong["error"].is_string());
}

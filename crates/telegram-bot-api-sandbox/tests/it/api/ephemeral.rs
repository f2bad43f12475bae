//! Ephemeral messages: who sees them, and how they are changed.

use serde_json::{Value, json};

use crate::support::TestSandbox;

const BOT: i64 = 7_000_000_001;

/// `sendMessage` to one person of a group.
fn whisper(chat: i64, to: i64, more: Value) -> Value {
    let mut parameters = json!({ "receiver_user_id": to });
    parameters.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    json!({ "chat_id": chat, "text": "psst", "ephemeral_message_parameters": parameters })
}

/// Somebody presses something under a new message of the bot; the message's id and the tap's.
async fn tap(t: &TestSandbox, chat: i64, from: i64) -> (Value, Value) {
    let sent = t.call("sendMessage", json!({ "chat_id": chat, "text": "a" })).await["message_id"].clone();
    let tap = json!({ "from": from, "chat": chat, "message_id": sent, "data": "x" });
    (sent, t.post("/sandbox/presses", tap).await["callback_query_id"].clone())
}

#[tokio::test]
async fn a_tap_is_answered_so_that_one_person_sees_it() {
    let t = TestSandbox::new().await;
    let [ann, bob] = t.people().await;
    let group = t.supergroup(&[ann, bob], "member").await;
    let (public, query) = tap(&t, group, ann).await;
    let more = json!({ "callback_query_id": query, "replace_callback_query_message": true });
    let sent = t.call("sendMessage", whisper(group, ann, more)).await;
    let id = &sent["ephemeral_message_id"];
    assert!(id.is_i64());
    assert_eq!(
        (&sent["message_id"], &sent["receiver_user"]["id"], sent.get("sandbox")),
        (&json!(0), &json!(ann), None)
    );
    let event = t.last_event("message").await;
    assert_eq!(
        (&event["chat"], &event["receiver"], &event["seen_by"]),
        (&json!(group), &json!(ann), &json!(ann))
    );
    assert_eq!(event["message"]["sandbox"]["replaces"], public);

    let texts = async |viewer: i64| -> Vec<Value> {
        t.seen(group, viewer).await.iter().map(|message| message["text"].clone()).collect()
    };
    assert!(texts(ann).await.contains(&json!("psst")));
    assert!(!texts(bob).await.contains(&json!("psst")));
    t.patch(&format!("/sandbox/users/{ann}"), json!({ "client": "old" })).await;
    assert!(!texts(ann).await.contains(&json!("psst")));
    t.patch(&format!("/sandbox/users/{ann}"), json!({ "client": "new" })).await;

    t.updates().await;
    let press = async |from: i64| {
        let tap = json!({ "from": from, "chat": group, "ephemeral_message_id": id, "data": "y" });
        t.post("/sandbox/presses", tap).await
    };
    assert_eq!(press(bob).await, json!({ "error": "no such ephemeral message" }));
    let tap = press(ann).await["callback_query_id"].clone();
    let query = t.updates().await[0]["callback_query"].clone();
    assert_eq!((&query["message"]["message_id"], &query["message"]["ephemeral_message_id"]), (&json!(0), id));
    let again = json!({ "callback_query_id": tap, "replace_callback_query_message": true });
    assert!(t.refused("sendMessage", whisper(group, ann, again)).await.ends_with("(sandbox)"));
    t.call("answerCallbackQuery", json!({ "callback_query_id": tap })).await;
    assert_eq!(t.last_event("callback_answer").await["ephemeral_message_id"], *id);
}

#[tokio::test]
async fn it_is_changed_by_three_ids_and_no_other_way() {
    let t = TestSandbox::new().await;
    let [ann, bob] = t.people().await;
    let group = t.supergroup(&[ann, bob], "administrator").await;
    let id = t.call("sendMessage", whisper(group, ann, json!({}))).await["ephemeral_message_id"].clone();
    let ids = |person: i64, more: Value| {
        let mut params = json!({ "chat_id": group, "receiver_user_id": person, "ephemeral_message_id": id });
        params.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        params
    };
    let text = ids(ann, json!({ "text": "<b>b</b>", "parse_mode": "HTML" }));
    assert_eq!(t.call("editEphemeralMessageText", text.clone()).await, true);
    assert!(t.refused("editEphemeralMessageText", text).await.contains("message is not modified"));
    let event = t.last_event("edit").await;
    assert_eq!((&event["seen_by"], &event["message"]["text"]), (&json!(ann), &json!("b")));
    let keyboard = json!({ "inline_keyboard": [[{ "text": "a", "callback_data": "1" }]] });
    let keyboard = ids(ann, json!({ "reply_markup": keyboard }));
    assert_eq!(t.call("editEphemeralMessageReplyMarkup", keyboard).await, true);
    let stranger = ids(bob, json!({ "text": "c" }));
    assert_eq!(t.refused("editEphemeralMessageText", stranger).await, "Bad Request: MESSAGE_ID_INVALID");
    for wrong in [json!(0), id.clone()] {
        let edit = json!({ "chat_id": group, "message_id": wrong, "text": "c" });
        assert_eq!(t.refused("editMessageText", edit).await, "Bad Request: message to edit not found");
        let delete = json!({ "chat_id": group, "message_id": wrong });
        assert_eq!(t.refused("deleteMessage", delete).await, "Bad Request: message to delete not found");
    }
    assert_eq!(t.call("deleteEphemeralMessage", ids(ann, json!({}))).await, true);
    let event = t.last_event("delete").await;
    assert_eq!((&event["receiver"], &event["ephemeral_message_id"]), (&json!(ann), &id));
    assert_eq!(
        t.refused("deleteEphemeralMessage", ids(ann, json!({}))).await,
        "Bad Request: MESSAGE_ID_INVALID"
    );
}

#[tokio::test]
async fn ephemeral_commands_are_seen_by_the_bot_alone() {
    let t = TestSandbox::new().await;
    let [ann, bob] = t.people().await;
    let group = t.supergroup(&[ann, bob], "member").await;
    let commands = json!([
        { "command": "mine", "description": "x", "is_ephemeral": true },
        { "command": "all", "description": "x" },
    ]);
    let scope = json!({ "type": "all_group_chats" });
    t.call("setMyCommands", json!({ "commands": commands, "scope": scope })).await;
    let profile = t.get(&format!("/sandbox/profile?chat={group}&user={ann}")).await;
    assert_eq!(profile["commands"], commands);
    for (text, privy) in [
        ("/mine", true),
        ("/mine@sandbox_bot 1", true),
        ("/all", false),
        ("/mine@other_bot", false),
        ("mine", false),
    ] {
        let message = t.say(ann, group, text).await["message"].clone();
        assert_eq!(message["message_id"] == 0, privy, "{text}");
        assert_eq!(message["receiver_user"]["id"] == BOT, privy, "{text}");
    }
    let update = t.updates().await[0]["message"].clone();
    let id = update["ephemeral_message_id"].clone();
    assert!(id.is_i64());
    let seen =
        async |viewer: i64| t.seen(group, viewer).await.iter().any(|message| message["text"] == "/mine");
    assert!(seen(ann).await && !seen(bob).await);

    // The answer, and the person's answer to that.
    let mut params = whisper(group, ann, json!({}));
    params["reply_parameters"] = json!({ "ephemeral_message_id": id });
    let sent = t.call("sendMessage", params.clone()).await;
    assert_eq!(sent["reply_to_message"]["ephemeral_message_id"], id);
    let reply = json!({ "reply_to_ephemeral": sent["ephemeral_message_id"] });
    assert_eq!(
        t.say_with(bob, group, "me?", reply.clone()).await,
        json!({ "error": "no such ephemeral message" })
    );
    let back = t.say_with(ann, group, "thanks", reply).await;
    assert!(back["update_id"].is_i64() && back["message"]["message_id"] == 0, "{back}");
    params.as_object_mut().unwrap().shift_remove("ephemeral_message_parameters");
    assert!(t.refused("sendMessage", params).await.ends_with("must be ephemeral (sandbox)"));

    // An old app sends the same command in public; so does everybody whose list does not have it.
    t.patch(&format!("/sandbox/users/{bob}"), json!({ "client": "old" })).await;
    assert!(t.say(bob, group, "/mine").await["message"]["message_id"].as_i64().unwrap() > 0);
    let own = json!({ "type": "chat_member", "chat_id": group, "user_id": ann });
    t.call("setMyCommands", json!({ "commands": [commands[1]], "scope": own })).await;
    assert!(t.say(ann, group, "/mine").await["message"]["message_id"].as_i64().unwrap() > 0);
}

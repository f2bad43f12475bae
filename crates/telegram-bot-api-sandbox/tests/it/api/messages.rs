//! Sending, answering, editing, deleting, and who may be written to.

use serde_json::{Value, json};

use crate::support::TestSandbox;

#[tokio::test]
async fn the_bot_writes_only_to_those_it_knows() {
    let t = TestSandbox::new().await;
    let stranger = t.post("/sandbox/users", json!({})).await["id"].as_i64().unwrap();
    let ann = t.person().await;
    for (chat, said) in [
        (json!(null), "Bad Request: chat_id is empty"),
        (json!(stranger), "Bad Request: chat not found"),
        (json!(-1), "Bad Request: chat not found"),
        (json!("@nobody"), "Bad Request: chat not found"),
        (json!("x"), "Bad Request: chat not found"),
    ] {
        for method in ["sendMessage", "editMessageText", "deleteMessage"] {
            let params = match method {
                "sendMessage" => json!({ "chat_id": chat, "text": "a" }),
                "deleteMessage" => json!({ "chat_id": chat, "message_id": 1 }),
                _ => json!({ "chat_id": chat, "message_id": 1, "text": "a" }),
            };
            assert_eq!(t.refused(method, params).await, said, "{method} {chat}");
        }
    }
    t.patch(&format!("/sandbox/users/{ann}"), json!({ "blocked": true })).await;
    let blocked = t.raw("sendMessage", json!({ "chat_id": ann, "text": "a" })).await;
    assert_eq!(
        (&blocked["error_code"], &blocked["description"]),
        (&json!(403), &json!("Forbidden: bot was blocked by the user"))
    );
    t.patch(&format!("/sandbox/users/{ann}"), json!({ "blocked": false })).await;
    t.call("sendMessage", json!({ "chat_id": ann, "text": "a" })).await;
    let updates = t.call("getUpdates", json!({})).await;
    let change = |n: usize| {
        let change = &updates[n]["my_chat_member"];
        (change["old_chat_member"]["status"].clone(), change["new_chat_member"]["status"].clone())
    };
    assert_eq!(change(1), (json!("member"), json!("kicked")));
    assert_eq!(change(2), (json!("kicked"), json!("member")));
}

#[tokio::test]
async fn an_answer_shows_what_it_answers() {
    let t = TestSandbox::new().await;
    let id = t.person().await;
    let asked = t.write(id, "why?").await["message"].clone();
    for params in [
        json!({ "reply_parameters": { "message_id": asked["message_id"] } }),
        json!({ "reply_to_message_id": asked["message_id"] }),
    ] {
        let mut params = params;
        params["chat_id"] = json!(id);
        params["text"] = json!("because");
        let sent = t.call("sendMessage", params).await;
        assert_eq!(sent["reply_to_message"], asked);
        let reply = json!({ "from": id, "chat": id, "text": "hm", "reply_to": sent["message_id"] });
        let back = t.post("/sandbox/messages", reply).await["message"].clone();
        assert_eq!(back["reply_to_message"]["text"], "because");
        assert_eq!(back["reply_to_message"].get("reply_to_message"), None);
    }
    let gone = json!({ "chat_id": id, "text": "a", "reply_parameters": { "message_id": 999 } });
    assert_eq!(t.refused("sendMessage", gone).await, "Bad Request: message to be replied not found");
    let gone = json!({ "message_id": 999, "allow_sending_without_reply": true });
    let sent = t.call("sendMessage", json!({ "chat_id": id, "text": "a", "reply_parameters": gone })).await;
    assert_eq!(sent.get("reply_to_message"), None);
}

#[tokio::test]
async fn what_was_asked_for_is_kept() {
    let t = TestSandbox::new().await;
    let id = t.person().await;
    let preview = json!({ "is_disabled": true });
    let params = json!({
        "chat_id": id, "text": "a", "protect_content": true, "link_preview_options": preview,
    });
    let sent = t.call("sendMessage", params).await;
    assert_eq!(sent["has_protected_content"], true);
    assert_eq!(sent["link_preview_options"], preview);
}

#[tokio::test]
async fn the_same_again_is_not_an_edit() {
    let t = TestSandbox::new().await;
    let id = t.person().await;
    let keyboard = json!({ "inline_keyboard": [[{ "text": "a", "callback_data": "1" }]] });
    let sent = t.call("sendMessage", json!({ "chat_id": id, "text": "a", "reply_markup": keyboard })).await;
    let same = "Bad Request: message is not modified: specified new message content and reply markup are exactly the \
                same as a current content and reply markup of the message";
    let edit = |fields: Value| {
        let mut params = json!({ "chat_id": id, "message_id": sent["message_id"] });
        params.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        params
    };
    let again = edit(json!({ "text": "a", "reply_markup": keyboard }));
    assert_eq!(t.refused("editMessageText", again).await, same);
    let padded = edit(json!({ "text": " <b></b>a ", "parse_mode": "HTML", "reply_markup": keyboard }));
    assert_eq!(t.refused("editMessageText", padded).await, same);
    assert_eq!(t.refused("editMessageReplyMarkup", edit(json!({ "reply_markup": keyboard }))).await, same);
    let bold = edit(json!({ "text": "<b>a</b>", "parse_mode": "HTML", "reply_markup": keyboard }));
    assert_eq!(t.call("editMessageText", bold.clone()).await["reply_markup"], keyboard);
    assert_eq!(t.refused("editMessageText", bold).await, same);
    // Without its keyboard the message is another one.
    let bare = t.call("editMessageReplyMarkup", edit(json!({}))).await;
    assert_eq!((&bare["text"], bare.get("reply_markup")), (&json!("a"), None));
    assert!(bare["edit_date"].is_u64() && bare["entities"].is_array());
    assert_eq!(t.refused("editMessageReplyMarkup", edit(json!({}))).await, same);
    let plain = t.call("editMessageText", edit(json!({ "text": "a" }))).await;
    assert_eq!(plain.get("entities"), None);
}

#[tokio::test]
async fn only_own_messages_that_are_there_can_be_edited() {
    let t = TestSandbox::new().await;
    let id = t.person().await;
    let theirs = t.write(id, "mine").await["message"]["message_id"].clone();
    for (params, said) in [
        (json!({ "chat_id": id, "message_id": theirs, "text": "b" }), "message can't be edited"),
        (json!({ "chat_id": id, "message_id": 999, "text": "b" }), "message to edit not found"),
        (json!({ "chat_id": id, "text": "b" }), "message identifier is not specified"),
        (json!({ "text": "b" }), "message identifier is not specified"),
        (
            json!({ "chat_id": id, "message_id": "x", "text": "b" }),
            "invalid message_id specified: not an integer",
        ),
        (json!({ "inline_message_id": "x", "text": "b" }), "MESSAGE_ID_INVALID"),
        (json!({ "chat_id": id, "message_id": theirs }), "message text is empty"),
    ] {
        let refused = t.refused("editMessageText", params.clone()).await;
        assert_eq!(refused, format!("Bad Request: {said}"), "{params}");
    }
}

#[tokio::test]
async fn a_deleted_message_is_gone() {
    let t = TestSandbox::new().await;
    let id = t.person().await;
    let sent = t.call("sendMessage", json!({ "chat_id": id, "text": "a" })).await;
    let params = json!({ "chat_id": id, "message_id": sent["message_id"] });
    assert_eq!(t.call("deleteMessage", params.clone()).await, true);
    assert_eq!(t.refused("deleteMessage", params.clone()).await, "Bad Request: message to delete not found");
    let edit = json!({ "chat_id": id, "message_id": sent["message_id"], "text": "b" });
    assert_eq!(t.refused("editMessageText", edit).await, "Bad Request: message to edit not found");
    let kept = t.get(&format!("/sandbox/chats/{id}/messages")).await;
    assert_eq!(kept["messages"].as_array().unwrap().len(), 1);
    let events = t.get("/sandbox/events").await;
    let delete = events["events"].as_array().unwrap().iter().find(|event| event["kind"] == "delete").unwrap();
    assert_eq!((&delete["chat"], &delete["message_id"]), (&json!(id), &sent["message_id"]));
}

#[tokio::test]
async fn an_action_is_one_of_the_known() {
    let t = TestSandbox::new().await;
    let id = t.person().await;
    assert_eq!(t.call("sendChatAction", json!({ "chat_id": id, "action": "typing" })).await, true);
    for params in [json!({ "chat_id": id }), json!({ "chat_id": id, "action": "sleeping" })] {
        let said = t.refused("sendChatAction", params).await;
        assert_eq!(said, "Bad Request: wrong parameter action in request");
    }
}

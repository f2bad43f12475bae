//! Groups: founding them, writing there under any name, and how many messages one takes.

use std::time::Duration;

use serde_json::{Value, json};
use telegram_bot_api_sandbox::state::messages::{Author, Draft};

use crate::support::TestSandbox;

#[tokio::test]
async fn a_group_is_founded_and_changes() {
    let t = TestSandbox::new().await;
    let [ann, bob] = t.people().await;
    let group = json!({ "type": "group", "title": "Family", "members": [ann, bob] });
    let group = t.post("/sandbox/chats", group).await;
    let id = group["id"].as_i64().unwrap();
    assert!((-1_000_000_000_000..0).contains(&id));
    assert_eq!((&group["type"], &group["bot"]), (&json!("group"), &json!("absent")));
    assert_eq!(group["members"][0]["status"], "creator");
    assert_eq!(
        (&group["members"][1]["user"]["id"], &group["members"][1]["status"]),
        (&json!(bob), &json!("member"))
    );
    assert_eq!(t.last_event("chat").await["chat"], group);
    assert_eq!(t.get("/sandbox/chats").await, json!([group]));
    let big =
        json!({ "type": "supergroup", "title": "Big", "members": [ann], "username": "big", "bot": "member" });
    let big = t.post("/sandbox/chats", big).await;
    assert!(big["id"].as_i64().unwrap() < -1_000_000_000_000);
    let path = format!("/sandbox/chats/{}", big["id"]);
    assert_eq!(t.patch(&path, json!({ "title": "Bigger" })).await["title"], "Bigger");
    let seen = t.call("getChat", json!({ "chat_id": "@big" })).await;
    assert_eq!(
        (&seen["id"], &seen["title"], &seen["type"]),
        (&big["id"], &json!("Bigger"), &json!("supergroup"))
    );
    let updates = t.updates().await;
    assert_eq!(updates.last().unwrap()["message"]["new_chat_title"], "Bigger");
    for (founding, said) in [
        (json!({ "type": "group", "title": "", "members": [ann] }), "a title has 1 to 128 characters"),
        (
            json!({ "type": "group", "title": "x", "members": [ann], "is_forum": true }),
            "this kind of chat cannot be like that",
        ),
        (
            json!({ "type": "channel", "title": "x", "members": [ann], "bot": "member" }),
            "this kind of chat cannot be like that",
        ),
    ] {
        assert_eq!(t.post("/sandbox/chats", founding).await, json!({ "error": said }));
    }
    for members in [json!([]), json!([1])] {
        let founding = json!({ "type": "group", "title": "x", "members": members });
        assert!(
            t.post("/sandbox/chats", founding).await["error"]
                .as_str()
                .unwrap()
                .starts_with("members must be")
        );
    }
}

#[tokio::test]
async fn every_supergroup_counts_its_own_messages() {
    let t = TestSandbox::new().await;
    let [ann] = t.people().await;
    let (one, two) = (t.supergroup(&[ann], "member").await, t.supergroup(&[ann], "member").await);
    let ids = async |chat: i64| {
        let first =
            t.call("sendMessage", json!({ "chat_id": chat, "text": "a" })).await["message_id"].clone();
        t.call("deleteMessage", json!({ "chat_id": chat, "message_id": first })).await;
        let second =
            t.call("sendMessage", json!({ "chat_id": chat, "text": "a" })).await["message_id"].clone();
        (first.as_i64().unwrap(), second.as_i64().unwrap())
    };
    let (first, second) = ids(one).await;
    assert_eq!(second, first + 1, "the id of a deleted message does not come back");
    assert_eq!(ids(two).await, (first, second));
}

#[tokio::test]
async fn only_members_write_in_a_group() {
    let t = TestSandbox::new().await;
    let [ann, bob] = t.people().await;
    let group = t.supergroup(&[ann], "member").await;
    assert_eq!(t.say(bob, group, "/x").await, json!({ "error": "no such chat" }));
    assert!(t.say(ann, group, "/x").await["update_id"].is_i64());
    let message = &t.updates().await[0]["message"];
    assert_eq!(message["from"]["id"], ann);
    let chat = json!({ "id": group, "title": "Big", "type": "supergroup" });
    assert_eq!(message["chat"], chat);
}

#[tokio::test]
async fn people_write_in_other_names() {
    let t = TestSandbox::new().await;
    let [ann, bob] = t.people().await;
    let group = t.supergroup(&[ann, bob], "member").await;
    let channel = t.chat(json!({ "type": "channel", "title": "News", "members": [bob] })).await;
    let masked = json!({ "error": "this person cannot write as that chat" });
    assert_eq!(t.say_with(bob, group, "/x", json!({ "send_as": group })).await, masked);
    let path = format!("/sandbox/chats/{group}/members");
    t.post(&path, json!({ "user": bob, "status": "administrator", "is_anonymous": true })).await;
    t.say_with(bob, group, "/x", json!({ "send_as": group })).await;
    t.say_with(bob, group, "/x", json!({ "send_as": channel })).await;
    let updates = t.updates().await;
    for (update, from, name, sender) in [
        (&updates[0], 1_087_968_824, "GroupAnonymousBot", group),
        (&updates[1], 136_817_688, "Channel_Bot", channel),
    ] {
        let message = &update["message"];
        assert_eq!((&message["from"]["id"], &message["from"]["username"]), (&json!(from), &json!(name)));
        assert_eq!((&message["sender_chat"]["id"], &message["chat"]["id"]), (&json!(sender), &json!(group)));
        assert_eq!(message["from"]["is_bot"], true);
    }
}

#[tokio::test]
async fn messages_can_be_old_or_come_from_somebody_else() {
    let t = TestSandbox::new().await;
    let [ann, bob] = t.people().await;
    let group = t.supergroup(&[ann], "member").await;
    t.say_with(ann, group, "/old", json!({ "date": 1_700_000_000 })).await;
    t.say_with(ann, group, "/x", json!({ "forwarded_from": bob })).await;
    t.say_with(ann, group, "/x", json!({ "forwarded_from": "Somebody" })).await;
    let updates = t.updates().await;
    assert_eq!(updates[0]["message"]["date"], 1_700_000_000);
    assert_eq!(updates[1]["message"]["forward_origin"]["sender_user"]["id"], bob);
    assert_eq!(updates[2]["message"]["forward_origin"]["sender_user_name"], "Somebody");
}

#[tokio::test]
async fn anybody_in_a_group_presses() {
    let t = TestSandbox::new().await;
    let [ann, bob, eve] = t.people().await;
    let group = t.supergroup(&[ann, bob], "member").await;
    let sent = t.call("sendMessage", json!({ "chat_id": group, "text": "a" })).await;
    let press = async |from: i64| {
        let tap = json!({ "from": from, "chat": group, "message_id": sent["message_id"], "data": "x" });
        t.post("/sandbox/presses", tap).await
    };
    assert_eq!(press(eve).await, json!({ "error": "no such chat" }));
    press(ann).await;
    press(bob).await;
    let updates = t.updates().await;
    let queries: Vec<&Value> = updates.iter().map(|update| &update["callback_query"]).collect();
    assert_eq!((&queries[0]["from"]["id"], &queries[1]["from"]["id"]), (&json!(ann), &json!(bob)));
    assert_eq!((&queries[0]["message"], &queries[1]["message"]), (&sent, &sent));
    assert_eq!(queries[0]["chat_instance"], queries[1]["chat_instance"]);
}

#[tokio::test]
async fn a_group_takes_so_many_messages() {
    let t = TestSandbox::new().await;
    let [ann] = t.people().await;
    let (one, two) = (t.supergroup(&[ann], "member").await, t.supergroup(&[ann], "member").await);
    for _ in 0..25 {
        t.call("sendMessage", json!({ "chat_id": one, "text": "a" })).await;
    }
    t.settings(json!({ "group_limit": "on" })).await;
    let sent = t.call("sendMessage", json!({ "chat_id": one, "text": "a" })).await["message_id"].clone();
    for n in 0..19 {
        let edit = json!({ "chat_id": one, "message_id": sent, "text": n.to_string() });
        t.call("editMessageText", edit).await;
    }
    let refused = t.raw("sendMessage", json!({ "chat_id": one, "text": "a" })).await;
    assert_eq!(refused["error_code"], 429);
    let seconds = refused["parameters"]["retry_after"].as_u64().unwrap();
    assert!((1..=60).contains(&seconds), "{refused}");
    assert_eq!(refused["description"], format!("Too Many Requests: retry after {seconds}"));
    t.call("sendMessage", json!({ "chat_id": two, "text": "a" })).await;
    // After the time that was named, one is free again.
    t.settings(json!({ "group_limit": { "at_most": { "calls": 1, "window_ms": 900 } } })).await;
    let send = json!({ "chat_id": two, "text": "a" });
    let refused = loop {
        let answer = t.raw("sendMessage", send.clone()).await;
        if answer["ok"] == false {
            break answer;
        }
    };
    assert_eq!(refused["parameters"]["retry_after"], 1);
    tokio::time::sleep(Duration::from_secs(1)).await;
    t.call("sendMessage", send).await;
}

#[tokio::test]
async fn some_buttons_work_only_in_private() {
    let t = TestSandbox::new().await;
    let [ann] = t.people().await;
    let group = t.supergroup(&[ann], "administrator").await;
    let app = json!({ "text": "a", "web_app": { "url": "https://a.kz" } });
    let login = json!({ "text": "a", "login_url": { "url": "https://a.kz" } });
    let send = |button: &Value| json!({ "chat_id": group, "text": "a", "reply_markup": { "inline_keyboard": [[button]] } });
    assert_eq!(t.refused("sendMessage", send(&app)).await, "Bad Request: BUTTON_TYPE_INVALID");
    t.call("sendMessage", send(&login)).await;
    let mut whisper = send(&login);
    whisper["ephemeral_message_parameters"] = json!({ "receiver_user_id": ann });
    assert_eq!(t.refused("sendMessage", whisper).await, "Bad Request: BUTTON_TYPE_INVALID");
}

#[tokio::test]
async fn only_the_newest_messages_are_kept() {
    let t = TestSandbox::new().await;
    let [ann] = t.people().await;
    let group = t.supergroup(&[ann], "member").await;
    t.sandbox.world().with(|state| {
        let from = state.bot_json();
        for _ in 0..1005 {
            state.post(Author::Bot, from.clone(), group, Draft::default());
        }
    });
    assert_eq!(t.seen(group, ann).await.len(), 1000);
}

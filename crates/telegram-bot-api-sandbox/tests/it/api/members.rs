//! Who comes, rises, leaves and is removed, the bot among them.

use serde_json::{Value, json};

use crate::support::TestSandbox;

const BOT: i64 = 7_000_000_001;

/// The statuses before and after, of a `my_chat_member`.
fn change(update: &Value) -> (String, String) {
    let status = |name: &str| update["my_chat_member"][name]["status"].as_str().unwrap_or("-").to_owned();
    (status("old_chat_member"), status("new_chat_member"))
}

fn pair(before: &str, after: &str) -> (String, String) {
    (before.to_owned(), after.to_owned())
}

#[tokio::test]
async fn the_bot_comes_rises_and_goes() {
    let t = TestSandbox::new().await;
    let [ann] = t.people().await;
    for (kind, words, gone) in [("group", "group chat", 1), ("supergroup", "supergroup chat", 0)] {
        let group = t.chat(json!({ "type": kind, "title": "G", "members": [ann] })).await;
        let send = json!({ "chat_id": group, "text": "a" });
        assert_eq!(t.refused("sendMessage", send.clone()).await, "Bad Request: chat not found");
        let added = t.make(group, BOT, "member").await;
        assert_eq!(
            (&added["chat"]["bot"], added["update_ids"].as_array().unwrap().len()),
            (&json!("member"), 2)
        );
        let updates = t.updates().await;
        assert_eq!(change(&updates[0]), pair("left", "member"));
        assert_eq!(updates[0]["my_chat_member"]["from"]["id"], ann);
        assert_eq!(updates[1]["message"]["new_chat_members"][0]["id"], BOT);
        t.call("sendMessage", send.clone()).await;
        t.make(group, BOT, "administrator").await;
        let updates = t.updates().await;
        assert_eq!((change(&updates[0]), updates.len()), (pair("member", "administrator"), 1));
        t.make(group, BOT, "kicked").await;
        let updates = t.updates().await;
        assert_eq!(
            updates.iter().filter(|update| update["message"]["left_chat_member"].is_object()).count(),
            gone
        );
        assert_eq!(change(updates.last().unwrap()), pair("administrator", "kicked"));
        let refused = t.raw("sendMessage", send.clone()).await;
        let said = format!("Forbidden: bot was kicked from the {words}");
        assert_eq!((&refused["error_code"], &refused["description"]), (&json!(403), &json!(said)));
        assert_eq!(t.say(ann, group, "/x").await["update_id"], Value::Null);
        t.make(group, BOT, "member").await;
        t.call("leaveChat", json!({ "chat_id": group })).await;
        let updates = t.updates().await;
        assert_eq!(change(updates.last().unwrap()), pair("member", "left"));
        assert_eq!(updates.last().unwrap()["my_chat_member"]["from"]["id"], BOT);
        let said = format!("Forbidden: bot is not a member of the {words}");
        assert_eq!(t.refused("sendMessage", send).await, said);
        assert_eq!(t.refused("getChat", json!({ "chat_id": group })).await, said);
    }
}

#[tokio::test]
async fn a_link_adds_the_bot_with_a_parameter() {
    let t = TestSandbox::new().await;
    let [ann, bob] = t.people().await;
    let group = t.chat(json!({ "type": "group", "title": "G", "members": [ann, bob] })).await;
    let joining = json!({ "user": BOT, "status": "member", "by": bob, "payload": "p-1" });
    t.post(&format!("/sandbox/chats/{group}/members"), joining).await;
    let updates = t.updates().await;
    assert_eq!(updates[2]["message"]["text"], "/start@sandbox_bot p-1");
    assert_eq!(updates[2]["message"]["from"]["id"], bob);
}

#[tokio::test]
async fn people_come_and_go() {
    let t = TestSandbox::new().await;
    let [ann, bob] = t.people().await;
    let group = t.supergroup(&[ann], "member").await;
    let status = async |user: i64| {
        t.call("getChatMember", json!({ "chat_id": group, "user_id": user })).await["status"].clone()
    };
    assert_eq!(
        (status(ann).await, status(bob).await, status(BOT).await),
        (json!("creator"), json!("left"), json!("member"))
    );
    t.make(group, bob, "member").await;
    assert_eq!(status(bob).await, "member");
    t.make(group, bob, "administrator").await;
    let admins = t.call("getChatAdministrators", json!({ "chat_id": group })).await;
    let admins: Vec<&Value> = admins.as_array().unwrap().iter().map(|admin| &admin["user"]["id"]).collect();
    assert_eq!(admins, [&json!(ann), &json!(bob)]);
    assert_eq!(t.call("getChatMemberCount", json!({ "chat_id": group })).await, 3);
    t.make(group, bob, "left").await;
    assert_eq!(status(bob).await, "left");
    assert_eq!(t.say(bob, group, "/x").await, json!({ "error": "no such chat" }));
    let updates = t.updates().await;
    assert_eq!(updates[0]["message"]["new_chat_members"][0]["id"], bob);
    assert_eq!(
        (&updates[1]["message"]["left_chat_member"]["id"], &updates[1]["message"]["from"]["id"]),
        (&json!(bob), &json!(bob))
    );
    let unknown = json!({ "chat_id": group, "user_id": 5 });
    assert_eq!(t.refused("getChatMember", unknown).await, "Bad Request: user not found");
}

#[tokio::test]
async fn some_changes_make_no_sense() {
    let t = TestSandbox::new().await;
    let [ann, bob] = t.people().await;
    let group = t.chat(json!({ "type": "group", "title": "G", "members": [ann] })).await;
    let path = format!("/sandbox/chats/{group}/members");
    for (joining, said) in [
        (json!({ "user": BOT, "status": "creator" }), "no such change of membership"),
        (json!({ "user": BOT, "status": "kicked" }), "no such change of membership"),
        (json!({ "user": bob, "status": "absent" }), "no such change of membership"),
        (json!({ "user": 5, "status": "member" }), "no such user"),
        (json!({ "user": bob, "status": "member", "by": bob }), "this person is not in the group"),
    ] {
        assert_eq!(t.post(&path, joining).await, json!({ "error": said }));
    }
    assert_eq!(t.make(ann, bob, "member").await, json!({ "error": "no such chat" }));
}

#[tokio::test]
async fn a_private_chat_has_no_administrators() {
    let t = TestSandbox::new().await;
    let ann = t.person().await;
    assert_eq!(t.call("getChat", json!({ "chat_id": ann })).await["type"], "private");
    let member = t.call("getChatMember", json!({ "chat_id": ann, "user_id": ann })).await;
    assert_eq!(member["status"], "member");
    let said = t.refused("getChatAdministrators", json!({ "chat_id": ann })).await;
    assert_eq!(said, "Bad Request: there are no administrators in the private chat");
    let said = t.refused("leaveChat", json!({ "chat_id": ann })).await;
    assert_eq!(said, "Bad Request: chat member status can't be changed in private chats");
}

#[tokio::test]
async fn only_administrators_delete_what_others_wrote() {
    let t = TestSandbox::new().await;
    let [ann] = t.people().await;
    let group = t.supergroup(&[ann], "member").await;
    let theirs = t.say(ann, group, "/x").await["message"]["message_id"].clone();
    let delete = json!({ "chat_id": group, "message_id": theirs });
    assert_eq!(t.refused("deleteMessage", delete.clone()).await, "Bad Request: message can't be deleted");
    t.make(group, BOT, "administrator").await;
    t.call("deleteMessage", delete).await;
}

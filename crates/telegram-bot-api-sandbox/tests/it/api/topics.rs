//! Topics of forums, and the threads of plain supergroups that only look like topics.

use serde_json::{Value, json};

use crate::support::TestSandbox;

const LOST: &str = "Bad Request: message thread not found";

/// A forum of Ann's with a topic, seen by the bot; the forum and the topic.
async fn forum(t: &TestSandbox, ann: i64) -> (i64, i64) {
    let founding = json!({
        "type": "supergroup", "title": "Forum", "members": [ann], "is_forum": true, "bot": "member",
    });
    let forum = t.chat(founding).await;
    let topic = t.post(&format!("/sandbox/chats/{forum}/topics"), json!({ "name": "Phones" })).await;
    (forum, topic["message_thread_id"].as_i64().unwrap())
}

#[tokio::test]
async fn a_topic_begins_with_a_message_that_gives_it_its_id() {
    let t = TestSandbox::new().await;
    let [ann] = t.people().await;
    let (forum, topic) = forum(&t, ann).await;
    let created = &t.updates().await[0]["message"];
    assert_eq!((&created["message_id"], &created["message_thread_id"]), (&json!(topic), &json!(topic)));
    assert_eq!(
        (&created["is_topic_message"], &created["forum_topic_created"]["name"]),
        (&json!(true), &json!("Phones"))
    );
    assert_eq!(created["chat"]["is_forum"], true);
    let known = json!([{ "message_thread_id": topic, "name": "Phones", "state": "open" }]);
    assert_eq!(t.get(&format!("/sandbox/chats/{forum}")).await["topics"], known);
    // Whoever writes in a topic answers the message it began with.
    t.say_with(ann, forum, "/x", json!({ "thread": topic })).await;
    t.say(ann, forum, "/x").await;
    let updates = t.updates().await;
    let message = &updates[0]["message"];
    assert_eq!((&message["message_thread_id"], &message["is_topic_message"]), (&json!(topic), &json!(true)));
    assert_eq!(message["reply_to_message"]["message_id"], topic);
    assert_eq!(
        (updates[1]["message"].get("message_thread_id"), updates[1]["message"].get("is_topic_message")),
        (None, None)
    );
}

#[tokio::test]
async fn the_bot_writes_where_it_says_or_where_it_answers() {
    let t = TestSandbox::new().await;
    let [ann] = t.people().await;
    let (forum, topic) = forum(&t, ann).await;
    let asked =
        t.say_with(ann, forum, "/x", json!({ "thread": topic })).await["message"]["message_id"].clone();
    let named = json!({ "chat_id": forum, "text": "a", "message_thread_id": topic });
    let answer = json!({ "chat_id": forum, "text": "a", "reply_parameters": { "message_id": asked } });
    for params in [named, answer] {
        let sent = t.call("sendMessage", params).await;
        assert_eq!((&sent["message_thread_id"], &sent["is_topic_message"]), (&json!(topic), &json!(true)));
    }
    let general = t.call("sendMessage", json!({ "chat_id": forum, "text": "a" })).await;
    assert_eq!(general.get("message_thread_id"), None);
    for thread in [1, 999] {
        let lost = json!({ "chat_id": forum, "text": "a", "message_thread_id": thread });
        assert_eq!(t.refused("sendMessage", lost).await, LOST);
        let lost = json!({ "chat_id": forum, "action": "typing", "message_thread_id": thread });
        assert_eq!(t.refused("sendChatAction", lost).await, LOST);
    }
}

#[tokio::test]
async fn a_topic_closes_and_goes() {
    let t = TestSandbox::new().await;
    let [ann, bob] = t.people().await;
    let (forum, topic) = forum(&t, ann).await;
    t.make(forum, bob, "member").await;
    let path = format!("/sandbox/chats/{forum}/topics/{topic}");
    let named = json!({ "chat_id": forum, "text": "a", "message_thread_id": topic });
    assert_eq!(t.patch(&path, json!({ "state": "closed" })).await["state"], "closed");
    assert_eq!(t.refused("sendMessage", named.clone()).await, "Bad Request: TOPIC_CLOSED");
    let there = json!({ "thread": topic });
    assert_eq!(t.say_with(bob, forum, "x", there.clone()).await, json!({ "error": "this topic is closed" }));
    t.make(forum, 7_000_000_001, "administrator").await;
    t.call("sendMessage", named.clone()).await;
    t.patch(&path, json!({ "state": "deleted" })).await;
    assert_eq!(t.refused("sendMessage", named).await, LOST);
    assert_eq!(t.say_with(ann, forum, "x", there).await, json!({ "error": "no such topic" }));
}

#[tokio::test]
async fn a_former_forum_has_threads_but_no_topics() {
    let t = TestSandbox::new().await;
    let [ann] = t.people().await;
    let (forum, topic) = forum(&t, ann).await;
    let old = t.say_with(ann, forum, "/x", json!({ "thread": topic })).await["message"]["message_id"].clone();
    let path = format!("/sandbox/chats/{forum}");
    assert_eq!(t.patch(&path, json!({ "is_forum": false })).await.get("is_forum"), None);
    t.updates().await;
    t.say_with(ann, forum, "/x", json!({ "reply_to": old })).await;
    let message = t.updates().await[0]["message"].clone();
    assert_eq!((&message["message_thread_id"], message.get("is_topic_message")), (&json!(topic), None));
    let named = json!({ "chat_id": forum, "text": "a", "message_thread_id": topic });
    assert_eq!(t.refused("sendMessage", named).await, LOST);
}

#[tokio::test]
async fn answers_in_a_plain_supergroup_carry_an_id_nobody_can_write_to() {
    let t = TestSandbox::new().await;
    let [ann] = t.people().await;
    let group = t.supergroup(&[ann], "member").await;
    let first = t.call("sendMessage", json!({ "chat_id": group, "text": "a" })).await["message_id"].clone();
    let second = t.say_with(ann, group, "b", json!({ "reply_to": first })).await["message"].clone();
    let third =
        t.say_with(ann, group, "c", json!({ "reply_to": second["message_id"] })).await["message"].clone();
    for message in [&second, &third] {
        assert_eq!((&message["message_thread_id"], message.get("is_topic_message")), (&first, None));
    }
    let named = json!({ "chat_id": group, "text": "a", "message_thread_id": first });
    assert_eq!(t.refused("sendMessage", named).await, LOST);
    let topic: Value = t.post(&format!("/sandbox/chats/{group}/topics"), json!({ "name": "x" })).await;
    assert_eq!(topic, json!({ "error": "this kind of chat cannot be like that" }));
}

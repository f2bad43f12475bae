//! Files, albums, contacts and places, sent by the bot and by persons; copies, reactions, pins.

use reqwest::multipart::{Form, Part};
use serde_json::{Value, json};

use crate::support::TestSandbox;

async fn send_file(t: &TestSandbox, method: &str, form: Form) -> Value {
    t.http.post(t.method(method)).multipart(form).send().await.unwrap().json().await.unwrap()
}

#[tokio::test]
async fn a_document_is_sent_and_downloaded() {
    let t = TestSandbox::new().await;
    let ann = t.person().await;
    let part = Part::bytes(b"seven b".to_vec()).file_name("notes.txt");
    let form = Form::new().text("chat_id", ann.to_string()).text("caption", "a file").part("document", part);
    let sent = send_file(&t, "sendDocument", form).await;
    let document = &sent["result"]["document"];
    assert_eq!((&document["file_name"], &document["mime_type"]), (&json!("notes.txt"), &json!("text/plain")));
    let file = t.call("getFile", json!({ "file_id": document["file_id"] })).await;
    let path = file["file_path"].as_str().unwrap();
    let url = t.url(&format!("/file/bot{}/{path}", t.sandbox.token()));
    assert_eq!(t.http.get(url).send().await.unwrap().text().await.unwrap(), "seven b");
    // As teloxide asks for it.
    let encoded = t.url(&format!("/file/bot{}/{}", t.sandbox.token(), path.replace('/', "%2F")));
    assert_eq!(t.http.get(encoded).send().await.unwrap().status(), 200);
    let again = json!({ "chat_id": ann, "document": document["file_id"] });
    assert_eq!(t.call("sendDocument", again).await["document"]["file_id"], document["file_id"]);
    let caption = json!({ "chat_id": ann, "message_id": sent["result"]["message_id"], "caption": "*new*", "parse_mode": "MarkdownV2" });
    assert_eq!(t.call("editMessageCaption", caption).await["caption"], "new");
}

#[tokio::test]
async fn an_album_is_several_messages_of_one_group() {
    let t = TestSandbox::new().await;
    let ann = t.person().await;
    let media = json!([{ "type": "document", "media": "attach://a", "caption": "first" }, { "type": "document", "media": "attach://b" }]);
    let part = |name: &'static str| Part::bytes(b"x".to_vec()).file_name(name);
    let form = Form::new().text("chat_id", ann.to_string()).text("media", media.to_string());
    let sent = send_file(&t, "sendMediaGroup", form.part("a", part("a.pdf")).part("b", part("b.pdf"))).await;
    let messages = sent["result"].as_array().unwrap_or_else(|| panic!("{sent}"));
    assert_eq!(messages.len(), 2);
    assert_eq!(messages[0]["media_group_id"], messages[1]["media_group_id"]);
    assert_eq!(messages[0]["caption"], "first");
}

#[tokio::test]
async fn what_a_person_attaches_reaches_the_bot() {
    let t = TestSandbox::new().await;
    let ann = t.person().await;
    t.updates().await;
    for (attachment, field) in [
        (json!({ "kind": "contact", "phone_number": "+1", "first_name": "A", "user_id": ann }), "contact"),
        (json!({ "kind": "location", "latitude": 1.5, "longitude": 2.5 }), "location"),
        (json!({ "kind": "dice", "emoji": "🎯" }), "dice"),
    ] {
        t.post("/sandbox/messages", json!({ "from": ann, "chat": ann, "attachment": attachment })).await;
        let updates = t.updates().await;
        assert!(updates[0]["message"][field].is_object(), "{updates:?}");
    }
    let unknown = json!({ "from": ann, "chat": ann, "attachment": { "kind": "ship" } });
    assert!(t.post("/sandbox/messages", unknown).await["error"].is_string());
    let bytes = t.http.post(t.url("/sandbox/files?name=v.ogg")).body("sound").send().await.unwrap();
    let file: Value = bytes.json().await.unwrap();
    let voice = json!({ "kind": "voice", "file_id": file["file_id"] });
    t.post("/sandbox/messages", json!({ "from": ann, "chat": ann, "text": "listen", "attachment": voice }))
        .await;
    let updates = t.updates().await;
    assert_eq!(updates[0]["message"]["voice"]["mime_type"], "audio/ogg");
    assert_eq!(updates[0]["message"]["caption"], "listen");
}

#[tokio::test]
async fn messages_are_copied_forwarded_pinned_and_deleted() {
    let t = TestSandbox::new().await;
    let ann = t.person().await;
    let one =
        t.call("sendMessage", json!({ "chat_id": ann, "text": "*one*", "parse_mode": "MarkdownV2" })).await;
    let about = json!({ "chat_id": ann, "from_chat_id": ann, "message_id": one["message_id"] });
    let copy = t.call("copyMessage", about.clone()).await;
    let forwarded = t.call("forwardMessage", about).await;
    assert_eq!((&forwarded["text"], &forwarded["forward_origin"]["type"]), (&json!("one"), &json!("user")));
    let seen = t.seen(ann, ann).await;
    let copied = seen.iter().find(|message| message["message_id"] == copy["message_id"]).unwrap();
    assert_eq!((&copied["text"], copied.get("forward_origin")), (&json!("one"), None));
    assert_eq!(copied["entities"], one["entities"]);
    t.call("pinChatMessage", json!({ "chat_id": ann, "message_id": one["message_id"] })).await;
    assert_eq!(t.last_event("pinned").await["message_id"], one["message_id"]);
    let ids = json!([one["message_id"], copy["message_id"], 9999]);
    t.call("deleteMessages", json!({ "chat_id": ann, "message_ids": ids })).await;
    assert_eq!(t.seen(ann, ann).await.len(), seen.len() - 2);
}

#[tokio::test]
async fn a_reaction_reaches_a_bot_that_has_asked_for_it() {
    let t = TestSandbox::new().await;
    let ann = t.person().await;
    t.call("getUpdates", json!({ "allowed_updates": ["message", "message_reaction", "edited_message"] }))
        .await;
    t.updates().await;
    let id = t.write(ann, "a").await["message"]["message_id"].clone();
    let heart = json!([{ "type": "emoji", "emoji": "❤" }]);
    t.call("setMessageReaction", json!({ "chat_id": ann, "message_id": id, "reaction": heart })).await;
    t.post("/sandbox/reactions", json!({ "from": ann, "chat": ann, "message_id": id, "emoji": "👍" })).await;
    let edit = json!({ "from": ann, "chat": ann, "message_id": id, "text": "b" });
    t.patch("/sandbox/messages", edit.clone()).await;
    let updates = t.updates().await;
    assert_eq!(updates[1]["message_reaction"]["new_reaction"], json!([{ "type": "emoji", "emoji": "👍" }]));
    assert_eq!(updates[2]["edited_message"]["text"], "b");
    assert_eq!(t.seen(ann, ann).await.last().unwrap()["sandbox"]["reactions"].as_object().unwrap().len(), 2);
    t.http.delete(t.url("/sandbox/messages")).json(&edit).send().await.unwrap();
    assert!(t.seen(ann, ann).await.iter().all(|message| message["message_id"] != id));
}

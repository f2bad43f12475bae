//! The bot's name mentioned in a chat it is not in gets one complete answer.

use serde_json::{Value, json};

use crate::groups::atlas::{BOT, atlas};
use crate::groups::square::{BOT_ID, Group, mistake};
use crate::person::{Shown, Town};

/// Writes into a chat; what the bot answered there.
async fn calls(town: &Town, mut body: Value) -> Vec<Shown> {
    let since = town.now().await;
    let chat = body["chat"].clone();
    if body["text"].is_null() {
        body["text"] = json!(format!("@{BOT}"));
    }
    let sent = town.post("/sandbox/messages", body).await;
    assert!(sent["error"].is_null(), "{sent}");
    let events = town.settled(since).await;
    for event in events.iter().filter(|event| event["kind"] == "call") {
        assert_eq!(mistake(event), None);
    }
    let ours = |event: &&Value| {
        event["kind"] == "message" && event["chat"] == chat && event["message"]["from"]["id"] == json!(BOT_ID)
    };
    let said: Vec<&Value> = events.iter().filter(ours).collect();
    for event in &said {
        let replied = &event["message"]["reply_to_message"]["message_id"];
        assert_eq!(replied, &sent["message"]["message_id"], "{event}");
    }
    said.into_iter().map(|event| Shown::of(&event["message"])).collect()
}

#[track_caller]
fn one(mut said: Vec<Shown>) -> (String, Shown) {
    assert_eq!(said.len(), 1, "{said:#?}");
    let shown = said.remove(0);
    (atlas().name_elsewhere(&shown), shown)
}

#[tokio::test]
async fn a_mention_is_answered_with_what_it_names_in_every_language_and_with_mistakes() {
    let town = Town::new().await;
    for (tag, text, name) in [
        ("en", "@sandbox_bot beeline kaspi", "en guide_beeline_kaspi"),
        ("zh-hans", "@sandbox_bot 比兰 终端", "zh guide_beeline_terminal"),
        ("zh-hant", "@sandbox_bot 比蘭 終端機", "zh-hant guide_beeline_terminal"),
        ("zh-mo", "@sandbox_bot", "zh-hant operators"),
        ("ru", "как пополнить билаин через каспи, @Sandbox_Bot?", "ru guide_beeline_kaspi"),
        ("kk", "@sandbox_bot теле2", "kk card_tele2"),
        ("en", "@sandbox_bot tips", "en page_tips"),
        ("en", "@sandbox_bot beeline reseller", "en warning_beeline_reseller"),
        ("ru", "@sandbox_bot qwertz", "ru operators"),
        ("zh-hans", "@sandbox_bot", "zh operators"),
    ] {
        let group = Group::found(&town, tag).await;
        let body = json!({ "from": group.owner, "chat": group.id, "text": text });
        let (found, shown) = one(calls(&town, body).await);
        assert_eq!(found, name, "{text}");
        assert!(shown.keys.iter().flatten().all(|(_, carried)| !carried.starts_with("open/")), "{shown:#?}");
    }
}

#[tokio::test]
async fn the_list_of_operators_is_made_of_links() {
    let town = Town::new().await;
    let group = Group::found(&town, "en").await;
    let (_, shown) = one(calls(&town, json!({ "from": group.owner, "chat": group.id })).await);
    assert_eq!(shown.data("Beeline"), format!("https://t.me/{BOT}?start=ways_beeline"));
}

#[tokio::test]
async fn a_mention_without_words_of_its_own_is_about_the_message_it_replies_to() {
    let town = Town::new().await;
    let group = Group::found(&town, "ru").await;
    let li = group.joined_by("zh-hans").await;
    let question = li.says("怎么给比兰充值？用 kaspi").await.sent;
    for (text, name) in [
        ("@sandbox_bot", "ru guide_beeline_kaspi"),
        ("@sandbox_bot помоги", "ru guide_beeline_kaspi"),
        ("@sandbox_bot теле2", "ru card_tele2"),
    ] {
        let body = json!({ "from": group.owner, "chat": group.id, "text": text, "reply_to": question });
        assert_eq!(one(calls(&town, body).await).0, name, "{text}");
    }
}

#[tokio::test]
async fn each_call_gets_one_answer_in_every_kind_of_chat_and_none_where_guests_are_not_let_in() {
    let town = Town::new().await;
    let (ann, bo) = (town.person("en").await.id, town.person("ru").await.id);
    for kind in [
        json!({ "type": "private", "members": [ann, bo] }),
        json!({ "type": "private", "members": [ann] }),
        json!({ "type": "group", "title": "Family", "members": [ann, bo] }),
        json!({ "type": "supergroup", "title": "Big", "members": [ann, bo] }),
    ] {
        let chat = town.post("/sandbox/chats", kind.clone()).await["id"].clone();
        for _ in 0..2 {
            let body = json!({ "from": ann, "chat": chat, "text": "@sandbox_bot beeline" });
            assert_eq!(one(calls(&town, body).await).0, "en card_beeline", "{kind}");
        }
        let silent = json!({ "from": ann, "chat": chat, "text": "beeline" });
        assert_eq!(calls(&town, silent).await, [], "{kind}");
    }
    let closed =
        json!({ "type": "supergroup", "title": "Closed", "members": [ann], "has_protected_content": true });
    let chat = town.post("/sandbox/chats", closed).await["id"].clone();
    assert_eq!(calls(&town, json!({ "from": ann, "chat": chat })).await, []);
}

#[tokio::test]
async fn a_call_that_was_answered_already_costs_nothing() {
    let town = Town::new().await;
    let group = Group::found(&town, "en").await;
    let lost = json!({ "method": "answerGuestQuery", "error_code": 400,
        "description": "Bad Request: query is too old and response timeout expired or query ID is invalid" });
    town.post("/sandbox/faults", lost).await;
    let body = json!({ "from": group.owner, "chat": group.id, "text": "@sandbox_bot beeline" });
    assert_eq!(calls(&town, body.clone()).await, []);
    assert_eq!(one(calls(&town, body).await).0, "en card_beeline");
}

//! What is asked in a group gets one answer; what is not asked of the bot gets none.

use serde_json::json;

use crate::groups::square::{BOT_ID, Group};
use crate::person::{Person, Town};

/// A client's language, what is typed, and the screen that answers.
const ASKED: [(&str, &str, &str); 14] = [
    ("zh-hans", "/topup 比兰 kaspi", "zh guide_beeline_kaspi"),
    ("zh-hans", "/topup 比兰 终端", "zh guide_beeline_terminal"),
    ("ru", "/topup@sandbox_bot билайн каспи", "ru guide_beeline_kaspi"),
    ("kk", "/topup@SANDBOX_BOT beeline kaspi", "kk guide_beeline_kaspi"),
    ("en", "/TopUp beline kapsi", "en guide_beeline_kaspi"),
    ("ru", "/topup", "ru operators"),
    ("en", "/topup tele2", "en ways_tele2"),
    ("kk", "/topup kaspi", "kk operators_kaspi"),
    ("en", "/topup beeline reseller", "en warning_beeline_reseller"),
    ("en", "/topup qwertz", "hint.first en operators"),
    ("ru", "/operators", "ru cards"),
    ("zh-hans", "/tips", "zh page_tips"),
    ("kk", "/help", "kk page_help"),
    ("ru", "/lang", "ru group"),
];

#[tokio::test]
async fn a_command_gets_one_silent_reply_in_the_askers_language() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    for (tag, typed, name) in ASKED {
        let asker = group.joined_by_old_client(tag).await;
        let heard = asker.says(typed).await;
        let asked = heard.sent;
        let said = heard.one_public();
        assert_eq!(said.name(), name, "{typed}");
        assert_eq!((said.to, said.silent, said.thread), (Some(asked), true, None), "{typed}");
    }
}

#[tokio::test]
async fn a_command_that_only_the_bot_sees_is_answered_to_the_asker_alone() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    for (tag, typed, name) in ASKED.iter().filter(|(_, typed, _)| !typed.contains("TopUp")) {
        let asker = group.joined_by(tag).await;
        let said = asker.says(typed).await.one_for(&asker);
        assert_eq!(said.name(), *name, "{typed}");
    }
}

#[tokio::test]
async fn an_anonymous_administrator_and_a_channel_are_answered_in_public_in_the_groups_language() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "zh-hans").await;
    let owner = group.owner();
    group
        .membership(json!({ "user": owner.id, "status": "creator", "by": owner.id, "is_anonymous": true }))
        .await;
    let channel = json!({ "type": "channel", "title": "News", "members": [owner.id] });
    let channel = town.post("/sandbox/chats", channel).await["id"].as_i64().unwrap();
    for (language, screen) in [(None, "en guide_beeline_kaspi"), (Some("Қазақша"), "kk guide_beeline_kaspi")]
    {
        if let Some(label) = language {
            let said = owner.says("/lang").await.one_for(&owner);
            owner.presses(&said, label).await;
        }
        for sender in [group.id, channel] {
            let heard = owner.sends(json!({ "text": "/topup beeline kaspi", "send_as": sender })).await;
            let asked = heard.sent;
            let said = heard.one_public();
            assert_eq!((said.name().as_str(), said.to), (screen, Some(asked)));
        }
    }
}

#[tokio::test]
async fn what_is_for_another_bot_or_for_people_is_left_alone() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    let ann = group.joined_by_old_client("en").await;
    let menu = ann.says("/topup").await.one_public();
    for privacy in ["on", "off"] {
        town.patch("/sandbox/settings", json!({ "privacy": privacy })).await;
        for text in [
            "/topup@weather_bot beeline",
            "/start@sandbox_bot_2",
            "/weather",
            "/weather@weather_bot",
            "/",
            "/topups",
            "beeline kaspi?",
            "ask @sandbox_bots about beeline",
            "mail me: beeline@sandbox_bot.kz",
            "@sandbox_bot knows nothing of love",
        ] {
            ann.says(text).await.nothing();
        }
        for text in [
            "thanks!",
            "hello everybody",
            "спасибо",
            "好的谢谢",
            "да",
            "cancel that",
            "+7 701 000 00 00",
            "👍",
        ] {
            ann.replies(menu.shown.id, text).await.nothing();
        }
    }
}

#[tokio::test]
async fn words_that_name_something_are_answered_in_reply_to_the_bot_or_with_its_name() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    let ann = group.joined_by_old_client("ru").await;
    let menu = ann.says("/topup").await.one_public();
    let heard = ann.replies(menu.shown.id, "билайн, каспи").await;
    let asked = heard.sent;
    let said = heard.one_public();
    assert_eq!((said.name().as_str(), said.to), ("ru guide_beeline_kaspi", Some(asked)));
    town.patch("/sandbox/settings", json!({ "privacy": "off" })).await;
    for (text, name) in [
        ("@sandbox_bot билайн каспи", "ru guide_beeline_kaspi"),
        ("а что скажет @Sandbox_Bot, теле2?", "ru ways_tele2"),
        ("@sandbox_bot", "ru operators"),
        ("@sandbox_bot привет", "ru operators"),
    ] {
        assert_eq!(ann.says(text).await.one_public().name(), name, "{text}");
    }
}

#[tokio::test]
async fn old_messages_are_ignored_in_groups_and_the_last_old_command_is_answered_in_private() {
    let mut town = Town::without_bot().await;
    let group = Group::found(&town, "en").await;
    let (id, ann) = (group.id, group.owner);
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let write = |chat: i64, text: &'static str, age: u64| json!({ "from": ann, "chat": chat, "text": text, "date": now - age });
    group.membership(json!({ "user": BOT_ID, "status": "member" })).await;
    let since = town.now().await;
    for (text, age) in [("/topup beeline", 3600), ("/topup tele2", 45)] {
        town.post("/sandbox/messages", write(id, text, age)).await;
        town.post("/sandbox/messages", write(ann, text, age)).await;
    }
    town.connect();
    let group = Group { town: &town, id, owner: ann };
    let mut heard = group.hears(since, 0).await;
    // Having been added is news all the same.
    assert_eq!(heard.public.remove(0).name(), "en group");
    heard.nothing();
    let shown = Person::again(&town, ann).sees(since).await.one();
    assert!(shown.text.contains("Tele2"), "{shown:#?}");
    assert_eq!(group.owner().says("/topup beeline").await.one().name(), "en ways_beeline");
}

#[tokio::test]
async fn what_was_sent_through_the_bots_own_results_is_no_question() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    let ann = group.joined_by("en").await;
    let asked = json!({ "from": ann.id, "chat": group.id, "query": "beeline kaspi" });
    let answer = town.post("/sandbox/inline_queries", asked).await;
    let since = town.now().await;
    let sent = json!({
        "from": ann.id, "chat": group.id, "inline_query_id": answer["inline_query_id"],
        "result_id": answer["results"][0]["id"],
    });
    let sent = town.post("/sandbox/inline_results", sent).await;
    assert!(sent["update_id"].is_i64(), "the bot is told: {sent}");
    let heard = group.hears(since, 0).await;
    assert_eq!((heard.public.len(), heard.notes.len()), (0, 0), "{heard:#?}");
}

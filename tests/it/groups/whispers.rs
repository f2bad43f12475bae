//! Messages that one person sees may be refused at any time, in any way; there is always another way, and never a
//! message that all see instead.

use serde_json::json;

use crate::groups::atlas::atlas;
use crate::groups::square::{Group, Said};
use crate::person::{Person, Town};

const TO_BEELINE: &str = "https://t.me/sandbox_bot?start=ways_beeline";

#[tokio::test]
async fn where_they_are_refused_a_press_opens_the_screen_in_private() {
    for mode in ["refused", "unknown_method", "ignored"] {
        let town = Town::new().await;
        town.patch("/sandbox/settings", json!({ "ephemeral": mode })).await;
        let group = Group::with_bot(&town, "en").await;
        let (ann, bo) = (group.joined_by("en").await, group.joined_by("ru").await);
        let said = ann.says("/topup").await.one_public();
        for presser in [ann, bo] {
            let heard = presser.presses(&said, "Beeline").await;
            assert_eq!(heard.link_for(&presser), TO_BEELINE, "{mode}");
        }
        let shown = Person::again(&town, bo.id).types("/start ways_beeline").await.one();
        assert_eq!(atlas().name(&shown), "ru ways_beeline");
    }
}

#[tokio::test]
async fn a_server_that_forgets_what_it_knew_shows_all_one_message_at_most_for_a_moment() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    let ann = group.joined_by_old_client("en").await;
    let said = ann.says("/topup").await.one_public();
    ann.presses(&said, "Beeline").await.one_for(&ann);
    town.patch("/sandbox/settings", json!({ "ephemeral": "ignored" })).await;
    let heard = ann.presses(&said, "Beeline").await;
    let seen: Vec<i64> = heard.public.iter().map(|said: &Said| said.shown.id).collect();
    assert_eq!((seen.len(), &seen), (1, &heard.deleted), "{heard:#?}");
    assert_eq!(heard.answers[0].url, TO_BEELINE);
    assert_eq!(ann.presses(&said, "Beeline").await.link_for(&ann), TO_BEELINE);
}

#[tokio::test]
async fn a_command_that_only_the_bot_sees_leads_to_private_when_it_cannot_be_answered_alike() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    let ann = group.joined_by("ru").await;
    town.patch("/sandbox/settings", json!({ "ephemeral_window_ms": 0 })).await;
    for (typed, screen) in [
        ("/topup", "operators"),
        ("/topup билайн каспи", "guide_beeline_kaspi"),
        ("/tips", "page_tips"),
        ("/lang", "operators"),
        ("/topup qwertz", "operators"),
    ] {
        let said = ann.says(typed).await.one_public();
        let link = format!("https://t.me/sandbox_bot?start={screen}");
        let links: Vec<&String> = said.shown.keys.iter().flatten().map(|(_, carried)| carried).collect();
        assert_eq!((links, said.to, said.silent), (vec![&link], None, true), "{typed}");
        assert!(said.shown.text.chars().count() < 200, "{said:#?}");
    }
}

#[tokio::test]
async fn a_press_that_came_too_late_opens_the_screen_in_private() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    let ann = group.joined_by("en").await;
    let said = group.joined_by_old_client("en").await.says("/topup").await.one_public();
    town.patch("/sandbox/settings", json!({ "ephemeral_window_ms": 0 })).await;
    assert_eq!(ann.presses(&said, "Beeline").await.link_for(&ann), TO_BEELINE);
}

#[tokio::test]
async fn a_message_that_is_gone_is_sent_anew_and_a_slow_telegram_is_not_waited_for() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    let ann = group.joined_by("en").await;
    let menu = ann.says("/topup").await.one_for(&ann);
    let fault = |method: &str, code: u16, why: &str, wait: i64| {
        json!({
            "method": method, "error_code": code, "description": why, "parameters": { "retry_after": wait },
        })
    };
    let gone = fault("editEphemeralMessageText", 400, "Bad Request: MESSAGE_ID_INVALID", 0);
    town.post("/sandbox/faults", gone).await;
    let anew = ann.presses(&menu, "Beeline").await.one_for(&ann);
    assert_eq!(anew.name(), "en ways_beeline");
    assert_ne!(anew.only_for, menu.only_for);
    let slow = fault("editEphemeralMessageText", 429, "Too Many Requests: retry after 60", 60);
    town.post("/sandbox/faults", slow).await;
    assert_eq!(ann.presses(&menu, "Beeline").await.link_for(&ann), TO_BEELINE);
}

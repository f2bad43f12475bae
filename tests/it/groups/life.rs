//! What becomes of the bot in a group: added, removed, moved; and what it remembers of that.

use serde_json::{Value, json};

use crate::groups::atlas::atlas;
use crate::groups::square::{BOT_ID, Group, Member};
use crate::person::{Person, Town};

/// The language a group answers in to who says nothing of theirs.
async fn language(member: &Member<'_>) -> String {
    let name = member.says("/topup beeline").await.one().name();
    name.split_once(' ').unwrap().0.to_owned()
}

async fn chooses(owner: &Member<'_>, label: &str) {
    let said = owner.says("/lang").await.one();
    owner.presses(&said, label).await;
}

#[tokio::test]
async fn being_added_is_greeted_in_two_lines_in_the_language_of_who_added_it() {
    let town = Town::new().await;
    for (tag, name) in [
        ("zh-hans", "zh group"),
        ("zh-hant", "zh-hant group"),
        ("zh-HK", "zh-hant group"),
        ("en", "en group"),
        ("ru", "ru group"),
        ("kk", "kk group"),
        ("de", "en group"),
    ] {
        for kind in ["group", "supergroup"] {
            let group = Group::founded(&town, tag, json!({ "type": kind })).await;
            let said = group.invites_bot().await.one_public();
            assert_eq!((said.name().as_str(), said.to, said.silent), (name, None, true));
            assert_eq!(
                said.shown.text.trim().lines().filter(|line| !line.is_empty()).count(),
                2,
                "{said:#?}"
            );
            assert!(said.shown.keys.iter().flatten().count() >= 4, "{said:#?}");
        }
    }
    let group = Group::found(&town, "en").await;
    group.invites_bot().await;
    for status in ["administrator", "member"] {
        group.sees_bot_become(status).await.nothing();
    }
}

#[tokio::test]
async fn a_link_that_adds_it_to_a_group_may_bring_a_screen_along() {
    let town = Town::new().await;
    let group = Group::found(&town, "en").await;
    let since = town.now().await;
    group.membership(json!({ "user": BOT_ID, "status": "member", "payload": "guide_beeline_kaspi" })).await;
    let heard = group.hears(since, 0).await;
    let names: Vec<String> = heard.public.iter().chain(&heard.notes).map(|said| said.name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
    assert!(
        names.contains(&"en group".into()) && names.contains(&"en guide_beeline_kaspi".into()),
        "{names:?}"
    );
}

#[tokio::test]
async fn the_button_that_adds_it_to_a_group_makes_the_client_say_nothing_more() {
    let town = Town::new().await;
    let person = town.person("en").await;
    let help = person.types("/help").await.one();
    assert_eq!(help.data("Add to a group"), "https://t.me/sandbox_bot?startgroup");
}

#[tokio::test]
async fn links_that_name_nothing_known_lead_somewhere_sensible() {
    let town = Town::new().await;
    let person = town.person("en").await;
    for (payload, name) in [
        ("guide_beeline_kaspi", "en guide_beeline_kaspi"),
        ("guide_beeline_goldbars", "en ways_beeline"),
        ("guide_mobitel_kaspi", "en operators_kaspi"),
        ("guide_beeline", "en operators"),
        ("ways_mobitel", "en operators"),
        ("warning_beeline_reseller", "en warning_beeline_reseller"),
        ("guide_beeline_reseller", "en warning_beeline_reseller"),
        ("chosen_beeline_kaspi", "en guide_beeline_kaspi"),
        ("card_mobitel", "en cards"),
        ("page_gone", "en operators"),
        ("languages_operators", "en operators"),
        ("%D0%9F", "en operators"),
        ("____", "en operators"),
    ] {
        let shown = person.types(&format!("/start {payload}")).await.one();
        assert_eq!(atlas().name(&shown), name, "{payload}");
    }
}

#[tokio::test]
async fn what_a_group_chose_is_forgotten_when_the_bot_is_removed() {
    let town = Town::new().await;
    for gone in ["kicked", "left"] {
        let group = Group::with_bot(&town, "en").await;
        let owner = group.owner();
        chooses(&owner, "Қазақша").await;
        assert_eq!(language(&owner).await, "kk");
        group.sees_bot_become(gone).await.nothing();
        assert_eq!(group.invites_bot().await.one_public().name(), "en group", "{gone}");
        assert_eq!(language(&owner).await, "en", "{gone}");
    }
}

#[tokio::test]
async fn what_a_person_chose_is_forgotten_when_they_block_the_bot() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    let ann = group.joined_by("en").await;
    let in_private = Person::again(&town, ann.id);
    let menu = in_private.types("/lang").await.one();
    in_private.presses(&menu, "Русский").await;
    assert_eq!(language(&ann).await, "ru");
    for blocked in [true, false] {
        town.patch(&format!("/sandbox/users/{}", ann.id), json!({ "blocked": blocked })).await;
        town.settled(0).await;
    }
    assert_eq!(language(&ann).await, "en");
}

async fn grows(group: &Group<'_>, order: &str) -> i64 {
    let path = format!("/sandbox/chats/{}/migration", group.id);
    let answer = group.town.post(&path, json!({ "order": order })).await;
    answer["chat"]["id"].as_i64().unwrap_or_else(|| panic!("{answer}"))
}

#[tokio::test]
async fn a_group_that_becomes_a_supergroup_keeps_its_language_in_either_order() {
    let town = Town::new().await;
    for order in ["to_first", "from_first"] {
        let group = Group::founded(&town, "en", json!({ "type": "group" })).await;
        group.welcomes_bot().await;
        chooses(&group.owner(), "Қазақша").await;
        let since = town.now().await;
        let id = grows(&group, order).await;
        let group = Group { id, ..group };
        group.hears(since, 0).await.nothing();
        assert_eq!(language(&group.owner()).await, "kk", "{order}");
    }
}

#[tokio::test]
async fn an_answer_on_its_way_when_the_group_moves_arrives_and_takes_the_language_along() {
    let town = Town::new().await;
    let group = Group::founded(&town, "en", json!({ "type": "group" })).await;
    group.welcomes_bot().await;
    chooses(&group.owner(), "Қазақша").await;
    let new = Group::with_bot(&town, "en").await;
    let ann = new.joined_by_old_client("en").await;
    group.membership(json!({ "user": ann.id, "status": "member" })).await;
    let moved = json!({ "method": "sendMessage", "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": { "migrate_to_chat_id": new.id } });
    town.post("/sandbox/faults", moved).await;
    let since = town.now().await;
    let asked = json!({ "from": ann.id, "chat": group.id, "text": "/topup beeline" });
    town.post("/sandbox/messages", asked).await;
    let mut heard = new.hears(since, 0).await;
    heard.refused.retain(|why: &String| !why.contains("upgraded"));
    assert_eq!(heard.one_public().name(), "kk ways_beeline");
    assert_eq!(language(&ann).await, "kk");
}

#[tokio::test]
async fn who_asked_in_the_new_place_first_does_not_cost_the_group_its_language() {
    let town = Town::new().await;
    let group = Group::founded(&town, "en", json!({ "type": "group" })).await;
    group.welcomes_bot().await;
    let owner = group.owner();
    chooses(&owner, "Қазақша").await;
    let anonymous = json!({ "user": owner.id, "status": "creator", "by": owner.id, "is_anonymous": true });
    group.membership(anonymous).await;
    let new = Group::found(&town, "en").await;
    new.invites_bot().await;
    // Telegram tells of the move after somebody has been answered there.
    let moved: Value = json!({ "message": {
        "message_id": 1, "date": 1, "chat": { "id": group.id, "type": "group", "title": "Square" },
        "from": { "id": owner.id, "is_bot": false, "first_name": "Ann" }, "migrate_to_chat_id": new.id,
    } });
    town.post("/sandbox/updates", moved).await;
    town.settled(0).await;
    assert_eq!(language(&new.owner()).await, "kk");
}

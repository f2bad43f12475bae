//! Which language somebody gets, and that nobody gets what belongs to another.

use crate::groups::atlas::atlas;
use crate::groups::square::{BOT_ID, Group, Member};
use crate::person::{Person, Town};
use serde_json::json;

/// Lets the owner choose the group's language.
async fn speaks(group: &Group<'_>, label: &str) {
    let owner = group.owner();
    let said = owner.says("/lang").await.one_for(&owner);
    owner.presses(&said, label).await;
}

async fn chooses(person: &Member<'_>, label: &str) {
    let person = Person::again(person.group.town, person.id);
    let menu = person.types("/lang").await.one();
    person.presses(&menu, label).await;
}

#[tokio::test]
async fn own_choice_then_a_telling_client_then_the_group_then_the_client_then_the_fallback() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "ru").await;
    // Whose client speaks this, in a group without a language, in one that speaks Kazakh, after their own choice.
    let expected = [
        ("zh-hans", "zh", "zh", "ru"),
        ("zh-hant", "zh-hant", "zh-hant", "ru"),
        ("zh_TW", "zh-hant", "zh-hant", "ru"),
        ("ru", "ru", "ru", "ru"),
        ("en", "en", "kk", "ru"),
        ("", "en", "kk", "ru"),
        ("de", "en", "kk", "ru"),
    ];
    let mut people = Vec::new();
    for (tag, silent, _, _) in expected {
        let person = group.joined_by(tag).await;
        assert_eq!(lang(&person).await, silent, "{tag}");
        people.push(person);
    }
    speaks(&group, "Қазақша").await;
    for (person, (tag, _, kazakh, _)) in people.iter().zip(expected) {
        assert_eq!(lang(person).await, kazakh, "{tag}");
    }
    for (person, (tag, _, _, own)) in people.iter().zip(expected) {
        chooses(person, "Русский").await;
        assert_eq!(lang(person).await, own, "{tag}");
    }
}

async fn lang(person: &Member<'_>) -> String {
    let name = person.says("/topup beeline").await.one_for(person).name();
    name.split_once(' ').unwrap().0.to_owned()
}

#[tokio::test]
async fn a_language_chosen_under_anybodys_message_in_a_group_counts_in_private_and_in_other_groups() {
    let town = Town::new().await;
    let (group, other) = (Group::with_bot(&town, "en").await, Group::with_bot(&town, "en").await);
    let (ann, bo) = (group.joined_by_old_client("en").await, group.joined_by("en").await);
    let said = ann.says("/topup").await.one_public();
    let choice = bo.presses(&said, "Language").await.one_for(&bo);
    let heard = bo.presses(&choice, "Қазақша").await;
    let done = &heard.answers[0];
    assert!(!done.is_alert && done.text.contains("қазақша"), "{done:?}");
    let note = heard.one_for(&bo);
    assert_eq!((note.name().as_str(), note.replaces), ("kk operators", Some(said.shown.id)));
    let private = Person::again(&town, bo.id).types("/topup").await.one();
    assert_eq!(atlas().name(&private), "kk operators");
    other.membership(json!({ "user": bo.id, "status": "member" })).await;
    let elsewhere = Member { group: &other, id: bo.id };
    assert_eq!(elsewhere.says("/topup").await.one_for(&elsewhere).name(), "kk operators");
    // The message was Ann's; her language is what it was.
    assert_eq!(ann.says("/topup").await.one_public().name(), "en operators");
}

#[tokio::test]
async fn only_administrators_choose_the_groups_language_and_others_change_their_own() {
    let town = Town::new().await;
    let group = Group::found(&town, "en").await;
    let hello = group.welcomes_bot().await.one_public();
    let (ann, bo) = (group.joined_by("en").await, group.joined_by("en").await);
    let heard = ann.presses(&hello, "Русский").await;
    assert!(heard.answers[0].is_alert, "{heard:#?}");
    assert!(heard.edits.is_empty() && heard.public.is_empty(), "{heard:#?}");
    assert_eq!(heard.one_for(&ann).name(), "ru languages_operators");
    assert_eq!((lang(&ann).await.as_str(), lang(&bo).await.as_str()), ("ru", "en"));
    group.membership(json!({ "user": bo.id, "status": "administrator", "is_anonymous": true })).await;
    let heard = bo.presses(&hello, "繁體中文").await;
    assert!(heard.answers[0].text.contains("繁體中文") && heard.notes.is_empty(), "{heard:#?}");
    assert_eq!(heard.edits[0].name(), "zh-hant group");
    assert_eq!((lang(&ann).await.as_str(), lang(&bo).await.as_str()), ("ru", "zh-hant"));
}

#[tokio::test]
async fn who_may_not_choose_for_the_group_is_told_so_where_nothing_can_be_shown() {
    let town = Town::new().await;
    town.patch("/sandbox/settings", json!({ "ephemeral": "refused" })).await;
    let group = Group::found(&town, "en").await;
    let hello = group.welcomes_bot().await.one_public();
    let ann = group.joined_by("en").await;
    let heard = ann.presses(&hello, "Русский").await;
    assert!(heard.answers[0].is_alert && heard.answers[0].url.is_empty(), "{heard:#?}");
    heard.nothing();
    assert_eq!(ann.says("/topup").await.one_public().name(), "ru operators");
}

#[tokio::test]
async fn an_answer_on_its_way_does_not_undo_the_choice_for_the_group() {
    let town = Town::new().await;
    let group = Group::found(&town, "en").await;
    let hello = group.welcomes_bot().await.one_public();
    let ann = group.joined_by_old_client("en").await;
    town.post("/sandbox/faults", json!({ "method": "sendMessage", "delay_ms": 1000 })).await;
    let asked = json!({ "from": ann.id, "chat": group.id, "text": "/topup" });
    town.post("/sandbox/messages", asked).await;
    group.owner().presses(&hello, "Русский").await;
    assert_eq!(ann.says("/topup").await.one_public().name(), "ru operators");
}

#[tokio::test]
async fn many_choices_of_the_groups_language_do_not_flood_it() {
    let town = Town::new().await;
    let group = Group::found(&town, "en").await;
    let hello = group.welcomes_bot().await.one_public();
    let owner = group.owner();
    let mut edits = 0;
    for label in ["Русский", "繁體中文", "Қазақша"].into_iter().cycle().take(24) {
        let heard = owner.presses(&hello, label).await;
        assert!(heard.public.is_empty() && !heard.answers[0].text.is_empty(), "{heard:#?}");
        edits += heard.edits.len();
    }
    assert!((1..20).contains(&edits), "{edits} public edits");
    let said = owner.says("/lang").await.one_for(&owner);
    assert_eq!(said.name(), "kk group", "the last choice counts");
}

#[tokio::test]
async fn people_in_one_group_and_their_private_chats_do_not_know_of_each_other() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    let (ann, bo) = (group.joined_by_old_client("en").await, group.joined_by_old_client("ru").await);
    let in_private = Person::again(&town, ann.id);
    in_private.types("/topup").await;
    in_private.types("beeline").await;
    let anns = ann.says("/topup tele2").await.one_public();
    let bos = bo.says("/topup").await.one_public();
    // Bo's way to pay does not meet Ann's operator, nor the one that Ann named in private.
    assert_eq!(bo.replies(bos.shown.id, "kaspi").await.one_public().name(), "ru operators_kaspi");
    assert_eq!(ann.replies(anns.shown.id, "kaspi").await.one_public().name(), "en operators_kaspi");
    let guide = in_private.types("kaspi").await.one();
    assert_eq!(atlas().name(&guide), "en guide_beeline_kaspi");
    // A way back to "where the dialogue stands" leads to the start: no dialogue stands in a group.
    let cards = ann.says("/operators").await.one_public();
    let heard = bo.presses(&cards, "⬅️").await;
    assert!(heard.public.is_empty(), "{heard:#?}");
    assert_ne!(ann.id, BOT_ID);
}

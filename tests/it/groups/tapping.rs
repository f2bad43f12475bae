//! A pressed button in a group answers who pressed it, and writes nothing that others see.

use serde_json::json;

use crate::groups::square::Group;
use crate::person::Town;

#[tokio::test]
async fn whoever_presses_gets_an_answer_of_their_own_in_front_of_the_public_message() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    let asker = group.joined_by_old_client("en").await;
    let said = asker.says("/topup beeline").await.one_public();
    for (tag, name) in [("ru", "ru guide_beeline_terminal"), ("zh-hans", "zh guide_beeline_terminal")] {
        let other = group.joined_by(tag).await;
        let heard = other.presses_data(&said, &said.shown.data("Top-up machine")).await;
        assert_eq!((heard.public.len(), heard.edits.len(), heard.answers.len()), (0, 0, 1), "{heard:#?}");
        let note = heard.one_for(&other);
        assert_eq!((note.name().as_str(), note.replaces), (name, Some(said.shown.id)));
    }
}

#[tokio::test]
async fn the_dialogue_goes_on_in_the_message_that_one_person_sees() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    let ann = group.joined_by("en").await;
    let menu = ann.says("/topup").await.one_for(&ann);
    let mut now = menu.clone();
    for (label, name) in [
        ("Beeline", "en ways_beeline"),
        ("Language", "en languages_ways_beeline"),
        ("Русский", "ru ways_beeline"),
        ("⬅️", "ru operators"),
        ("Tele2", "ru ways_tele2"),
    ] {
        now = ann.presses(&now, label).await.one_for(&ann);
        assert_eq!((now.name().as_str(), now.only_for), (name, menu.only_for));
    }
}

#[tokio::test]
async fn nobody_in_a_group_is_asked_who_pays_but_who_presses_for_it_gets_their_order() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    let (asker, ann) = (group.joined_by_old_client("en").await, group.joined_by("ru").await);
    let ways = asker.says("/topup beeline").await.one_public();
    assert_eq!(ways.name(), "en ways_beeline");
    let heard = ann.presses(&ways, "What can I use?").await;
    assert_eq!((heard.public.len(), heard.edits.len()), (0, 0), "{heard:#?}");
    let question = heard.one_for(&ann);
    assert_eq!(question.name(), "ru payers_beeline");
    let heard = ann.presses(&question, "Я здесь ненадолго").await;
    assert_eq!((heard.public.len(), heard.edits.len()), (0, 0), "{heard:#?}");
    let list = heard.one_for(&ann);
    assert_eq!(list.name(), "ru ways-for_visitor_beeline");
    let inner = ann.presses(&list, "Приложение банка").await.one_for(&ann);
    assert_eq!(inner.name(), "ru ways-for_visitor_beeline_bank-app");
}

#[tokio::test]
async fn a_guide_that_all_see_stays_and_what_it_leads_to_appears_below() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    let (asker, ann) = (group.joined_by_old_client("en").await, group.joined_by("ru").await);
    let guide = asker.says("/topup beeline kaspi").await.one_public();
    let note = ann.presses(&guide, "It didn’t arrive").await.one_for(&ann);
    assert_eq!((note.name().as_str(), note.replaces), ("ru page_trouble", None));
    // A guide has no button for languages; one that was sent with it still leads there.
    let note = ann.presses_data(&guide, "languages/guide/beeline/kaspi").await.one_for(&ann);
    assert_eq!(
        (note.name().as_str(), note.replaces),
        ("ru languages_guide_beeline_kaspi", Some(guide.shown.id))
    );
}

#[tokio::test]
async fn a_risk_is_warned_about_with_an_alert_before_its_guide() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    let ann = group.joined_by("en").await;
    let menu = ann.says("/topup beeline").await.one_for(&ann);
    let heard = ann.presses_data(&menu, "open/guide/beeline/reseller").await;
    assert!(heard.answers[0].is_alert && !heard.answers[0].text.is_empty(), "{heard:#?}");
    let warning = heard.one_for(&ann);
    assert_eq!(warning.name(), "en warning_beeline_reseller");
    let guide = ann.presses(&warning, "I know the risk").await.one_for(&ann);
    assert_eq!(guide.name(), "en guide_beeline_reseller");
}

#[tokio::test]
async fn presses_never_use_up_what_the_group_may_send_and_none_is_left_waiting() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    let asker = group.joined_by_old_client("en").await;
    let said = asker.says("/topup").await.one_public();
    let limit = json!({ "group_limit": { "at_most": { "calls": 5, "window_ms": 60_000 } } });
    town.patch("/sandbox/settings", limit).await;
    let mut shown = 0;
    for _ in 0..12 {
        let ann = group.joined_by("en").await;
        let heard = ann.presses(&said, "Beeline").await;
        assert_eq!((heard.public.len(), heard.edits.len(), heard.answers.len()), (0, 0, 1), "{heard:#?}");
        if heard.notes.is_empty() {
            assert_eq!(heard.link_for(&ann), "https://t.me/sandbox_bot?start=ways_beeline");
        } else {
            shown += 1;
        }
    }
    assert!((1..=5).contains(&shown), "{shown} answers in the group");
}

//! The bot's name and some words, typed in any chat, bring up finished guides.

use kz_topup_bot::catalog::id::GuideId;
use kz_topup_bot::dialogue::screen::{Screen, Sheet};
use kz_topup_bot::dialogue::search;
use kz_topup_bot::render::callback::encode_link;
use serde_json::{Value, json};

use crate::groups::atlas::{BOT, atlas};
use crate::groups::square::{BOT_ID, Group, mistake};
use crate::person::{Person, Shown, Town, at};

/// Types words behind the bot's name in the private chat with it.
async fn asks(person: &Person<'_>, town: &Town, words: &str) -> Value {
    let asked = json!({ "from": person.id, "chat": person.id, "query": words, "timeout": 20 });
    let answer = town.post("/sandbox/inline_queries", asked).await;
    assert_eq!(answer["answered"], true, "`{words}`: {answer}");
    answer
}

/// What an answer offers: the language and the screen of each.
fn offers(answer: &Value) -> Vec<String> {
    let results = answer["results"].as_array().unwrap();
    assert!((1..=50).contains(&results.len()), "{} results", results.len());
    results.iter().map(offer).collect()
}

/// What one result is; it must be complete in itself.
fn offer(result: &Value) -> String {
    let html = result["input_message_content"]["message_text"].as_str().unwrap();
    let text = html_to_text(html);
    assert!(!result["title"].as_str().unwrap().is_empty());
    let shown = Shown::of(&json!({ "message_id": 0, "text": text, "reply_markup": result["reply_markup"] }));
    let name = atlas().name_elsewhere(&shown);
    assert_eq!(name.split_once(' ').map(|(_, link)| link), result["id"].as_str());
    assert!(result["reply_markup"].to_string().find("callback_data").is_none(), "{shown:#?}");
    name
}

fn html_to_text(html: &str) -> String {
    let mut inside = false;
    let text: String = html
        .chars()
        .filter(|&c| {
            inside = (inside || c == '<') && c != '>';
            !inside && c != '>'
        })
        .collect();
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}

#[tokio::test]
async fn words_bring_up_what_they_name_in_every_language_and_with_mistakes() {
    let town = Town::new().await;
    for (tag, words, first) in [
        ("en", "beeline", "en card_beeline"),
        ("zh-hans", "比兰 kaspi", "zh guide_beeline_kaspi"),
        ("zh-hant", "比蘭 終端機", "zh-hant guide_beeline_terminal"),
        ("zh-TW", "沒錢 beeline", "zh-hant offline_beeline"),
        ("zh-hk", "", "zh-hant page_tips"),
        ("ru", "билайн каспи", "ru guide_beeline_kaspi"),
        ("kk", "теле2 терминал", "kk guide_tele2_terminal"),
        ("en", "beline kapsi", "en guide_beeline_kaspi"),
        ("ru", "билаин", "ru card_beeline"),
        ("en", "tips", "en page_tips"),
        ("ru", "что знать заранее tips", "ru page_tips"),
        ("en", "beeline reseller", "en warning_beeline_reseller"),
        ("kk", "", "kk page_tips"),
        ("zh-hans", "???", "zh page_tips"),
    ] {
        let person = town.person(tag).await;
        let answer = asks(&person, &town, words).await;
        assert_eq!(offers(&answer)[0], first, "`{words}`");
        assert_eq!(answer["button"]["start_parameter"], "operators");
    }
}

#[tokio::test]
async fn an_operator_brings_up_all_its_ways_and_a_way_all_operators() {
    let town = Town::new().await;
    let person = town.person("en").await;
    let of = |answer: &Value, part: &str| offers(answer).iter().filter(|name| name.contains(part)).count();
    let beeline = asks(&person, &town, "beeline").await;
    assert!(of(&beeline, "en guide_beeline_") > 4, "{:?}", offers(&beeline));
    assert_eq!(of(&beeline, "en guide_"), of(&beeline, "en guide_beeline_"));
    let kaspi = asks(&person, &town, "kaspi").await;
    assert!(of(&kaspi, "_kaspi") > 4, "{:?}", offers(&kaspi));
    let all = asks(&person, &town, "").await;
    assert!(of(&all, "en card_") > 6, "{:?}", offers(&all));
    assert!(of(&asks(&person, &town, "bank").await, "en guide_") > 6);
}

#[tokio::test]
async fn the_language_is_the_persons_and_an_answer_is_kept_for_them_alone() {
    let town = Town::new().await;
    let (ann, bo) = (town.person("en").await, town.person("en").await);
    let menu = ann.types("/lang").await.one();
    ann.presses(&menu, "Русский").await;
    assert_eq!(offers(&asks(&ann, &town, "beeline kaspi").await)[0], "ru guide_beeline_kaspi");
    let again = asks(&ann, &town, "beeline kaspi").await;
    assert_eq!((&again["cached"], offers(&again)[0].as_str()), (&json!(true), "ru guide_beeline_kaspi"));
    let others = asks(&bo, &town, "beeline kaspi").await;
    assert_eq!((&others["cached"], offers(&others)[0].as_str()), (&json!(false), "en guide_beeline_kaspi"));
}

#[tokio::test]
async fn a_chosen_card_is_a_finished_guide_whose_buttons_lead_on() {
    let town = Town::new().await;
    let group = Group::found(&town, "en").await;
    let (ann, bo) = (group.joined_by("ru").await, group.joined_by("en").await);
    let asked = json!({ "from": ann.id, "chat": group.id, "query": "билайн каспи" });
    let answer = town.post("/sandbox/inline_queries", asked).await;
    let chosen = json!({
        "from": ann.id, "chat": group.id, "inline_query_id": answer["inline_query_id"],
        "result_id": answer["results"][0]["id"],
    });
    let sent = town.post("/sandbox/inline_results", chosen).await;
    let shown = Shown::of(&sent["message"]);
    assert_eq!(atlas().name_elsewhere(&shown), "ru guide_beeline_kaspi");
    assert!(shown.text.contains("2026-"), "its date: {shown:#?}");
    assert!(sent["message"]["entities"].to_string().contains("bold"), "{sent}");
    // A press under it, should one ever come, opens the screen in private.
    let inline = sent["inline_message_id"].as_str().unwrap();
    for (data, screen) in [
        ("open/guide/beeline/terminal", "guide_beeline_terminal"),
        ("language/kk/ways/beeline", "ways_beeline"),
        ("group-language/zh", "operators"),
        ("garbage", "operators"),
    ] {
        let since = town.now().await;
        let tap = json!({ "from": bo.id, "inline_message_id": inline, "data": data });
        town.post("/sandbox/presses", tap).await;
        let heard = group.hears(since, 0).await;
        assert_eq!(heard.link_for(&bo), format!("https://t.me/{BOT}?start={screen}"), "{data}");
    }
    assert_ne!(sent["message"]["from"]["id"], BOT_ID);
}

/// Every screen that can be shared, or is asked for in any other way.
fn shared() -> Vec<Screen> {
    let catalog = &atlas().content.catalog;
    let screens = Screen::all(catalog).into_iter();
    screens
        .filter(|screen| {
            matches!(screen, Screen::Sheet(Sheet::Guide, GuideId { operator, method }) if catalog.fits(*operator, *method))
                || matches!(screen, Screen::Page(_) | Screen::OperatorCard { .. })
        })
        .collect()
}

#[tokio::test]
async fn what_the_share_button_puts_into_a_chat_brings_up_exactly_that_screen() {
    let town = Town::new().await;
    let catalog = &atlas().content.catalog;
    for (number, tag) in ["zh-hans", "en", "ru", "kk"].into_iter().enumerate() {
        let person = town.person(tag).await;
        let lang = tag.split('-').next().unwrap();
        // Reading is the same in every language, so each takes its share; that all are read is tested below.
        for screen in shared().into_iter().skip(number).step_by(4) {
            let words = search::query(catalog, screen);
            let offered = offers(&asks(&person, &town, &words).await);
            assert_eq!(offered[0], format!("{lang} {}", encode_link(catalog, expected(screen))), "`{words}`");
        }
    }
    for event in town.settled(0).await.iter().filter(|event| event["kind"] == "call") {
        assert_eq!(mistake(event), None);
    }
}

/// A risky way is shared with its warning.
fn expected(screen: Screen) -> Screen {
    match screen {
        Screen::Sheet(Sheet::Guide, guide) if atlas().content.catalog.method(guide.method).risk.is_some() => {
            Screen::Sheet(Sheet::Warning, guide)
        }
        screen => screen,
    }
}

#[test]
fn every_screen_that_has_a_query_is_its_first_answer() {
    let content = &atlas().content;
    for screen in shared() {
        let words = search::query(&content.catalog, screen);
        assert_eq!(
            search::matching(&content.catalog, &words).first(),
            Some(&expected(screen).resolve(&content.catalog)),
            "`{words}`"
        );
        for lang in content.catalog.languages() {
            let keyboard = &content.message(lang, &at(screen)).keyboard;
            let keyboard = serde_json::to_string(keyboard).unwrap();
            assert_eq!(
                keyboard.contains(&format!("\"query\":\"{words}\"")),
                matches!(screen, Screen::Sheet(Sheet::Guide, _)),
                "`{words}` {keyboard}"
            );
        }
    }
}

//! Every button and every link of every screen leads to a screen, whoever follows it and wherever: in private, under a
//! message that all see or one person, under a message sent elsewhere, after a restart, and with what an older version
//! or a careless hand has made of it.
//!
//! The usual run takes a sample; `EVERYTHING=1 cargo test --release --test it survive` takes all.

use std::collections::{BTreeSet, HashMap};

use kz_topup_bot::dialogue::event::Press;
use kz_topup_bot::dialogue::screen::Screen;
use kz_topup_bot::dialogue::screen_id::Decoded;
use kz_topup_bot::dialogue::shown::Fixed;
use kz_topup_bot::render::callback::{decode_link, decode_press, encode_link};
use kz_topup_bot::render::shared_keyboard;
use serde_json::{Value, json};
use teloxide::types::InlineKeyboardButtonKind;

use crate::groups::atlas::{BOT, atlas};
use crate::groups::schedule::LANGUAGES;
use crate::groups::square::{BOT_ID, Group, mistake};
use crate::person::{Shown, Town, at};

/// In the usual run, one of so many.
const SAMPLE: usize = 83;
/// People who press at the same time.
const PEOPLE: usize = 24;

/// Where a button is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Under {
    Private,
    Public,
    Ephemeral,
    Elsewhere,
    /// Under what all see, where the server takes no messages for one person.
    Refused,
}

/// Somebody who presses one button after the other.
struct Presser {
    id: i64,
    lang: &'static str,
    /// What names the message they press under.
    message: Value,
}

fn sample<T>(all: Vec<T>, offset: usize) -> Vec<T> {
    match std::env::var_os("EVERYTHING") {
        Some(_) => all,
        None => all.into_iter().skip(offset % SAMPLE).step_by(SAMPLE).collect(),
    }
}

/// The data of every button of every screen in every language.
fn every_button() -> BTreeSet<String> {
    let content = &atlas().content;
    let mut found = BTreeSet::new();
    for lang in content.catalog.languages() {
        for fixed in Fixed::all(&content.catalog) {
            for button in content.message(lang, &fixed.into()).keyboard.inline_keyboard.iter().flatten() {
                if let InlineKeyboardButtonKind::CallbackData(data) = &button.kind {
                    found.insert(data.clone());
                }
            }
        }
    }
    found
}

/// What an older version may have written, or a careless hand: a part gone, another name, a word too many.
fn spoilt(data: &str, turn: usize) -> String {
    let (head, tail) = data.rsplit_once('/').unwrap_or(("", data));
    let spoilt = match turn % 7 {
        0 => format!("{head}/gone"),
        1 => format!("{head}/{tail}/again"),
        2 => head.to_owned(),
        3 => data.to_uppercase(),
        4 => format!("v0:{}", data.replace('/', ":")),
        5 => data.replacen('/', "/gone/", 1),
        _ => data.chars().rev().collect(),
    };
    let spoilt: String = spoilt.chars().take(64).collect();
    if spoilt.is_empty() { "?".to_owned() } else { spoilt }
}

/// What people saw after pressing, by person.
#[derive(Default)]
struct Outcome {
    shown: HashMap<i64, Vec<Shown>>,
    answers: HashMap<i64, Vec<Value>>,
    as_it_was: usize,
}

async fn outcome(town: &Town, since: i64, group: i64) -> Outcome {
    let mut outcome = Outcome::default();
    for event in town.settled(since).await {
        match event["kind"].as_str().unwrap() {
            "call" => {
                let not_modified = event["description"].to_string().contains("is not modified");
                outcome.as_it_was += usize::from(not_modified);
                assert_eq!(mistake(&event), None);
            }
            "callback_answer" => {
                outcome.answers.entry(event["user"].as_i64().unwrap()).or_default().push(event.clone());
            }
            "message" | "edit" if event["message"]["from"]["id"] == BOT_ID => {
                let in_private = event["chat"].as_i64().filter(|&chat| chat != group);
                let reader = event["seen_by"].as_i64().or(in_private);
                let reader = reader.or(event["message"]["reply_to_message"]["from"]["id"].as_i64());
                let reader = reader.unwrap_or_else(|| panic!("for nobody: {event}"));
                outcome.shown.entry(reader).or_default().push(Shown::of(&event["message"]));
            }
            _ => {}
        }
    }
    outcome
}

/// Presses buttons under messages from before the bot was restarted.
async fn press_all(under: Under, data: Vec<String>) {
    let mut town = Town::new().await;
    let (mut pressers, group) = gather(&town, under).await;
    if under == Under::Refused {
        town.patch("/sandbox/settings", json!({ "ephemeral": "refused" })).await;
    }
    town.restart().await;
    for round in data.chunks(PEOPLE) {
        let since = town.now().await;
        for (presser, data) in pressers.iter().zip(round) {
            let mut tap = presser.message.clone();
            tap["data"] = json!(data);
            let tapped = town.post("/sandbox/presses", tap).await;
            assert!(tapped["update_id"].is_i64(), "{under:?} {data}: {tapped}");
        }
        let outcome = outcome(&town, since, group).await;
        let mut unchanged = 0;
        for (presser, data) in pressers.iter_mut().zip(round) {
            unchanged += usize::from(!survives(&outcome, under, presser, data));
        }
        // Who saw the screen already is not shown it again.
        assert!(unchanged <= outcome.as_it_was, "{under:?}: {unchanged} silent presses in {round:?}");
    }
}

/// Whether a press brought anything up; what it did is right in any case.
fn survives(outcome: &Outcome, under: Under, presser: &mut Presser, data: &str) -> bool {
    let catalog = &atlas().content.catalog;
    let answers = outcome.answers.get(&presser.id).map_or(&[][..], Vec::as_slice);
    assert_eq!(answers.len(), 1, "{under:?} {data}: {answers:?}");
    let press = decode_press(catalog, data).value();
    if let Press::SetLanguage(lang, _) | Press::SetGroupLanguage(lang) = press
        && under != Under::Elsewhere
    {
        let id = catalog.language(lang).id.as_str();
        presser.lang = LANGUAGES.into_iter().find(|&known| known == id).unwrap();
    }
    let shown = outcome.shown.get(&presser.id).map_or(&[][..], Vec::as_slice);
    for shown in shown {
        let name = atlas().name(shown);
        assert!(name.contains(&format!("{} ", presser.lang)), "{under:?} {data}: {name}");
    }
    match answers[0]["url"].as_str().filter(|url| !url.is_empty()) {
        Some(url) => {
            // Whatever is for a private chat only opens there.
            let private = match press {
                Press::Open(screen, _) | Press::KeepLanguage(screen) | Press::SetLanguage(_, screen) => {
                    at(screen).is_private()
                }
                Press::Picture(_) => under != Under::Private,
                Press::Reminder(_) | Press::Forget => true,
                _ => at(linked(url)).is_private(),
            };
            let expected = private || matches!(under, Under::Elsewhere | Under::Refused);
            assert!(expected && shown.is_empty(), "{under:?} {data}: {url}");
            true
        }
        None => {
            assert_ne!(under, Under::Elsewhere, "{data}: {answers:?}");
            // Who may not choose for the group is told so.
            let is_told = matches!(press, Press::SetGroupLanguage(_)) && answers[0]["show_alert"] == true;
            !shown.is_empty() || (under == Under::Refused && is_told)
        }
    }
}

/// The screen that a link leads to; it must exist.
#[track_caller]
fn linked(url: &str) -> Screen {
    let payload = url.strip_prefix(&format!("https://t.me/{BOT}?start=")).unwrap_or_else(|| panic!("{url}"));
    match decode_link(&atlas().content.catalog, payload) {
        Decoded::Exact(screen) => screen,
        decoded => panic!("{url}: {decoded:?}"),
    }
}

/// People, each with a message to press under, and their group.
async fn gather(town: &Town, under: Under) -> (Vec<Presser>, i64) {
    let group = match under {
        Under::Elsewhere => Group::found(town, "en").await,
        _ => Group::with_bot(town, "en").await,
    };
    let mut pressers = Vec::new();
    for number in 0..PEOPLE {
        let lang = LANGUAGES[number % LANGUAGES.len()];
        let member = group.joined_by(if lang == "zh" { "zh-hans" } else { lang }).await;
        let mut message = json!({ "from": member.id, "chat": group.id });
        match under {
            Under::Private => {
                let said = json!({ "from": member.id, "chat": member.id, "text": "/tips" });
                let since = town.now().await;
                town.post("/sandbox/messages", said).await;
                let outcome = outcome(town, since, group.id).await;
                message["chat"] = json!(member.id);
                message["message_id"] = json!(outcome.shown[&member.id][0].id);
            }
            // Of the owner's asking, so that everybody presses under what another asked for.
            Under::Public | Under::Refused if number > 0 => {
                message["message_id"] =
                    pressers.first().map(|p: &Presser| p.message["message_id"].clone()).unwrap();
            }
            Under::Public | Under::Refused => {
                let asker = group.joined_by_old_client("en").await;
                message["message_id"] = json!(asker.says("/tips").await.one_public().shown.id);
            }
            Under::Ephemeral => {
                let (id, _) = member.says("/tips").await.one().only_for.unwrap();
                message["ephemeral_message_id"] = json!(id);
            }
            Under::Elsewhere => {
                let asked = json!({ "from": member.id, "chat": group.id, "query": "tips" });
                let answer = town.post("/sandbox/inline_queries", asked).await;
                let chosen = json!({ "from": member.id, "chat": group.id,
                    "inline_query_id": answer["inline_query_id"], "result_id": "page_tips" });
                let sent = town.post("/sandbox/inline_results", chosen).await;
                message = json!({ "from": member.id, "inline_message_id": sent["inline_message_id"] });
            }
        }
        pressers.push(Presser { id: member.id, lang, message });
    }
    (pressers, group.id)
}

async fn survive(under: Under, offset: usize) {
    let buttons: Vec<String> = every_button().into_iter().collect();
    assert!(buttons.len() > 500, "{} buttons", buttons.len());
    let spoilt = buttons.iter().enumerate().map(|(turn, data)| spoilt(data, turn)).collect();
    let data: Vec<String> =
        sample(buttons.clone(), offset).into_iter().chain(sample(spoilt, offset)).collect();
    println!("{under:?}: {} of {} presses", data.len(), 2 * buttons.len());
    // Each in every language: the next round shifts who presses what.
    let times = if std::env::var_os("EVERYTHING").is_some() { LANGUAGES.len() } else { 1 };
    let shifted = (0..times).flat_map(|turn| data.iter().cycle().skip(turn).take(data.len()).cloned());
    press_all(under, shifted.collect()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_button_survives_in_private() {
    survive(Under::Private, 0).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_button_survives_under_what_all_see_and_another_asked_for() {
    survive(Under::Public, 20).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_button_survives_where_nothing_can_be_shown_to_one_person() {
    survive(Under::Refused, 30).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_button_survives_under_what_one_person_sees() {
    survive(Under::Ephemeral, 40).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_button_survives_under_a_message_sent_elsewhere() {
    survive(Under::Elsewhere, 60).await;
}

/// Every link of every screen, as it is and spoilt.
fn every_link() -> Vec<String> {
    let catalog = &atlas().content.catalog;
    let links = Screen::all(catalog).into_iter().map(|screen| encode_link(catalog, screen));
    let links: Vec<String> = links.collect();
    for link in &links {
        linked(&format!("https://t.me/{BOT}?start={link}"));
    }
    let spoil =
        |(turn, link): (usize, &String)| spoilt(&link.replace('_', "/"), turn).replace(['/', ':'], "_");
    links.iter().cloned().chain(links.iter().enumerate().map(spoil)).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_link_opens_a_screen_in_private_and_in_a_group() {
    let town = Town::new().await;
    let (people, group) = gather(&town, Under::Private).await;
    let links = sample(every_link(), 5);
    for round in links.chunks(PEOPLE) {
        for chat in [None, Some(group)] {
            let since = town.now().await;
            for (person, link) in people.iter().zip(round) {
                let text = format!("/start@{BOT} {link}");
                let body = json!({ "from": person.id, "chat": chat.unwrap_or(person.id), "text": text });
                town.post("/sandbox/messages", body).await;
            }
            let outcome = outcome(&town, since, group).await;
            for (person, link) in people.iter().zip(round) {
                let shown = outcome.shown.get(&person.id).map_or(&[][..], Vec::as_slice);
                assert_eq!(shown.len(), 1, "{link} in {chat:?}: {shown:#?}");
                assert!(atlas().name(&shown[0]).starts_with(person.lang), "{link}: {shown:#?}");
            }
        }
    }
}

/// Links to the bot that stand under screens, and under screens shared elsewhere, lead to screens that exist.
#[test]
fn every_link_under_a_screen_leads_to_a_screen() {
    let content = &atlas().content;
    let mut count = 0;
    for lang in content.catalog.languages() {
        for fixed in Fixed::all(&content.catalog) {
            let here = &content.message(lang, &fixed.into()).keyboard;
            let elsewhere = shared_keyboard::keyboard(&content.catalog, here, fixed.screen(), BOT, "open");
            let keyboards = serde_json::to_string(&(here, elsewhere)).unwrap();
            let named = keyboards.replace(kz_topup_bot::render::links::UNNAMED, BOT);
            for rest in named.split(&format!("https://t.me/{BOT}?start=")).skip(1) {
                let payload = rest.split('"').next().unwrap();
                linked(&format!("https://t.me/{BOT}?start={payload}"));
                count += 1;
            }
        }
    }
    assert!(count > 100, "{count} links");
}

//! One person sends far more than is answered, every call takes 100 ms, and one edit in ten is answered with 429.
//! Others are answered as if nothing happened, the flooder's last wish is answered, and a group of fifty talkers
//! loses nothing.
//!
//! How long others wait is measured in calls for the flooder, not in seconds: each takes 100 ms, one after another.

use serde_json::{Value, json};

use crate::groups::square::Group;
use crate::person::{Person, Shown, Town};
use crate::program::{Program, Running};
use crate::servers::reserved_address;
use crate::trials::sized;
use crate::webhook::Ops;

/// Milliseconds that each call takes.
const CALL: u64 = 100;
/// The most messages or edits that the flooder may get between a question of somebody else and its answer: 1.5 seconds.
const MOST_IN_BETWEEN: usize = 15;

/// How updates arrive.
#[derive(Clone, Copy, Debug)]
enum Arrival {
    Polling,
    Webhook,
}

/// The messages and edits of the bot, with their chats, in order.
fn shown(events: &[Value]) -> Vec<(i64, Shown)> {
    let of_the_bot = |event: &&Value| match event["kind"].as_str() {
        Some("message") => event["message"]["from"]["is_bot"] == true,
        Some("edit") => true,
        _ => false,
    };
    let shown = events.iter().filter(of_the_bot);
    shown
        .map(|event| (event["message"]["chat"]["id"].as_i64().unwrap(), Shown::of(&event["message"])))
        .collect()
}

fn starts(town: &Town, arrival: Arrival) -> (Running, Ops) {
    let program = Program::in_town(town).with("METRICS_LISTEN", "127.0.0.1:0");
    let program = match arrival {
        Arrival::Polling => program,
        Arrival::Webhook => {
            let address = reserved_address().to_string();
            let url = format!("http://{address}/telegram");
            program.with("WEBHOOK_URL", &url).with("WEBHOOK_LISTEN", &address)
        }
    };
    let running = program.starts(&["run"]);
    let ops = Ops::of(&running);
    (running, ops)
}

async fn order(town: &Town, body: Value) {
    let ordered = town.post("/sandbox/faults", body).await;
    assert!(ordered["error"].is_null(), "{ordered}");
}

/// Every call takes its time from now on, and one edit in ten is refused.
async fn slow(town: &Town) {
    for method in ["sendMessage", "answerCallbackQuery"] {
        order(town, json!({ "method": method, "delay_ms": CALL, "times": 2_000 })).await;
    }
    for _ in 0..100 {
        order(town, json!({ "method": "editMessageText", "delay_ms": CALL, "times": 9 })).await;
        let refusal = json!({ "method": "editMessageText", "error_code": 429, "description": "Too Many Requests", "parameters": { "retry_after": 5 } });
        order(town, refusal).await;
    }
}

async fn writes(town: &Town, person: &Person<'_>, text: &str) {
    let message = json!({ "from": person.id, "chat": person.id, "text": text });
    let answer = town.post("/sandbox/messages", message).await;
    assert!(answer["update_id"].is_i64(), "{answer}");
}

async fn presses(town: &Town, person: &Person<'_>, menu: &Shown, operator: &str) {
    let press =
        json!({ "from": person.id, "chat": person.id, "message_id": menu.id, "data": menu.data(operator) });
    let answer = town.post("/sandbox/presses", press).await;
    assert!(answer["update_id"].is_i64(), "{answer}");
}

/// All events since one of them.
async fn events(town: &Town, since: i64) -> Vec<Value> {
    let (mut events, mut at) = (Vec::new(), since);
    loop {
        let page = town.get(&format!("/sandbox/events?after={at}&timeout=0")).await;
        events.extend(page["events"].as_array().unwrap().iter().cloned());
        let next = page["next"].as_i64().unwrap();
        if next == at {
            return events;
        }
        at = next;
    }
}

/// Waits until the last thing that a chat shows has these words.
async fn until_shown(town: &Town, since: i64, chat: i64, words: &str) -> Vec<(i64, Shown)> {
    let deadline = tokio::time::Instant::now() + std::time::Duration::from_secs(120);
    loop {
        let shown = shown(&events(town, since).await);
        let last = shown.iter().rev().find(|(id, _)| *id == chat);
        if last.is_some_and(|(_, shown)| shown.text.contains(words)) {
            return shown;
        }
        assert!(tokio::time::Instant::now() < deadline, "the last wish is not answered: {last:#?}");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
}

/// Waits until the chat has got something since an event; gives all events since then.
async fn until_answered(town: &Town, since: i64, chat: i64) -> Vec<Value> {
    loop {
        let events = events(town, since).await;
        if shown(&events).iter().any(|(id, _)| *id == chat) {
            return events;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

/// How much was shown to one chat before the first thing in another.
fn in_between(shown: &[(i64, Shown)], flooder: i64, bystander: i64) -> usize {
    let answer = shown.iter().position(|(id, _)| *id == bystander).expect("the bystander is answered");
    shown[..answer].iter().filter(|(id, _)| *id == flooder).count()
}

async fn count(ops: &Ops, name: &str) -> f64 {
    let metrics = ops.metrics().await;
    let line = metrics.lines().find_map(|line| line.strip_prefix(name));
    line.map_or(0.0, |value| value.trim().parse().unwrap())
}

/// What the flooder does again and again.
#[derive(Clone, Copy, Debug)]
enum Flood {
    Messages,
    Presses,
}

async fn trial(arrival: Arrival, flood: Flood, updates: usize) {
    let town = Town::without_bot().await;
    let (flooder, bystander) = (town.person("en").await, town.person("en").await);
    let (running, ops) = starts(&town, arrival);
    ops.is_ready().await;
    let menu = flooder.types("/start").await.one();
    bystander.types("/start").await;
    slow(&town).await;
    let since = town.now().await;
    for number in 1..=updates {
        let operator = match number {
            last if last == updates => "Kcell",
            odd if odd % 2 == 1 => "Beeline",
            _ => "Tele2",
        };
        match flood {
            Flood::Messages => writes(&town, &flooder, operator).await,
            Flood::Presses => presses(&town, &flooder, &menu, operator).await,
        }
    }
    let asked = town.now().await;
    writes(&town, &bystander, "Altel").await;
    let shown_to_all = until_shown(&town, since, flooder.id, "Kcell").await;
    let after = shown(&until_answered(&town, asked, bystander.id).await);
    let between = in_between(&after, flooder.id, bystander.id);
    let answers = shown_to_all.iter().filter(|(id, _)| *id == flooder.id).count();
    let shed = count(&ops, "kz_topup_outcomes_total{outcome=\"shed\"}").await;
    eprintln!("{arrival:?}, {updates} {flood:?}: {between} in between, {answers} answers, {shed} shed");
    assert!(between <= MOST_IN_BETWEEN, "the bystander waits for {between} answers to the flooder");
    drop(running);
}

#[tokio::test(flavor = "multi_thread")]
async fn by_polling_a_bystander_is_answered_while_one_person_sends_300_messages() {
    trial(Arrival::Polling, Flood::Messages, 300).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn by_polling_a_bystander_is_answered_while_one_person_presses_300_times() {
    trial(Arrival::Polling, Flood::Presses, 300).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_a_webhook_a_bystander_is_answered_while_one_person_sends_many_messages() {
    trial(Arrival::Webhook, Flood::Messages, sized(40, 300)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn at_a_webhook_a_bystander_is_answered_while_one_person_presses_many_times() {
    trial(Arrival::Webhook, Flood::Presses, sized(40, 300)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_people_who_talk_in_a_group_are_not_throttled() {
    let town = Town::without_bot().await;
    let (_running, ops) = starts(&town, Arrival::Polling);
    ops.is_ready().await;
    let bystander = town.person("en").await;
    bystander.types("/start").await;
    town.patch("/sandbox/settings", json!({ "privacy": "off" })).await;
    let group = Group::with_bot(&town, "en").await;
    let mut people = Vec::new();
    for _ in 0..50 {
        people.push(group.joined_by("en").await.id);
    }
    slow(&town).await;
    for round in 0..6 {
        for person in &people {
            let talk = json!({ "from": person, "chat": group.id, "text": format!("Talk {round}") });
            town.post("/sandbox/messages", talk).await;
        }
    }
    let asked = town.now().await;
    writes(&town, &bystander, "Altel").await;
    let shown = until_shown(&town, asked, bystander.id, "Altel").await;
    assert_eq!(shown.len(), 1, "talk is not answered: {shown:#?}");
    assert_eq!(count(&ops, "kz_topup_outcomes_total{outcome=\"shed\"}").await, 0.0);
}

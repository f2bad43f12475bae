//! How long the program tries, and who waits for whom: what one chat has to wait for is no other's business, an
//! answer that nobody wants any more is dropped, and one that Telegram never takes is given up and counted.

use kz_topup_bot::dialogue::session::Session;
use serde_json::{Value, json};

use crate::person::{Person, Town};
use crate::program::{Program, Running};
use crate::servers::reserved_address;
use crate::trials::crowd::TAG;
use crate::trials::model::{Act, content, outcome};
use crate::trials::sized;
use crate::webhook::Ops;

/// A town with its program at a webhook, where what one update waits for holds up no other.
async fn town() -> (Town, Program) {
    let town = Town::without_bot().await;
    let address = reserved_address().to_string();
    let program = Program::in_town(&town)
        .with("WEBHOOK_URL", &format!("http://{address}/telegram"))
        .with("WEBHOOK_LISTEN", &address)
        .with("METRICS_LISTEN", "127.0.0.1:0");
    (town, program)
}

fn starts(program: &Program) -> (Running, Ops) {
    let running = program.starts(&["run"]);
    let ops = Ops::of(&running);
    (running, ops)
}

async fn refuses(town: &Town, method: &str, code: u16, parameters: Value, times: u32) {
    let order = json!({
        "method": method, "error_code": code, "description": "On order", "parameters": parameters, "times": times,
    });
    let ordered = town.post("/sandbox/faults", order).await;
    assert!(ordered["error"].is_null(), "{ordered}");
}

async fn types(town: &Town, person: &Person<'_>, text: &str) {
    town.post("/sandbox/messages", json!({ "from": person.id, "chat": person.id, "text": text })).await;
}

/// Waits until a call has been refused, and gives when, in milliseconds.
async fn refused(town: &Town, since: i64) -> u64 {
    let mut at = since;
    loop {
        let page = town.get(&format!("/sandbox/events?after={at}&timeout=25")).await;
        let events = page["events"].as_array().unwrap();
        assert!(!events.is_empty(), "nothing is refused");
        if let Some(call) = events.iter().find(|event| event["kind"] == "call" && event["ok"] == false) {
            return call["at_ms"].as_u64().unwrap();
        }
        at = page["next"].as_i64().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chat_is_left_alone_for_as_long_as_telegram_says() {
    let (town, program) = town().await;
    let ann = town.person("en").await;
    let _running = starts(&program);
    ann.types("/start").await;
    refuses(&town, "sendMessage", 429, json!({ "retry_after": 1 }), 1).await;
    let since = town.now().await;
    types(&town, &ann, "beeline").await;
    let refused_at = refused(&town, since).await;
    let events = town.settled(since).await;
    let sent = events
        .iter()
        .filter(|event| event["kind"] == "message" && event["message"]["from"]["is_bot"] == true);
    let sent_at: Vec<_> = sent.map(|event| event["at_ms"].as_u64().unwrap()).collect();
    assert_eq!(sent_at.len(), 1, "{events:#?}");
    assert!(sent_at[0] >= refused_at + 1_000, "{sent_at:?} after {refused_at}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_chat_that_must_wait_delays_no_other_chat() {
    let (town, program) = town().await;
    let (ann, bob) = (town.person("en").await, town.person("en").await);
    let _running = starts(&program);
    ann.types("/start").await;
    // Longer than the test takes, and short enough to be waited for.
    refuses(&town, "sendMessage", 429, json!({ "retry_after": 30 }), 1).await;
    let since = town.now().await;
    types(&town, &ann, "beeline").await;
    refused(&town, since).await;
    types(&town, &bob, "beeline").await;
    assert_eq!(first_written_to(&town, since).await, bob.id);
}

/// Waits for the next message of the bot and gives its chat.
async fn first_written_to(town: &Town, since: i64) -> i64 {
    let mut at = since;
    loop {
        let page = town.get(&format!("/sandbox/events?after={at}&timeout=25")).await;
        let events = page["events"].as_array().unwrap();
        assert!(!events.is_empty(), "nobody is written to");
        let is_sent =
            |event: &&Value| event["kind"] == "message" && event["message"]["from"]["is_bot"] == true;
        if let Some(sent) = events.iter().find(is_sent) {
            return sent["chat"].as_i64().unwrap();
        }
        at = page["next"].as_i64().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_menu_is_not_shown_to_who_has_gone_on() {
    let (town, program) = town().await;
    let ann = town.person("en").await;
    let (_running, ops) = starts(&program);
    let menu = ann.types("/start").await.one();
    refuses(&town, "editMessageText", 429, json!({ "retry_after": 3 }), 1).await;
    let since = town.now().await;
    let press =
        json!({ "from": ann.id, "chat": ann.id, "message_id": menu.id, "data": menu.data("Beeline") });
    town.post("/sandbox/presses", press).await;
    refused(&town, since).await;
    // Of another kind, so Telegram brings it while the press is not answered yet.
    types(&town, &ann, "/topup beeline terminal").await;
    let seen = ann.sees(since).await;
    assert_eq!((seen.edits.len(), seen.messages.len()), (0, 1), "{seen:#?}");
    let buttons = seen.messages[0].keys.iter().flatten();
    let mut buttons = buttons.filter(|(_, data)| data == "tell/worked/beeline/terminal");
    assert!(buttons.next().is_some(), "the guide is shown: {seen:#?}");
    ops.until("kz_topup_stale_menus_total 1").await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_telegram_keeps_refusing_is_given_up_and_counted() {
    let (town, program) = town().await;
    let (ann, bob) = (town.person("en").await, town.person("en").await);
    let (running, ops) = starts(&program);
    ann.types("/start").await;
    // Longer than an answer is tried for.
    refuses(&town, "sendMessage", 429, json!({ "retry_after": 41 }), 1).await;
    assert_eq!(ann.types("beeline").await.messages.len(), 0);
    ops.until("kz_topup_lost_answers_total{failure=\"rate-limited\"} 1").await;
    assert_eq!(bob.types("beeline").await.messages.len(), 1);
    // As long as the chat is to be left alone nobody even calls.
    let since = town.now().await;
    ann.types("kaspi").await;
    let calls = town.settled(since).await.into_iter().filter(|event| event["kind"] == "call").count();
    assert_eq!(calls, 0);

    let times = sized(3, 10_000);
    refuses(&town, "sendMessage", 500, Value::Null, times).await;
    let since = town.now().await;
    types(&town, &bob, "kaspi").await;
    if times == 3 {
        ops.until("kz_topup_retries_total{method=\"SendMessage\"} 3").await;
        assert_eq!(bob.sees(since).await.messages.len(), 1);
    } else {
        ops.until("kz_topup_lost_answers_total{failure=\"maybe-done\"} 1").await;
    }
    let ended = running.stop();
    assert!(ended.err.iter().any(|line| line.contains("an answer is lost")), "{ended:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_is_revoked_later_ends_the_program() {
    for arrival in ["polling", "webhook"] {
        let (town, webhook) = town().await;
        let program = if arrival == "webhook" { webhook } else { Program::in_town(&town) };
        let program = program.with("RUST_LOG", "error");
        let ann = town.person("en").await;
        let running = program.starts(&["run"]);
        ann.types("/start").await;
        refuses(&town, "getMe", 401, Value::Null, 10).await;
        refuses(&town, "sendMessage", 401, Value::Null, 1).await;
        types(&town, &ann, "beeline").await;
        let ended = running.ends();
        assert_eq!(ended.code, Some(3), "{arrival}: {ended:#?}");
        assert!(
            ended.err.iter().any(|line| line.starts_with("error: TELOXIDE_TOKEN")),
            "{arrival}: {ended:#?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn one_refusal_of_the_token_that_get_me_does_not_confirm_ends_nothing() {
    let (town, program) = town().await;
    let ann = town.person("en").await;
    let (running, _ops) = starts(&program);
    ann.types("/start").await;
    refuses(&town, "sendMessage", 401, Value::Null, 1).await;
    assert_eq!(ann.types("beeline").await.messages.len(), 0);
    assert_eq!(ann.types("beeline").await.messages.len(), 1);
    assert_eq!(running.stop().code, Some(0));
}

/// What is not understood is answered with more help each time.
#[tokio::test(flavor = "multi_thread")]
async fn an_update_that_comes_once_more_moves_nothing_on() {
    let (town, program) = town().await;
    let ann = town.person("en").await;
    let (running, ops) = starts(&program);
    ops.is_ready().await;
    ann.types("/start").await;
    let webhook = town.sandbox.world().with(|state| state.webhook.clone()).unwrap();
    let bring = async |text: &str| {
        let update = json!({ "update_id": 900_000_000, "message": {
            "message_id": 77, "date": 1, "text": text, "from": { "id": ann.id, "is_bot": false, "first_name": "Ann" },
            "chat": { "id": ann.id, "type": "private" },
        }});
        let post = reqwest::Client::builder().no_proxy().build().unwrap().post(&webhook.url);
        let post = post.header("X-Telegram-Bot-Api-Secret-Token", &webhook.secret).json(&update);
        assert_eq!(post.send().await.unwrap().status(), 200);
    };
    bring("qwzxv").await;
    let since = town.now().await;
    // Another program knows only from the storage that it was answered.
    running.stop();
    let (_running, ops) = starts(&program);
    ops.is_ready().await;
    bring("qwzxv").await;
    assert_eq!(ann.sees(since).await.messages.len(), 0, "it is answered once");
    let (content, mut session, mut text) = (content(), Session::default(), String::new());
    for words in ["/start", "qwzxv", "qwzxv"] {
        let mut follows = outcome(&content, TAG, session, &Act::Types(words.to_owned()));
        (session, text) = (follows.session, follows.showings.remove(0).text);
    }
    assert_eq!(ann.types("qwzxv").await.one().text, text, "it counts once");
}

//! Reminders go out: on the day before, in the morning, each once, whatever stops, starts and fails meanwhile.

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::{Datelike, Days, NaiveDate};
use kz_topup_bot::bot::clock::Clock;
use kz_topup_bot::bot::outgoing::client::OutboundClient;
use kz_topup_bot::bot::outgoing::pace::Limits;
use kz_topup_bot::bot::records::record::SessionDialogue;
use kz_topup_bot::bot::records::reminders::Reminders;
use kz_topup_bot::intake::stop::Alarm;
use kz_topup_bot::storage::any::AnyStorage;
use rusqlite::Connection;
use serde_json::{Value, json};
use teloxide::Bot;
use teloxide::types::ChatId;
use tempfile::{TempDir, tempdir};
use tokio::time::sleep;

use crate::person::{Person, Shown, Town, shared_content, today};
use crate::remind::{day, sets};
use crate::servers::postgres::PostgresServer;
use crate::servers::redis::RedisServer;

/// Far longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often is looked.
const PAUSE: Duration = Duration::from_millis(20);

async fn until(what: &str, happens: impl AsyncFn() -> bool) {
    let end = Instant::now() + PATIENCE;
    while !happens().await {
        assert!(Instant::now() < end, "it does not happen: {what}");
        sleep(PAUSE).await;
    }
}

/// The reminders in a chat, oldest first.
async fn reminded(town: &Town, person: &Person<'_>) -> Vec<Shown> {
    let messages = town.get(&format!("/sandbox/chats/{}/messages", person.id)).await;
    let messages: Vec<Value> = messages["messages"].as_array().or(messages.as_array()).unwrap().clone();
    let ours = messages.iter().filter(|message| message["from"]["is_bot"] == true).map(Shown::of);
    let is_reminder = |shown: &Shown| {
        ["You asked me to tell you", "你让我提醒的"].iter().any(|words| shown.text.contains(words))
    };
    ours.filter(is_reminder).collect()
}

/// The renewal that a chat will be told of next, if anything is stored of it.
async fn next(storage: &Arc<AnyStorage>, chat: i64) -> Option<NaiveDate> {
    let dialogue = SessionDialogue::new(Arc::clone(storage), ChatId(chat));
    dialogue.get().await.unwrap().and_then(|stored| stored.record.next_renewal())
}

/// Waits until a chat has been told so often, and the next renewal is written.
async fn told(town: &Town, person: &Person<'_>, times: usize, renewal: NaiveDate) {
    until(&format!("{times} reminders, then {renewal}"), async || {
        reminded(town, person).await.len() >= times && next(&town.storage, person.id).await == Some(renewal)
    })
    .await;
    assert_eq!(reminded(town, person).await.len(), times);
}

async fn file() -> (TempDir, AnyStorage) {
    let directory = tempdir().unwrap();
    let storage = open(&format!("sqlite:{}", directory.path().join("bot.sqlite").display())).await;
    (directory, storage)
}

async fn open(url: &str) -> AnyStorage {
    AnyStorage::open(&url.parse().unwrap()).await.unwrap()
}

#[tokio::test]
async fn a_year_brings_one_message_a_month_on_the_day_before_its_last() {
    let town = Town::new().await;
    let person = town.person("zh-hans").await;
    let guide = person.types("beeline kaspi").await;
    assert_eq!(guide.messages.len(), 1);
    sets(&person, "31").await;
    let mut renewals = (0..).map(|at| today() + Days::new(at)).filter(|day| (*day + Days::new(1)).day() == 1);
    let mut renewal = renewals.next().unwrap();
    let mut times = 0;
    for at in 0..365 {
        let morning = today() + Days::new(at);
        // Not before ten.
        town.is_on(morning, 9, 59);
        tokio::task::yield_now().await;
        assert_eq!(reminded(&town, &person).await.len(), times, "{morning}");
        town.is_on(morning, 10, 0);
        if morning + Days::new(1) == renewal {
            times += 1;
            let following = renewals.next().unwrap();
            told(&town, &person, times, following).await;
            let date = format!("明天（{}月{}日）", renewal.month(), renewal.day());
            let last = reminded(&town, &person).await.pop().unwrap();
            assert!(last.text.contains(&date), "{date}: {}", last.text);
            renewal = following;
        }
    }
    assert_eq!(times, 12);
    let last = reminded(&town, &person).await.pop().unwrap();
    let guide = person.presses(&last, "📖 Beeline · Kaspi").await.one();
    assert!(guide.text.contains("Beeline · Kaspi") && guide.id != last.id, "{}", guide.text);
    let stopped = person.presses(&last, "不用提醒了").await;
    assert_eq!(stopped.notices, ["好，这个提醒停了。"]);
    assert_eq!(next(&town.storage, person.id).await, None);
}

#[tokio::test]
async fn a_reminder_survives_a_restart_and_comes_once() {
    let (directory, storage) = file().await;
    let mut town = Town::with(storage).await;
    let id = town.person("en").await.id;
    sets(&Person::again(&town, id), "28").await;
    town.disconnect().await;
    town.storage.close().await;
    let url = format!("sqlite:{}", directory.path().join("bot.sqlite").display());
    town.storage = Arc::new(open(&url).await);
    town.is_on(day(2026, 11, 27), 10, 0);
    town.connect();
    told(&town, &Person::again(&town, id), 1, day(2026, 12, 28)).await;
    town.restart().await;
    town.is_on(day(2026, 11, 27), 18, 0);
    town.is_on(day(2026, 12, 27), 10, 0);
    told(&town, &Person::again(&town, id), 2, day(2027, 1, 28)).await;
}

#[tokio::test]
async fn what_comes_late_tells_the_truth_and_what_is_past_is_left_out() {
    let mut town = Town::new().await;
    let id = town.person("en").await.id;
    sets(&Person::again(&town, id), "28").await;
    town.disconnect().await;
    // Back at night: nobody is woken up.
    town.is_on(day(2026, 11, 28), 3, 0);
    town.connect();
    let person = Person::again(&town, id);
    person.types("/tips").await.one();
    assert_eq!(reminded(&town, &person).await.len(), 0);
    town.is_on(day(2026, 11, 28), 9, 0);
    told(&town, &person, 1, day(2026, 12, 28)).await;
    let late = reminded(&town, &person).await.pop().unwrap();
    assert!(late.text.contains("renews today (28 November)") && late.text.contains("late"), "{}", late.text);

    town.disconnect().await;
    town.is_on(day(2027, 1, 2), 12, 0);
    town.connect();
    let person = Person::again(&town, id);
    told(&town, &person, 1, day(2027, 1, 28)).await;
    town.is_on(day(2027, 1, 27), 12, 0);
    told(&town, &person, 2, day(2027, 2, 28)).await;
    let last = reminded(&town, &person).await.pop().unwrap();
    assert!(last.text.contains("tomorrow (28 January)"), "{}", last.text);
}

#[tokio::test]
async fn several_reminders_of_one_person_all_come() {
    let town = Town::new().await;
    let person = town.person("en").await;
    for words in ["28", "every 30 days", "29"] {
        let shown = person.types(&format!("/remind {words}")).await.one();
        if shown.text.contains("when next") {
            person.types("28 November").await.one();
        }
    }
    town.is_on(day(2026, 11, 27), 10, 0);
    told(&town, &person, 2, day(2026, 11, 29)).await;
    town.is_on(day(2026, 11, 28), 10, 0);
    told(&town, &person, 3, day(2026, 12, 28)).await;
}

#[tokio::test]
async fn a_blocked_chat_ends_it_and_is_forgotten() {
    let town = Town::new().await;
    let person = town.person("en").await;
    sets(&person, "28").await;
    let order = json!({ "method": "sendMessage", "error_code": 403,
        "description": "Forbidden: user is deactivated" });
    town.post("/sandbox/faults", order).await;
    town.is_on(day(2026, 11, 27), 10, 0);
    until("the record goes", async || next(&town.storage, person.id).await.is_none()).await;
    let dialogue = SessionDialogue::new(Arc::clone(&town.storage), ChatId(person.id));
    assert!(dialogue.get().await.unwrap().is_none());
    assert_eq!(reminded(&town, &person).await.len(), 0);
}

#[tokio::test]
async fn telegrams_wait_is_waited_out() {
    let town = Town::new().await;
    let person = town.person("en").await;
    sets(&person, "28").await;
    let order = json!({ "method": "sendMessage", "error_code": 429,
        "description": "Too Many Requests: retry after 1", "parameters": { "retry_after": 1 } });
    town.post("/sandbox/faults", order).await;
    let asked = Instant::now();
    town.is_on(day(2026, 11, 27), 10, 0);
    told(&town, &person, 1, day(2026, 12, 28)).await;
    assert!(asked.elapsed() >= Duration::from_secs(1));
}

#[tokio::test]
async fn what_cannot_be_written_comes_again_when_the_lease_has_run_out() {
    let (directory, storage) = file().await;
    let town = Town::with(storage).await;
    let person = town.person("en").await;
    sets(&person, "28").await;
    let file = Connection::open(directory.path().join("bot.sqlite")).unwrap();
    let stuck =
        "CREATE TRIGGER stuck BEFORE UPDATE OF session ON dialogues BEGIN SELECT RAISE(FAIL, 'x'); END";
    file.execute_batch(stuck).unwrap();
    town.is_on(day(2026, 11, 27), 10, 0);
    until("the message", async || reminded(&town, &person).await.len() == 1).await;
    town.is_on(day(2026, 11, 27), 10, 2);
    person.types("/tips").await.one();
    assert_eq!(reminded(&town, &person).await.len(), 1, "nobody takes it before the lease has run out");
    file.execute_batch("DROP TRIGGER stuck").unwrap();
    town.is_on(day(2026, 11, 27), 10, 4);
    told(&town, &person, 2, day(2026, 12, 28)).await;
}

#[tokio::test]
async fn a_stop_waits_for_what_is_being_sent() {
    let mut town = Town::new().await;
    let id = town.person("en").await.id;
    sets(&Person::again(&town, id), "28").await;
    town.post("/sandbox/faults", json!({ "method": "sendMessage", "delay_ms": 1_500 })).await;
    town.is_on(day(2026, 11, 27), 10, 0);
    until("the call", async || town.get("/sandbox/faults").await["injected"] != json!({})).await;
    town.disconnect().await;
    assert_eq!(next(&town.storage, id).await, Some(day(2026, 12, 28)));
    assert_eq!(reminded(&town, &Person::again(&town, id)).await.len(), 1);
}

/// Many chats are due at the same moment, and three programs look for them.
async fn each_gets_one(storages: [AnyStorage; 3]) {
    let [first, second, third] = storages.map(Arc::new);
    let mut town = Town::without_bot().await;
    town.storage = Arc::clone(&first);
    town.connect();
    let mut people = Vec::new();
    for _ in 0..24 {
        let person = town.person("en").await;
        sets(&person, "28").await;
        people.push(person.id);
    }
    town.disconnect().await;
    town.is_on(day(2026, 11, 27), 10, 0);
    let shared = shared_content();
    let (stop, stopped) = tokio::sync::watch::channel(false);
    let workers = [&first, &second, &third].map(|storage| {
        let client = teloxide::net::default_reqwest_settings().no_proxy().build().unwrap();
        let bot = Bot::with_client(town.sandbox.token(), client).set_api_url(town.sandbox.api_url());
        let client = OutboundClient::new(bot, Limits::Unlimited, Alarm::default());
        let clock = Clock::set_by(town.clock.subscribe());
        let reminders = Reminders::new(client, Arc::clone(&shared), Arc::clone(storage), clock);
        let mut stopped = stopped.clone();
        tokio::spawn(reminders.run(async move {
            let _ = stopped.wait_for(|stopped| *stopped).await;
        }))
    });
    for &id in &people {
        told(&town, &Person::again(&town, id), 1, day(2026, 12, 28)).await;
    }
    // Another look, after the leases.
    town.is_on(day(2026, 11, 27), 10, 30);
    town.is_on(day(2026, 12, 27), 10, 0);
    for &id in &people {
        told(&town, &Person::again(&town, id), 2, day(2027, 1, 28)).await;
    }
    stop.send_replace(true);
    for worker in workers {
        worker.await.unwrap();
    }
    for &id in &people {
        assert_eq!(reminded(&town, &Person::again(&town, id)).await.len(), 2);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn three_programs_on_one_file_send_each_once() {
    let directory = tempdir().unwrap();
    let url = format!("sqlite:{}", directory.path().join("bot.sqlite").display());
    each_gets_one([open(&url).await, open(&url).await, open(&url).await]).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs redis-server, which tests/run installs"]
async fn three_programs_on_redis_send_each_once() {
    let server = RedisServer::start().await;
    let url = server.url();
    each_gets_one([open(&url).await, open(&url).await, open(&url).await]).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs postgresql, which tests/run installs"]
async fn three_programs_on_postgres_send_each_once() {
    let server = PostgresServer::start().await;
    let url = format!("{}?sslmode=disable", server.url());
    each_gets_one([open(&url).await, open(&url).await, open(&url).await]).await;
}

//! Two programs serve one bot: behind a proxy, with one storage. One of them is killed and comes back, or is stopped,
//! again and again under load, and nobody notices beyond a delay.

use std::sync::Arc;
use std::time::Duration;

use kz_topup_bot::bot::records::record::SessionDialogue;
use kz_topup_bot::dialogue::session::Session;
use kz_topup_bot::storage::any::AnyStorage;
use serde_json::json;
use teloxide::types::ChatId;

use crate::person::{Shown, Town};
use crate::servers::nginx::Nginx;
use crate::servers::postgres::PostgresServer;
use crate::servers::redis::RedisServer;
use crate::servers::reserved_address;
use crate::trials::crowd::{Crowd, TAG, Walk};
use crate::trials::model::{Act, content, outcome};
use crate::trials::service::Service;
use crate::trials::{Dice, sized};
use crate::webhook::Ops;

/// The most steps of the crowd between two ends of a program.
const MOST_STEPS: usize = 60;

async fn trial(storage: &str, seed: u64) {
    let turns = sized(1, 10);
    let crowd = Crowd::new().await;
    let addresses = [(); 2].map(|()| reserved_address().to_string());
    let nginx = Nginx::start([&addresses[0], &addresses[1]]).await;
    let services = addresses.map(|address| Service::behind(&crowd, &nginx.url(), &address, storage));
    let mut running = services.each_ref().map(|service| Some(service.starts()));
    let walk = Walk { people: 40, steps: None, pause: Duration::from_secs(1), seed };
    let walking = tokio::spawn({
        let crowd = Arc::clone(&crowd);
        async move { crowd.walk(walk).await }
    });
    let (mut dice, mut said) = (Dice(seed), Vec::new());
    for turn in 0..turns {
        for (replica, service) in services.iter().enumerate() {
            crowd.reaches(crowd.so_far() + 1 + dice.below(MOST_STEPS) as u64).await;
            let ends = running[replica].take().unwrap();
            let ended = if (turn + replica) % 2 == 0 { ends.kill() } else { ends.stop() };
            said.extend(ended.err);
            // The other one goes on alone for a while.
            crowd.reaches(crowd.so_far() + 1 + dice.below(MOST_STEPS) as u64).await;
            running[replica] = Some(service.starts());
        }
    }
    crowd.end();
    let tally = walking.await.unwrap();
    for running in running.into_iter().flatten() {
        let ended = running.stop();
        assert_eq!(ended.code, Some(0), "{ended:#?}");
        said.extend(ended.err);
    }
    said.retain(|line| line.contains("WARN") || line.contains("ERROR"));
    let astray = crowd.astray(storage, &tally).await;
    let engine = storage.split(':').next().unwrap();
    eprintln!("replicas, {engine}: {turns} kills, {turns} stops, {tally}, {} astray", astray.len());
    assert!(said.is_empty(), "all is well for those who stay: {said:#?}");
    tally.is_whole();
    assert!(astray.is_empty(), "{} astray: {:#?}", astray.len(), astray.first());
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nginx and Redis; tests/run brings them and runs this"]
async fn a_replica_may_go_and_come_with_redis() {
    let redis = RedisServer::start().await;
    trial(&redis.url(), 21).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs nginx and PostgreSQL; tests/run brings them and runs this"]
async fn a_replica_may_go_and_come_with_postgres() {
    let postgres = PostgresServer::start().await;
    trial(&postgres.url(), 22).await;
}

/// Two presses under one message, one at each replica at the same time: what is shown belongs to one of them, and so
/// does what is remembered; both are answered.
#[tokio::test(flavor = "multi_thread")]
async fn two_taps_at_two_replicas_end_in_a_screen_that_was_asked_for() {
    let crowd = Crowd::new().await;
    let town = &crowd.town;
    let file = tempfile::TempDir::new().unwrap();
    let storage = format!("sqlite:{}", file.path().join("bot.sqlite").display());
    let addresses = [(); 2].map(|()| reserved_address().to_string());
    let urls = addresses.clone().map(|address| format!("http://{address}/telegram"));
    // Both tell Telegram the first one's address.
    let services = addresses.map(|address| Service::behind(&crowd, &urls[0], &address, &storage));
    let running = services.each_ref().map(Service::starts);
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    for ops in running.each_ref().map(Ops::of) {
        ops.is_ready().await;
    }
    for _ in 0..sized(5, 100) {
        let ann = town.person(TAG).await;
        let menu = ann.types("/start").await.one();
        let taps = ["Beeline", "Kcell"].map(|label| menu.data(label));
        let since = town.now().await;
        let secret = town.sandbox.world().with(|state| state.webhook.as_ref().unwrap().secret.clone());
        let bring = taps.iter().zip(&urls).enumerate().map(|(number, (data, url))| {
            let update = json!({ "update_id": 800_000_000 + 10 * ann.id + number as i64, "callback_query": {
                "id": format!("{}{number}", ann.id), "chat_instance": "1", "data": data,
                "from": { "id": ann.id, "is_bot": false, "first_name": "Ann", "language_code": TAG },
                "message": { "message_id": menu.id, "date": 1, "chat": { "id": ann.id, "type": "private" } },
            }});
            let post = http.post(url).header("X-Telegram-Bot-Api-Secret-Token", &secret).json(&update);
            async move { post.send().await.unwrap().status() }
        });
        assert_eq!(futures::future::join_all(bring).await, [200, 200]);
        agree(town, &storage, ann.id, since, taps.map(|data| Act::Presses { message: menu.id, data })).await;
    }
}

/// The message shows what one of the two acts asked for, and the session stands where one of them led.
async fn agree(town: &Town, storage: &str, person: i64, since: i64, acts: [Act; 2]) {
    let content = content();
    let ends = acts.map(|act| outcome(&content, TAG, Session::default(), &act));
    let events = town.settled(since).await;
    let edits = events.iter().filter(|event| event["kind"] == "edit" && event["chat"] == json!(person));
    let last = edits.map(|event| Shown::of(&event["message"])).next_back().expect("something is shown");
    assert!(ends.iter().any(|end| end.showings[0].text == last.text), "{last:#?}");
    let storage = Arc::new(AnyStorage::open(&storage.parse().unwrap()).await.unwrap());
    let stored = SessionDialogue::new(Arc::clone(&storage), ChatId(person)).get().await.unwrap().unwrap();
    let session = stored.record.session(&content.catalog);
    assert!(ends.iter().any(|end| end.session == session), "{session:?}");
    storage.close().await;
}

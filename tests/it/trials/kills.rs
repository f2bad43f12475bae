//! The program is killed at random moments under load and started again: every update is answered, at least once, and
//! everybody's dialogue stands where it should.

use std::time::Duration;

use crate::servers::redis::RedisServer;
use crate::trials::crowd::{Crowd, Walk};
use crate::trials::service::{Arrival, Service};
use crate::trials::{Dice, sized};

/// The most steps of the crowd between two kills.
const MOST_STEPS: usize = 40;
/// The longest wait after them, in microseconds: a kill may come at any point of an answer.
const LONGEST_WAIT: usize = 30_000;

async fn trial(arrival: Arrival, storage: Option<&str>, seed: u64) {
    let kills = sized(4, 50);
    let crowd = Crowd::new().await;
    let service = Service::new(&crowd, arrival, storage);
    let mut running = service.starts();
    let walk = Walk { people: 30, steps: None, pause: Duration::from_secs(1), seed };
    let walking = tokio::spawn({
        let crowd = crowd.clone();
        async move { crowd.walk(walk).await }
    });
    let mut dice = Dice(seed);
    for _ in 0..kills {
        crowd.reaches(crowd.so_far() + 1 + dice.below(MOST_STEPS) as u64).await;
        tokio::time::sleep(Duration::from_micros(dice.below(LONGEST_WAIT) as u64)).await;
        running.kill();
        running = service.starts();
    }
    crowd.end();
    let tally = walking.await.unwrap();
    let ended = running.stop();
    assert_eq!(ended.code, Some(0), "{ended:#?}");
    let astray = crowd.astray(&service.storage, &tally).await;
    eprintln!(
        "{arrival:?}, {}: {kills} kills, {tally}, {} astray",
        storage.unwrap_or("sqlite"),
        astray.len()
    );
    tally.is_whole();
    assert!(
        astray.is_empty(),
        "{} dialogues are not where they should be: {:#?}",
        astray.len(),
        astray.first()
    );
    // At most what a program had in hand when it was killed: one thing for everybody there.
    assert!(tally.messages_again() <= kills * walk.people as u64, "{tally}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_that_polls_loses_nothing_however_it_ends() {
    trial(Arrival::Polling, None, 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_program_at_a_webhook_loses_nothing_however_it_ends() {
    trial(Arrival::Webhook, None, 2).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Redis; tests/run brings it and runs this"]
async fn a_program_that_polls_and_keeps_sessions_in_redis_loses_nothing() {
    let redis = RedisServer::start().await;
    trial(Arrival::Polling, Some(&redis.url()), 3).await;
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "needs Redis; tests/run brings it and runs this"]
async fn a_program_at_a_webhook_that_keeps_sessions_in_redis_loses_nothing() {
    let redis = RedisServer::start().await;
    trial(Arrival::Webhook, Some(&redis.url()), 4).await;
}

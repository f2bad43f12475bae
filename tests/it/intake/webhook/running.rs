//! The beginning and the end: what Telegram is told, and what a stop finishes.

use std::time::Duration;

use kz_topup_bot::intake::faults::IntakeError;
use kz_topup_bot::intake::stop::Alarm;
use serde_json::{Value, json};
use tokio::net::TcpStream;

use crate::intake::fake::{Fake, Fault};
use crate::intake::recorder::{Seen, update};
use crate::intake::webhook::{HEADER, Hook, KINDS, SECRET, answer, is_to_come_again, options};
use crate::intake::within;

#[tokio::test]
async fn a_stop_finishes_what_is_in_hand_and_takes_nothing_more() {
    let Hook { fake, recorder, address, http, stop, task } = Hook::start().await;
    let hook = |id: i64, act: &str| {
        let body = update(id, "a", act).json.get().to_owned();
        http.post(format!("http://{address}/hook/a")).header(HEADER, SECRET).body(body).send()
    };
    let first = tokio::spawn(hook(1, "wait"));
    within(recorder.until(Seen::Began(1))).await;
    stop.send(()).unwrap();
    // The stop is noticed at some time after it was asked for; an update in between is taken and waits in the queue.
    let refused = within(async {
        for id in 2.. {
            let sent = tokio::time::timeout(Duration::from_millis(300), hook(id, "go")).await;
            if let Ok(response) = sent {
                return response.unwrap();
            }
        }
        unreachable!("there are enough numbers")
    })
    .await;
    is_to_come_again(&refused);
    assert_eq!(refused.headers()["connection"], "close");
    recorder.release(1);
    assert_eq!(answer(first).await, 200);
    within(task).await.unwrap().unwrap();
    assert!(TcpStream::connect(&address).await.is_err());
    assert_eq!(recorder.begun(1), 1);
    // The webhook stays set.
    assert_eq!(fake.look(|server| server.webhooks.iter().filter(|told| told.is_null()).count()), 0);
}

#[tokio::test]
async fn what_cannot_be_finished_in_time_is_to_come_again() {
    let mut options = options();
    options.finish_within = Duration::from_millis(10);
    let hook = Hook::with(options).await;
    let running = hook.begins(1, "a", "wait");
    within(hook.recorder.until(Seen::Began(1))).await;
    hook.stop.send(()).unwrap();
    is_to_come_again(&within(running).await.unwrap().unwrap());
    within(hook.task).await.unwrap().unwrap();
}

#[tokio::test]
async fn telegram_is_told_where_to_bring_updates_until_it_agrees() {
    let fake = Fake::start().await;
    for fault in [
        Fault::Code(500, Value::Null),
        Fault::Code(400, Value::Null),
        Fault::Code(429, json!({ "retry_after": 0 })),
        Fault::Body(502, "<html>"),
        Fault::BrokenOff,
    ] {
        fake.webhook_fault(fault);
    }
    let options = options();
    let ready = options.ready.clone();
    let hook = Hook::at(fake, options).await;
    // What is known from an earlier start is taken before Telegram agrees.
    assert_eq!(hook.brings(1, "a", "go").await.status(), 200);
    within(hook.fake.until(|server| server.webhooks.len() == 6)).await;
    within(async {
        while !ready.is_taking() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
    let told = json!({
        "url": "https://bot.example.org/hook/a",
        "secret_token": SECRET,
        "max_connections": 40,
        "allowed_updates": KINDS,
    });
    hook.fake.look(|server| assert!(server.webhooks.iter().all(|webhook| *webhook == told)));
    hook.stop().await.unwrap();
    assert!(!ready.is_taking());
}

#[tokio::test]
async fn a_refused_token_ends_the_run_after_what_is_in_hand() {
    for code in [401, 404] {
        let (fake, options) = (Fake::start().await, options());
        fake.webhook_fault(Fault::Code(code, Value::Null));
        let hook = Hook::at(fake, options).await;
        let refused = IntakeError::TokenRefused("Told so".to_owned());
        assert_eq!(within(hook.task).await.unwrap(), Err(refused));
    }
    let (alarm, mut options) = (Alarm::default(), options());
    options.alarm = alarm.clone();
    let hook = Hook::with(options).await;
    let running = hook.begins(1, "a", "wait");
    within(hook.recorder.until(Seen::Began(1))).await;
    alarm.raise("Unauthorized");
    hook.recorder.release(1);
    assert_eq!(answer(running).await, 200);
    assert!(matches!(within(hook.task).await.unwrap(), Err(IntakeError::TokenRefused(_))));
}

//! Confirmation, faults and the stop, over HTTP.

use std::sync::Arc;
use std::time::Duration;

use kz_topup_bot::api::call::CallError;
use kz_topup_bot::api::updates::{GetUpdates, get_updates};
use kz_topup_bot::intake::faults::IntakeError;
use kz_topup_bot::intake::polling::{Options, run};
use serde_json::{Value, json};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::intake::fake::{Fake, Fault, Server, TOKEN, bot_at};
use crate::intake::recorder::{Recorder, Seen};
use crate::intake::within;

const KINDS: &[&str] = &["message", "callback_query"];

struct Running {
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<(), IntakeError>>,
}

impl Running {
    async fn stop(self) -> Result<(), IntakeError> {
        self.stop.send(()).unwrap();
        within(self.task).await.unwrap()
    }
}

/// The pace of the real thing, but for the waits after faults.
fn options() -> Options {
    let mut options = Options::new(KINDS);
    options.retry.first = Duration::from_millis(1);
    options.retry.longest = Duration::from_millis(5);
    options.retry.conflict = Duration::from_millis(5);
    options
}

/// Never looks again, so that only progress leads to a call.
fn patient() -> Options {
    let mut options = options();
    options.repoll_interval = Duration::from_secs(3_600);
    options
}

fn start(fake: &Fake, recorder: &Arc<Recorder>, options: Options) -> Running {
    let (stop, stopped) = oneshot::channel();
    let polling = run(fake.bot(), Arc::clone(recorder), options, async move {
        let _ = stopped.await;
    });
    Running { stop, task: tokio::spawn(polling) }
}

#[tokio::test]
async fn an_update_is_confirmed_only_when_it_is_handled_and_handled_once() {
    let (fake, recorder) = (Fake::start().await, Recorder::new());
    fake.push(10, "a", "wait");
    fake.push(11, "b", "go");
    let running = start(&fake, &recorder, options());
    within(recorder.until(Seen::Ended(11))).await;
    within(fake.until(|server| server.asks.len() >= 3)).await;
    assert_eq!(fake.look(|server| (server.offset(), server.queue.len())), (10, 2));

    recorder.release(10);
    within(fake.until_all_confirmed()).await;
    assert_eq!(fake.look(|server| server.offset()), 12);
    running.stop().await.unwrap();
    assert_eq!((recorder.begun(10), recorder.begun(11)), (1, 1));
}

#[tokio::test]
async fn a_webhook_is_deleted_before_the_first_call_however_long_it_takes() {
    let (fake, recorder) = (Fake::start().await, Recorder::new());
    for fault in [Fault::Code(500, Value::Null), Fault::Body(502, ""), Fault::BrokenOff] {
        fake.webhook_fault(fault);
    }
    fake.push(1, "a", "go");
    let options = options();
    let ready = options.ready.clone();
    let running = start(&fake, &recorder, options);
    within(fake.until_all_confirmed()).await;
    assert!(ready.is_taking());
    running.stop().await.unwrap();
    assert!(!ready.is_taking());
    assert_eq!(
        fake.look(|server| server.webhooks.clone()),
        [Value::Null, Value::Null, Value::Null, Value::Null]
    );
}

#[tokio::test]
async fn a_stop_does_not_wait_for_a_webhook_to_be_deleted() {
    let (fake, recorder) = (Fake::start().await, Recorder::new());
    fake.webhook_fault(Fault::Code(429, json!({ "retry_after": 3_600 })));
    let running = start(&fake, &recorder, options());
    within(fake.until(|server| server.webhooks.len() == 1)).await;
    running.stop().await.unwrap();
    assert_eq!(fake.look(|server| server.asks.len()), 0);
}

#[tokio::test]
async fn an_alarm_ends_the_run_after_what_is_in_hand() {
    let (fake, recorder) = (Fake::start().await, Recorder::new());
    fake.push(1, "a", "wait");
    let options = options();
    let alarm = options.alarm.clone();
    let running = start(&fake, &recorder, options);
    within(recorder.until(Seen::Began(1))).await;
    alarm.raise("Unauthorized");
    alarm.raise("said later");
    recorder.release(1);
    let refused = IntakeError::TokenRefused("Unauthorized".to_owned());
    assert_eq!(within(running.task).await.unwrap(), Err(refused));
    within(recorder.until(Seen::Ended(1))).await;
}

#[tokio::test]
async fn it_is_ready_only_while_polls_are_answered() {
    let (fake, recorder) = (Fake::start().await, Recorder::new());
    let mut options = options();
    options.retry.conflict = Duration::from_secs(3_600);
    options.long_poll = Duration::from_secs(1);
    let ready = options.ready.clone();
    let running = start(&fake, &recorder, options);
    within(fake.until(|server| server.asks.len() == 2)).await;
    assert!(ready.is_taking());
    fake.fault(Fault::Code(409, Value::Null));
    within(fake.until(|server| server.faults.is_empty())).await;
    within(async {
        while ready.is_taking() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
    running.stop().await.unwrap();
}

#[tokio::test]
async fn every_call_says_what_is_wanted() {
    let (fake, recorder) = (Fake::start().await, Recorder::new());
    fake.fault(Fault::Code(500, Value::Null));
    fake.push(1, "a", "go");
    let running = start(&fake, &recorder, options());
    within(fake.until(|server| server.offset() == 2)).await;
    running.stop().await.unwrap();
    let asks = fake.look(|server| server.asks.clone());
    let wanted = |limit, timeout| json!({ "limit": limit, "timeout": timeout, "allowed_updates": KINDS });
    // After a fault it asks for an answer at once.
    assert_eq!(asks[..2], [wanted(100, 50), wanted(100, 0)]);
    for ask in asks {
        assert_eq!(ask["allowed_updates"], json!(KINDS));
    }
}

#[tokio::test]
async fn a_panic_or_nonsense_in_a_batch_holds_up_nobody() {
    let (fake, recorder) = (Fake::start().await, Recorder::new());
    fake.push_text(1, r#"{"message":"no id"}"#);
    fake.push(2, "a", "panic");
    fake.push_text(3, "5");
    fake.push(4, "a", "panic in key");
    fake.push_text(5, r#"{"update_id":"five"}"#);
    fake.push(6, "a", "go");
    let running = start(&fake, &recorder, options());
    within(fake.until_all_confirmed()).await;
    running.stop().await.unwrap();
    assert_eq!(recorder.seen(), [Seen::Began(2), Seen::Began(6), Seen::Ended(6)]);
}

#[tokio::test]
async fn nothing_but_nonsense_is_waited_out() {
    let (fake, recorder) = (Fake::start().await, Recorder::new());
    fake.push_text(1, r#"{"message":"no id"}"#);
    let running = start(&fake, &recorder, options());
    within(fake.until(|server| server.asks.len() >= 3)).await;
    fake.push(2, "a", "go");
    within(fake.until_all_confirmed()).await;
    running.stop().await.unwrap();
}

#[tokio::test]
async fn faults_are_waited_out() {
    let faults = [
        Fault::Code(500, Value::Null),
        Fault::Code(502, Value::Null),
        Fault::Code(403, Value::Null),
        Fault::Code(409, Value::Null),
        Fault::Code(429, json!({ "retry_after": 0 })),
        Fault::Code(429, Value::Null),
        Fault::Body(502, "<html>Bad gateway</html>"),
        Fault::Body(404, "<html>Not here</html>"),
        Fault::Body(200, r#"{"ok":true,"result":[{"update_id":1"#),
        Fault::Body(200, r#"{"ok":true}"#),
        Fault::Body(200, ""),
        Fault::BrokenOff,
    ];
    let (fake, recorder) = (Fake::start().await, Recorder::new());
    let count = faults.len();
    faults.into_iter().for_each(|fault| fake.fault(fault));
    fake.push(1, "a", "go");
    let running = start(&fake, &recorder, options());
    within(fake.until_all_confirmed()).await;
    running.stop().await.unwrap();
    assert_eq!(recorder.begun(1), 1);
    let from_the_oldest =
        |server: &Server| server.asks.iter().filter(|ask| ask.get("offset").is_none()).count();
    assert_eq!(fake.look(from_the_oldest), count + 1);
}

#[tokio::test]
async fn one_refusal_that_get_me_does_not_confirm_is_waited_out() {
    let (fake, recorder) = (Fake::start().await, Recorder::new());
    fake.fault(Fault::Code(401, Value::Null));
    fake.push(1, "a", "go");
    let running = start(&fake, &recorder, options());
    within(fake.until_all_confirmed()).await;
    running.stop().await.unwrap();
    assert_eq!(recorder.begun(1), 1);
}

#[tokio::test]
async fn a_refused_token_ends_the_run_after_what_is_in_hand() {
    for code in [401, 404] {
        let (fake, recorder) = (Fake::start().await, Recorder::new());
        fake.push(1, "a", "wait");
        let running = start(&fake, &recorder, options());
        within(recorder.until(Seen::Began(1))).await;
        fake.refuse_me(code);
        fake.fault(Fault::Code(code, Value::Null));
        within(fake.until(|server| server.faults.is_empty())).await;
        recorder.release(1);
        let error = within(running.task).await.unwrap().unwrap_err();
        assert!(matches!(error, IntakeError::TokenRefused(_)), "{error}");
        within(recorder.until(Seen::Ended(1))).await;
    }
}

#[tokio::test]
async fn a_stop_finishes_what_is_in_hand_confirms_it_and_takes_nothing_more() {
    let (fake, recorder) = (Fake::start().await, Recorder::new());
    fake.push(1, "a", "wait");
    fake.push(2, "a", "go");
    let Running { stop, task } = start(&fake, &recorder, patient());
    within(recorder.until(Seen::Began(1))).await;
    stop.send(()).unwrap();
    fake.push(3, "b", "go");
    recorder.release(1);
    within(task).await.unwrap().unwrap();

    assert_eq!(recorder.seen(), [Seen::Began(1), Seen::Ended(1), Seen::Began(2), Seen::Ended(2)]);
    fake.look(|server| {
        let last = json!({ "offset": 3, "limit": 1, "timeout": 0, "allowed_updates": KINDS });
        assert_eq!(server.asks.last(), Some(&last));
        assert_eq!(server.queue.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [3]);
    });
}

#[tokio::test]
async fn a_stop_does_not_wait_for_ever_and_confirms_only_what_is_done() {
    let (fake, recorder) = (Fake::start().await, Recorder::new());
    fake.push(1, "a", "go");
    fake.push(2, "b", "wait");
    let mut options = patient();
    options.finish_within = Duration::from_millis(10);
    let running = start(&fake, &recorder, options);
    within(recorder.until(Seen::Ended(1))).await;
    within(recorder.until(Seen::Began(2))).await;
    running.stop().await.unwrap();
    assert_eq!(fake.look(|server| server.offset()), 2);
}

#[tokio::test]
async fn an_idle_stop_drops_the_call_in_flight() {
    let (fake, recorder) = (Fake::start().await, Recorder::new());
    let running = start(&fake, &recorder, options());
    within(fake.until(|server| server.asks.len() == 1)).await;
    running.stop().await.unwrap();
    assert_eq!(fake.look(|server| server.asks.len()), 1);
}

#[tokio::test]
async fn what_an_answer_has_confirmed_is_not_confirmed_again() {
    let (fake, recorder) = (Fake::start().await, Recorder::new());
    fake.push(1, "a", "go");
    let mut options = options();
    options.long_poll = Duration::from_secs(1);
    let running = start(&fake, &recorder, options);
    // The second call confirms and comes back empty, so the third is asked.
    within(fake.until(|server| server.asks.len() == 3)).await;
    running.stop().await.unwrap();
    let waits = fake.look(|server| server.asks.iter().map(|ask| ask["timeout"].clone()).collect::<Vec<_>>());
    assert_eq!(waits, [1, 1, 1]);
}

#[tokio::test]
async fn while_nothing_moves_nothing_is_asked() {
    let (fake, recorder) = (Fake::start().await, Recorder::new());
    fake.push(1, "a", "wait");
    fake.push(2, "b", "go");
    let running = start(&fake, &recorder, patient());
    within(recorder.until(Seen::Ended(2))).await;
    // Time for a wrong call to be made; were it too short, the test would pass for nothing, not fail.
    tokio::time::sleep(Duration::from_millis(300)).await;
    recorder.release(1);
    within(fake.until_all_confirmed()).await;
    let offsets =
        fake.look(|server| server.asks.iter().map(|ask| ask["offset"].as_i64()).collect::<Vec<_>>());
    assert_eq!(offsets, [None, Some(3)]);
    running.stop().await.unwrap();
}

#[tokio::test]
async fn a_newcomer_is_served_behind_a_slow_one() {
    let (fake, recorder) = (Fake::start().await, Recorder::new());
    fake.push(1, "a", "wait");
    let running = start(&fake, &recorder, options());
    within(recorder.until(Seen::Began(1))).await;
    within(fake.until(|server| server.asks.len() == 2)).await;
    fake.push(2, "b", "go");
    within(recorder.until(Seen::Ended(2))).await;
    recorder.release(1);
    running.stop().await.unwrap();
    assert_eq!(fake.look(|server| server.offset()), 3);
}

#[tokio::test]
async fn a_crowd_is_served_as_far_as_one_answer_reaches_and_then_on() {
    let (fake, recorder) = (Fake::start().await, Recorder::new());
    (1..=250).for_each(|id| fake.push(id, &id.to_string(), if id == 1 { "wait" } else { "go" }));
    let mut options = patient();
    options.limits.in_flight = 10;
    let running = start(&fake, &recorder, options);
    within(recorder.until(Seen::Ended(100))).await;
    recorder.release(1);
    within(fake.until_all_confirmed()).await;
    running.stop().await.unwrap();
    assert!((1..=250).all(|id| recorder.begun(id) == 1));
}

#[tokio::test]
async fn updates_numbered_anew_are_taken_and_confirmed() {
    let (fake, recorder) = (Fake::start().await, Recorder::new());
    fake.push(1_000, "a", "go");
    let running = start(&fake, &recorder, options());
    within(fake.until_all_confirmed()).await;
    fake.push(5, "a", "go");
    within(fake.until_all_confirmed()).await;
    running.stop().await.unwrap();
    assert_eq!((recorder.begun(1_000), recorder.begun(5)), (1, 1));
}

#[tokio::test]
async fn an_error_tells_the_cause_but_never_the_token() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    drop(listener);
    let ask = GetUpdates { offset: None, limit: 1, timeout: Duration::ZERO, allowed_updates: KINDS };
    let error = get_updates(&bot_at(&address), ask, Duration::from_secs(10)).await.unwrap_err();
    assert!(matches!(error, CallError::Network(_)));
    let told = format!("{error} {error:?}");
    assert!(told.contains("connect"), "{told}");
    assert!(!told.contains(TOKEN) && !told.contains("AAF7"), "{told}");
}

//! Order, bounds and isolation.

use std::time::Duration;

use futures::FutureExt;
use futures::future::join_all;
use kz_topup_bot::intake::completion::{Completion, Outcome, Submission};
use kz_topup_bot::intake::dispatch::{Dispatcher, Drained, Limits};
use kz_topup_bot::intake::update::{RawUpdate, UpdateId};
use serde_json::value::RawValue;

use crate::intake::recorder::{Recorder, Seen, update};
use crate::intake::within;

const LONG: Duration = Duration::from_secs(15);

async fn accepted(dispatcher: &Dispatcher<Recorder>, raw: RawUpdate) -> Completion {
    match dispatcher.submit(raw).await {
        Submission::Accepted(completion) => completion,
        Submission::InFlight(_) | Submission::Finished => panic!("taken for a repeat"),
    }
}

#[tokio::test]
async fn one_chat_keeps_its_order_and_delays_no_other() {
    let recorder = Recorder::new();
    let dispatcher = Dispatcher::new(recorder.clone(), Limits::default());
    for (id, key, act) in [(1, "a", "wait"), (2, "a", "go"), (3, "a", "go"), (4, "b", "go")] {
        accepted(&dispatcher, update(id, key, act)).await;
    }
    within(recorder.until(Seen::Ended(4))).await;
    assert_eq!(dispatcher.lowest_unconfirmed(), Some(UpdateId(1)));
    recorder.release(1);
    assert_eq!(within(dispatcher.drain(LONG)).await, Drained::Everything);

    let mut seen = recorder.seen();
    seen.retain(|seen| !matches!(seen, Seen::Began(4) | Seen::Ended(4)));
    let in_order: Vec<_> = (1..=3).flat_map(|id| [Seen::Began(id), Seen::Ended(id)]).collect();
    assert_eq!(seen, in_order);
    assert_eq!(dispatcher.lowest_unconfirmed(), None);
}

#[tokio::test]
async fn a_handler_sees_that_a_newer_update_of_its_chat_is_waiting() {
    let recorder = Recorder::new();
    let dispatcher = Dispatcher::new(recorder.clone(), Limits::default());
    for (id, key, act) in [(1, "a", "wait"), (2, "b", "wait")] {
        accepted(&dispatcher, update(id, key, act)).await;
    }
    within(recorder.until(Seen::Began(1))).await;
    for id in [3, 4] {
        accepted(&dispatcher, update(id, "a", "go")).await;
    }
    recorder.release(1);
    recorder.release(2);
    within(dispatcher.drain(LONG)).await;
    let mut superseded = recorder.superseded();
    superseded.sort_unstable();
    assert_eq!(superseded, [1, 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn many_chats_keep_their_order_under_load() {
    let recorder = Recorder::new();
    let dispatcher = Dispatcher::new(
        recorder.clone(),
        Limits { running: 7, in_flight: 50, per_chat: 50, ..Limits::default() },
    );
    for id in 0..3_000 {
        accepted(&dispatcher, update(id, &(id % 13).to_string(), "go")).await;
    }
    within(dispatcher.drain(LONG)).await;

    let seen = recorder.seen();
    for key in 0..13 {
        let of_key: Vec<_> = seen.iter().copied().filter(|seen| seen.id() % 13 == key).collect();
        let ids = (0..3_000).filter(|id| id % 13 == key);
        let in_order: Vec<_> = ids.flat_map(|id| [Seen::Began(id), Seen::Ended(id)]).collect();
        assert_eq!(of_key, in_order);
    }
    assert!(recorder.most_at_once() <= 7);
}

#[tokio::test]
async fn the_number_of_running_updates_is_bounded() {
    let recorder = Recorder::new();
    let dispatcher = Dispatcher::new(recorder.clone(), Limits { running: 2, ..Limits::default() });
    for id in 1..=6 {
        accepted(&dispatcher, update(id, &id.to_string(), "wait")).await;
    }
    within(recorder.until(Seen::Began(2))).await;
    (1..=6).for_each(|id| recorder.release(id));
    within(dispatcher.drain(LONG)).await;
    assert_eq!(recorder.most_at_once(), 2);
}

#[tokio::test]
async fn the_number_of_updates_in_flight_is_bounded() {
    let recorder = Recorder::new();
    let dispatcher = Dispatcher::new(recorder.clone(), Limits { in_flight: 2, ..Limits::default() });
    accepted(&dispatcher, update(1, "a", "wait")).await;
    accepted(&dispatcher, update(2, "b", "wait")).await;
    assert!(dispatcher.try_submit(update(3, "c", "go")).is_none());
    let mut third = Box::pin(dispatcher.submit(update(3, "c", "go")));
    assert!(third.as_mut().now_or_never().is_none());
    // A repeat needs no permit.
    assert!(matches!(dispatcher.try_submit(update(1, "a", "wait")), Some(Submission::InFlight(_))));

    recorder.release(2);
    assert!(matches!(within(third).await, Submission::Accepted(_)));
    assert_eq!(dispatcher.lowest_unconfirmed(), Some(UpdateId(1)));
    recorder.release(1);
    assert_eq!(within(dispatcher.drain(LONG)).await, Drained::Everything);
    assert_eq!(recorder.begun(3), 1);
}

#[tokio::test]
async fn the_same_update_submitted_twice_beyond_the_limit_is_accepted_once() {
    let recorder = Recorder::new();
    let dispatcher = Dispatcher::new(recorder.clone(), Limits { in_flight: 1, ..Limits::default() });
    accepted(&dispatcher, update(1, "a", "wait")).await;
    let mut twice = [(); 2].map(|()| Box::pin(dispatcher.submit(update(2, "b", "go"))));
    for submission in &mut twice {
        assert!(submission.as_mut().now_or_never().is_none());
    }
    recorder.release(1);
    let submissions = within(join_all(twice)).await;
    assert!(matches!(submissions[..], [Submission::Accepted(_), Submission::Finished]));
    assert_eq!(recorder.begun(2), 1);
}

#[tokio::test]
async fn a_panic_costs_one_update() {
    let recorder = Recorder::new();
    let dispatcher =
        Dispatcher::new(recorder.clone(), Limits { in_flight: 4, running: 1, ..Limits::default() });
    for round in 0..10 {
        let mut outcomes = Vec::new();
        for (id, act) in [(1, "panic"), (2, "panic in key"), (3, "go")] {
            let completion = accepted(&dispatcher, update(round * 10 + id, "a", act)).await;
            outcomes.push(completion.outcome());
        }
        assert_eq!(
            within(join_all(outcomes)).await,
            [Outcome::Panicked, Outcome::Panicked, Outcome::Handled]
        );
    }
    assert_eq!(dispatcher.lowest_unconfirmed(), None);
    assert!(matches!(dispatcher.submit(update(2, "a", "go")).await, Submission::Finished));
}

#[tokio::test]
async fn a_handler_that_never_ends_times_out() {
    let recorder = Recorder::new();
    let limits = Limits { per_update: Duration::from_millis(20), ..Limits::default() };
    let dispatcher = Dispatcher::new(recorder.clone(), limits);
    let stuck = accepted(&dispatcher, update(1, "a", "wait")).await;
    let next = accepted(&dispatcher, update(2, "a", "go")).await;
    assert_eq!(within(stuck.outcome()).await, Outcome::TimedOut);
    assert_eq!(within(next.outcome()).await, Outcome::Handled);
    assert_eq!(dispatcher.lowest_unconfirmed(), None);
}

#[tokio::test]
async fn a_repeat_is_not_handled_again_and_its_completion_resolves() {
    let recorder = Recorder::new();
    let dispatcher = Dispatcher::new(recorder.clone(), Limits::default());
    let first = accepted(&dispatcher, update(1, "a", "wait")).await;
    let Submission::InFlight(again) = dispatcher.submit(update(1, "b", "go")).await else {
        panic!("not a repeat")
    };
    let mut again = Box::pin(again.outcome());
    assert!(again.as_mut().now_or_never().is_none());
    recorder.release(1);
    assert_eq!(within(first.outcome()).await, Outcome::Handled);
    assert_eq!(within(again).await, Outcome::Handled);
    assert!(matches!(dispatcher.submit(update(1, "a", "go")).await, Submission::Finished));
    assert_eq!(recorder.begun(1), 1);
}

#[tokio::test]
async fn drain_ends_at_its_deadline_and_starts_nothing_more() {
    let recorder = Recorder::new();
    let dispatcher = Dispatcher::new(recorder.clone(), Limits::default());
    let running = accepted(&dispatcher, update(1, "a", "wait")).await;
    let queued = accepted(&dispatcher, update(2, "a", "go")).await;
    within(recorder.until(Seen::Began(1))).await;
    assert_eq!(within(dispatcher.drain(Duration::ZERO)).await, Drained::Left(2));
    assert_eq!(within(queued.outcome()).await, Outcome::Abandoned);
    recorder.release(1);
    assert_eq!(within(running.outcome()).await, Outcome::Handled);
    assert_eq!(dispatcher.lowest_unconfirmed(), Some(UpdateId(2)));
    assert_eq!(recorder.begun(2), 0);
}

#[test]
fn an_update_is_known_by_its_id_alone() {
    for (text, id) in [
        (r#"{"update_id":7,"message":{"text":"\ud800"}}"#, Some(7)),
        (r#"{"hologram":{},"update_id":-1}"#, Some(-1)),
        (r#"{"update_id":"7"}"#, None),
        (r#"{"update_id":1.5}"#, None),
        (r#"{}"#, None),
        ("[1]", None),
        ("null", None),
    ] {
        let json = RawValue::from_string(text.to_owned()).unwrap();
        assert_eq!(RawUpdate::new(json).ok().map(|raw| raw.id.0), id, "{text}");
    }
}

/// One chat with one running update, and so many waiting ones.
async fn flood(dispatcher: &Dispatcher<Recorder>, recorder: &Recorder, waiting: i64) -> Vec<Completion> {
    let mut completions = vec![accepted(dispatcher, update(1, "flooder", "wait")).await];
    within(recorder.until(Seen::Began(1))).await;
    for id in 2..2 + waiting {
        completions.push(accepted(dispatcher, update(id, "flooder", "go")).await);
    }
    completions
}

#[tokio::test]
async fn beyond_the_bound_the_oldest_waiting_update_of_a_chat_is_shed_and_the_newest_are_handled() {
    let recorder = Recorder::new();
    let limits = Limits { per_chat: 3, ..Limits::default() };
    let dispatcher = Dispatcher::new(recorder.clone(), limits);
    let completions = flood(&dispatcher, &recorder, 8).await;
    assert_eq!(within(recorder.floods(1)).await, [2], "the first one is reported, once");
    recorder.release(1);
    let outcomes = completions.into_iter().map(Completion::outcome);
    let (shed, handled) = (Outcome::Shed, Outcome::Handled);
    assert_eq!(
        within(join_all(outcomes)).await,
        [handled, shed, shed, shed, shed, shed, handled, handled, handled]
    );
    assert_eq!(within(dispatcher.drain(LONG)).await, Drained::Everything);
    assert!((2..=6).all(|id| recorder.begun(id) == 0));
    assert!(matches!(dispatcher.submit(update(3, "flooder", "go")).await, Submission::Finished));
}

#[tokio::test]
async fn the_confirmation_does_not_wait_for_a_chat_beyond_its_bound_until_its_queue_is_empty() {
    let recorder = Recorder::new();
    let limits = Limits { per_chat: 3, ..Limits::default() };
    let dispatcher = Dispatcher::new(recorder.clone(), limits);
    flood(&dispatcher, &recorder, 3).await;
    accepted(&dispatcher, update(50, "other", "wait")).await;
    assert_eq!(dispatcher.lowest_unconfirmed(), Some(UpdateId(1)), "the bound is not exceeded");
    accepted(&dispatcher, update(51, "flooder", "go")).await;
    accepted(&dispatcher, update(52, "flooder", "go")).await;
    assert_eq!(dispatcher.lowest_unconfirmed(), Some(UpdateId(50)));
    recorder.release(50);
    within(recorder.until(Seen::Ended(50))).await;
    assert_eq!(within(dispatcher.drain(Duration::ZERO)).await, Drained::Left(4), "they are still in flight");

    let dispatcher = Dispatcher::new(recorder.clone(), limits);
    recorder.release(1);
    flood(&dispatcher, &recorder, 8).await;
    assert_eq!(within(dispatcher.drain(LONG)).await, Drained::Everything);
    accepted(&dispatcher, update(60, "flooder", "wait")).await;
    assert_eq!(dispatcher.lowest_unconfirmed(), Some(UpdateId(60)), "an empty queue ends it");
}

#[tokio::test]
async fn fifty_people_who_write_ten_updates_each_lose_none() {
    let recorder = Recorder::new();
    let dispatcher = Dispatcher::new(recorder.clone(), Limits::default());
    let mut completions = Vec::new();
    for id in 0..500 {
        completions.push(accepted(&dispatcher, update(id, &(id % 50).to_string(), "go")).await);
    }
    let outcomes = within(join_all(completions.into_iter().map(Completion::outcome))).await;
    assert!(outcomes.iter().all(|outcome| *outcome == Outcome::Handled));
}

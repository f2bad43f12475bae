//! What a delivery is answered, and when.

use futures::future::join_all;
use reqwest::StatusCode;

use crate::intake::recorder::Seen;
use crate::intake::webhook::{Hook, answer, is_to_come_again, options};
use crate::intake::within;

#[tokio::test]
async fn an_update_is_answered_when_it_is_handled_and_handled_once() {
    let hook = Hook::start().await;
    let first = hook.begins(1, "a", "wait");
    within(hook.recorder.until(Seen::Began(1))).await;
    let repeat = hook.begins(1, "a", "wait");
    // Somebody else's update is answered meanwhile.
    assert_eq!(hook.brings(2, "b", "go").await.status(), 200);
    assert!(!first.is_finished() && !repeat.is_finished());
    hook.recorder.release(1);
    assert_eq!((answer(first).await, answer(repeat).await), (StatusCode::OK, StatusCode::OK));
    let finished = hook.brings(1, "a", "wait").await;
    assert_eq!((finished.status(), finished.content_length()), (StatusCode::OK, Some(0)));
    assert_eq!(hook.recorder.begun(1), 1);
    hook.stop().await.unwrap();
}

#[tokio::test]
async fn a_panic_costs_one_update_which_is_not_sent_again() {
    let hook = Hook::start().await;
    for (id, act) in [(1, "panic"), (2, "panic in key"), (3, "go")] {
        assert_eq!(hook.brings(id, "a", act).await.status(), 200);
    }
    assert_eq!(hook.recorder.seen(), [Seen::Began(1), Seen::Began(3), Seen::Ended(3)]);
    hook.stop().await.unwrap();
}

#[tokio::test]
async fn without_room_it_is_to_come_again() {
    let mut options = options();
    options.limits.in_flight = 1;
    let hook = Hook::with(options).await;
    let first = hook.begins(1, "a", "wait");
    within(hook.recorder.until(Seen::Began(1))).await;
    is_to_come_again(&hook.brings(2, "b", "go").await);
    hook.recorder.release(1);
    assert_eq!(answer(first).await, 200);
    assert_eq!(hook.brings(2, "b", "go").await.status(), 200);
    hook.stop().await.unwrap();
}

#[tokio::test]
async fn what_one_person_does_is_handled_one_after_another() {
    let mut options = options();
    options.limits.per_chat = 30;
    let hook = Hook::with(options).await;
    let mut deliveries = vec![hook.begins(0, "a", "wait")];
    within(hook.recorder.until(Seen::Began(0))).await;
    deliveries.extend((1..=30).map(|id| hook.begins(id, "a", "go")));
    deliveries.extend((101..=130).map(|id| hook.begins(id, "b", "go")));
    hook.recorder.release(0);
    let answers = join_all(deliveries.into_iter().map(answer)).await;
    assert!(answers.iter().all(|answer| *answer == 200), "{answers:?}");
    let of_a: Vec<Seen> = hook.recorder.seen().into_iter().filter(|seen| seen.id() < 100).collect();
    let overlapped = of_a.chunks(2).any(|pair| pair[0].id() != pair[1].id());
    assert!(!overlapped && of_a.len() == 62, "{of_a:?}");
    hook.stop().await.unwrap();
}

#[tokio::test]
async fn a_peer_that_hangs_up_stops_nothing() {
    let hook = Hook::start().await;
    let first = hook.begins(1, "a", "wait");
    within(hook.recorder.until(Seen::Began(1))).await;
    first.abort();
    assert!(within(first).await.unwrap_err().is_cancelled());
    let again = hook.begins(1, "a", "wait");
    hook.recorder.release(1);
    assert_eq!(answer(again).await, 200);
    within(hook.recorder.until(Seen::Ended(1))).await;
    assert_eq!(hook.recorder.begun(1), 1);
    hook.stop().await.unwrap();
}

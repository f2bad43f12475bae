//! A record is removed only on proof that its chat is closed.

use crate::delivery::refuse;
use crate::person::{Person, Town};

/// Somebody who chose Russian and has a reminder.
async fn with_record(town: &Town) -> Person<'_> {
    let ann = town.person("en").await;
    let languages = ann.types("/lang").await.one();
    ann.presses(&languages, "Русский").await;
    ann.types("/remind 28").await;
    ann
}

/// What `/remind` lists.
async fn listed(ann: &Person<'_>) -> String {
    ann.types("/remind").await.one().text
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refusal_that_proves_nothing_keeps_the_record() {
    let town = Town::new().await;
    let ann = with_record(&town).await;
    let before = listed(&ann).await;
    for (code, words) in [
        (403, "Forbidden: service temporarily unavailable in this region"),
        (403, "Forbidden: bot can't initiate conversation with a user"),
        (400, "Bad Request: chat not found"),
        (400, "Bad Request: PEER_ID_INVALID"),
    ] {
        refuse(&town, "sendMessage", code, words).await;
        assert_eq!(ann.types("/tips").await.messages.len(), 0, "{words}");
        assert_eq!(listed(&ann).await, before, "{words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_person_who_blocked_the_bot_is_forgotten() {
    let town = Town::new().await;
    let ann = with_record(&town).await;
    let before = listed(&ann).await;
    refuse(&town, "sendMessage", 403, "Forbidden: bot was blocked by the user").await;
    ann.types("/tips").await;
    assert_ne!(listed(&ann).await, before);
}

//! The real bot, over HTTP, among updates of any shape.

use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::TestRunner;
use serde_json::json;
use serde_json::value::RawValue;

use crate::hostile::shapes;
use crate::person::Town;

/// How many updates are sent.
const COUNT: usize = 150;

#[tokio::test(flavor = "multi_thread")]
async fn after_whatever_came_a_normal_person_is_answered() {
    let town = Town::new().await;
    let victim = town.person("en").await;
    victim.types("/start").await;
    let since = town.now().await;
    let mut runner = TestRunner::default();
    let updates = shapes::update_whole(victim.id);
    let mut sent = 0;
    while sent < COUNT {
        let text = updates.new_tree(&mut runner).unwrap().current();
        // One text that is no JSON makes the whole answer unreadable, which Telegram would not do.
        if serde_json::from_str::<&RawValue>(&text).is_err() {
            continue;
        }
        let answer = town.post("/sandbox/updates", json!({ "raw": text })).await;
        assert!(answer["update_id"].is_i64(), "{answer}: {text}");
        sent += 1;
    }
    let seen = town.settled(since).await;
    let answers = seen.iter().filter(|event| event["kind"] == "message" && event["chat"] == json!(victim.id));
    assert!(answers.count() > COUNT / 10, "messages among them are answered");

    let person = town.person("en").await;
    assert!(person.types("beeline kaspi").await.one().text.starts_with("Beeline · Kaspi.kz app"));
    let answered = victim.types("/help").await;
    assert_eq!(answered.messages.len(), 1, "who sent all this is answered as well");
}

//! Refused calls: what can be delivered another way is.

use serde_json::json;

use crate::delivery::{order, refuse};
use crate::groups::square::Group;
use crate::person::{Shown, Town};

/// What the button for terminals carries.
fn terminal(ways: &Shown) -> String {
    let mut data = ways.keys.iter().flatten().map(|(_, data)| data);
    data.find(|data| data.ends_with("/beeline/terminal")).expect("there are terminals").clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edit_refused_in_unknown_words_is_sent_as_a_new_message_and_the_guide_follows() {
    let town = Town::new().await;
    let ann = town.person("en").await;
    let ways = {
        let menu = ann.types("/start").await.one();
        ann.picks(&menu, "Beeline").await.one()
    };
    refuse(&town, "editMessageText", 400, "Bad Request: MESSAGE_SOMETHING_NEW").await;
    let seen = ann.presses_data(ways.id, terminal(&ways)).await;
    assert_eq!((seen.edits.len(), seen.messages.len()), (0, 2), "{seen:#?}");
    assert!(seen.messages[1].text.contains("Beeline"), "the guide: {seen:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn not_modified_in_mtproto_words_is_no_failure() {
    let town = Town::new().await;
    let ann = town.person("en").await;
    let menu = ann.types("/start").await.one();
    refuse(&town, "editMessageText", 400, "Bad Request: MESSAGE_NOT_MODIFIED").await;
    let seen = ann.presses(&menu, "Beeline").await;
    assert_eq!((seen.edits.len(), seen.messages.len()), (0, 0), "{seen:#?}");
    // The session follows all the same.
    assert!(ann.types("terminal").await.one().text.contains("Beeline"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_screen_is_sent_without_copy_buttons_to_a_server_that_does_not_know_them() {
    let town = Town::new().await;
    let ann = town.person("en").await;
    let with_buttons = ann.types("/start clerk_beeline_terminal").await.one();
    refuse(&town, "sendMessage", 400, "Bad Request: Text buttons are unallowed in the inline keyboard").await;
    let without = ann.types("/start clerk_beeline_terminal").await.one();
    assert_eq!(without.text, with_buttons.text);
    assert!(without.keys.iter().flatten().count() < with_buttons.keys.iter().flatten().count());
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_in_a_group_is_sent_without_the_message_it_replies_to_if_that_is_gone() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    let bob = group.joined_by_old_client("en").await;
    for words in [
        "Bad Request: message to be replied not found",
        "Bad Request: replied message not found",
        "Bad Request: reply message not found",
    ] {
        refuse(&town, "sendMessage", 400, words).await;
        let heard = bob.says("/topup@sandbox_bot beeline terminal").await;
        let [answer] = &heard.public[..] else { panic!("{words}: {heard:#?}") };
        assert!(answer.to.is_none() && answer.shown.text.contains("Beeline"), "{words}: {answer:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_group_that_the_bot_may_not_write_in_is_tried_once_each_time() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    let bob = group.joined_by_old_client("en").await;
    for words in
        ["Bad Request: TOPIC_CLOSED", "Bad Request: CHAT_WRITE_FORBIDDEN", "Bad Request: PEER_ID_INVALID"]
    {
        refuse(&town, "sendMessage", 400, words).await;
        assert_eq!(bob.says("/topup@sandbox_bot beeline terminal").await.public.len(), 0, "{words}");
        assert_eq!(bob.says("/topup@sandbox_bot beeline terminal").await.public.len(), 1, "{words}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn not_modified_after_a_server_error_counts_as_done() {
    let town = Town::new().await;
    let ann = town.person("en").await;
    let menu = ann.types("/start").await.one();
    let ways = ann.picks(&menu, "Beeline").await.one();
    refuse(&town, "editMessageText", 502, "Bad Gateway").await;
    refuse(&town, "editMessageText", 400, "Bad Request: message is not modified").await;
    let seen = ann.presses_data(ways.id, terminal(&ways)).await;
    assert_eq!(seen.messages.len(), 1, "the guide is sent: {seen:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_press_does_not_wait_for_an_acknowledgement() {
    let town = Town::new().await;
    let ann = town.person("en").await;
    let menu = ann.types("/start").await.one();
    order(&town, json!({ "method": "answerCallbackQuery", "kind": "timeout", "delay_ms": 60_000 })).await;
    order(
        &town,
        json!({
            "method": "answerCallbackQuery", "error_code": 429, "description": "Too Many Requests",
            "parameters": { "retry_after": 60 },
        }),
    )
    .await;
    // Each wait for the bot ends after 20 seconds at most, far less than the faults take.
    let asked = ann.presses(&menu, "Beeline").await.one();
    assert_eq!(ann.presses(&asked, "Back").await.edits.len(), 1);
}

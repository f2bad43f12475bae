//! Answers stay in the topic that was asked in, and are sent to no thread that takes none.

use serde_json::json;

use crate::groups::square::Group;
use crate::person::Town;

async fn forum(town: &Town) -> (Group<'_>, i64) {
    let group = Group::founded(town, "en", json!({ "type": "supergroup", "is_forum": true })).await;
    let greeting = group.welcomes_bot().await.one_public();
    assert_eq!((greeting.name().as_str(), greeting.thread), ("en group", None));
    let topic = town.post(&format!("/sandbox/chats/{}/topics", group.id), json!({ "name": "Phones" })).await;
    (group, topic["message_thread_id"].as_i64().unwrap())
}

#[tokio::test]
async fn the_answer_stays_in_its_topic_and_is_the_askers() {
    let town = Town::new().await;
    let (group, topic) = forum(&town).await;
    for (asker, is_old) in
        [(group.joined_by("ru").await, false), (group.joined_by_old_client("ru").await, true)]
    {
        for thread in [None, Some(topic)] {
            let mut body = json!({ "text": "/topup beeline" });
            if let Some(thread) = thread {
                body["thread"] = json!(thread);
            }
            let heard = asker.sends(body).await;
            let asked = heard.sent;
            let said = heard.one();
            // The topic's founder, whose notice a text in it formally replies to, speaks English.
            assert_eq!((said.name().as_str(), said.thread), ("ru ways_beeline", thread));
            assert_eq!(said.only_for.is_none(), is_old);
            if is_old {
                assert_eq!(said.to, Some(asked));
            }
        }
    }
}

#[tokio::test]
async fn a_reply_in_a_topic_is_for_the_friend_and_a_press_stays_there() {
    let town = Town::new().await;
    let (group, topic) = forum(&town).await;
    let (li, ann) = (group.joined_by("zh-hans").await, group.joined_by("en").await);
    let question = li.sends(json!({ "text": "?", "thread": topic })).await.sent;
    let body = json!({ "text": "/topup beeline", "thread": topic, "reply_to": question });
    let said = ann.sends(body).await.one_public();
    let found = (said.name(), said.to, said.thread);
    assert_eq!(found, ("zh ways_beeline".to_owned(), Some(question), Some(topic)));
    let note = li.presses(&said, "终端").await.one_for(&li);
    assert_eq!((note.name().as_str(), note.thread), ("zh guide_beeline_terminal", Some(topic)));
}

#[tokio::test]
async fn a_topic_that_is_gone_does_not_cost_the_answer() {
    let town = Town::new().await;
    let (group, topic) = forum(&town).await;
    let (ann, bo) = (group.joined_by_old_client("en").await, group.joined_by("ru").await);
    let said = ann.sends(json!({ "text": "/topup beeline", "thread": topic })).await.one_public();
    let path = format!("/sandbox/chats/{}", group.id);
    assert!(town.patch(&path, json!({ "is_forum": false })).await["error"].is_null());
    let mut heard = bo.presses(&said, "Top-up machine").await;
    assert_eq!(heard.refused, ["\"sendMessage\": Bad Request: message thread not found"]);
    heard.refused.clear();
    let note = heard.one_for(&bo);
    assert_eq!((note.name().as_str(), note.thread), ("ru guide_beeline_terminal", None));
}

#[tokio::test]
async fn the_reply_threads_of_a_plain_supergroup_are_no_topics() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    let (li, ann) = (group.joined_by("zh-hans").await, group.joined_by_old_client("ru").await);
    let question = li.says("?").await.sent;
    let answer = ann.replies(question, "/topup beeline").await.one_public();
    let deeper = ann.replies(answer.shown.id, "/topup tele2").await;
    let asked = deeper.sent;
    assert_eq!(deeper.one_public().to, Some(asked));
    let note = li.presses(&answer, "终端").await.one_for(&li);
    assert_eq!(note.name(), "zh guide_beeline_terminal");
}

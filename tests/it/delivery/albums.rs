//! Albums, automatic forwards and inline results: one thing sent gets one answer.

use serde_json::{Value, json};

use crate::groups::square::{BOT_ID, Group};
use crate::person::{Person, Seen, Town};

/// Sends raw messages as the updates of one album, and reads what follows once the wait for a caption is over.
async fn album(ann: &Person<'_>, captions: &[Option<&str>]) -> Seen {
    let since = ann.town.now().await;
    for (number, caption) in captions.iter().enumerate() {
        let mut message = raw(ann, 1_000 + i64::try_from(number).unwrap());
        message["media_group_id"] = json!("13579");
        message["photo"] = json!([{ "file_id": "a", "file_unique_id": "a", "width": 1, "height": 1 }]);
        if let Some(caption) = caption {
            message["caption"] = json!(caption);
        }
        ann.town.post("/sandbox/updates", json!({ "message": message })).await;
    }
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    ann.sees(since).await
}

fn raw(ann: &Person<'_>, id: i64) -> Value {
    json!({
        "message_id": id, "date": chrono::Utc::now().timestamp(),
        "chat": { "id": ann.id, "type": "private", "first_name": "Ann" },
        "from": { "id": ann.id, "is_bot": false, "first_name": "Ann", "language_code": "en" },
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn an_album_gets_the_answer_of_its_caption_wherever_that_is() {
    let town = Town::new().await;
    for captions in [
        [Some("beeline terminal"), None, None],
        [None, Some("beeline terminal"), None],
        [None, None, Some("beeline terminal")],
    ] {
        let ann = town.person("en").await;
        let answer = album(&ann, &captions).await.one();
        assert!(answer.text.contains("Beeline"), "{captions:?}: {answer:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_album_without_a_caption_gets_one_answer() {
    let town = Town::new().await;
    let ann = town.person("en").await;
    album(&ann, &[None; 5]).await.one();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_text_of_another_bots_inline_result_is_read_and_an_own_one_is_not() {
    let town = Town::new().await;
    let ann = town.person("en").await;
    for (bot, answers) in [(42, 1), (BOT_ID, 0)] {
        let since = town.now().await;
        let mut message = raw(&ann, 2_000 + bot);
        message["text"] = json!("beeline terminal");
        message["via_bot"] = json!({ "id": bot, "is_bot": true, "first_name": "B", "username": "other_bot" });
        town.post("/sandbox/updates", json!({ "message": message })).await;
        assert_eq!(ann.sees(since).await.messages.len(), answers, "by way of {bot}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_automatic_forward_of_a_channel_post_gets_no_answer() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    for (automatic, answers) in [(true, 0), (false, 1)] {
        let since = town.now().await;
        let message = json!({
            "message_id": 3_000, "date": chrono::Utc::now().timestamp(), "text": "/topup beeline terminal",
            "chat": { "id": group.id, "type": "supergroup", "title": "Square" },
            "from": { "id": 777_000, "is_bot": false, "first_name": "Telegram" },
            "sender_chat": { "id": -1_009_999, "type": "channel", "title": "News" },
            "is_automatic_forward": automatic,
        });
        town.post("/sandbox/updates", json!({ "message": message })).await;
        assert_eq!(group.hears(since, 0).await.public.len(), answers, "automatic: {automatic}");
    }
}

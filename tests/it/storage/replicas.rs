//! Two programs serve one person at the same time: what one has written is not written over by the other.

use kz_topup_bot::bot::records::record::SessionDialogue;
use kz_topup_bot::dialogue::stored::StoredSession;
use kz_topup_bot::storage::record::Versioned;
use serde_json::json;
use teloxide::types::ChatId;

use crate::crash::in_hand;
use crate::person::Town;

#[tokio::test(flavor = "multi_thread")]
async fn what_another_program_wrote_during_an_answer_is_kept_and_gone_on_from() {
    let town = Town::new().await;
    let person = town.person("en").await;
    let elsewhere = SessionDialogue::new(town.storage.clone(), ChatId(person.id));
    for known_before in [false, true] {
        // The bot has read the session and cannot get rid of its answer yet.
        let since = in_hand(&town, &person, "beeline", 1).await;
        let version = elsewhere.get().await.unwrap().map_or(0, |read: Versioned<StoredSession>| read.version);
        assert_eq!(version != 0, known_before);
        let lang = if known_before { "zh" } else { "ru" };
        let record = json!({ "v": 1, "lang": lang, "state": { "at": "start" } });
        let record: StoredSession = serde_json::from_value(record).unwrap();
        elsewhere.update(Versioned { version, record }).await.unwrap();

        let seen = person.sees(since).await;
        assert_eq!(seen.messages.len(), 1, "nothing is answered twice: {seen:#?}");
        let guide = person.types("terminal").await.one();
        let words = if known_before { "自助终端机" } else { "ерминал" };
        assert!(guide.text.contains("Beeline") && guide.text.contains(words), "{}", guide.text);
    }
}

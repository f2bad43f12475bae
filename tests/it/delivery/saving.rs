//! A setting is confirmed only if it was stored.

use kz_topup_bot::storage::any::AnyStorage;
use rusqlite::Connection;
use tempfile::{TempDir, tempdir};

use crate::person::Town;

const FAILS: &str = "
    CREATE TRIGGER no_insert BEFORE INSERT ON dialogues BEGIN SELECT RAISE(FAIL, 'full'); END;
    CREATE TRIGGER no_update BEFORE UPDATE ON dialogues BEGIN SELECT RAISE(FAIL, 'full'); END;";
const WORKS: &str = "DROP TRIGGER no_insert; DROP TRIGGER no_update;";

/// A town whose storage can be made to fail.
async fn town() -> (Town, Connection, TempDir) {
    let directory = tempdir().unwrap();
    let path = directory.path().join("bot.sqlite");
    let storage = AnyStorage::open(&format!("sqlite:{}", path.display()).parse().unwrap()).await.unwrap();
    (Town::with(storage).await, Connection::open(&path).unwrap(), directory)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_that_was_not_stored_is_not_confirmed() {
    let (town, file, _directory) = town().await;
    let ann = town.person("en").await;
    ann.types("/start").await;
    file.execute_batch(FAILS).unwrap();
    let refused = ann.types("/remind 28").await.one();
    assert!(refused.text.contains("couldn’t save it") && !refused.text.contains("Noted"), "{}", refused.text);
    file.execute_batch(WORKS).unwrap();
    let list = ann.types("/remind").await.one();
    assert!(!list.text.contains("day 28"), "{}", list.text);
    let noted = ann.types("/remind 28").await.one();
    assert!(!noted.text.contains("couldn’t save it"), "{}", noted.text);
    assert!(ann.types("/remind").await.one().text.contains("28"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reminder_whose_stop_was_not_stored_is_still_listed() {
    let (town, file, _directory) = town().await;
    let ann = town.person("en").await;
    ann.types("/remind 28").await;
    let list = ann.types("/remind").await.one();
    let stop =
        list.keys.iter().flatten().find(|(_, data)| data.starts_with("renew/stop/")).unwrap().1.clone();
    file.execute_batch(FAILS).unwrap();
    let seen = ann.presses_data(list.id, stop.clone()).await;
    let notices = seen.notices.clone();
    let refused = seen.one();
    assert!(refused.text.contains("couldn’t save it") && refused.text.contains("28"), "{}", refused.text);
    assert!(
        notices.iter().all(|notice| notice.is_empty() || notice.contains("couldn’t save it")),
        "{notices:?}"
    );
    file.execute_batch(WORKS).unwrap();
    let stopped = ann.presses_data(list.id, stop).await.one();
    assert!(!stopped.text.contains("couldn’t save it"), "{}", stopped.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_language_that_was_not_stored_is_used_once_and_not_called_set() {
    let (town, file, _directory) = town().await;
    let ann = town.person("en").await;
    let menu = ann.types("/lang").await.one();
    file.execute_batch(FAILS).unwrap();
    let seen = ann.presses(&menu, "Русский").await;
    let notices = seen.notices.clone();
    let refused = seen.one();
    assert!(refused.text.contains("Сохранить не получилось"), "{}", refused.text);
    assert!(notices.iter().all(|notice| notice.contains("Сохранить не получилось")), "{notices:?}");
    file.execute_batch(WORKS).unwrap();
    let shown = ann.presses(&menu, "Русский").await.one();
    assert!(!shown.text.contains("Сохранить не получилось"), "{}", shown.text);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_pays_is_shown_with_a_hint_if_it_was_not_stored() {
    let (town, file, _directory) = town().await;
    let ann = town.person("en").await;
    let menu = ann.types("/start").await.one();
    let asked = ann.presses(&menu, "Beeline").await.one();
    let payer = asked.keys.iter().flatten().find(|(_, data)| data.starts_with("payer/")).unwrap().1.clone();
    file.execute_batch(FAILS).unwrap();
    let refused = ann.presses_data(asked.id, payer.clone()).await.one();
    assert!(
        refused.text.contains("couldn’t save it") && refused.text.contains("Beeline"),
        "{}",
        refused.text
    );
    file.execute_batch(WORKS).unwrap();
    let shown = ann.presses_data(asked.id, payer).await.one();
    assert!(!shown.text.contains("couldn’t save it"), "{}", shown.text);
}

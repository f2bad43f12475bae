//! Forgetting: all that is stored of a chat, and only when it is gone is it called gone.

use kz_topup_bot::storage::any::AnyStorage;
use rusqlite::Connection;
use serde_json::json;
use tempfile::tempdir;

use crate::person::Town;
use crate::remind::sets;

fn rows(file: &Connection) -> i64 {
    file.query_row("SELECT count(*) FROM dialogues", [], |row| row.get(0)).unwrap()
}

#[tokio::test]
async fn everything_about_a_chat_is_removed_and_nothing_before_the_yes() {
    let directory = tempdir().unwrap();
    let path = directory.path().join("bot.sqlite");
    let storage = AnyStorage::open(&format!("sqlite:{}", path.display()).parse().unwrap()).await.unwrap();
    let town = Town::with(storage).await;
    let file = Connection::open(&path).unwrap();
    let person = town.person("en").await;
    person.types("/lang").await.one();
    sets(&person, "28").await;
    let page = person.types("/privacy").await.one();
    let ask = person.presses(&page, "Delete my data").await.one();
    assert!(ask.text.contains("your reminders") && ask.text.contains("cannot delete"), "{}", ask.text);
    assert_eq!(rows(&file), 1, "nothing goes before the yes");
    let done = person.presses(&ask, "Delete everything").await.one();
    assert!(done.text.contains("Deleted"), "{}", done.text);
    assert_eq!(rows(&file), 0);
    // The same press once more: Telegram sends again what was in hand when a program died.
    let again = person.presses(&ask, "Delete everything").await;
    assert!(again.messages.is_empty() && again.edits.is_empty(), "{again:#?}");
    assert_eq!(rows(&file), 0);
    let list = person.types("/remind").await.one();
    assert!(!list.text.contains("day 28"), "{}", list.text);
}

#[tokio::test]
async fn what_could_not_be_removed_is_not_called_gone() {
    let directory = tempdir().unwrap();
    let path = directory.path().join("bot.sqlite");
    let storage = AnyStorage::open(&format!("sqlite:{}", path.display()).parse().unwrap()).await.unwrap();
    let town = Town::with(storage).await;
    let person = town.person("en").await;
    sets(&person, "28").await;
    let ask = person.types("/forget").await.one();
    let file = Connection::open(&path).unwrap();
    file.execute_batch(
        "CREATE TRIGGER stuck BEFORE DELETE ON dialogues BEGIN SELECT RAISE(FAIL, 'stuck'); END",
    )
    .unwrap();
    let told = person.presses(&ask, "Delete everything").await.one();
    assert!(told.text.contains("I couldn’t delete it"), "{}", told.text);
    assert_eq!(rows(&file), 1);
    file.execute_batch("DROP TRIGGER stuck").unwrap();
    let done = person.presses(&told, "Delete everything").await.one();
    assert!(done.text.contains("Deleted"), "{}", done.text);
    assert_eq!(rows(&file), 0);
}

#[tokio::test]
async fn who_blocks_the_bot_is_forgotten_with_all_reminders() {
    let town = Town::new().await;
    let person = town.person("en").await;
    sets(&person, "28").await;
    town.patch(&format!("/sandbox/users/{}", person.id), json!({ "blocked": true })).await;
    town.settled(0).await;
    town.patch(&format!("/sandbox/users/{}", person.id), json!({ "blocked": false })).await;
    let list = person.types("/remind").await.one();
    assert!(!list.text.contains("day 28"), "{}", list.text);
}

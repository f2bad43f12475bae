//! A person sets, changes and stops reminders.

use crate::groups::square::Group;
use crate::person::{Person, Town};
use crate::remind::sets;

#[tokio::test]
async fn the_guide_that_was_sent_last_is_one_tap_away() {
    let town = Town::new().await;
    let person = town.person("en").await;
    let guide = person.types("beeline kaspi").await.one();
    let done = person.presses(&guide, "arrived").await.one();
    let ask = person.presses(&done, "Remind me").await.one();
    let grid = person.presses(&ask, "Same date each month").await.one();
    assert_eq!(grid.keys.iter().take(5).map(Vec::len).sum::<usize>(), 31, "{grid:#?}");
    let set = person.presses(&grid, "28").await.one();
    for words in ["27 November at 10:00", "28 November", "Beeline · Kaspi"] {
        assert!(set.text.contains(words), "{words}: {}", set.text);
    }
    let list = person.presses(&set, "My reminders").await.one();
    assert!(list.text.contains("Beeline · Kaspi"), "{}", list.text);
    let back = person.presses(&list, "Continue").await.one();
    assert!(back.text.contains("Beeline"), "where the person was: {}", back.text);
}

#[tokio::test]
async fn every_so_many_days_is_counted_from_the_day_that_is_given() {
    let town = Town::new().await;
    let person = town.person("zh-hans").await;
    let ask = person.types("/remind").await.one();
    let length = person.presses(&ask, "按天数续").await.one();
    let next = person.presses(&length, "每28天").await.one();
    let set = person.presses(&next, "今天刚续（11月23日）").await.one();
    assert!(set.text.contains("12月20日 10:00") && set.text.contains("12月21日"), "{}", set.text);
    let soon = person.presses(&next, "明天续").await.one();
    assert!(soon.text.contains("续费日就是明天") && soon.text.contains("12月22日"), "{}", soon.text);
    let typed = person.types("/remind 每30天").await.one();
    assert!(typed.text.contains("下次哪天续"), "{}", typed.text);
    let wrong = person.types("3月12日").await.one();
    assert!(wrong.text.contains("日期对不上") && wrong.text.contains("下次哪天续"), "{}", wrong.text);
    let set = person.types("12月12日").await.one();
    assert!(set.text.contains("12月11日 10:00"), "{}", set.text);
    let list = person.types("/remind").await.one();
    assert!(list.text.contains("三个都用上了"), "{}", list.text);
}

#[tokio::test]
async fn an_old_button_never_touches_another_reminder() {
    let town = Town::new().await;
    let person = town.person("en").await;
    let first = sets(&person, "5").await;
    sets(&person, "28").await;
    let list = person.presses(&first, "Stop").await;
    assert_eq!(list.notices, ["Reminder stopped."]);
    let list = list.one();
    assert!(list.text.contains("day 28") && !list.text.contains("day 5"), "{}", list.text);
    // The same button once more, as on a message that was not edited.
    let again = person.presses(&first, "Stop").await;
    assert_eq!(
        again.notices,
        ["This button was old; here is the current screen."].map(|_| again.notices[0].clone())
    );
    assert!(again.edits.is_empty() && again.messages.is_empty(), "the list stays as it is: {again:#?}");
    let list = person.types("/remind").await.one();
    assert!(list.text.contains("day 28"), "{}", list.text);
}

#[tokio::test]
async fn a_changed_reminder_takes_the_place_of_the_old_one() {
    let town = Town::new().await;
    let person = town.person("ru").await;
    sets(&person, "5").await;
    sets(&person, "28").await;
    let list = person.types("/remind").await.one();
    let change = person.presses(&list, "Изменить: 5-го").await.one();
    let grid = person.presses(&change, "По числам").await.one();
    person.presses(&grid, "12").await.one();
    let list = person.types("/remind").await.one();
    for (words, there) in [("12-го", true), ("28-го", true), ("· 5-го", false)] {
        assert_eq!(list.text.contains(words), there, "{words}: {}", list.text);
    }
    let change = person.presses(&list, "Изменить: 28-го").await.one();
    assert!(change.text.contains("28-го"), "{}", change.text);
    person.types("15-го").await.one();
    let list = person.types("/remind").await.one();
    assert!(list.text.contains("15-го") && !list.text.contains("28-го"), "{}", list.text);
}

#[tokio::test]
async fn there_are_three_at_most_and_the_same_one_is_one() {
    let town = Town::new().await;
    let person = town.person("en").await;
    for words in ["1", "2", "3", "3"] {
        sets(&person, words).await;
    }
    let full = person.types("/remind 4").await.one();
    assert!(full.text.contains("three reminders at most"), "{}", full.text);
    assert_eq!(full.keys.iter().flatten().filter(|(label, _)| label.contains("Stop:")).count(), 3);
}

#[tokio::test]
async fn in_a_group_the_way_leads_to_the_private_chat() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    let asker = group.joined_by_old_client("en").await;
    for (typed, link) in
        [("/remind", "start=remind"), ("/remind 28", "start=remind"), ("/forget", "start=forget")]
    {
        let said = asker.says(typed).await.one_public();
        let keys = format!("{said:?}");
        assert!(keys.contains(link), "{typed}: {keys}");
    }
    let private = Person::again(&town, asker.id);
    let opened = private.types("/start remind").await.one();
    assert!(opened.text.contains("Renewal reminder"), "{}", opened.text);
}

#[tokio::test]
async fn reminders_survive_another_language_and_a_cancel() {
    let town = Town::new().await;
    let person = town.person("en").await;
    let set = sets(&person, "28").await;
    let languages = person.presses(&set, "Language").await.one();
    let list = person.presses(&languages, "中文").await.one();
    assert!(list.text.contains("每月28号"), "{}", list.text);
    person.types("/cancel").await.one();
    assert!(person.types("/remind").await.one().text.contains("每月28号"));
}

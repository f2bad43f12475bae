//! What is asked in a group gets one answer.

use serde_json::json;

use crate::groups::square::Group;
use crate::person::Town;

#[tokio::test]
async fn a_command_with_words_gets_the_finished_guide_as_a_silent_reply() {
    let town = Town::new().await;
    let (group, _) = Group::found(&town, "zh-hans").await;
    group.invites_bot().await;
    let li = group.joined_by("zh-hans").await;
    town.patch(&format!("/sandbox/users/{}", li.id), json!({ "client": "old" })).await;
    let heard = li.says("/topup 比兰 kaspi").await;
    let asked = heard.sent;
    let said = heard.one();
    println!("{said:#?}");
    assert_eq!((said.to, said.only_for), (Some(asked), None));
    assert!(said.silent);
    assert!(said.shown.text.contains("Beeline"), "{said:#?}");
    let ann = group.joined_by("en").await;
    let heard = ann.presses(&said, "换个").await;
    println!("{heard:#?}");
    let bo = group.joined_by("ru").await;
    let heard = bo.says("/topup").await;
    println!("{heard:#?}");
}

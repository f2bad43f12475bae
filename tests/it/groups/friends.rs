//! A command in reply to somebody's message is for that person.

use serde_json::json;

use crate::groups::square::Group;
use crate::person::Town;

#[tokio::test]
async fn a_command_in_reply_to_somebody_answers_them_in_their_language() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    let (li, asel) = (group.joined_by("zh-hans").await, group.joined_by("kk").await);
    for asker in [group.joined_by("ru").await, group.joined_by_old_client("ru").await] {
        for (friend, name) in [(li, "zh guide_beeline_kaspi"), (asel, "kk guide_beeline_kaspi")] {
            let question = friend.says("?").await.sent;
            let said = asker.replies(question, "/topup beeline kaspi").await.one_public();
            assert_eq!((said.name().as_str(), said.to), (name, Some(question)));
        }
    }
}

#[tokio::test]
async fn a_command_in_reply_to_oneself_to_a_bot_or_to_nobody_known_answers_the_asker() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "zh-hans").await;
    let owner = group.owner();
    group
        .membership(json!({ "user": owner.id, "status": "creator", "by": owner.id, "is_anonymous": true }))
        .await;
    let ann = group.joined_by_old_client("ru").await;
    let own = ann.says("?").await.sent;
    let bots = ann.says("/topup").await.one_public().shown.id;
    let anonymous = owner.sends(json!({ "text": "?", "send_as": group.id })).await.sent;
    for replied in [own, bots, anonymous] {
        let heard = ann.replies(replied, "/topup beeline kaspi").await;
        let asked = heard.sent;
        let said = heard.one_public();
        assert_eq!((said.name().as_str(), said.to), ("ru guide_beeline_kaspi", Some(asked)));
    }
}

#[tokio::test]
async fn a_friends_own_choice_of_language_counts() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    let (li, ann) = (group.joined_by("zh-hans").await, group.joined_by("en").await);
    let menu = li.says("/topup").await.one_for(&li);
    let choice = li.presses(&menu, "语言").await.one_for(&li);
    li.presses(&choice, "Русский").await;
    let question = li.says("?").await.sent;
    assert_eq!(ann.replies(question, "/topup beeline").await.one_public().name(), "ru ways_beeline");
}

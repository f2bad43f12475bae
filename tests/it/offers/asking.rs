//! How people ask whether an offer is safe: by command, by pasting, by forwarding, in a group; and that nothing of what
//! they sent stays.

use std::fs;

use kz_topup_bot::catalog::model::Catalog;
use kz_topup_bot::dialogue::interruption::Question;
use kz_topup_bot::dialogue::session::Session;
use kz_topup_bot::dialogue::stored::StoredSession;
use serde_json::{Value, json};

use crate::groups::square::Group;
use crate::person::{Person, Seen, Town, content};
use crate::program::Program;

const BAD: &str = "慢充8.5折，24-72小时到账，TG + @seller_of_credit";

/// Sends a message with more fields than the control API knows.
async fn receives(town: &Town, person: &Person<'_>, fields: Value) -> Seen {
    let since = town.now().await;
    let mut message = json!({ "message_id": 900, "date": 1_790_000_000,
        "from": { "id": person.id, "is_bot": false, "first_name": "Ann", "language_code": "zh-hans" },
        "chat": { "id": person.id, "type": "private", "first_name": "Ann" } });
    message.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
    town.post("/sandbox/updates", json!({ "message": message })).await;
    person.sees(since).await
}

#[tokio::test]
async fn a_message_is_judged_at_once_or_asked_for() {
    let town = Town::new().await;
    let person = town.person("zh-hans").await;
    assert!(person.types(&format!("/check {BAD}")).await.one().text.starts_with("🔴"));
    let asks = person.types("/check").await.one();
    assert!(asks.text.contains("粘贴"), "{}", asks.text);
    let verdict = person.types(BAD).await.one();
    assert!(verdict.text.contains("慢充") && !verdict.text.contains("seller_of_credit"), "{}", verdict.text);
    let question = person.types("您好，请问要充多少？").await.one();
    assert!(question.text.starts_with("还没有看到要判断的内容"), "a question is no offer: {}", question.text);
    let honest = person.types("您好，充 2000 坚戈收 2000，当场给小票。").await.one();
    assert!(honest.text.starts_with("⚪"), "the next one too: {}", honest.text);
    let another = person.presses(&verdict, "再查一条").await;
    assert!(another.edits.is_empty(), "the verdict stays");
    assert!(another.one().text.contains("粘贴"));
    let paid = person.presses(&verdict, "钱已经付了").await.one();
    assert!(paid.text.contains("102"), "{}", paid.text);
}

#[tokio::test]
async fn the_dialogue_goes_on_where_it_stood() {
    let town = Town::new().await;
    let person = town.person("ru").await;
    person.types("tele2").await.one();
    person.types("/check").await.one();
    person.types("скидка 20% на баланс, пишите @someone_kz").await.one();
    let guide = person.types("каспи").await.one();
    assert!(guide.text.contains("Tele2 · "), "the operator is not forgotten: {}", guide.text);
    let asks = person.types("/check").await.one();
    assert!(person.presses(&asks, "Продолжить").await.one().text.contains("Tele2"));
    person.types("/check").await.one();
    assert!(person.types("назад").await.one().text.contains("Tele2"));
}

#[tokio::test]
async fn what_was_forwarded_is_judged_in_any_state_and_our_own_words_are_not() {
    let town = Town::new().await;
    let person = town.person("zh-hans").await;
    person.types("beeline").await.one();
    for origin in [
        json!({ "forward_origin": { "type": "user", "date": 1, "sender_user": { "id": 5, "is_bot": false } } }),
        json!({ "forward_origin": { "type": "hidden_user", "date": 1, "sender_user_name": "X" } }),
        json!({ "forward_from": { "id": 5, "is_bot": false }, "forward_date": 1 }),
        json!({ "forward_sender_name": "X", "forward_date": 1 }),
        json!({ "forward_from": { "id": 5, "is_bot": false }, "via_bot": { "id": 6, "is_bot": true } }),
    ] {
        let mut fields = origin.clone();
        fields["text"] = json!(BAD);
        let shown = receives(&town, &person, fields).await.one();
        assert!(shown.text.starts_with("🔴"), "{origin}: {}", shown.text);
    }
    let ours = json!({ "text": "beeline kaspi", "forward_origin":
        { "type": "user", "date": 1, "sender_user": { "id": 7_000_000_001_i64, "is_bot": true } } });
    assert!(receives(&town, &person, ours).await.one().text.starts_with("Beeline · "));
    assert!(person.types("终端机").await.one().text.starts_with("Beeline · "), "the place is kept");
}

#[tokio::test]
async fn an_address_behind_words_is_seen() {
    let town = Town::new().await;
    let person = town.person("zh-hans").await;
    let fields = json!({ "text": "点这里领话费", "forward_sender_name": "X",
        "entities": [{ "type": "text_link", "offset": 0, "length": 3, "url": "https://beeline-kz.top/x" }] });
    let shown = receives(&town, &person, fields).await.one();
    assert!(shown.text.contains("beeline-kz[.]top"), "{}", shown.text);
    let links = shown.keys.iter().flatten().filter(|(_, data)| data.contains("://"));
    assert_eq!(links.count(), 0, "nothing leads there");
}

#[tokio::test]
async fn a_message_that_is_in_the_chat_already_can_be_replied_to() {
    let town = Town::new().await;
    let person = town.person("zh-hans").await;
    let pasted = json!({ "message_id": 700, "date": 1, "text": "看这里", "chat": { "id": person.id, "type": "private" },
        "from": { "id": person.id, "is_bot": false }, "entities":
        [{ "type": "text_link", "offset": 0, "length": 3, "url": "https://beeline-kz.top/x" }] });
    let shown = receives(&town, &person, json!({ "text": "/check", "reply_to_message": pasted })).await.one();
    assert!(shown.text.contains("beeline-kz[.]top"), "{}", shown.text);
    let mut ours = pasted;
    ours["from"] = json!({ "id": 7_000_000_001_i64, "is_bot": true });
    let shown = receives(&town, &person, json!({ "text": "/check", "reply_to_message": ours })).await.one();
    assert!(shown.text.contains("粘贴"), "what we said is no offer: {}", shown.text);
}

#[tokio::test]
async fn short_words_turn_away_from_the_offer_and_sentences_do_not() {
    let town = Town::new().await;
    let person = town.person("zh-hans").await;
    for (words, begins) in [
        ("Kaspi", "付款方式：Kaspi"),
        ("我是哪家运营商", "🔎 我的卡是哪家"),
        ("没钱没流量", "🆘 没"),
        ("您好，给 Beeline 和 Kcell 充话费都可以，Kaspi 也行", "🟠"),
    ] {
        person.types("/check").await.one();
        let shown = person.types(words).await.one();
        assert!(shown.text.starts_with(begins), "{words}: {}", shown.text);
    }
}

#[tokio::test]
async fn pictures_are_judged_by_their_captions_and_asked_for_in_words() {
    let town = Town::new().await;
    let person = town.person("zh-hans").await;
    person.types("/check").await.one();
    let photo = json!([{ "file_id": "x", "file_unique_id": "y", "width": 1, "height": 1 }]);
    let shown = receives(&town, &person, json!({ "photo": photo, "caption": BAD })).await.one();
    assert!(shown.text.starts_with("🔴"), "{}", shown.text);
    for fields in [json!({ "photo": photo }), json!({ "photo": photo, "forward_sender_name": "X" })] {
        let shown = receives(&town, &person, fields).await.one();
        assert!(shown.text.contains("只看得懂") && shown.text.contains("粘贴"), "{}", shown.text);
    }
}

#[tokio::test]
async fn the_longest_message_is_judged_to_its_end() {
    let town = Town::new().await;
    let person = town.person("ru").await;
    let honest = "Добрый день! ".repeat(310);
    assert!(person.types(&format!("/check {honest}")).await.one().text.starts_with("⚪"));
    assert!(person.types(&format!("/check {honest} сообщите код")).await.one().text.starts_with("🔴"));
}

#[tokio::test]
async fn a_group_can_ask_about_what_somebody_wrote() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    let asker = group.joined_by("zh-hans").await;
    let seller = group.joined_by("en").await;
    let said = asker.says(&format!("/check@sandbox_bot {BAD}")).await.one();
    assert!(said.shown.text.starts_with("🔴"), "{}", said.shown.text);
    let offer = seller.says(BAD).await.sent;
    for by_command in ["/check", "/check@sandbox_bot"] {
        let heard = asker.replies(offer, by_command).await;
        let asked = heard.sent;
        let said = heard.one();
        assert!(said.shown.text.starts_with("🔴 别付钱"), "in the asker's language: {}", said.shown.text);
        match said.only_for {
            Some((_, reader)) => assert_eq!(reader, asker.id),
            None => {
                assert_eq!((said.to, said.silent), (Some(asked), true), "not under the seller's: {said:?}")
            }
        }
    }
}

#[tokio::test]
async fn a_group_without_a_message_to_judge_is_shown_the_way_to_private() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    let asker = group.joined_by("en").await;
    let said = asker.says("/check@sandbox_bot").await.one();
    let way = said.shown.keys.iter().flatten().any(|(_, link)| link.ends_with("?start=offer"));
    assert!(way, "{said:?}");
    let verdict = asker.says(&format!("/check@sandbox_bot {BAD}")).await.one();
    let heard = asker.presses(&verdict, "Check another").await;
    assert!(heard.link_for(&asker).ends_with("?start=offer"), "the next one in private");
    let paid = asker.presses(&verdict, "I already paid").await;
    assert_eq!(paid.one_for(&asker).name(), "en page_paid");
}

#[tokio::test]
async fn nothing_of_a_message_is_stored_or_logged() {
    let town = Town::without_bot().await;
    let program = Program::in_town(&town).with("RUST_LOG", "info,kz_topup_bot=trace");
    let bot = program.starts(&["run"]);
    let person = town.person("zh-hans").await;
    person.types("/check").await.one();
    for text in ["zanzibar 慢充 @zanzibar_shop zanzibar.top", "/check zanzibar 慢充"] {
        assert!(person.types(text).await.one().text.contains("慢充"));
    }
    receives(&town, &person, json!({ "text": "zanzibar 慢充", "forward_sender_name": "X" })).await.one();
    let ended = bot.stop();
    assert!(
        !format!("{ended:?}").contains("zanzibar") && !format!("{ended:?}").contains("慢充"),
        "{ended:?}"
    );
    let files = fs::read_dir(program.folder.path()).unwrap();
    let bytes: Vec<u8> = files.flat_map(|entry| fs::read(entry.unwrap().path()).unwrap()).collect();
    let holds = |words: &str| bytes.windows(words.len()).any(|window| window == words.as_bytes());
    assert!(holds(r#""question":"offer""#), "the session was written");
    assert!(!holds("zanzibar") && !holds("慢充"));
}

fn session(catalog: &Catalog, stored: &str) -> Session {
    serde_json::from_str::<StoredSession>(stored).unwrap().session(catalog)
}

#[test]
fn a_stored_question_about_an_offer_is_read_again_and_older_records_too() {
    let content = content();
    let catalog = &content.catalog;
    let asked = Some(Question::Offer);
    for (stored, question, operator) in [
        (r#"{"v":1,"state":{"at":"receive-offer"}}"#, asked, None),
        (r#"{"v":1,"state":{"at":"receive-offer","operator":"tele2"}}"#, asked, Some("tele2")),
        (r#"{"v":1,"state":{"at":"receive-offer","operator":"gone"}}"#, asked, None),
        (r#"{"v":1,"state":{"at":"receive-payment-method","operator":"kcell"}}"#, None, Some("kcell")),
        (r#"{"v":1,"state":{"at":"start"}}"#, None, None),
    ] {
        let session = session(catalog, stored);
        assert_eq!(session.question(), question, "{stored}");
        let operator = operator.and_then(|name| catalog.operator_named(name));
        assert_eq!(session.state.operator(), operator, "{stored}");
    }
}

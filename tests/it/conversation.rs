//! A private chat from the person's side: commands, presses, typed words, in every odd order.

use serde_json::json;

use crate::person::Town;

#[tokio::test]
async fn start_greets_in_the_readers_language() {
    let town = Town::new().await;
    for (tag, greeting) in [
        ("zh-hans", "哈萨克斯坦手机卡充值指南"),
        ("zh-hant-tw", "哈薩克 SIM 卡儲值指南"),
        ("ru", "Как пополнить баланс SIM-карты в Казахстане"),
        ("kk", "Қазақстан нөмірінің теңгерімін (балансын) толтыру"),
        ("en", "Kazakhstan SIM top-up"),
        ("pt-br", "Kazakhstan SIM top-up"),
        ("", "Kazakhstan SIM top-up"),
    ] {
        let shown = town.person(tag).await.types("/start").await.one();
        assert!(shown.text.contains(greeting), "{tag}: {}", shown.text);
    }
}

#[tokio::test]
async fn a_guide_takes_three_presses_and_is_a_message_of_its_own() {
    let town = Town::new().await;
    let person = town.person("zh-hans").await;
    let menu = person.types("/start").await.one();
    let ways = person.picks(&menu, "Beeline").await;
    assert!(ways.messages.is_empty(), "choosing edits in place");
    let ways = ways.one();
    assert_eq!(ways.id, menu.id);
    let (menu, guide) = person.presses(&ways, "营业厅").await.menu_and_guide();
    assert!(guide.text.starts_with("Beeline"), "{}", guide.text);
    assert!(guide.text.contains("资料整理于"), "{}", guide.text);
    assert_eq!(menu.id, ways.id);
    assert_ne!(guide.id, menu.id);
}

#[tokio::test]
async fn a_double_tap_sends_one_guide() {
    let town = Town::new().await;
    let person = town.person("en").await;
    let menu = person.types("/start").await.one();
    let ways = person.picks(&menu, "Tele2").await.one();
    let data = ways.data("Operator’s shop");
    let since = town.now().await;
    for _ in 0..10 {
        let tap = json!({ "from": person.id, "chat": person.id, "message_id": ways.id, "data": data });
        town.post("/sandbox/presses", tap).await;
    }
    let seen = person.sees(since).await;
    assert_eq!(seen.messages.len(), 1, "one guide");
    assert!((1..=10).contains(&seen.notices.len()), "a tap that a newer one replaces need not be answered");
    assert_eq!(seen.edits.len(), 1, "one edit; the rest were not modified");
}

#[tokio::test]
async fn language_can_be_changed_from_the_first_screen_and_stays() {
    let town = Town::new().await;
    let person = town.person("en").await;
    let menu = person.types("/start").await.one();
    let languages = person.presses(&menu, "Language").await.one();
    let seen = person.presses(&languages, "简体中文").await;
    assert_eq!(seen.notices.len(), 1);
    assert!(seen.one().text.contains("哈萨克斯坦手机卡充值指南"));
    let later = person.types("beeline kaspi").await.one();
    assert!(later.text.contains("要准备"), "{}", later.text);
}

#[tokio::test]
async fn the_language_of_a_guide_changes_in_its_own_message() {
    let town = Town::new().await;
    let person = town.person("en").await;
    let guide = person.types("activ shop").await.one();
    // Guides sent by an earlier version have the button; those of today leave it to /lang.
    assert!(guide.keys.iter().flatten().all(|(label, _)| !label.contains("Language")), "{guide:#?}");
    let choice = person.presses_data(guide.id, "languages/guide/activ/shop".to_owned()).await.one();
    assert_eq!(choice.id, guide.id);
    let again = person.presses(&choice, "Қазақша").await.one();
    assert_eq!(again.id, guide.id);
    assert!(again.text.starts_with("activ · "), "{}", again.text);
    assert!(again.text.contains("Дереккөздер оқылған күні: 2026-11-22"), "{}", again.text);
}

#[tokio::test]
async fn words_work_as_well_as_buttons_in_any_script() {
    let town = Town::new().await;
    for (tag, words, expected) in [
        ("zh-hans", "beeline 怎么充", "Beeline：谁来付这笔钱"),
        ("zh-hans", "比兰", "Beeline：谁来付这笔钱"),
        ("zh-hans", "比兰 支付宝", "Beeline · "),
        ("zh-hans", "Ｂｅｅｌｉｎｅ　ｋａｓｐｉ", "Beeline · Kaspi"),
        ("ru", "как пополнить билайна через каспи?", "Beeline · Приложение Kaspi"),
        ("ru", "теле2 терминал", "Tele2 · Терминал"),
        ("kk", "алтел терминал", "Altel · Төлем терминалы"),
        ("en", "bealine kaspy", "Beeline · Kaspi.kz app"),
        ("en", "lyca mobile", "Lycamobile"),
        ("zh-hans", "钱没到账", "没到账"),
    ] {
        let shown = town.person(tag).await.types(words).await.one();
        assert!(shown.text.contains(expected), "{words}: {}", shown.text);
    }
}

#[tokio::test]
async fn what_was_said_first_is_remembered_whichever_it_was() {
    let town = Town::new().await;
    let person = town.person("zh-hans").await;
    let asks = person.types("支付宝").await.one();
    assert!(asks.text.contains("哪家"), "{}", asks.text);
    let guide = person.types("kcell").await.one();
    assert!(guide.text.starts_with("Kcell · "), "{}", guide.text);
    let other = person.types("终端机").await.one();
    assert!(other.text.starts_with("Kcell · "), "the operator stays: {}", other.text);
}

#[tokio::test]
async fn commands_never_lose_the_place() {
    let town = Town::new().await;
    let person = town.person("ru").await;
    person.types("beeline").await.one();
    for command in
        ["/help", "/tips", "/operators", "/about", "/privacy", "/lang", "/nonsense", "/HELP@other_bot"]
    {
        let shown = person.types(command).await.one();
        assert!(!shown.keys.is_empty(), "{command}: a next step");
    }
    let guide = person.types("каспи").await.one();
    assert!(guide.text.contains("Beeline"), "{}", guide.text);
}

#[tokio::test]
async fn commands_are_understood_as_people_type_them() {
    let town = Town::new().await;
    let person = town.person("zh-hans").await;
    for command in ["/start", "/Start", " /START", "／start", "/start\nabc", "/start@sandbox_bot"] {
        let shown = person.types(command).await.one();
        assert!(shown.text.contains("哈萨克斯坦手机卡充值指南"), "{command}: {}", shown.text);
    }
    let guide = person.types("/topup  比兰   终端").await.one();
    assert!(guide.text.starts_with("Beeline · "), "{}", guide.text);
    let guide = person.types("/start guide_activ_kaspi").await.one();
    assert!(guide.text.starts_with("activ · "), "{}", guide.text);
    let nearest = person.types("/start guide_activ_teleport").await.one();
    assert!(nearest.text.starts_with("activ"), "{}", nearest.text);
}

#[tokio::test]
async fn a_reseller_is_warned_of_first_by_every_way_there() {
    let town = Town::new().await;
    for words in
        ["tele2 代充", "/topup tele2 淘宝", "/start guide_tele2_reseller", "/start warning_tele2_reseller"]
    {
        let person = town.person("zh-hans").await;
        let warning = person.types(words).await.one();
        assert!(warning.text.starts_with("⚠️"), "{words}: {}", warning.text);
        assert!(warning.keys[0][0].0.contains("营业厅"), "the safer way comes first: {:?}", warning.keys);
        let (_, guide) = person.presses(&warning, "我明白").await.menu_and_guide();
        assert!(guide.text.starts_with("Tele2 · "), "{}", guide.text);
    }
    let person = town.person("zh-hans").await;
    let asked = person.types("tele2").await.one();
    let menu = person.presses(&asked, "全部列出来").await.one();
    let warned = person.presses(&menu, "网上代充").await;
    assert_eq!(warned.notices.len(), 1);
    assert!(!warned.notices[0].is_empty(), "an alert says to read first");
    assert!(warned.messages.is_empty(), "no guide before the yes");
    assert!(person.types("不要").await.one().text.contains("怎么付钱"));
    person.types("代充").await.one();
    assert!(person.types("好").await.one().text.starts_with("Tele2 · "));
}

#[tokio::test]
async fn what_is_not_understood_gets_a_hint_then_buttons_then_help() {
    let town = Town::new().await;
    let person = town.person("zh-hans").await;
    let first = person.types("今天天气怎么样").await.one();
    assert!(first.text.starts_with("没看懂"), "{}", first.text);
    let second = person.types("啊啊啊").await.one();
    assert!(second.text.starts_with("还是没看懂"), "{}", second.text);
    let third = person.types("哦").await.one();
    assert!(third.text.contains("/topup"), "{}", third.text);
    for shown in [first, second, third] {
        assert!(!shown.keys.is_empty());
    }
    let number = person.types("+7 701 234 56 78").await.one();
    assert!(!number.text.contains("234"), "a number is never repeated: {}", number.text);
}

#[tokio::test]
async fn photos_get_an_answer_too() {
    let town = Town::new().await;
    let person = town.person("zh-hans").await;
    person.types("/start").await.one();
    let since = town.now().await;
    let photo = json!({ "message": { "message_id": 900, "date": 1_790_000_000, "photo": [],
        "from": { "id": person.id, "is_bot": false, "first_name": "Ann", "language_code": "zh-hans" },
        "chat": { "id": person.id, "type": "private", "first_name": "Ann" } } });
    town.post("/sandbox/updates", photo).await;
    let shown = person.sees(since).await.one();
    assert!(shown.text.contains("文字"), "{}", shown.text);
}

#[tokio::test]
async fn text_beside_something_newer_than_the_library_is_read() {
    let town = Town::new().await;
    let person = town.person("zh-hans").await;
    person.types("/start").await.one();
    let since = town.now().await;
    let message = json!({ "message": { "message_id": 901, "date": 1_790_000_000, "text": "beeline kaspi",
        "entities": [{ "type": "something_of_2030", "offset": 0, "length": 7, "odd": {} }],
        "from": { "id": person.id, "is_bot": false, "first_name": "Ann", "language_code": "zh-hans" },
        "chat": { "id": person.id, "type": "private", "first_name": "Ann" } } });
    town.post("/sandbox/updates", message).await;
    assert!(person.sees(since).await.one().text.starts_with("Beeline · "));
}

#[tokio::test]
async fn a_blocked_chat_is_forgotten() {
    let town = Town::new().await;
    let person = town.person("en").await;
    let menu = person.types("/start").await.one();
    let languages = person.presses(&menu, "Language").await.one();
    person.presses(&languages, "简体中文").await;
    town.patch(&format!("/sandbox/users/{}", person.id), json!({ "blocked": true })).await;
    let since = town.now().await;
    town.settled(since).await;
    town.patch(&format!("/sandbox/users/{}", person.id), json!({ "blocked": false })).await;
    assert!(
        person.types("/start").await.one().text.contains("Kazakhstan SIM top-up"),
        "the choice went with the chat"
    );
}

#[tokio::test]
async fn the_place_survives_a_restart() {
    let mut town = Town::new().await;
    let id = {
        let person = town.person("zh-hans").await;
        person.types("beeline").await.one();
        person.id
    };
    town.restart().await;
    let person = crate::person::Person::again(&town, id);
    assert!(person.types("终端机").await.one().text.starts_with("Beeline · "));
}

#[tokio::test]
async fn a_deleted_menu_is_sent_anew() {
    let town = Town::new().await;
    let person = town.person("zh-hans").await;
    let menu = person.types("/start").await.one();
    let seen = person.presses_data(menu.id + 1000, menu.data("Kcell")).await;
    assert!(seen.one().text.contains("Kcell：谁来付这笔钱"));
}

#[tokio::test]
async fn the_profile_speaks_every_language_and_is_written_once() {
    let mut town = Town::new().await;
    town.person("en").await.types("/start").await.one();
    let written = |events: &[serde_json::Value]| {
        events
            .iter()
            .filter(|event| event["kind"] == "call")
            .filter(|event| event["method"].as_str().unwrap().to_lowercase().starts_with("setmy"))
            .count()
    };
    let mut profile = town.get("/sandbox/profile?language_code=zh").await;
    for _ in 0..200 {
        if profile["commands"].as_array().is_some_and(|commands| commands.len() == 10)
            && profile["short_description"] != ""
        {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        profile = town.get("/sandbox/profile?language_code=zh").await;
    }
    assert_eq!(profile["name"], "哈萨克斯坦手机充值指南");
    assert_eq!(profile["commands"][1]["command"], "topup");
    let events = town.settled(0).await;
    let calls = events.iter().filter(|event| event["kind"] == "call");
    let refused: Vec<_> = calls.filter(|call| call["ok"] == false).map(|call| &call["method"]).collect();
    assert!(refused.is_empty(), "Telegram takes no profile in these languages: {refused:?}");
    let since = town.now().await;
    town.restart().await;
    town.person("en").await.types("/start").await.one();
    assert_eq!(written(&town.settled(since).await), 0, "nothing is written that is already there");
}

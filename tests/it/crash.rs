//! Crashes: the real program is killed, or its file damaged, between any two steps of a conversation, and people go
//! on where they were.

use rusqlite::Connection;
use serde_json::json;

use crate::person::{Person, Seen, Shown, Town};
use crate::program::{Program, Running};

/// What a person does next.
#[derive(Clone, Copy, Debug)]
enum Step {
    Types(&'static str),
    /// The newest message with this button is meant.
    Presses(&'static str),
}

/// From the first word to a risky way, by buttons and by words: what a person whose client speaks English does, and
/// what then can be read.
const CONVERSATION: [(Step, &str); 15] = [
    (Step::Types("/start"), "Kazakhstan SIM top-up"),
    (Step::Presses("Beeline"), "Beeline"),
    (Step::Presses("Language"), "语言"),
    (Step::Presses("简体中文"), "Beeline：谁来付这笔钱"),
    (Step::Presses("短期游客"), "Beeline：怎么付钱"),
    (Step::Types("终端机"), "Beeline · 自助终端机"),
    (Step::Presses("换个方式"), "Beeline：怎么付钱"),
    (Step::Types("kaspi"), "Beeline · Kaspi"),
    (Step::Types("？？？"), "没看懂"),
    (Step::Types("……"), "还是没看懂"),
    (Step::Types("代充"), "⚠️"),
    (Step::Types("不要"), "Beeline：怎么付钱"),
    (Step::Presses("网上代充"), "⚠️"),
    (Step::Presses("我明白有风险"), "Beeline · 网上代充"),
    (Step::Types("alipay"), "Beeline · 支付宝"),
];

/// Somebody in the middle of a conversation.
struct Talk<'a> {
    person: Person<'a>,
    /// Every message so far, as it looks now, oldest first.
    chat: Vec<Shown>,
}

impl Talk<'_> {
    async fn does(&mut self, step: Step) -> Seen {
        let seen = match step {
            Step::Types(text) => self.person.types(text).await,
            Step::Presses(label) => {
                let has = |shown: &&Shown| shown.keys.iter().flatten().any(|(text, _)| text.contains(label));
                let message = self.chat.iter().rev().find(has).unwrap_or_else(|| panic!("no `{label}`"));
                self.person.presses(message, label).await
            }
        };
        for edit in &seen.edits {
            self.chat.iter_mut().find(|shown| shown.id == edit.id).unwrap().clone_from(edit);
        }
        self.chat.extend(seen.messages.iter().cloned());
        seen
    }
}

/// Has the conversation, with a crash after every step or with none.
async fn conversation(crash: fn(&Program, Running) -> Running) -> Vec<Seen> {
    let town = Town::without_bot().await;
    let program = Program::in_town(&town);
    let mut talk = Talk { person: town.person("en").await, chat: Vec::new() };
    let mut running = program.starts(&["run"]);
    let mut seen = Vec::new();
    for (step, _) in CONVERSATION {
        seen.push(talk.does(step).await);
        running = crash(&program, running);
    }
    seen
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crash_between_any_two_steps_is_not_noticed() {
    let (whole, broken) = tokio::join!(
        conversation(|_, running| running),
        conversation(|program, running| {
            running.kill();
            program.starts(&["run"])
        })
    );
    for ((step, whole), broken) in CONVERSATION.iter().zip(&whole).zip(&broken) {
        let mut shown = whole.messages.iter().chain(&whole.edits);
        assert!(shown.any(|shown| shown.text.contains(step.1)), "{step:?}: {whole:#?}");
        assert_eq!(broken, whole, "{step:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn updates_in_flight_at_a_crash_are_answered_after_it() {
    let town = Town::without_bot().await;
    let program = Program::in_town(&town);
    let person = town.person("zh-hans").await;
    let running = program.starts(&["run"]);
    person.types("beeline").await.one();
    let since = in_hand(&town, &person, "终端机", 2).await;
    running.kill();
    let _running = program.starts(&["run"]);
    let guide = person.sees(since).await;
    // Twice at worst, should the answer have gone out just before the crash; never not at all.
    assert!(!guide.messages.is_empty(), "{guide:#?}");
    assert!(guide.messages.iter().all(|message| message.text.starts_with("Beeline · ")), "{guide:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_finishes_updates_in_flight_and_confirms_them() {
    let town = Town::without_bot().await;
    let program = Program::in_town(&town);
    let person = town.person("zh-hans").await;
    let running = program.starts(&["run"]);
    person.types("beeline").await.one();
    let since = in_hand(&town, &person, "终端机", 1).await;
    let ended = running.stop();
    assert_eq!((ended.code, ended.out.len()), (Some(0), 0), "{ended:#?}");
    let settled = town.get("/sandbox/settled?timeout=0").await;
    assert_eq!(settled["settled"], true, "confirmed before the end: {settled}");
    assert_eq!(person.sees(since).await.messages.len(), 1, "answered before the end");

    let since = town.now().await;
    let _running = program.starts(&["run"]);
    let later = person.types("kaspi").await;
    assert!(later.one().text.starts_with("Beeline · Kaspi"), "the place is kept");
    assert_eq!(person.sees(since).await.messages.len(), 1, "the old question is not answered again");
}

/// Types something whose answer Telegram puts off so many times, each by a second. Gives the number of the event before
/// it as soon as the bot has been put off for the last time, with one second to go.
pub async fn in_hand(town: &Town, person: &Person<'_>, text: &str, times: usize) -> i64 {
    let refusal = json!({
        "method": "sendMessage", "error_code": 429, "description": "Too Many Requests: retry after 1",
        "parameters": { "retry_after": 1 }, "times": times,
    });
    town.post("/sandbox/faults", refusal).await;
    let since = town.now().await;
    let message = json!({ "from": person.id, "chat": person.id, "text": text });
    town.post("/sandbox/messages", message).await;
    let (mut at, mut met) = (since, 0);
    while met < times {
        let page = town.get(&format!("/sandbox/events?after={at}&timeout=20")).await;
        let events = page["events"].as_array().unwrap();
        assert!(!events.is_empty(), "the bot does not try to answer");
        met += events.iter().filter(|event| event["kind"] == "call" && event["ok"] == false).count();
        at = page["next"].as_i64().unwrap();
    }
    since
}

/// Records that cannot be read, or not wholly: what stands in the row, and the question that shows which language is
/// spoken to somebody who starts afresh. Everybody's client speaks English, and everybody chose Russian.
const DAMAGES: [(&str, &str); 7] = [
    (r#"{"v":1,"lang":"ru","state":{"at":"rec"#, IN_ENGLISH),
    ("", IN_ENGLISH),
    (r#"["v",1]"#, IN_ENGLISH),
    (r#"{"v":1,"lang":"tlh","state":{"at":"start"}}"#, IN_ENGLISH),
    (r#"{"v":9,"lang":"ru","state":{"at":"receive-face-scan","eye":"left"},"mood":{}}"#, IN_RUSSIAN),
    (r#"{"v":1,"lang":"ru","state":{"at":"receive-payment-method","operator":"megafon"}}"#, IN_RUSSIAN),
    (r#"{"v":1,"lang":"ru","state":{"at":"receive-payment-method"},"misses":-7}"#, IN_RUSSIAN),
];

const IN_ENGLISH: &str = "Which operator";
const IN_RUSSIAN: &str = "Какой у вас оператор";

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_record_resets_one_session_and_no_other() {
    let town = Town::without_bot().await;
    let program = Program::in_town(&town);
    let running = program.starts(&["run"]);
    let mut people = Vec::new();
    for _ in 0..=DAMAGES.len() {
        let person = town.person("en").await;
        let menu = person.types("/start").await.one();
        let languages = person.presses(&menu, "Language").await.one();
        person.presses(&languages, "Русский").await;
        assert!(person.types("билайн").await.one().text.contains("Beeline"));
        people.push(person);
    }
    running.kill();

    let neighbour = people.pop().unwrap();
    let file = program.folder.path().join("bot.sqlite");
    let database = Connection::open(&file).unwrap();
    for (person, (damage, _)) in people.iter().zip(DAMAGES) {
        let sql = "UPDATE dialogues SET session = ?2 WHERE chat_id = ?1";
        assert_eq!(database.execute(sql, (person.id, damage)).unwrap(), 1);
    }
    let row = |database: &Connection| -> (i64, String, i64) {
        let sql = "SELECT version, session, updated_at FROM dialogues WHERE chat_id = ?1";
        let columns = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        database.query_row(sql, [neighbour.id], columns).unwrap()
    };
    let before = row(&database);
    drop(database);

    let running = program.starts(&["run"]);
    for (person, (damage, question)) in people.iter().zip(DAMAGES) {
        let asked = person.types("terminal").await.one();
        assert!(asked.text.contains(question), "{damage}: {}", asked.text);
        let guide = person.types("kcell").await.one();
        assert!(guide.text.contains("Kcell"), "{damage}: {}", guide.text);
    }
    assert_eq!(row(&Connection::open(&file).unwrap()), before, "another row");
    assert!(neighbour.types("terminal").await.one().text.contains("Beeline"));
    let ended = running.stop();
    assert_eq!(ended.code, Some(0), "{ended:#?}");
    assert!(!format!("{ended:?}").contains("face-scan"), "no record is logged: {ended:#?}");
}

//! "Which operator am I on?": where it is asked, what three digits say, and that nothing else of a number is used.

use kz_topup_bot::bot::content::Content;
use kz_topup_bot::catalog::model::Catalog;
use kz_topup_bot::dialogue::effect::{Effect, Hint};
use kz_topup_bot::dialogue::event::{Command, Event};
use kz_topup_bot::dialogue::interruption::{Interruption, Question};
use kz_topup_bot::dialogue::screen::{FIRST, Screen};
use kz_topup_bot::dialogue::screen_id::Decoded;
use kz_topup_bot::dialogue::session::{PayerChoice, Session, State};
use kz_topup_bot::dialogue::shown::Shown;
use kz_topup_bot::dialogue::stored::StoredSession;
use kz_topup_bot::dialogue::transition::{Transition, transition};
use kz_topup_bot::render::callback::{decode_link, encode_link};
use proptest::prelude::{ProptestConfig, prop_assert, prop_assert_eq, proptest};
use proptest::sample::select;
use rusqlite::Connection;

use crate::groups::square::Group;
use crate::hostile::words;
use crate::person::{Town, content, is_rendered, today};
use crate::program::Program;

/// Typed where the first digits are asked for, and the screen it leads to; `#` for the hint about three digits.
const ASKED: &[(&str, &str)] = &[
    ("705", "prefix_705"),
    ("７０５", "prefix_705"),
    ("7705", "prefix_705"),
    ("8705", "prefix_705"),
    ("+7 705", "prefix_705"),
    ("+7 (705) 123-45-67", "prefix_705"),
    ("8 705 123 45 67", "prefix_705"),
    ("77051234567", "prefix_705"),
    ("7051234567", "prefix_705"),
    ("＋７（７０５）１２３４５６７", "prefix_705"),
    ("我的号码是 8-705-123-45-67，充 5000", "prefix_705"),
    ("不知道，705", "prefix_705"),
    ("705 kaspi", "prefix_705"),
    ("706", "prefix_706"),
    ("+7 916 123 45 67", "page_number-russia"),
    ("8 (916) 123-45-67", "page_number-russia"),
    ("916", "page_number-russia"),
    ("+86 138 0013 8000", "page_number-china"),
    ("13800138000", "page_number-china"),
    ("+998 90 123 45 67", "page_number-abroad"),
    ("+1 415 555 0100", "page_number-abroad"),
    ("760", "page_number-special"),
    ("8 785 123 45 67", "page_number-special"),
    ("8 727 123 45 67", "page_number-unknown"),
    ("123", "page_number-unknown"),
    ("70", "#"),
    ("482913", "#"),
    ("4400 4301 1234 5678", "#"),
    ("beeline", "ways_beeline"),
    ("это билайн, 705", "ways_beeline"),
    ("kaspi", "operators_kaspi"),
    ("不知道", "ways_other"),
    ("还是不知道哪家", "whoami"),
    ("被骗了 +7 705 123 45 67", "page_paid"),
    ("back", "operators"),
];

/// Typed first of all. A whole number is not read where nobody asks for one.
const FRESH: &[(&str, &str)] = &[
    ("不知道哪家", "whoami"),
    ("我不知道是哪家的卡", "whoami"),
    ("какой у меня оператор", "whoami"),
    ("Не знаю, какой оператор", "whoami"),
    ("which operator", "whoami"),
    ("I don't know which operator I have", "whoami"),
    ("қай оператор", "whoami"),
    ("Картам қай оператордікі?", "whoami"),
    ("which operator: beeline", "ways_beeline"),
    ("705", "prefix_705"),
    (" ７０５ ", "prefix_705"),
    ("不知道", "ways_other"),
];

fn session(state: State) -> Session {
    Session { state, payer: PayerChoice::Everything, ..Session::default() }
}

/// A session in which the first digits of the number have been asked for.
fn asked() -> Session {
    let interruption = Some(Interruption { question: Question::Digits, menu: FIRST });
    Session { interruption, ..session(State::Start) }
}

fn says(catalog: &Catalog, session: Session, text: &str) -> Transition {
    transition(catalog, session, Event::Text(text.to_owned()), today())
}

/// The screen that follows, by its link.
fn shown(catalog: &Catalog, transition: &Transition) -> String {
    let shown = transition.effects.iter().find_map(|effect| match *effect {
        Effect::Show { hint: Some(Hint::Prefix), .. } => Some("#".to_owned()),
        Effect::Show { hint: Some(hint), .. } => Some(hint.key().to_owned()),
        Effect::Send { shown: Shown::Suggestions(_), .. } => Some("?".to_owned()),
        ref effect => effect.shown().map(|shown| encode_link(catalog, shown.screen())),
    });
    shown.unwrap_or_default()
}

#[track_caller]
fn table(rows: &[(&str, &str)], session: Session) {
    let Content { catalog, .. } = content();
    for (text, expected) in rows {
        let link = shown(catalog, &says(catalog, session, text));
        assert_eq!(link, *expected, "{text}");
        assert!(
            *expected == "#" || matches!(decode_link(catalog, expected), Decoded::Exact(_)),
            "{expected}"
        );
    }
}

#[test]
fn what_is_typed_when_asked_is_told_apart() {
    table(ASKED, asked());
}

#[test]
fn the_question_is_understood_anywhere() {
    table(FRESH, session(State::Start));
}

#[test]
fn a_whole_number_elsewhere_gets_the_hint_and_the_way_on() {
    let Content { catalog, .. } = content();
    let beeline = catalog.operator_named("beeline").unwrap();
    for state in [State::Start, State::choose(beeline)] {
        let after = says(catalog, session(state), "+7 705 123 45 67");
        assert_eq!(shown(catalog, &after), Hint::Digits.key());
        assert_eq!(after.session.state, state);
    }
    let after = says(catalog, session(State::choose(beeline)), "700");
    assert_eq!(shown(catalog, &after), "?", "a sum of money, once the operator is known");
}

#[test]
fn the_command_takes_the_digits_along() {
    let Content { catalog, .. } = content();
    for (words, expected) in [("", "whoami"), ("705", "prefix_705"), ("+7 701 123 45 67", "prefix_701")] {
        let command = Event::Command(Command::WhoAmI(words.to_owned()));
        let after = transition(catalog, Session::default(), command, today());
        assert_eq!(shown(catalog, &after), expected, "{words}");
        assert_eq!(after.session.question(), Some(Question::Digits), "{words}");
    }
}

/// Every prefix that a card shows has a screen, and a person reaches it by typing it.
#[test]
fn every_prefix_of_the_facts_is_told_with_its_operators() {
    let Content { catalog, .. } = content();
    let mut told = 0;
    for operator in catalog.operators() {
        let Some(fact) = catalog.fact_for(Some(operator), "prefixes") else { continue };
        let (_, value) = catalog.fact(fact).value.clone().unwrap();
        for digits in value.split(", ") {
            let prefix = catalog.prefix_named(digits).unwrap();
            assert!(catalog.prefix(prefix).operators.contains(&operator), "{digits}");
            let link = shown(catalog, &says(catalog, asked(), digits));
            assert_eq!(link, format!("prefix_{digits}"));
            told += 1;
        }
    }
    assert!(told > 15, "{told}");
}

#[test]
fn what_is_stored_is_that_digits_were_asked_for() {
    let Content { catalog, .. } = content();
    let after = says(catalog, asked(), "+7 705 913 46 82").session;
    let stored = serde_json::to_string(&StoredSession::of(catalog, after)).unwrap();
    assert_eq!(
        stored,
        r#"{"v":1,"payer":"everything","state":{"at":"start"},"interruption":{"question":"digits","menu":"operators"},"menu":"prefix"}"#
    );
    for (stored, state, question) in [
        (stored.as_str(), State::Start, Some(Question::Digits)),
        (r#"{"v":1,"state":{"at":"receive-prefix","prefix":"705"}}"#, State::Start, Some(Question::Digits)),
        (r#"{"v":1,"state":{"at":"receive-operator"}}"#, State::ReceiveOperator { method: None }, None),
        (r#"{"v":1,"state":{"at":"receive-something"}}"#, State::Start, None),
    ] {
        let read: StoredSession = serde_json::from_str(stored).unwrap();
        let session = read.session(catalog);
        assert_eq!((session.state, session.question()), (state, question), "{stored}");
    }
}

#[tokio::test]
async fn from_not_knowing_to_the_steps() {
    let town = Town::new().await;
    let person = town.person("zh-hans").await;
    let who_pays = person.types("不知道").await.one();
    let unsure = person.presses(&who_pays, "全部列出来").await.one();
    let asked = person.presses(&unsure, "帮我看是哪家").await.one();
    assert!(asked.text.contains("三位就够"), "{}", asked.text);
    let told = person.types("我的号码 8 (705) 913-46-82").await.one();
    for words in ["705", "多半", "Beeline", "携号转网", "信号旁边", "资料整理于", "第三方资料"]
    {
        assert!(told.text.contains(words), "{words}: {}", told.text);
    }
    assert!(!told.text.contains("913"), "{}", told.text);
    let sister = person.types("706").await.one();
    assert!(sister.text.contains("2026-11-06"), "where this prefix was read: {}", sister.text);
    let ways = person.presses(&told, "就是 Beeline").await.one();
    assert!(ways.text.contains("Beeline：怎么付钱"), "{}", ways.text);
    assert!(person.types("终端机").await.one().text.starts_with("Beeline · "));
}

#[tokio::test]
async fn a_range_of_several_brands_offers_each_and_the_code_to_ask_with() {
    let town = Town::new().await;
    let person = town.person("ru").await;
    person.types("/whoami").await.one();
    let told = person.types("701").await.one();
    for words in ["скорее всего", "Kcell / activ", "*199#"] {
        assert!(told.text.contains(words), "{words}: {}", told.text);
    }
    let ways = person.presses(&told, "Это activ").await.one();
    assert!(ways.text.contains("activ"), "{}", ways.text);
    let other = person.types("/whoami 8 747 000 00 00").await.one();
    assert!(!other.text.contains("*199#"), "the code is of another network: {}", other.text);
}

#[tokio::test]
async fn in_a_group_nobody_is_asked_for_digits() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "zh-hans").await;
    let ann = group.joined_by("zh-hans").await;
    let said = ann.says("/whoami").await.one();
    assert!(!said.shown.text.contains("+7"), "{said:#?}");
    assert!(said.shown.data("打开机器人").ends_with("?start=whoami"), "{said:#?}");
    let card = ann.says("/topup 不知道").await.one();
    let heard = ann.presses(&card, "帮我看是哪家").await;
    let answer = heard.answers.last().unwrap();
    assert!(answer.url.ends_with("?start=whoami"), "{heard:#?}");
    assert!(heard.notes.is_empty() && heard.public.is_empty(), "{heard:#?}");
}

/// The digits that a person typed.
const TYPED: &str = "77059134682";

/// The first run of so many digits that are a part of the number.
fn part_of_number(text: &str, length: usize) -> Option<&str> {
    let runs = text.split(|c: char| !c.is_ascii_digit());
    runs.filter(|run| run.len() >= length).find(|run| TYPED.contains(*run) || run.contains(&TYPED[3..]))
}

#[tokio::test(flavor = "multi_thread")]
async fn no_digit_of_a_number_is_stored_logged_or_counted() {
    let town = Town::without_bot().await;
    let program = Program::in_town(&town).with("METRICS_LISTEN", "127.0.0.1:0").with("RUST_LOG", "trace");
    let person = town.person("en").await;
    let running = program.starts(&["run"]);
    let mut logged = running.says("METRICS_LISTEN: listening at ");
    let address = logged.last().and_then(|line| line.rsplit(' ').next()).unwrap().to_owned();
    person.types("/whoami").await.one();
    for text in ["+7 (705) 913-46-82", "77059134682", "8 705 913 46 82", "705", "+7 705 9134682 kaspi"] {
        let told = person.types(text).await.one();
        assert!(told.text.contains("Beeline"), "{text}: {}", told.text);
        let keys: String =
            told.keys.iter().flatten().map(|(label, data)| format!("{label} {data} ")).collect();
        let shown = format!("{}\n{keys}", told.text);
        assert_eq!(part_of_number(&shown, 4), None, "{text}");
    }
    let http = reqwest::Client::builder().no_proxy().build().unwrap();
    let counted = http.get(format!("http://{address}/metrics")).send().await.unwrap().text().await.unwrap();
    assert!(counted.contains("screen=\"prefix\"} 5"), "{counted}");
    for labels in counted.lines().filter_map(|line| Some(line.rsplit_once(' ')?.0)) {
        assert_eq!(part_of_number(labels, 3), None, "{labels}");
    }
    let ended = running.stop();
    logged.extend(ended.err);
    assert!(ended.out.is_empty(), "{:?}", ended.out);
    // The first word is the time, in which any digits can be.
    for line in &logged {
        let words = line.split_once(' ').map_or(line.as_str(), |(_, words)| words);
        assert_eq!(part_of_number(words, 4), None, "{line}");
        assert!(words.split(|c: char| !c.is_ascii_digit()).all(|run| run != "705"), "{line}");
    }
    let file = Connection::open(program.folder.path().join("bot.sqlite")).unwrap();
    let stored: String =
        file.query_row("SELECT CAST(session AS TEXT) FROM dialogues", [], |row| row.get(0)).unwrap();
    assert!(stored.contains("digits"), "{stored}");
    assert_eq!(part_of_number(&stored, 3), None, "{stored}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever is typed, what is shown was there before, and a prefix that is shown was typed.
    #[test]
    fn nothing_typed_is_shown_again(text in words::text()) {
        let catalog = &content().catalog;
        let after = says(catalog, asked(), &text);
        prop_assert!(!after.effects.is_empty());
        for shown in after.effects.iter().filter_map(Effect::shown) {
            prop_assert!(is_rendered(&shown), "{:?}", shown);
            let Screen::Prefix(prefix) = shown.screen() else { continue };
            let typed: String = text.chars().filter_map(|c| c.to_digit(10).or(full_width(c))).map(|d| d.to_string()).collect();
            let told = &catalog.prefix(prefix).digits;
            prop_assert!(told.len() == 3 && typed.contains(told.as_str()), "{} in {}", told, typed);
        }
    }

    /// Of two numbers that begin alike, the answer is the same, and the same as for their beginning alone.
    #[test]
    fn only_the_first_digits_make_a_difference(
        prefix in "7[0-9]{2}", rest in "[0-9]{7}", form in select(vec!["+7P R", "8 (P) R", "7PR", "8PR", "PR", "+7-P-R", "007PR"]),
    ) {
        let catalog = &content().catalog;
        let number = form.replace('P', &prefix).replace('R', &rest);
        let told = says(catalog, asked(), &number);
        prop_assert_eq!(told, says(catalog, asked(), &prefix));
    }
}

/// The value of a full-width digit.
fn full_width(c: char) -> Option<u32> {
    ('０'..='９').contains(&c).then(|| u32::from(c) - u32::from('０'))
}

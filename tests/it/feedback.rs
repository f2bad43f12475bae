//! "Was this right?" under every guide: thanks and the next step for who presses, a number for who keeps the content.

use std::collections::BTreeMap;
use std::fs;

use kz_topup_bot::bot::content::Content;
use kz_topup_bot::catalog::files::Files;
use kz_topup_bot::dialogue::screen::Sheet;
use kz_topup_bot::storage::any::AnyStorage;
use rusqlite::Connection;
use serde_json::json;
use tempfile::tempdir;
use url::Url;

use crate::groups::square::Group;
use crate::person::{Person, Shown, Town, today};
use crate::program::{Ended, Program};
use crate::servers::reserved_address;
use crate::webhook::Ops;

/// What is counted, by name.
async fn counted(town: &Town) -> BTreeMap<String, u64> {
    let tallies = town.storage.tallies().await.unwrap();
    tallies.into_iter().map(|tally| (tally.name, tally.count)).collect()
}

fn counts<const N: usize>(expected: [(&str, u64); N]) -> BTreeMap<String, u64> {
    expected.map(|(name, count)| (name.to_owned(), count)).into()
}

async fn guide(person: &Person<'_>, words: &str) -> Shown {
    person.types(words).await.one()
}

#[tokio::test]
async fn each_answer_is_thanked_for_led_on_and_counted_once() {
    let town = Town::new().await;
    let (ann, bob) = (town.person("en").await, town.person("zh-hans").await);
    let kaspi = guide(&ann, "beeline kaspi").await;
    for (label, title) in [
        ("It arrived", "✅"),
        ("It arrived", "✅"),
        ("It didn’t arrive", "❌"),
        ("Out of date", "⌛ Out of date: Beeline · "),
        ("Out of date", "⌛ Out of date: Beeline · "),
    ] {
        let seen = ann.presses(&kaspi, label).await;
        assert_eq!((seen.edits.len(), seen.notices.len()), (0, 1), "{label}: {seen:#?}");
        assert!(seen.notices[0].contains("Thanks"), "{label}: {seen:#?}");
        assert!(seen.one().text.starts_with(title), "{label}");
    }
    let one =
        counts([("beeline/kaspi/worked", 1), ("beeline/kaspi/failed", 1), ("beeline/kaspi/outdated", 1)]);
    assert_eq!(counted(&town).await, one);

    bob.presses(&guide(&bob, "beeline kaspi").await, "到账了").await;
    bob.presses(&guide(&bob, "tele2 终端机").await, "到账了").await;
    ann.presses(&kaspi, "It arrived").await;
    let mut more = one;
    more.insert("beeline/kaspi/worked".to_owned(), 3);
    more.insert("tele2/terminal/worked".to_owned(), 1);
    assert_eq!(counted(&town).await, more);
}

#[tokio::test]
async fn what_was_told_outlives_a_restart_and_a_cancel() {
    let mut town = Town::new().await;
    let ann = town.person("en").await.id;
    let terminal = guide(&Person::again(&town, ann), "izi terminal").await;
    Person::again(&town, ann).presses(&terminal, "It didn’t arrive").await;
    Person::again(&town, ann).types("/cancel").await;
    town.restart().await;
    Person::again(&town, ann).presses(&terminal, "It didn’t arrive").await;
    assert_eq!(counted(&town).await, counts([("izi/terminal/failed", 1)]));
}

#[tokio::test]
async fn buttons_of_older_guides_lead_where_they_led_and_those_without_a_guide_count_nothing() {
    let town = Town::new().await;
    let ann = town.person("en").await;
    let kaspi = guide(&ann, "beeline kaspi").await;
    for (data, text) in [
        ("below/page/done", "✅"),
        ("below/page/trouble", "❌"),
        // A name that is no operator, a way that does not fit, a group of ways, and what was never heard of.
        ("tell/worked/lycamobile/kaspi", "✅"),
        ("tell/outdated/izi/shop", "izi · Operator’s shop: not an option"),
        ("tell/outdated/beeline/bank-app", "Beeline"),
        ("tell/failed/beeline/pigeon", "Beeline"),
        ("tell/loved/beeline/kaspi", "Beeline"),
        ("tell/worked", "Which operator is your SIM from?"),
    ] {
        let shown = ann.presses_data(kaspi.id, data.to_owned()).await.one();
        assert!(shown.text.contains(text), "{data}: {}", shown.text);
    }
    assert_eq!(counted(&town).await, counts([]));
}

#[tokio::test]
async fn a_storage_that_does_not_serve_costs_the_number_and_not_the_answer() {
    let folder = tempdir().unwrap();
    let url = format!("sqlite:{}", folder.path().join("bot.sqlite").display());
    let town = Town::with(AnyStorage::open(&url.parse().unwrap()).await.unwrap()).await;
    let ann = town.person("en").await;
    let kaspi = guide(&ann, "beeline kaspi").await;
    let file = Connection::open(folder.path().join("bot.sqlite")).unwrap();
    file.execute_batch("ALTER TABLE tallies RENAME TO hidden").unwrap();
    assert!(ann.presses(&kaspi, "Out of date").await.one().text.starts_with('⌛'));
    file.execute_batch("ALTER TABLE hidden RENAME TO tallies").unwrap();
    ann.presses(&kaspi, "It didn’t arrive").await.one();
    assert_eq!(counted(&town).await, counts([("beeline/kaspi/failed", 1)]));
    town.storage.close().await;
    assert!(ann.presses(&kaspi, "It arrived").await.one().text.starts_with('✅'));
}

#[tokio::test]
async fn in_a_group_every_member_counts_once_and_alone_sees_the_thanks() {
    let town = Town::new().await;
    let group = Group::with_bot(&town, "en").await;
    let asker = group.joined_by_old_client("en").await;
    let said = asker.says("/topup beeline kaspi").await.one_public();
    for (tag, label) in [("ru", "It didn’t arrive"), ("zh-hans", "It didn’t arrive"), ("kk", "Out of date")]
    {
        let member = group.joined_by(tag).await;
        for _ in 0..2 {
            let heard = member.presses(&said, label).await;
            assert_eq!((heard.public.len(), heard.edits.len()), (0, 0), "{heard:#?}");
            assert!(!heard.answers[0].is_alert && !heard.answers[0].text.is_empty(), "{heard:#?}");
            let note = heard.one_for(&member);
            let name = if label == "Out of date" { "outdated_beeline_kaspi" } else { "page_trouble" };
            assert!(note.name().ends_with(name), "{}", note.name());
            assert_eq!(note.replaces, None, "the guide stays");
        }
    }
    assert_eq!(counted(&town).await, counts([("beeline/kaspi/failed", 2), ("beeline/kaspi/outdated", 1)]));

    // Who said so in the group has said so.
    let member = group.joined_by("en").await;
    member.presses(&said, "It arrived").await;
    let in_private = Person::again(&town, member.id);
    in_private.presses(&guide(&in_private, "beeline kaspi").await, "It arrived").await;
    assert_eq!(counted(&town).await["beeline/kaspi/worked"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_update_that_comes_once_more_is_counted_once() {
    let town = Town::without_bot().await;
    let listen = reserved_address();
    let program = Program::in_town(&town)
        .with("WEBHOOK_URL", &format!("http://{listen}/hook"))
        .with("WEBHOOK_LISTEN", &listen.to_string())
        .with("METRICS_LISTEN", "127.0.0.1:0");
    let ann = town.person("en").await;
    let mut running = program.starts(&["run"]);
    let mut ops = Ops::of(&running);
    ops.is_ready().await;
    let kaspi = guide(&ann, "beeline kaspi").await;
    let webhook = town.sandbox.world().with(|state| state.webhook.clone()).unwrap();
    let bring = async |id: i64, data: &str| {
        let update = json!({ "update_id": id, "callback_query": {
            "id": id.to_string(), "chat_instance": "1", "data": data,
            "from": { "id": ann.id, "is_bot": false, "first_name": "Ann" },
            "message": { "message_id": kaspi.id, "date": 1, "text": "?", "chat": { "id": ann.id, "type": "private" } },
        }});
        let post = reqwest::Client::builder().no_proxy().build().unwrap().post(&webhook.url);
        let post = post.header("X-Telegram-Bot-Api-Secret-Token", &webhook.secret).json(&update);
        assert_eq!(post.send().await.unwrap().status(), 200);
    };
    // What was told last is something else by then, so only the number of the update tells.
    for (id, data) in [(900_000_000, "It arrived"), (900_000_001, "It didn’t arrive")] {
        bring(id, &kaspi.data(data)).await;
    }
    let metric = r#"kz_topup_feedback_total{operator="beeline",method="kaspi",outcome="failed"} 1"#;
    ops.until(metric).await;
    running.stop();
    // Another program knows only from the storage that it was answered.
    running = program.starts(&["run"]);
    ops = Ops::of(&running);
    ops.is_ready().await;
    bring(900_000_000, &kaspi.data("It arrived")).await;
    let stats = program.runs(&["stats"]);
    assert_eq!(cells(&stats, "beeline kaspi"), ["1", "1", "0", "50%"], "{stats:#?}");
    running.stop();
}

/// The numbers of a guide in the table.
fn cells(stats: &Ended, guide: &str) -> Vec<String> {
    assert_eq!((stats.code, stats.err.len()), (Some(0), 0), "{stats:#?}");
    let row = stats.out.iter().find_map(|line| line.strip_prefix(&format!("{guide} ")));
    let row = row.unwrap_or_else(|| panic!("no {guide}: {stats:#?}"));
    row.split_whitespace().map(str::to_owned).collect()
}

#[tokio::test]
async fn the_numbers_are_shown_by_guide_also_of_ids_that_are_gone() {
    let program = Program::new().with("STORAGE_URL", "sqlite:bot.sqlite");
    assert!(program.runs(&["stats"]).complaint(2).contains("bot.sqlite"), "no file is made");
    assert!(fs::read_dir(&program.folder).unwrap().next().is_none());
    // A file of the time before anything was counted.
    let file = Connection::open(program.folder.path().join("bot.sqlite")).unwrap();
    file.execute_batch(
        "PRAGMA user_version = 1; CREATE TABLE dialogues (chat_id INTEGER PRIMARY KEY, version INTEGER NOT NULL,
         session TEXT NOT NULL, updated_at INTEGER NOT NULL) STRICT",
    )
    .unwrap();
    assert!(program.runs(&["stats"]).complaint(2).contains("start the bot once"), "it changes nothing");
    let url = format!("sqlite:{}", program.folder.path().join("bot.sqlite").display());
    AnyStorage::open(&url.parse().unwrap()).await.unwrap().close().await;
    let none = program.runs(&["stats"]);
    assert!(none.word().ends_with(" guides without feedback"), "{none:#?}");
    let guides =
        |ended: &Ended| -> usize { ended.out.last().unwrap().split(' ').next().unwrap().parse().unwrap() };

    for (name, count) in [
        ("tele2/terminal/worked", 2),
        ("beeline/kaspi/worked", 8),
        ("beeline/kaspi/failed", 2),
        ("beeline/kaspi/outdated", 3),
        ("izi/terminal/outdated", 1),
        ("megafon/pigeon/failed", 1),
        ("something else", 99),
        ("beeline/kaspi/loved", 99),
    ] {
        file.execute("INSERT INTO tallies VALUES (?1, ?2)", (name, count)).unwrap();
    }
    let stats = program.runs(&["stats"]);
    assert_eq!(cells(&stats, "beeline kaspi"), ["8", "2", "3", "80%"]);
    assert_eq!(cells(&stats, "tele2 terminal"), ["2", "0", "0", "100%"]);
    assert_eq!(cells(&stats, "izi terminal"), ["0", "0", "1", "-"]);
    assert_eq!(cells(&stats, "megafon pigeon"), ["0", "1", "0", "0%"]);
    assert_eq!(cells(&stats, "all"), ["10", "3", "4", "76%"]);
    assert_eq!((stats.out.len(), guides(&stats)), (7, guides(&none) - 3), "{stats:#?}");

    let memory = Program::new().with("STORAGE_URL", "memory:").runs(&["stats"]);
    assert!(memory.complaint(2).contains("nothing to read"), "{memory:?}");
}

/// The key that leads to the page for reports.
fn reports(content: &Content, lang: &str) -> Vec<Url> {
    let catalog = &content.catalog;
    let lang = catalog.lang_named(lang).unwrap();
    let operator = catalog.operator_named("beeline").unwrap();
    let method = catalog.method_named("kaspi").unwrap();
    let rendered = content.message(lang, &Sheet::Outdated.of(operator, method).resolve(catalog).into());
    let keys = serde_json::to_value(&rendered.keyboard).unwrap();
    let keys =
        keys["inline_keyboard"].as_array().unwrap().iter().flat_map(|row| row.as_array().unwrap().clone());
    let urls = keys.filter_map(|key| Url::parse(key["url"].as_str()?).ok());
    urls.filter(|url| url.host_str() == Some("example.org")).collect()
}

#[test]
fn a_report_begins_with_what_it_is_about_and_nothing_of_who_reports() {
    for (issues, prefix) in [
        ("https://example.org/issues/new", "https://example.org/issues/new?title="),
        ("https://example.org/new?labels=content#top", "https://example.org/new?labels=content&title="),
    ] {
        let issues = Url::parse(issues).unwrap();
        let content = Content::load_reporting_to(Some(&issues), &Files::embedded(), today()).unwrap();
        for lang in ["zh", "ru", "kk", "en"] {
            let [link] = &reports(&content, lang)[..] else { panic!("one key in {lang}") };
            assert!(link.as_str().starts_with(prefix) && link.as_str().is_ascii(), "{link}");
            let filled: BTreeMap<_, _> = link.query_pairs().into_owned().collect();
            assert!(filled["title"].ends_with("beeline kaspi"), "{filled:?}");
            let about = format!("guide: beeline kaspi\nchecked: 2026-11-22\nlanguage: {lang}\n\n");
            assert!(filled["body"].starts_with(&about), "{filled:?}");
        }
    }
    assert_eq!(reports(crate::person::content(), "en"), []);
}

#[test]
fn a_report_that_nothing_fills_is_a_problem_of_the_content() {
    let mut files = Files::embedded();
    for lang in ["zh", "ru", "kk", "en"] {
        let texts = files.0.get_mut(&format!("text/{lang}.json")).unwrap();
        *texts = texts.replacen("{guide}", "{code}", 1);
    }
    let problems = Content::load(&files, today()).unwrap_err();
    let told = problems.iter().map(ToString::to_string).collect::<Vec<_>>();
    let expected = "`outdated_beeline_kaspi`: nothing fills the places of the text `report.title` here";
    assert!(told.iter().any(|problem| problem.contains(expected)), "{:?}", told.first());
}

#[tokio::test(flavor = "multi_thread")]
async fn who_serves_decides_whether_reports_are_taken() {
    let town = Town::without_bot().await;
    let ann = town.person("en").await;
    for (issues, taken) in [("", false), ("https://example.org/issues/new", true)] {
        let program = Program::in_town(&town).with("ISSUES_URL", issues);
        let running = program.starts(&["run"]);
        let kaspi = guide(&ann, "beeline kaspi").await;
        let shown = ann.presses(&kaspi, "Out of date").await.one();
        let keys = shown.keys.iter().flatten();
        let links =
            keys.filter(|(_, carries)| carries.starts_with("https://example.org/issues/new?title=")).count();
        assert_eq!(links, usize::from(taken), "{shown:#?}");
        assert!(shown.keys.iter().all(|row| !row.is_empty()), "{shown:#?}");
        running.stop();
    }
}

//! Serving Telegram: every configuration that cannot be used is one line, and no secret is in it.

use std::fs;
use std::net::TcpListener;

use rusqlite::Connection;

use crate::command_line::draft::Draft;
use crate::person::Town;
use crate::program::{Program, TOKEN};

/// A password that stands in some of the values.
const PASSWORD: &str = "hunter2";

/// All that is needed, and an address at which nobody listens.
fn configured() -> Program {
    Program::new()
        .with("TELOXIDE_TOKEN", TOKEN)
        .with("TELOXIDE_API_URL", "http://127.0.0.1:9")
        .with("STORAGE_URL", "memory:")
}

/// Serving with one variable set so complains of it in one line.
#[track_caller]
fn is_refused(variable: &str, value: &str) -> String {
    let ended = configured().with(variable, value).runs(&["run"]);
    let complaint = ended.complaint(2).to_owned();
    assert!(complaint.starts_with(&format!("error: {variable}")), "{value}: {complaint}");
    assert!(!complaint.contains(PASSWORD), "{value}: {complaint}");
    complaint
}

#[test]
fn without_a_token_there_is_nothing_to_serve() {
    let empty = |value| Program::new().with("TELOXIDE_TOKEN", value);
    for program in [Program::new(), empty(""), empty("  ")] {
        for arguments in [&["run"][..], &[]] {
            let ended = program.runs(arguments);
            assert!(ended.complaint(2).contains("TELOXIDE_TOKEN"), "{ended:?}");
        }
    }
}

#[test]
fn a_token_of_the_wrong_shape_is_refused_and_not_repeated() {
    for token in [
        "hello",
        "7000000009",
        "7000000009:short",
        "bot7000000009:AAnobody-nobody-nobody-nobody-nobody",
        ":AAnobody-nobody-nobody-nobody-nobody",
        "7000000009:AAnobody nobody nobody nobody nobody",
        "7000000009:令牌令牌令牌令牌令牌令牌令牌令牌令牌令牌",
        "7000000009:AAnobody-nobody/../nobody-nobody-nobody",
    ] {
        assert!(!is_refused("TELOXIDE_TOKEN", token).contains(token), "{token}");
    }
}

#[test]
fn an_address_that_is_none_is_refused() {
    for address in [
        "localhost",
        "http://",
        "ftp://ann:hunter2@example.com",
        "mailto:hunter2@example.com",
        "//example.com",
    ] {
        is_refused("TELOXIDE_API_URL", address);
    }
}

#[test]
fn a_webhook_that_telegram_could_not_call_is_refused() {
    for address in [
        "bot.example.org",
        "http://bot.example.org/hook",
        "http://192.168.0.1/hook",
        "https://",
        "https://ann:hunter2@bot.example.org/hook",
        "https://bot.example.org/hook?key=hunter2",
        "https://bot.example.org/hook#hunter2",
        "tcp://127.0.0.1/",
    ] {
        is_refused("WEBHOOK_URL", address);
    }
    for address in
        ["github.com/o/p", "ftp://example.org/new", "https://", "https://ann:hunter2@example.org/new"]
    {
        is_refused("ISSUES_URL", address);
    }
    for secret in ["hunter2!", "hunter2 hunter2", "пароль", &"hunter2".repeat(37)] {
        is_refused("WEBHOOK_SECRET", secret);
    }
}

#[test]
fn an_address_to_listen_at_that_is_none_or_taken_is_refused() {
    let holder = TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = holder.local_addr().unwrap().to_string();
    for variable in ["WEBHOOK_LISTEN", "METRICS_LISTEN"] {
        for address in
            ["8080", ":8080", "localhost:8080", "127.0.0.1", "127.0.0.1:99999", "http://127.0.0.1:1"]
        {
            is_refused(variable, address);
        }
    }
    for variable in ["WEBHOOK_LISTEN", "METRICS_LISTEN"] {
        let webhook = configured().with("WEBHOOK_URL", "https://bot.example.org/").with("RUST_LOG", "off");
        let webhook = webhook.with("WEBHOOK_LISTEN", "127.0.0.1:0").with(variable, &taken);
        let ended = webhook.runs(&["run"]);
        let complaint = ended.complaint(1);
        assert!(
            complaint.starts_with(&format!("error: {variable}: ")) && complaint.contains(&taken),
            "{complaint}"
        );
    }
}

#[test]
fn a_storage_that_is_none_is_refused() {
    for storage in [
        "bot.sqlite",
        "mysql://ann:hunter2@example.com/bot",
        "postgres://ann:hunter2@example.com/bot?sslmode=hunter2",
        "redis://:hunter2@example.com/first",
        "sqlite:",
        "sqlite::memory:",
        "sqlite:bot.sqlite?key=hunter2",
        "memory:hunter2",
        "sqlite:no-such-folder/bot.sqlite",
        "sqlite:.",
    ] {
        is_refused("STORAGE_URL", storage);
    }
}

#[test]
fn a_file_that_is_no_database_of_ours_is_refused_and_left_alone() {
    let text =
        configured().with("STORAGE_URL", "sqlite:diary.txt").file("diary.txt", &"Dear diary\n".repeat(99));
    let ended = text.runs(&["run"]);
    assert!(ended.complaint(2).contains("STORAGE_URL: diary.txt"), "{ended:?}");
    assert!(fs::read_to_string(text.folder.path().join("diary.txt")).unwrap().starts_with("Dear diary"));

    let newer = configured().with("STORAGE_URL", "sqlite:bot.sqlite");
    let database = Connection::open(newer.folder.path().join("bot.sqlite")).unwrap();
    database.pragma_update(None, "user_version", 99).unwrap();
    let ended = newer.runs(&["run"]);
    let complaint = ended.complaint(2);
    assert!(complaint.contains("STORAGE_URL: bot.sqlite"), "{complaint}");
    assert!(complaint.contains("99") && complaint.contains("newer program"), "{complaint}");
}

#[test]
fn content_with_mistakes_is_not_served() {
    is_refused("DIALOGUES_DIR", "no-such-folder");
    let mut draft = Draft::new();
    draft.edit("guides/izi.json", |guide| guide["operator"] = "tele2".into());
    let folder = draft.program().folder;
    let program = configured().with("DIALOGUES_DIR", folder.path().join("draft").to_str().unwrap());
    let ended = program.runs(&["run"]);
    assert_eq!((ended.code, ended.out.len(), ended.err.len()), (Some(2), 0, 2), "{ended:#?}");
    assert!(ended.err[0].ends_with("[guide-operator]"), "{ended:#?}");
    assert!(ended.err[1].starts_with("error: DIALOGUES_DIR"), "{ended:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_telegram_refuses_ends_it_at_once() {
    let town = Town::without_bot().await;
    let program = configured().with("TELOXIDE_API_URL", town.sandbox.api_url().as_str());
    let ended = program.runs(&["run"]);
    let complaint = ended.complaint(3);
    assert!(complaint.starts_with("error: TELOXIDE_TOKEN"), "{complaint}");
}

#[test]
fn while_nobody_answers_it_asks_again_and_keeps_the_token_to_itself() {
    let program = configured().with("RUST_LOG", "kz_topup_bot=debug");
    let running = program.starts(&["run"]);
    let mut said = running.says("trying again");
    // Each further failure is logged below the usual level.
    said.extend(running.says("no answer"));
    let ended = running.stop();
    said.extend(ended.err);
    assert_eq!((ended.code, ended.out.len()), (Some(0), 0), "{said:#?}");
    let secret = TOKEN.split_once(':').unwrap().1;
    assert!(!said.iter().any(|line| line.contains(secret)), "{said:#?}");
}

#[test]
fn a_file_of_variables_that_cannot_be_read_is_reported_without_its_content() {
    let spaced = format!("TELOXIDE_TOKEN={TOKEN} {PASSWORD} # mine");
    for text in [&spaced, "TELOXIDE_TOKEN", "TELOXIDE_TOKEN='hunter2", "= hunter2"] {
        let ended = Program::new().file(".env", text).runs(&["run"]);
        let complaint = ended.complaint(2);
        assert!(complaint.starts_with("error: .env "), "{complaint}");
        assert!(!complaint.contains(PASSWORD) && !complaint.contains(TOKEN), "{complaint}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_variables_is_used_and_the_environment_comes_first() {
    let town = Town::without_bot().await;
    let (token, address) = (town.sandbox.token(), town.sandbox.api_url());
    let text =
        format!("# mine\nTELOXIDE_TOKEN={token}\nTELOXIDE_API_URL=\"{address}\"\nSTORAGE_URL=nonsense\n");
    let program = Program::new().with("STORAGE_URL", "memory:").file(".env", &text);
    let running = program.starts(&["run"]);
    let shown = town.person("zh-hans").await.types("/start").await.one();
    assert!(shown.text.contains("哈萨克斯坦"), "{}", shown.text);
    let ended = running.stop();
    assert_eq!(ended.code, Some(0), "{ended:#?}");
    assert!(!format!("{ended:?}").contains(token), "{ended:#?}");
}

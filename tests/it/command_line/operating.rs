//! Commands for operators: the configuration is checked, a running bot is asked whether it is ready, its database is
//! copied.

use std::fs;
use std::os::unix::fs::PermissionsExt;

use crate::person::Town;
use crate::program::{Program, TOKEN};
use crate::webhook::Ops;

#[tokio::test(flavor = "multi_thread")]
async fn a_configuration_that_works_is_confirmed_part_by_part_and_nothing_is_changed() {
    let town = Town::without_bot().await;
    let program = Program::in_town(&town).with("METRICS_LISTEN", "127.0.0.1:0");
    let ended = program.runs(&["check", "--config"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    let parts = ["TELOXIDE_TOKEN: ok: @", "STORAGE_URL: ok: ", "WEBHOOK_URL: ok: ", "METRICS_LISTEN: ok: "];
    assert_eq!(ended.out.len(), parts.len(), "{ended:?}");
    for (line, part) in ended.out.iter().zip(parts) {
        assert!(line.starts_with(part), "{line}");
    }
    assert!(!program.folder.path().join("bot.sqlite").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn each_part_that_does_not_work_has_an_error_and_the_exit_code_of_run() {
    let town = Town::without_bot().await;
    let program = || Program::in_town(&town);
    for (program, code, line) in [
        (program().with("TELOXIDE_TOKEN", TOKEN), 3, "TELOXIDE_TOKEN: error: "),
        (program().with("TELOXIDE_API_URL", "http://127.0.0.1:9"), 1, "TELOXIDE_TOKEN: error: "),
        (program().with("STORAGE_URL", "sqlite:nowhere/bot.sqlite"), 2, "STORAGE_URL: error: "),
        (
            program().file("notes", "no database at all").with("STORAGE_URL", "sqlite:notes"),
            2,
            "STORAGE_URL: error: ",
        ),
        (program().with("METRICS_LISTEN", "192.0.2.1:9464"), 1, "METRICS_LISTEN: error: "),
    ] {
        let ended = program.runs(&["check", "--config"]);
        assert_eq!(ended.code, Some(code), "{ended:?}");
        assert!(ended.out.iter().any(|found| found.starts_with(line)), "{line}: {ended:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_start_is_logged_with_name_version_storage_languages_and_date() {
    let town = Town::without_bot().await;
    let program = Program::in_town(&town);
    let running = program.starts(&["run"]);
    let line = running.says(" serves @").pop().unwrap();
    for part in
        [env!("CARGO_PKG_VERSION"), "polling", "sqlite:bot.sqlite", " zh ", " en ", "facts checked on 2026-"]
    {
        assert!(line.contains(part), "{part}: {line}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_healthcheck_succeeds_while_the_bot_is_ready() {
    let town = Town::without_bot().await;
    let program = Program::in_town(&town).with("METRICS_LISTEN", "127.0.0.1:0");
    let running = program.starts(&["run"]);
    let ops = Ops::of(&running);
    ops.is_ready().await;
    let address = ops.address().to_string();
    let asked = || Program::new().with("METRICS_LISTEN", &address).runs(&["healthcheck"]);
    let ended = asked();
    assert_eq!(ended.code, Some(0), "{ended:?}");
    running.kill();
    let ended = asked();
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert_eq!(Program::new().runs(&["healthcheck"]).code, Some(2));
}

#[tokio::test(flavor = "multi_thread")]
async fn secrets_may_be_in_files() {
    let town = Town::without_bot().await;
    let in_files = Program::new()
        .file("token", &format!("{}\n", town.sandbox.token()))
        .file("storage", "sqlite:bot.sqlite\n")
        .with("TELOXIDE_API_URL", town.sandbox.api_url().as_str())
        .with("TELOXIDE_TOKEN_FILE", "token")
        .with("STORAGE_URL_FILE", "storage");
    assert_eq!(in_files.runs(&["check", "--config"]).code, Some(0));
    let twice = in_files.with("TELOXIDE_TOKEN", town.sandbox.token()).runs(&["run"]);
    assert!(twice.complaint(2).contains("TELOXIDE_TOKEN is set as well"), "{twice:?}");
    for (name, content) in [("empty", " \n"), ("missing", "")] {
        let mut program = Program::new().with("TELOXIDE_TOKEN_FILE", name);
        if name == "empty" {
            program = program.file(name, content);
        }
        assert!(program.runs(&["run"]).complaint(2).contains(name));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_database_of_a_running_bot_is_copied_and_only_its_owner_reads_it() {
    let town = Town::without_bot().await;
    let program = Program::in_town(&town);
    let person = town.person("en").await;
    let running = program.starts(&["run"]);
    person.types("beeline").await;
    let path = program.folder.path();
    let ended = program.runs(&["backup", "copy.sqlite"]);
    assert_eq!(ended.code, Some(0), "{ended:?}");
    for file in ["bot.sqlite", "copy.sqlite"] {
        let mode = fs::metadata(path.join(file)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
    assert_eq!(program.runs(&["backup", "copy.sqlite"]).code, Some(1), "nothing is overwritten");
    running.stop();
    let copy = rusqlite::Connection::open(path.join("copy.sqlite")).unwrap();
    let chats: i64 = copy.query_row("SELECT chat_id FROM dialogues", [], |row| row.get(0)).unwrap();
    assert_eq!(chats, person.id);
}

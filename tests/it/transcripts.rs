//! User stories as transcripts: what a person does stands in `tests/transcripts/`, what the bot shows is compared
//! with what stands below it. `BLESS=1 cargo test transcripts` accepts what changed.
//!
//! ```text
//! # title of the story
//! client zh-hans          the language of the person's client
//! > /start                the person types
//! * Beeline               the person presses the newest button of that name
//! @ 2026-11-27 10:00      it is that time in Almaty, and the bot writes by itself
//! ```

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{NaiveDateTime, Timelike};
use tokio::time::sleep;

use crate::person::{Person, Seen, Shown, Town, today};

/// Far longer than the bot takes.
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test]
async fn every_story_goes_as_written() {
    let dir = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/transcripts");
    let mut paths: Vec<_> = fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    assert!(!paths.is_empty());
    let town = Town::new().await;
    for path in paths {
        let written = fs::read_to_string(&path).unwrap();
        let told = tell(&town, &written).await;
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, told).unwrap();
            continue;
        }
        let differs = told.lines().zip(written.lines()).find(|(told, written)| told != written);
        assert!(
            told == written,
            "{}: {differs:?}\nread the change, then accept it with BLESS=1",
            path.display()
        );
    }
}

/// Lives through a story again and writes down what is seen.
async fn tell(town: &Town, story: &str) -> String {
    town.is_on(today(), 12, 0);
    let mut told = String::new();
    let mut person: Option<Person<'_>> = None;
    let mut chat: Vec<Shown> = Vec::new();
    for line in story.lines() {
        if line.starts_with("# ") {
            let _ = writeln!(told, "{line}");
        } else if let Some(tag) = line.strip_prefix("client ") {
            let _ = writeln!(told, "{line}");
            person = Some(town.person(tag).await);
        } else if let Some(text) = line.strip_prefix("> ") {
            let seen = person.as_ref().unwrap().types(text).await;
            write(&mut told, line, seen, &mut chat);
        } else if let Some(label) = line.strip_prefix("* ") {
            let has = |shown: &&Shown| shown.keys.iter().flatten().any(|(text, _)| text == label);
            let message =
                chat.iter().rev().find(has).unwrap_or_else(|| panic!("nobody sees a button `{label}`"));
            let seen = person.as_ref().unwrap().presses(message, label).await;
            write(&mut told, line, seen, &mut chat);
        } else if let Some(time) = line.strip_prefix("@ ") {
            let since = town.now().await;
            let time = NaiveDateTime::parse_from_str(time, "%Y-%m-%d %H:%M").unwrap();
            town.is_on(time.date(), time.hour(), time.minute());
            let seen = hears(person.as_ref().unwrap(), since).await;
            write(&mut told, line, seen, &mut chat);
        }
    }
    told
}

/// What the bot says by itself, once it does.
async fn hears(person: &Person<'_>, since: i64) -> Seen {
    let end = Instant::now() + PATIENCE;
    loop {
        let seen = person.sees(since).await;
        if !seen.messages.is_empty() {
            return seen;
        }
        assert!(Instant::now() < end, "the bot says nothing");
        sleep(Duration::from_millis(20)).await;
    }
}

fn write(told: &mut String, done: &str, seen: Seen, chat: &mut Vec<Shown>) {
    let _ = writeln!(told, "\n{done}");
    for notice in seen.notices.iter().filter(|notice| !notice.is_empty()) {
        let _ = writeln!(told, "\n  (says) {notice}");
    }
    let edits = seen.edits.into_iter().map(|shown| ("edits", shown));
    for (how, shown) in edits.chain(seen.messages.into_iter().map(|shown| ("sends", shown))) {
        let _ = writeln!(told, "\n  ({how})");
        if shown.photo.is_some() {
            let _ = writeln!(told, "  (a picture)");
        }
        for line in shown.text.lines() {
            let _ = writeln!(told, "{}", format!("  {line}").trim_end());
        }
        for row in &shown.keys {
            let row: Vec<String> = row.iter().map(|(label, _)| format!("[{label}]")).collect();
            let _ = writeln!(told, "  {}", row.join(" "));
        }
        chat.retain(|other| other.id != shown.id);
        chat.push(shown);
    }
}

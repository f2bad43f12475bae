//! The commands for authors of content, and what happens to arguments that make no sense.

use std::fs;
use std::io;
use std::path::Path;
use std::process::Stdio;

use kz_topup_bot::dialogue::screen::Screen;
use kz_topup_bot::render::callback::encode_link;
use serde_json::json;

use crate::command_line::draft::Draft;
use crate::person;
use crate::program::{self, Program};
use crate::walk;

fn dialogues() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/dialogues"))
}

/// A draft with two facts that were checked long ago.
fn dusty() -> Draft {
    let mut draft = Draft::new();
    for (id, day) in [("police", "2021-02-03"), ("emergency", "2020-01-01")] {
        draft.edit_entry("facts.json", "facts", id, |fact| fact["checked_on"] = json!(day));
    }
    draft
}

#[test]
fn the_content_has_no_problems_wherever_it_is_read_from() {
    let folder = dialogues().to_str().unwrap();
    let beside = Program::new();
    program::copy(dialogues(), &beside.folder.path().join("dialogues"));
    for program in [Program::new(), Program::new().with("DIALOGUES_DIR", folder), beside] {
        let checked = program.runs(&["check"]);
        assert!(checked.word().starts_with("no problems: 5 languages, "), "{checked:?}");
    }
}

#[test]
fn the_content_beside_the_author_is_the_one_that_is_checked() {
    let program = Program::new();
    program::copy(dialogues(), &program.folder.path().join("dialogues"));
    fs::remove_file(program.folder.path().join("dialogues/pages.json")).unwrap();
    let checked = program.runs(&["check"]);
    assert_eq!(checked.code, Some(1), "{checked:#?}");
    assert_eq!(checked.out, ["pages.json: this file is missing [missing-file]"]);
}

#[test]
fn all_mistakes_are_reported_at_once() {
    let mut draft = Draft::new();
    draft.texts("en", |texts| texts["page.tips.more"] = json!("{oops"));
    draft.texts("kk", |texts| texts["page.before.translate"] = json!("500  тг"));
    draft.edit_entry("facts.json", "facts", "police", |fact| fact["mark"] = json!("unconfirmed"));
    draft.edit("guides/izi.json", |guide| guide["operator"] = json!("tele2"));
    let program = draft.program();
    let checked = program.runs(&["check"]);
    assert_eq!((checked.code, checked.out.len()), (Some(1), 5), "{checked:#?}");
    for check in ["template", "text-tidy", "number-has-fact", "mark-allows", "guide-operator"] {
        let mark = format!(" [{check}]");
        assert!(checked.out.iter().any(|line| line.ends_with(&mark)), "{check}: {checked:#?}");
    }
    assert_eq!(checked.err, ["error: 5 problems in the content"]);
    assert_eq!(checked.out, draft.problems(), "the tests of mistakes see what `check` prints");
    for command in [&["check", "--stale", "0"][..], &["check", "--diagram"], &["book", "book.html"]] {
        assert_eq!(program.runs(command).out, checked.out, "{command:?}");
    }
}

#[test]
fn content_that_cannot_be_opened_is_a_matter_of_configuration() {
    let program = Draft::new().program();
    fs::write(program.folder.path().join("draft/pages.json"), [0xFF, 0xFE]).unwrap();
    let complaint = program.runs(&["check"]);
    let complaint = complaint.complaint(2);
    assert!(complaint.contains("DIALOGUES_DIR") && complaint.contains("pages.json"), "{complaint}");
    let nowhere = Program::new().with("DIALOGUES_DIR", "nowhere").runs(&["check"]);
    assert!(nowhere.complaint(2).contains("DIALOGUES_DIR"), "{nowhere:?}");
}

#[test]
fn facts_checked_long_ago_are_listed_oldest_first() {
    let program = dusty().program();
    let stale = program.runs(&["check", "--stale", "0"]);
    assert_eq!((stale.code, stale.err.len()), (Some(0), 0), "{stale:#?}");
    assert!(stale.out[0].starts_with("2020-01-01 all emergency: "), "{stale:#?}");
    assert!(stale.out[1].starts_with("2021-02-03 all police: "), "{stale:#?}");
    let count = format!("{} facts not checked for 0 days", stale.out.len() - 1);
    assert_eq!(stale.out.last(), Some(&count));
    for days in ["99999", "4294967295"] {
        let none = program.runs(&["check", "--stale", days]);
        assert_eq!(none.word(), format!("0 facts not checked for {days} days"));
    }
}

#[test]
fn any_review_period_will_do() {
    let mut draft = dusty();
    draft.edit("catalog.json", |catalog| catalog["review_after_days"] = json!(u32::MAX));
    assert_eq!(draft.problems(), [""; 0]);
}

#[test]
fn the_dialogue_is_drawn() {
    let drawn = Program::new().runs(&["check", "--diagram"]);
    assert_eq!((drawn.code, drawn.err.len()), (Some(0), 0), "{drawn:#?}");
    assert_eq!(drawn.out[0], "stateDiagram-v2");
    assert_eq!(drawn.out.join("\n") + "\n", walk::diagram());
}

#[test]
fn the_book_has_every_screen_in_every_language() {
    let program = Program::new();
    assert_eq!(program.runs(&["book", "book.html"]).word(), "wrote book.html");
    let book = fs::read_to_string(program.folder.path().join("book.html")).unwrap();
    let catalog = &person::content().catalog;
    let screens = Screen::all(catalog);
    for &screen in &screens {
        let id = encode_link(catalog, screen);
        assert_eq!(book.matches(&format!("<section id=\"{id}\">")).count(), 1, "{id}");
    }
    for lang in catalog.languages().map(|lang| &catalog.language(lang).id) {
        let articles = book.matches(&format!("<article lang=\"{lang}\">")).count();
        let beside_screens = 1; // hints, notices, the menu and the profile
        assert_eq!(articles, screens.len() + beside_screens, "{lang}");
    }
}

#[test]
fn a_book_that_cannot_be_written_is_reported() {
    let told = Program::new().runs(&["book", "no-such-folder/book.html"]);
    assert!(told.complaint(1).contains("no-such-folder/book.html"), "{told:?}");
}

#[test]
fn arguments_that_make_no_sense_end_with_2() {
    for arguments in [
        &["chek"][..],
        &["book"],
        &["book", "a.html", "b.html"],
        &["check", "--stale"],
        &["check", "--stale", "soon"],
        &["check", "--stale", "-1"],
        &["check", "--stale", "9", "--diagram"],
        &["run", "fast"],
        &["sandbox", "--port", "99999"],
        &["--loud"],
    ] {
        let ended = Program::new().runs(arguments);
        assert_eq!((ended.code, ended.out.len()), (Some(2), 0), "{arguments:?}: {ended:#?}");
        assert!(ended.err[0].starts_with("error: "), "{arguments:?}: {ended:#?}");
    }
    for arguments in [["--help"], ["--version"]] {
        assert_eq!(Program::new().runs(&arguments).code, Some(0), "{arguments:?}");
    }
}

#[test]
fn a_reader_who_has_read_enough_may_go() {
    for arguments in [&["check"][..], &["check", "--stale=0"]] {
        let (reader, writer) = io::pipe().unwrap();
        drop(reader);
        let program = Program::new();
        let output = program.command(arguments).stdout(writer).stderr(Stdio::piped()).output().unwrap();
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), said.as_str()), (Some(0), ""), "{arguments:?}");
    }
}

/// Runs the program with its standard output on a full disk; gives the exit code and the only line of complaint.
#[cfg(target_os = "linux")]
fn on_a_full_disk(arguments: &[&str]) -> (Option<i32>, String) {
    let full = fs::File::options().write(true).open("/dev/full").unwrap();
    let program = Program::new().with("RUST_BACKTRACE", "1");
    let output = program.command(arguments).stdout(full).stderr(Stdio::piped()).output().unwrap();
    let said = String::from_utf8(output.stderr).unwrap();
    assert_eq!(said.lines().count(), 1, "{said}");
    (output.status.code(), said)
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_reported() {
    let (code, said) = on_a_full_disk(&["check"]);
    assert_eq!(code, Some(1), "{said}");
    assert!(said.starts_with("error: the standard output: "), "{said}");
}

/// The sandbox has to print its address, so here is a panic that can be had from outside.
#[cfg(target_os = "linux")]
#[test]
fn a_panic_is_reported_by_its_place_without_its_message() {
    let (code, said) = on_a_full_disk(&["sandbox"]);
    assert_eq!(code, Some(101), "{said}");
    assert!(said.contains("panic at ") && said.contains(".rs:"), "{said}");
    assert!(!said.contains("No space left"), "{said}");
}

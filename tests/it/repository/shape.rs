//! The shape of source files. Lengths of functions, glob imports and unfinished code are lints of clippy.

use crate::repository::source::{files, read, sources};

/// The most lines of a file.
const LONGEST_FILE: usize = 400;
/// The most characters of a line.
const LONGEST_LINE: usize = 120;
/// Names of files that people write and read end with one of these.
const WRITTEN: [&str; 4] = [".rs", ".js", ".css", ".html"];
/// How many lines may be longer: long strings and drawings.
const LONG_LINES: usize = 101;

const OURS: [&str; 5] = ["src", "tests", "crates", "benches", "fuzz"];

fn written() -> impl Iterator<Item = (String, String)> {
    let paths = files(&OURS).into_iter().filter(|path| WRITTEN.iter().any(|kind| path.ends_with(kind)));
    paths
        .filter(|path| !path.starts_with("tests/snapshots/"))
        .map(|path| (read(&path), path))
        .map(|(text, path)| (path, text))
}

#[test]
fn every_rust_file_begins_with_its_purpose() {
    for source in sources(&OURS) {
        assert!(source.text.starts_with("//! "), "{}: the first line says what the file is for", source.path);
    }
}

#[test]
fn no_file_has_more_than_400_lines() {
    for (path, text) in written() {
        let lines = text.lines().count();
        assert!(lines <= LONGEST_FILE, "{path} has {lines} lines");
    }
}

#[test]
fn no_line_has_more_than_120_characters() {
    let mut long = Vec::new();
    for (path, text) in written() {
        let lines = (1..).zip(text.lines()).filter(|(_, line)| line.chars().count() > LONGEST_LINE);
        long.extend(lines.map(|(number, _)| format!("{path}:{number}")));
    }
    assert!(long.len() <= LONG_LINES, "{} lines: {long:#?}", long.len());
}

/// The path of an import is where the name is defined. Only a `lib.rs` may export what others of its package define.
#[test]
fn nothing_is_exported_a_second_time() {
    for source in sources(&["src", "crates"]).iter().filter(|source| !source.path.ends_with("/lib.rs")) {
        for (number, line) in source.code() {
            let line = line.trim_start();
            let exports =
                line.starts_with("pub use ") || (line.starts_with("pub(") && line.contains(") use "));
            assert!(!exports, "{}:{number}: {line}", source.path);
        }
    }
}

/// Every sentence that people read is in `dialogues/`. Single letters may be in code, for reading scripts.
#[test]
fn no_rust_file_has_words_of_a_language_of_the_content() {
    let spoken = |c: char| matches!(c, '\u{400}'..='\u{52F}' | '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}');
    let mut single = 0;
    for source in sources(&["src"]) {
        for (number, line) in source.code() {
            let words = line.split(|c| !spoken(c)).map(|word| word.chars().count());
            let longest = words.max().unwrap_or_default();
            assert!(longest < 2, "{}:{number}: {line}", source.path);
            single += longest;
        }
    }
    assert!(single > 0, "letters are found");
}

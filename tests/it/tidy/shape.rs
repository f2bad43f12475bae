//! The shape of files and functions, and what stands in none of them.

use crate::tidy::source::{files, read, sources};

/// The most lines of a file.
const LONGEST_FILE: usize = 400;
/// A function has fewer lines.
const LONGEST_FUNCTION: usize = 60;
/// Kinds of files that people write and read.
const WRITTEN: [&str; 4] = [".rs", ".js", ".css", ".html"];

const OURS: [&str; 2] = ["src", "tests"];

#[test]
fn every_file_says_what_it_is_for() {
    for source in sources(&OURS) {
        assert!(source.text.starts_with("//! "), "{}: begin with what it is for", source.path);
    }
}

#[test]
fn no_file_is_too_long_to_be_read() {
    for path in files(&OURS).iter().filter(|path| WRITTEN.iter().any(|kind| path.ends_with(kind))) {
        let lines = read(path).lines().count();
        assert!(lines <= LONGEST_FILE, "{path} has {lines} lines");
    }
}

#[test]
fn no_function_is_too_long_to_be_read() {
    let mut count = 0;
    for source in sources(&OURS) {
        for function in source.functions() {
            let lines = function.lines;
            assert!(lines < LONGEST_FUNCTION, "{}: {} has {lines} lines", source.path, function.name);
            count += 1;
        }
    }
    assert!(count > 500, "functions are found: {count}");
}

#[test]
fn every_name_is_imported_by_name_from_where_it_lives() {
    for source in sources(&OURS) {
        for (line, code) in source.lines() {
            let at = format!("{}:{}", source.path, line + 1);
            assert!(!code.trim_start().starts_with("pub use "), "{at}: the path shows the layer");
            assert!(!(code.contains("pub(") && code.contains(" use ")), "{at}: the path shows the layer");
            // A unit test sees all of the file that it is in.
            let own_file = source.in_tests(line) && code.trim() == "use super::*;";
            let glob = code.contains("::*;") || code.contains("::*,") || code.contains("::*}");
            assert!(own_file || !glob, "{at}: import by name");
        }
    }
}

#[test]
fn nothing_is_left_unfinished() {
    for source in sources(&OURS) {
        for word in ["todo!", "unimplemented!", "dbg!"] {
            assert!(!source.code.contains(word), "{}: {word}", source.path);
        }
    }
}

/// Every word that people read is in `dialogues/`. Single letters are for folding scripts, so they may stand in code.
#[test]
fn no_program_speaks_to_people() {
    let spoken = |c: char| matches!(c, '\u{400}'..='\u{52F}' | '\u{3041}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}');
    let mut single = 0;
    for source in sources(&["src"]) {
        for (line, literal) in source.literals.iter().filter(|(line, _)| !source.in_tests(*line)) {
            let letters = literal.chars().filter(|&c| spoken(c)).count();
            assert!(letters < 2, "{}:{}: `{literal}` belongs into dialogues/", source.path, line + 1);
            single += letters;
        }
    }
    assert!(single > 0, "literals are read");
}

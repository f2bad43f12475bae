//! What documents say of the program, compared with the program.

use std::collections::BTreeSet;

use kz_topup_bot::dialogue::event::Command;

use crate::repository::source::{exists, files, is_word, read, sources};
use crate::walk;

/// The variables the program reads: the constants of `config.rs`, and whatever is read by name.
pub fn variables() -> BTreeSet<String> {
    let config = read("src/config.rs");
    let constants = config.lines().filter_map(|line| {
        let (_, value) = line.strip_prefix("pub const ")?.split_once(": &str = \"")?;
        value.strip_suffix("\";")
    });
    let mut variables: BTreeSet<String> = constants.map(str::to_owned).collect();
    for source in sources(&["src"]) {
        let read = source.text.split("env::var(\"").skip(1).filter_map(|rest| rest.split('"').next());
        variables.extend(read.map(str::to_owned));
    }
    assert!(variables.contains("RUST_LOG") && variables.contains("TELOXIDE_TOKEN"), "{variables:?}");
    variables
}

pub fn is_variable(name: &str) -> bool {
    name.contains('_') && name.chars().all(|c| is_word(c) && !c.is_lowercase())
}

#[test]
fn the_example_of_an_environment_names_every_variable() {
    let example = read(".env.example");
    let lines = example.lines().map(|line| line.trim_start_matches(['#', ' ']));
    let names = lines.filter_map(|line| Some(line.split_once('=')?.0)).filter(|name| is_variable(name));
    assert_eq!(names.map(str::to_owned).collect::<BTreeSet<_>>(), variables());
}

#[test]
fn the_readme_has_a_row_for_every_variable() {
    let readme = read("README.md");
    let rows = readme.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    let names = rows.filter(|name| is_variable(name)).map(str::to_owned);
    assert_eq!(names.collect::<BTreeSet<_>>(), variables());
}

#[test]
fn every_drawing_of_the_dialogue_is_the_present_one() {
    let documents = documents();
    let drawings = documents.iter().flat_map(|(path, text)| {
        // A file of its own holds the drawing alone.
        let whole = Some(text.as_str()).filter(|_| path.ends_with(".mmd"));
        let fenced = text.split("```mermaid\n").skip(1).filter_map(|rest| rest.split("```").next());
        let drawings = whole.into_iter().chain(fenced).filter(|drawing| drawing.starts_with("stateDiagram"));
        drawings.map(move |drawing| (path, drawing))
    });
    let mut count = 0;
    for (path, drawing) in drawings {
        assert_eq!(drawing, walk::diagram(), "{path}: paste the output of `check --diagram`");
        count += 1;
    }
    assert!(count > 0, "the dialogue is drawn somewhere");
}

#[test]
fn every_file_that_a_document_names_exists() {
    let folders = [
        "src/",
        "tests/",
        "crates/",
        "deploy/",
        "dialogues/",
        "docs/",
        "benches/",
        "fuzz/",
        ".ci/",
        ".github/",
    ];
    for (path, text) in documents() {
        let folder = path.rsplit_once('/').map_or(".", |(folder, _)| folder);
        let links = text.split("](").skip(1).filter_map(|rest| rest.split([')', '#']).next());
        let links = links
            .filter(|link| !link.is_empty() && !link.contains(':'))
            .map(|link| format!("{folder}/{link}"));
        let quoted = text.split('`').skip(1).step_by(2);
        let is_path = |name: &&str| {
            folders.iter().any(|folder| name.starts_with(folder))
                && !name.contains(['<', '*', ' ', '…', '\n'])
        };
        // Where fuzzing leaves what it finds.
        let quoted = quoted.filter(is_path).filter(|name| !name.starts_with("fuzz/artifacts"));
        for name in links.chain(quoted.map(str::to_owned)) {
            assert!(exists(&name), "{path} names {name}");
        }
    }
}

#[test]
fn the_readme_names_every_command_of_the_menu() {
    let readme = read("README.md");
    for command in Command::MENU {
        assert!(readme.contains(&format!("`/{command}`")), "/{command}");
    }
}

#[test]
fn every_metric_that_a_document_names_is_counted() {
    let telemetry = read("src/telemetry.rs");
    for (path, text) in documents() {
        let names = text
            .split(|c| !is_word(c))
            .filter(|word| word.starts_with("kz_topup_") && !NO_METRICS.contains(word));
        for name in names {
            let whole = ["_bucket", "_count", "_sum"].iter().find_map(|part| name.strip_suffix(part));
            let counted = [Some(name), whole]
                .into_iter()
                .flatten()
                .any(|name| telemetry.contains(&format!("\"{name}\"")));
            assert!(counted, "{path}: {name}");
        }
    }
}

/// Begin like the names of metrics.
const NO_METRICS: [&str; 2] = ["kz_topup_", "kz_topup_bot"];

/// All documents of the repository with their paths.
fn documents() -> Vec<(String, String)> {
    let beside = ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"].map(str::to_owned);
    let folders = ["benches", "crates", "deploy", "dialogues", "docs", "fuzz"];
    let inside = files(&folders).into_iter().filter(|path| path.ends_with(".md") || path.ends_with(".mmd"));
    beside
        .into_iter()
        .chain(inside)
        .map(|path| (read(&path), path))
        .map(|(text, path)| (path, text))
        .collect()
}

#[test]
fn the_change_log_has_a_heading_for_this_version() {
    let version = env!("CARGO_PKG_VERSION");
    let log = read("CHANGELOG.md");
    let headings = log.lines().filter_map(|line| line.strip_prefix("## "));
    let mut versions = headings.map(|line| line.split([' ', '[', ']']).find(|word| !word.is_empty()));
    assert!(versions.any(|found| found == Some(version)), "CHANGELOG.md has no heading for {version}");
}

/// The examples of the authors' manual, with comments and what is left out (`…`) taken away.
#[test]
fn the_examples_for_authors_are_json() {
    let manual = read("dialogues/README.md");
    let examples: Vec<&str> =
        manual.split("```jsonc\n").skip(1).filter_map(|rest| rest.split("```").next()).collect();
    assert!(!examples.is_empty());
    for example in examples {
        let lines = example.lines().map(|line| line.split(" //").next().unwrap_or(line));
        let json = lines.collect::<Vec<_>>().join("\n").replace('…', "");
        let parsed: Result<serde_json::Value, _> = serde_json::from_str(&format!("{{{json}}}"));
        assert!(parsed.is_ok(), "{:?}:\n{example}", parsed.err());
    }
}

//! What the papers say of the program is what the program does.

use std::collections::BTreeSet;

use kz_topup_bot::dialogue::walk;

use crate::person;
use crate::tidy::source::{is_word, read, sources};

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
fn the_readme_draws_the_dialogue_as_it_is() {
    let readme = read("README.md");
    let drawings = readme.split("```mermaid\n").skip(1).filter_map(|rest| rest.split("```").next());
    let states: Vec<&str> = drawings.filter(|drawing| drawing.starts_with("stateDiagram")).collect();
    assert_eq!(states, [walk::diagram(&person::content().catalog)], "paste `check --diagram` into README.md");
}

#[test]
fn the_change_log_tells_of_this_version() {
    let version = env!("CARGO_PKG_VERSION");
    let log = read("CHANGELOG.md");
    let headings = log.lines().filter_map(|line| line.strip_prefix("## "));
    let mut versions = headings.map(|line| line.split([' ', '[', ']']).find(|word| !word.is_empty()));
    assert!(versions.any(|found| found == Some(version)), "CHANGELOG.md has no heading for {version}");
}

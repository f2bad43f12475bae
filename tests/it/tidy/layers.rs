//! Imports run one way, and the pure layers touch nothing but their arguments.

use std::collections::BTreeSet;

use crate::tidy::source::{Source, is_word, read, sources};

/// The layers, with what each may use besides itself; `*` for everything but what follows it.
const LAYERS: [(&str, &[&str]); 14] = [
    ("text", &[]),
    ("classifier", &["text"]),
    ("catalog", &["text", "classifier"]),
    ("dialogue", &["text", "catalog", "classifier"]),
    ("render", &["text", "catalog", "dialogue"]),
    ("telemetry", &[]),
    ("listen", &[]),
    ("ops", &["listen", "telemetry"]),
    ("api", &[]),
    ("intake", &["api", "listen", "telemetry"]),
    ("storage", &["telemetry"]),
    ("config", &["intake", "storage"]),
    ("bot", &["*", "sandbox", "cli"]),
    ("cli", &["*"]),
];

/// The layers that decide and never do.
const PURE: [&str; 5] = ["text", "classifier", "catalog", "dialogue", "render"];
/// What no pure layer mentions: the outside world, clocks, logging.
const IMPURE: [&str; 14] = [
    "tokio",
    "log",
    "std::fs",
    "std::io",
    "std::env",
    "std::net",
    "std::process",
    "std::thread",
    "std::time",
    "std::{",
    "Local",
    "Utc",
    "println",
    "eprintln",
];
/// Reads the files of the content for `catalog`, and is its only door to the disk.
const DOOR: &str = "src/catalog/files.rs";

/// `src/catalog/check/texts.rs` is of the layer `catalog`, `src/config.rs` of `config`.
fn layer(source: &Source) -> &str {
    let path = source.path.trim_start_matches("src/").trim_end_matches(".rs");
    path.split('/').next().unwrap()
}

fn of_layer(name: &str) -> impl Iterator<Item = Source> {
    sources(&["src"]).into_iter().filter(move |source| layer(source) == name)
}

/// The layers named by `crate::…` paths, in imports and elsewhere, with their lines from 0.
fn used(source: &Source) -> Vec<(usize, String)> {
    let mut used = Vec::new();
    for (line, code) in source.lines() {
        for (at, prefix) in code.match_indices("crate::") {
            let rest = &code[at + prefix.len()..];
            assert!(!rest.starts_with('{'), "{}: one import a layer, please", source.path);
            used.push((line, rest.chars().take_while(|&c| is_word(c)).collect()));
        }
    }
    used
}

#[test]
fn every_layer_is_known_here() {
    let known: BTreeSet<&str> = LAYERS.iter().map(|(name, _)| *name).chain(["lib", "main"]).collect();
    let sources = sources(&["src"]);
    assert_eq!(sources.iter().map(layer).collect::<BTreeSet<_>>(), known);
}

#[test]
fn imports_run_one_way() {
    let mut breaches = Vec::new();
    for (name, others) in LAYERS {
        for source in of_layer(name) {
            let allowed = |other: &str| match others {
                ["*", except @ ..] => !except.contains(&other),
                others => other == name || others.contains(&other),
            };
            let used = used(&source).into_iter().filter(|(_, other)| !allowed(other));
            breaches.extend(used.map(|(line, other)| format!("{}:{}: {other}", source.path, line + 1)));
        }
    }
    assert!(breaches.is_empty(), "a layer uses one that it must not know: {breaches:#?}");
}

#[test]
fn no_path_leaves_its_layer_by_the_back_door() {
    for source in sources(&["src"]) {
        let root =
            source.path.matches('/').count() == 1 || source.path == format!("src/{}/mod.rs", layer(&source));
        for (line, code) in source.lines().filter(|(line, _)| !source.in_tests(*line)) {
            let leaves = code.contains("super::super") || (root && code.contains("super::"));
            assert!(!leaves, "{}:{}: say crate::…, so that the path shows the layer", source.path, line + 1);
        }
    }
}

#[test]
fn pure_layers_touch_nothing() {
    for source in PURE.into_iter().flat_map(of_layer).filter(|source| source.path != DOOR) {
        for word in IMPURE {
            let lines: Vec<usize> = source.mentions(word).iter().map(|line| line + 1).collect();
            assert!(lines.is_empty(), "{}: {word} on line {lines:?}", source.path);
        }
    }
    let door = sources(&["src"]).into_iter().find(|source| source.path == DOOR).expect("the door");
    assert!(!door.mentions("std::fs").is_empty(), "the words are found where they are");
}

#[test]
fn the_dialogue_needs_no_library_but_serde_and_a_calendar() {
    let manifest = read("Cargo.toml");
    let section = manifest.split("\n[dependencies]\n").nth(1).unwrap().split("\n[").next().unwrap();
    let names = section.lines().filter_map(|line| line.split_once(" = "));
    let libraries: Vec<String> = names.map(|(name, _)| name.replace('-', "_")).collect();
    assert!(libraries.iter().any(|name| name == "serde") && libraries.len() > 10, "{libraries:?}");
    for source in of_layer("dialogue") {
        for library in libraries.iter().filter(|name| !["serde", "chrono"].contains(&name.as_str())) {
            let uses = source
                .mentions(library)
                .into_iter()
                .filter(|&line| source.code.lines().nth(line).unwrap().contains(&format!("{library}::")));
            assert_eq!(uses.count(), 0, "{} uses {library}", source.path);
        }
    }
}

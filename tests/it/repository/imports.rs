//! The direction of imports in `src`: between layers, and between files, where there is no circle.

use std::collections::{BTreeMap, BTreeSet};

use crate::repository::source::{Source, is_word, read, sources};

/// The layers from the lowest to the highest, with the layers below that each may use; `*` for all below.
const LAYERS: [(&str, &[&str]); 14] = [
    ("text", &[]),
    ("classifier", &["text"]),
    ("catalog", &["text", "classifier"]),
    ("dialogue", &["text", "classifier", "catalog"]),
    ("render", &["text", "catalog", "dialogue"]),
    ("telemetry", &[]),
    ("http_server", &[]),
    ("ops", &["http_server", "telemetry"]),
    ("api", &["telemetry"]),
    ("intake", &["api", "http_server", "telemetry"]),
    ("storage", &["telemetry"]),
    ("config", &["intake", "storage"]),
    ("bot", &["*"]),
    ("cli", &["*"]),
];

/// Layers that compute and have no effects.
const PURE: [&str; 5] = ["text", "classifier", "catalog", "dialogue", "render"];
/// Paths and macros that read or change the world outside, or the time.
const IMPURE: [&str; 12] = [
    "tokio::",
    "log::",
    "std::fs",
    "std::io",
    "std::env",
    "TcpStream",
    "std::process",
    "std::thread",
    "std::time",
    "Local::",
    "Utc::",
    "println!",
];
/// Reads the files of the content for `catalog`.
const READS_FILES: &str = "src/catalog/files.rs";
/// Libraries that decide nothing about the dialogue, so that it may use them.
const PLAIN_DATA: [&str; 3] = ["serde", "serde_with", "chrono"];

/// `src/catalog/check/texts.rs` belongs to the layer `catalog`, `src/config.rs` to `config`.
fn layer(path: &str) -> &str {
    path.trim_start_matches("src/").trim_end_matches(".rs").split('/').next().unwrap()
}

fn of_layer(name: &str) -> impl Iterator<Item = Source> {
    sources(&["src"]).into_iter().filter(move |source| layer(&source.path) == name)
}

/// The paths that begin with `crate::`, without it; of `crate::a::{b, c::d}` both.
fn crate_paths(source: &Source) -> Vec<String> {
    let code: String = source.code().flat_map(|(_, line)| [line.trim(), " "]).collect();
    let uses = code.match_indices("crate::").filter(|(at, _)| !code[..*at].ends_with(is_word));
    uses.flat_map(|(at, prefix)| expanded(&code[at + prefix.len()..])).collect()
}

fn expanded(code: &str) -> Vec<String> {
    let end = code.find(|c: char| !is_word(c) && c != ':').unwrap_or(code.len());
    let (path, rest) = code.split_at(end);
    let Some(group) = rest.strip_prefix('{').filter(|_| path.is_empty() || path.ends_with("::")) else {
        return vec![path.trim_end_matches(':').to_owned()];
    };
    let members = members(group).into_iter().flat_map(|member| expanded(member.trim()));
    members.map(|member| format!("{path}{member}")).collect()
}

/// The members of a group, up to the brace that closes it.
fn members(group: &str) -> Vec<&str> {
    let (mut depth, mut start, mut members) = (0, 0, Vec::new());
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                members.push(&group[start..at]);
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    members.retain(|member| !member.trim().is_empty());
    members
}

/// The file that a path leads into, if any.
fn file<'a>(path: &str, files: &'a BTreeMap<String, BTreeSet<String>>) -> Option<&'a str> {
    let parts: Vec<&str> = path.split("::").collect();
    let candidates = (1..=parts.len()).rev().map(|length| format!("src/{}", parts[..length].join("/")));
    let candidates = candidates.flat_map(|module| [format!("{module}.rs"), format!("{module}/mod.rs")]);
    candidates.filter_map(|name| files.get_key_value(&name)).map(|(name, _)| name.as_str()).next()
}

/// Groups of files that import each other, directly or through others.
fn circles() -> Vec<Vec<String>> {
    let sources = sources(&["src"]);
    let names: BTreeMap<String, BTreeSet<String>> =
        sources.iter().map(|source| (source.path.clone(), BTreeSet::new())).collect();
    let mut reaches = names.clone();
    for source in &sources {
        let paths = crate_paths(source);
        let used = paths.iter().filter_map(|path| file(path, &names)).filter(|used| *used != source.path);
        reaches.insert(source.path.clone(), used.map(str::to_owned).collect());
    }
    // Until nothing is added: whatever a reached file reaches.
    loop {
        let further =
            |reached: &BTreeSet<String>| reached.iter().flat_map(|name| &reaches[name]).cloned().collect();
        let next: BTreeMap<String, BTreeSet<String>> =
            reaches.iter().map(|(name, reached)| (name.clone(), reached | &further(reached))).collect();
        if next == reaches {
            break;
        }
        reaches = next;
    }
    let circle = |name: &String| {
        reaches[name].iter().filter(|other| reaches[*other].contains(name)).cloned().collect()
    };
    let circles: BTreeSet<Vec<String>> =
        reaches.keys().map(circle).filter(|circle: &Vec<_>| !circle.is_empty()).collect();
    circles.into_iter().collect()
}

/// Whether a path in the line begins so.
fn begins_path(line: &str, begin: &str) -> bool {
    line.match_indices(begin).any(|(at, _)| !line[..at].ends_with(|c| is_word(c) || c == ':'))
}

#[test]
fn every_layer_is_listed_here() {
    let known: BTreeSet<&str> = LAYERS.iter().map(|(name, _)| *name).chain(["lib", "main"]).collect();
    for source in sources(&["src"]) {
        assert!(known.contains(layer(&source.path)), "{}: add its layer to LAYERS", source.path);
    }
}

#[test]
fn a_layer_imports_only_layers_below_it() {
    let mut wrong = Vec::new();
    for (at, (name, allowed)) in LAYERS.iter().enumerate() {
        let below: Vec<&str> = match allowed {
            ["*"] => LAYERS[..at].iter().map(|(name, _)| *name).collect(),
            allowed => allowed.to_vec(),
        };
        for source in of_layer(name) {
            let used =
                crate_paths(&source).into_iter().map(|path| path.split("::").next().unwrap().to_owned());
            let used: BTreeSet<String> =
                used.filter(|used| used != name && !below.contains(&used.as_str())).collect();
            let used = used.into_iter().filter(|used| !(*name == "cli" && used == "sandbox"));
            wrong.extend(used.map(|used| format!("{} imports {used}", source.path)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn files_do_not_import_each_other_in_a_circle() {
    let circles = circles();
    assert!(circles.is_empty(), "{circles:#?}");
}

#[test]
fn pure_layers_have_no_effects() {
    for source in PURE.into_iter().flat_map(of_layer).filter(|source| source.path != READS_FILES) {
        for (number, line) in source.code() {
            let word = IMPURE.iter().find(|word| begins_path(line, word));
            assert!(word.is_none(), "{}:{number}: {line}", source.path);
        }
    }
    assert!(read(READS_FILES).contains("std::fs"), "{READS_FILES} reads files");
}

#[test]
fn the_dialogue_uses_no_library_but_for_plain_data() {
    let manifest = read("Cargo.toml");
    let section = manifest.split("\n[dependencies]\n").nth(1).unwrap().split("\n[").next().unwrap();
    let names = section.lines().filter_map(|line| line.split(['.', ' ', '=']).next());
    let libraries: Vec<String> =
        names.filter(|name| !name.is_empty()).map(|name| name.replace('-', "_")).collect();
    assert!(libraries.iter().any(|name| name == "serde") && libraries.len() > 10, "{libraries:?}");
    for source in of_layer("dialogue") {
        for (number, line) in source.code() {
            for library in libraries.iter().filter(|name| !PLAIN_DATA.contains(&name.as_str())) {
                assert!(
                    !begins_path(line, &format!("{library}::")),
                    "{}:{number} uses {library}",
                    source.path
                );
            }
        }
    }
}

#[test]
fn paths_of_groups_are_expanded() {
    let text = "use crate::a::{b, c::{d, e}, f};\n// use crate::no;\nlet x = crate::g::h(1);\n";
    let source = Source { path: "src/x.rs".to_owned(), text: text.to_owned() };
    assert_eq!(crate_paths(&source), ["a::b", "a::c::d", "a::c::e", "a::f", "g::h"]);
}

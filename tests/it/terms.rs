//! One word for one thing in each language: the table of terms for authors, checked against every text.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

/// The heading above the table in the guide for authors.
const HEADING: &str = "## Terms";

/// A language and a word that its texts avoid.
struct Avoided {
    lang: String,
    word: String,
}

/// The words of the table's last column.
fn avoided() -> Vec<Avoided> {
    let guide = fs::read_to_string(dialogues().join("README.md")).unwrap();
    let (_, table) = guide.split_once(HEADING).unwrap();
    let rows = table.lines().filter(|line| line.starts_with("| ")).skip(1);
    rows.flat_map(|row| {
        let cells: Vec<&str> = row.trim_matches('|').split('|').collect();
        let lang = cells[0].trim().to_owned();
        // Every other piece between backquotes is a word.
        let words = cells[3].split('`').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>();
        words.into_iter().map(move |word| Avoided { lang: lang.clone(), word })
    })
    .collect()
}

/// A text without its places, whose names nobody sees.
fn shown(text: &str) -> String {
    text.split('{').map(|piece| piece.split_once('}').map_or(piece, |(_, rest)| rest)).collect()
}

fn dialogues() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/dialogues"))
}

#[test]
fn texts_use_the_terms_of_the_table() {
    let avoided = avoided();
    assert!(avoided.len() > 20, "the table of terms was not read");
    let mut found = Vec::new();
    for Avoided { lang, word } in &avoided {
        let texts = fs::read_to_string(dialogues().join(format!("text/{lang}.json"))).unwrap();
        let texts: Map<String, Value> = serde_json::from_str(&texts).unwrap();
        let wrong = texts.iter().filter(|(_, text)| shown(text.as_str().unwrap()).contains(word.as_str()));
        found.extend(wrong.map(|(key, _)| format!("{lang}: `{word}` in `{key}`")));
    }
    assert_eq!(found, [""; 0]);
}

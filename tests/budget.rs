//! Limits on what an answer and the content cost, in numbers that do not depend on the machine: allocations, and
//! bytes of rendered screens. A change that exceeds one either gets better or raises the limit here, where it is
//! seen.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at once")]

use allocation_counter::measure;
use kz_topup_bot::catalog::files::Files;
use kz_topup_bot::dialogue::shown::Fixed;

use crate::answers::{answer, load, updates};

#[path = "../benches/answers/mod.rs"]
#[allow(dead_code, reason = "the benchmark uses all of it")]
mod answers;

/// The most allocations of an answer, by the name of its update.
const ALLOCATIONS: &[(&str, u64)] = &[
    ("a press that is asked who pays", 20),
    ("a press that opens the ways", 20),
    ("a press that sends a guide", 20),
    ("an old button", 20),
    ("a command", 15),
    ("typed in Latin", 200),
    ("typed with typos", 200),
    ("typed in Chinese", 250),
    ("typed in Russian", 460),
    ("typed and not understood", 530),
];

/// The most KiB of HTML and keyboards of all screens in one language.
const SCREENS_KIB: usize = 1_060;

#[test]
fn an_answer_keeps_its_budget_of_allocations() {
    let content = load(&Files::embedded());
    let mut over = Vec::new();
    for (name, json) in updates(&content) {
        let Some((_, most)) = ALLOCATIONS.iter().find(|(known, _)| *known == name) else { continue };
        // The first answer of all fills what is computed once.
        answer(&content, &json);
        let used = measure(|| assert!(answer(&content, &json) > 0, "{name}: it is answered")).count_total;
        println!("{name}: {used} of {most} allocations");
        if used > *most {
            over.push(format!("{name}: {used} of {most}"));
        }
    }
    assert!(over.is_empty(), "{over:#?}");
}

#[test]
fn the_screens_of_a_language_keep_their_budget_of_bytes() {
    let content = load(&Files::embedded());
    let mut over = Vec::new();
    for lang in content.catalog.languages() {
        let screens = Fixed::all(&content.catalog)
            .into_iter()
            .map(|it| content.screens.fixed(&content.catalog, lang, it));
        let bytes =
            screens.map(|screen| screen.html.len() + serde_json::to_string(&screen.keyboard).unwrap().len());
        let kib = bytes.sum::<usize>() / 1024;
        let id = &content.catalog.language(lang).id;
        println!("{id}: {kib} of {SCREENS_KIB} KiB");
        if kib > SCREENS_KIB {
            over.push(format!("{id}: {kib} of {SCREENS_KIB}"));
        }
    }
    assert!(over.is_empty(), "KiB: {over:#?}");
}

//! For authors: what a typed text is taken for and why, and how well all unseen sentences are understood.

use std::fmt::Write as _;
use std::process::ExitCode;

use crate::catalog::id::IntentId;
use crate::catalog::model::Catalog;
use crate::cli::content::with_catalog;
use crate::cli::output::print;
use crate::dialogue::measure::{self, Figures, Outcome};
use crate::dialogue::understanding::{Meaning, SUGGESTIONS, Understood, understand};

/// How many example sentences are shown for a text.
const NEAREST: usize = 3;

/// Shows what a text is taken for.
pub(super) fn read(text: &str) -> ExitCode {
    with_catalog(|catalog| print(&described(catalog, text)))
}

/// Measures all unseen sentences, and lists those that are not right at once.
pub(super) fn unseen() -> ExitCode {
    with_catalog(|catalog| {
        let measured = measure::unseen(catalog);
        let mut lines = String::new();
        for one in measured.iter().filter(|one| one.outcome != Outcome::Right) {
            let (text, intent) = (&one.sentence.text, &one.sentence.intent);
            let taken = meaning(catalog, &one.understood);
            let _ = writeln!(lines, "{:?}: {text}\n  wanted {intent}; {taken}", one.outcome);
        }
        for lang in catalog.languages() {
            let of_lang = measured.iter().filter(|one| one.lang == lang);
            lines += &line(&catalog.language(lang).id, measure::figures(catalog, of_lang));
        }
        lines += &line("all", measure::figures(catalog, measured.iter()));
        print(&lines)
    })
}

fn line(name: &str, figures: Figures) -> String {
    let Figures { count, right, reachable, wrong, paid_to_top_up } = figures;
    if count == 0 {
        return String::new();
    }
    format!(
        "{name}: {count} sentences, right {right:.3}, right or suggested {reachable:.3}, wrong {wrong:.3}, \
         paid but shown a way to pay {paid_to_top_up}\n"
    )
}

fn described(catalog: &Catalog, text: &str) -> String {
    let understood = understand(catalog, text);
    let mut lines = String::new();
    // Writing to a String cannot fail.
    let _ = writeln!(lines, "read as: {}", catalog.prepared(text));
    let _ = writeln!(lines, "decided by: {}", understood.reason.name());
    let _ = writeln!(lines, "{}", meaning(catalog, &understood));
    let entities = &understood.entities;
    let operators = entities.operators.iter().map(|&id| catalog.operator(id).id.as_str());
    let _ = writeln!(lines, "operators: {}", joined(operators));
    let methods = |ids: &[_]| joined(ids.iter().map(|&id| catalog.method(id).id.as_str()));
    let _ = writeln!(lines, "methods: {}", methods(&entities.methods));
    let _ = writeln!(lines, "refused methods: {}", methods(&entities.refused));
    for (intent, probability) in understood.ranking.iter().take(SUGGESTIONS) {
        let _ = writeln!(lines, "{probability:.2} {}", catalog.intent(*intent).id);
    }
    for (example, cosine) in catalog.nearest_examples(text, NEAREST) {
        let _ = writeln!(lines, "near {cosine:.2} {}: {}", catalog.intent(example.intent).id, example.text);
    }
    lines
}

fn meaning(catalog: &Catalog, understood: &Understood) -> String {
    let ids = |intents: &[IntentId]| joined(intents.iter().map(|&intent| catalog.intent(intent).id.as_str()));
    match &understood.meaning {
        Meaning::Names => "taken for names".to_owned(),
        Meaning::Intent(intent) => format!("taken for {}", ids(&[*intent])),
        Meaning::Unsure(intents) => format!("suggests {}", ids(intents)),
        Meaning::Nothing => "not understood".to_owned(),
    }
}

fn joined<'a>(names: impl Iterator<Item = &'a str>) -> String {
    let names: Vec<&str> = names.collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

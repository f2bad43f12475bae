//! Checks of how the content hangs together: files, ids, aliases, and guides that leave nobody half-way.

use std::collections::HashSet;

use crate::catalog::check::Content;
use crate::catalog::files::{CATALOG, FACTS, FLAGS, INTENTS, OFFERS, PAGES, VOCABULARY};
use crate::catalog::language::{Language, Making};
use crate::catalog::load::intents::{examples_path, unseen_path};
use crate::catalog::model::{Page, Way};
use crate::catalog::problem::Problem;

/// A guide with fewer steps has left something out.
const FEWEST_STEPS: usize = 4;
/// What helps without money and data: where to get on line, whom to ask, where to walk, whom to call.
const FEWEST_LINES: usize = 4;

/// Every file is one that is read: a misspelt name would silently change nothing.
pub(super) fn stray_file(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let catalog = content.catalog;
    let mut known: HashSet<String> =
        [CATALOG, FACTS, VOCABULARY, PAGES, FLAGS, OFFERS, INTENTS].map(str::to_owned).into();
    known.extend(catalog.languages.iter().map(Language::text_path));
    let learned = catalog.languages.iter().filter(|language| !language.is_derived());
    known.extend(learned.flat_map(|language| [examples_path(&language.id), unseen_path(&language.id)]));
    let derived = |language: &&Language| matches!(language.making, Making::Derived { .. });
    known.extend(catalog.languages.iter().filter(derived).map(Language::wording_path));
    known.extend(catalog.operators().map(|id| format!("guides/{}.json", catalog.operator(id).id)));
    for file in content.files.0.keys().filter(|file| !known.contains(*file)) {
        problems.push(Problem::new("stray-file", file, "", "nothing reads this file; is its name right?"));
    }
}

/// There is something to choose from.
pub(super) fn not_empty(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let catalog = content.catalog;
    let lists = [
        ("languages", catalog.languages.is_empty()),
        ("counter", catalog.counter.is_empty()),
        ("operators", catalog.operators.is_empty()),
        ("methods", catalog.methods.is_empty()),
        ("payers", catalog.payers.list.is_empty()),
    ];
    for (list, _) in lists.into_iter().filter(|(_, empty)| *empty) {
        problems.push(Problem::new("not-empty", CATALOG, list, "this list is empty"));
    }
    if catalog.flags.all.is_empty() {
        problems.push(Problem::new("not-empty", FLAGS, "flags", "this list is empty"));
    }
}

/// Ids are kebab-case, so that they can stand in links and callback data.
pub(super) fn id_form(content: &Content<'_>, problems: &mut Vec<Problem>) {
    for (file, id) in ids(content) {
        let good = !id.is_empty()
            && id.split('-').all(|part| {
                !part.is_empty() && part.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
            });
        if !good {
            problems.push(Problem::new("id-form", file, id, "write ids as lower-case words with hyphens"));
        }
    }
}

/// No id stands twice among things of its kind.
pub(super) fn id_once(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let catalog = content.catalog;
    let mut report = |file: &str, kind: &str, ids: Vec<String>| {
        let mut seen = HashSet::new();
        for id in ids {
            if !seen.insert(id.clone()) {
                problems.push(Problem::new("id-once", file, id, format!("two {kind} have this id")));
            }
        }
    };
    report(CATALOG, "languages", catalog.languages.iter().map(|language| language.id.clone()).collect());
    report(CATALOG, "operators", catalog.operators.iter().map(|operator| operator.id.clone()).collect());
    report(CATALOG, "methods", catalog.methods.iter().map(|method| method.id.clone()).collect());
    report(CATALOG, "payers", catalog.payers.list.iter().map(|payer| payer.id.clone()).collect());
    report(PAGES, "pages", catalog.pages.iter().map(|page| page.entry.id.clone()).collect());
    report(FLAGS, "flags", catalog.flags.all.iter().map(|flag| flag.id.clone()).collect());
    let facts = catalog.facts.iter().map(|fact| match fact.operator {
        Some(operator) => format!("{}.{}", catalog.operator(operator).id, fact.id),
        None => fact.id.clone(),
    });
    report(FACTS, "facts", facts.collect());
}

/// One alias means one thing.
pub(super) fn alias_once(content: &Content<'_>, problems: &mut Vec<Problem>) {
    for alias in content.catalog.aliases.shared() {
        let message = "this alias names two things; keep it with one of them";
        problems.push(Problem::new("alias-once", CATALOG, alias, message));
    }
}

/// Few questions lead to an answer: a group of ways has no group inside, and a page within a page that is itself within
/// another lists none.
pub(super) fn group_flat(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let catalog = content.catalog;
    for method in &catalog.methods {
        let Some(group) = method.within.map(|group| catalog.method(group)) else { continue };
        if group.within.is_some() {
            let outer = &group.id;
            let message = format!("it is within `{outer}`, which is within another one; keep one level");
            problems.push(Problem::new("group-flat", CATALOG, &method.id, message));
        }
    }
    for page in &catalog.pages {
        let around = |page: &Page| page.within.map(|list| catalog.page(list));
        if let Some(list) = around(page).and_then(around)
            && list.within.is_some()
        {
            let outer = &list.entry.id;
            let message =
                format!("it is within a page within `{outer}`, which is within another one; keep two levels");
            problems.push(Problem::new("group-flat", PAGES, &page.entry.id, message));
        }
    }
}

/// Every operator says of every way either how or why not; groups of ways have no guide of their own.
pub(super) fn all_ways(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let catalog = content.catalog;
    for operator in catalog.operators() {
        let file = format!("guides/{}.json", catalog.operator(operator).id);
        for method in catalog.methods() {
            let id = &catalog.method(method).id;
            match (catalog.way(operator, method), catalog.is_group(method)) {
                (None, false) => {
                    let message = "add the guide, or `unavailable` with the reason";
                    problems.push(Problem::new("all-ways", &file, id, message));
                }
                (Some(_), true) => {
                    let message = "this is a group of ways; put the guide under one of its members";
                    problems.push(Problem::new("all-ways", &file, id, message));
                }
                (None, true) | (Some(_), false) => {}
            }
        }
    }
}

/// No guide is thin: it says what to bring, what to do, what it costs and what to beware of.
pub(super) fn guide_whole(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let catalog = content.catalog;
    for operator in catalog.operators() {
        let file = format!("guides/{}.json", catalog.operator(operator).id);
        for method in catalog.methods() {
            let Some(Way::Guide(guide)) = catalog.way(operator, method) else {
                continue;
            };
            let id = &catalog.method(method).id;
            let parts = [("needs", &guide.needs), ("fee", &guide.fee), ("warnings", &guide.warnings)];
            for (name, _) in parts.into_iter().filter(|(_, keys)| keys.is_empty()) {
                problems.push(Problem::new("guide-whole", &file, id, format!("`{name}` is empty")));
            }
            if guide.steps.len() < FEWEST_STEPS {
                let message = format!("fewer than {FEWEST_STEPS} steps leave the reader half-way");
                problems.push(Problem::new("guide-whole", &file, id, message));
            }
        }
    }
}

/// Nobody is left without money and data: every operator that can be topped up says what helps then, and what is said
/// of another would be seen by nobody.
pub(super) fn offline_whole(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let catalog = content.catalog;
    for id in catalog.operators() {
        let operator = catalog.operator(id);
        let lines = operator.offline.lines.len();
        let message = match catalog.can_top_up(id) {
            true if lines < FEWEST_LINES => {
                format!("fewer than {FEWEST_LINES} lines leave the reader half-way")
            }
            false if lines > 0 => "nothing can be topped up here, so nobody sees this; delete it".to_owned(),
            true | false => continue,
        };
        problems.push(Problem::new(
            "offline-whole",
            format!("guides/{}.json", operator.id),
            "offline",
            message,
        ));
    }
}

/// What is offered instead of a risky way is not risky itself.
pub(super) fn safer_is_safe(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let catalog = content.catalog;
    for method in &catalog.methods {
        let Some(risk) = &method.risk else { continue };
        if risk.safer.is_empty() {
            let message = "name at least one safer way";
            problems.push(Problem::new("safer-is-safe", CATALOG, &method.id, message));
        }
        for safer in risk.safer.iter().map(|&id| catalog.method(id)).filter(|safer| safer.risk.is_some()) {
            let message = format!("`{}` is risky itself", safer.id);
            problems.push(Problem::new("safer-is-safe", CATALOG, &method.id, message));
        }
    }
}

fn ids<'a>(content: &Content<'a>) -> impl Iterator<Item = (&'static str, &'a str)> {
    let catalog = content.catalog;
    let languages = catalog.languages.iter().map(|language| (CATALOG, language.id.as_str()));
    let operators = catalog.operators.iter().map(|operator| (CATALOG, operator.id.as_str()));
    let methods = catalog.methods.iter().map(|method| (CATALOG, method.id.as_str()));
    let payers = catalog.payers.list.iter().map(|payer| (CATALOG, payer.id.as_str()));
    let facts = catalog.facts.iter().map(|fact| (FACTS, fact.id.as_str()));
    let pages = catalog.pages.iter().map(|page| (PAGES, page.entry.id.as_str()));
    let flags = catalog.flags.all.iter().map(|flag| (FLAGS, flag.id.as_str()));
    languages.chain(operators).chain(methods).chain(payers).chain(facts).chain(pages).chain(flags)
}

/// A warning stands before a way, not before a group of ways, where nobody would see it.
pub(super) fn risk_on_way(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let catalog = content.catalog;
    for id in catalog.methods().filter(|&id| catalog.is_group(id)) {
        let method = catalog.method(id);
        if method.risk.is_some() {
            let message = "a group of ways cannot carry a warning; put `risk` on its members";
            problems.push(Problem::new("risk-on-way", CATALOG, &method.id, message));
        }
    }
}

/// A retired id is gone: nothing bears it any more.
pub(super) fn retired_is_gone(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let catalog = content.catalog;
    let live: HashSet<&str> = ids(content).map(|(_, id)| id).collect();
    let retired = &catalog.retired;
    let old = retired.operators.keys().chain(retired.methods.keys());
    let old = old.chain(retired.payers.keys()).chain(retired.pages.keys());
    for id in old.filter(|id| live.contains(id.as_str())) {
        let message = "it stands under `retired` and is in use; ids are never used again";
        problems.push(Problem::new("retired-is-gone", CATALOG, id, message));
    }
}

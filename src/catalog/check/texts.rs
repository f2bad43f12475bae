//! Checks of the words: every language has every text, every text is used, every place is filled.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::catalog::check::Content;
use crate::catalog::files::{CATALOG, FACTS, FLAGS, PAGES};
use crate::catalog::id::{MethodId, OperatorId};
use crate::catalog::language::Making;
use crate::catalog::line::{FillError, Scope};
use crate::catalog::model::Catalog;
use crate::catalog::model::{Operator, Way};
use crate::catalog::problem::Problem;
use crate::catalog::schema::GuideEntry;
use crate::catalog::template::{Part, Template};
use crate::catalog::unknown::{is_unknown, spot_key};

/// Families of texts that only the data refers to; the others are named by the program, which checks them itself.
const DATA_FAMILIES: &[&str] = &[
    "need.", "step.", "fee.", "warn.", "risk.", "trouble.", "detail.", "unknown.", "why.", "card.",
    "offline.", "page.", "payer.", "spot.", "say.", "hear.", "answer.", "brand.", "label.", "source.",
    "flag.",
];

/// All languages have the same keys in the same order, so that two files can be read side by side. What is written by
/// hand for a language that is made from another is some of them.
pub(super) fn same_keys(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let catalog = content.catalog;
    let Some(original) = catalog.languages().next() else {
        return;
    };
    let expected: Vec<&str> = catalog.text_keys(original).collect();
    let expected_set: HashSet<&str> = expected.iter().copied().collect();
    let original_file = catalog.language(original).text_path();
    for language in catalog.languages.iter().skip(1) {
        let (here, needed): (Vec<&str>, &[&str]) = match &language.making {
            Making::Written => (language.texts.iter().map(|(key, _)| key.as_str()).collect(), &expected),
            Making::Derived { by_hand, .. } => (by_hand.iter().map(String::as_str).collect(), &[]),
        };
        let here_set: HashSet<&str> = here.iter().copied().collect();
        let mut report = |key: &str, message: String| {
            problems.push(Problem::new("same-keys", language.text_path(), key, message));
        };
        for key in needed.iter().filter(|key| !here_set.contains(*key)) {
            report(key, format!("missing; {original_file} has it"));
        }
        for key in here.iter().filter(|key| !expected_set.contains(*key)) {
            report(key, format!("{original_file} has no such text"));
        }
        let in_order = expected.iter().filter(|key| here_set.contains(*key));
        let known = here.iter().filter(|key| expected_set.contains(*key));
        if let Some((key, expected)) = known.zip(in_order).find(|(here, expected)| here != expected) {
            report(key, format!("out of order: `{expected}` comes here in {original_file}"));
        }
    }
}

/// A text has the same places in every language: a lost `{code}` is a lost fact.
pub(super) fn same_places(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let catalog = content.catalog;
    let Some(original) = catalog.languages().next() else {
        return;
    };
    for key in catalog.text_keys(original) {
        let places = |lang| -> Option<BTreeSet<&str>> {
            catalog.template(lang, key).map(|template| template.places().collect())
        };
        for lang in catalog.languages().skip(1) {
            let (Some(here), Some(expected)) = (places(lang), places(original)) else {
                continue;
            };
            if here != expected {
                let message =
                    format!("its places are {here:?}, in {} {expected:?}", catalog.text_file(original, key));
                problems.push(Problem::new("same-places", catalog.text_file(lang, key), key, message));
            }
        }
    }
}

/// Every text key that the data names exists.
pub(super) fn text_exists(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let catalog = content.catalog;
    let Some(original) = catalog.languages().next() else {
        return;
    };
    for used in uses(catalog) {
        if catalog.template(original, &used.key).is_none() {
            let message = format!("{} has no text of this key", catalog.text_file(original, &used.key));
            problems.push(Problem::new("text-exists", used.file, used.key, message));
        }
    }
}

/// Every text that only the data can use is used.
pub(super) fn text_used(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let catalog = content.catalog;
    let Some(original) = catalog.languages().next() else {
        return;
    };
    let used: HashSet<String> = uses(catalog).into_iter().map(|used| used.key).collect();
    for key in catalog.text_keys(original) {
        if DATA_FAMILIES.iter().any(|family| key.starts_with(family)) && !used.contains(key) {
            let message =
                "no guide, card, page, method or flag uses this text; use it or delete it everywhere";
            problems.push(Problem::new("text-used", catalog.text_file(original, key), key, message));
        }
    }
}

/// Every place of a text is filled wherever the text is used. The places of all languages are the same
/// ([`same_places`]), so one language is looked at; each missing fact is reported once a file.
pub(super) fn text_fills(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let catalog = content.catalog;
    let mut reported: HashSet<(String, String)> = HashSet::new();
    for used in uses(catalog) {
        let scope = Scope { operator: used.operator, method: used.method, extra: &[] };
        let errors = catalog.languages().filter_map(|lang| match catalog.fill(lang, &used.key, scope) {
            Err(FillError::NoFact(place)) => Some((lang, place)),
            Ok(_) | Err(FillError::NoText(_)) => None,
        });
        for (lang, place) in errors {
            if reported.insert((used.file.clone(), place.clone())) {
                let message =
                    format!("in {}: {}", catalog.text_file(lang, &used.key), FillError::NoFact(place));
                problems.push(Problem::new("text-fills", &used.file, &used.key, message));
            }
        }
    }
}

/// A text that was written for one operator, by its key or by the brand in a step, is not used for another.
pub(super) fn text_of_operator(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let catalog = content.catalog;
    let Some(original) = catalog.languages().next() else {
        return;
    };
    for used in uses(catalog) {
        let Some(own) = used.operator.map(|id| catalog.operator(id)) else { continue };
        let brands = catalog
            .operators
            .iter()
            .filter(|other| other.name.is_some() && other.id != own.id && !own.also.contains(&other.id));
        for other in brands {
            let by_key = used.key.split(['.', '-']).any(|part| part == other.id);
            let step = used.key.starts_with("step.");
            if by_key || step && is_of_another(catalog.template(original, &used.key), own, other) {
                let message = format!(
                    "it is written for `{}`; write one for `{}`, or list `{}` in its `also`",
                    other.id, own.id, other.id
                );
                problems.push(Problem::new("text-of-operator", &used.file, &used.key, message));
            }
        }
    }
}

/// Whether a text names another operator's brand, and not the operator's own.
fn is_of_another(text: Option<&Template>, own: &Operator, other: &Operator) -> bool {
    let Some(text) = text else { return false };
    let says = |operator: &Operator| {
        text.parts().iter().any(|part| match part {
            Part::Words { text, .. } => text
                .split(|c: char| !c.is_ascii_alphanumeric())
                .any(|word| word.eq_ignore_ascii_case(&operator.id)),
            Part::Place { .. } => false,
        })
    };
    let names_own = says(own) || text.places().any(|place| place == "operator");
    says(other) && !names_own
}

/// No stray spaces or invisible characters.
pub(super) fn text_tidy(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let catalog = content.catalog;
    for lang in catalog.languages() {
        for (key, template) in &catalog.language(lang).texts {
            for part in template.parts() {
                let Part::Words { text, .. } = part else { continue };
                let invisible = |c: char| {
                    (c.is_control() && c != '\n') || matches!(c, '\u{200B}'..='\u{200F}' | '\u{FEFF}')
                };
                if text.contains("  ") || text.contains(" \n") || text.chars().any(invisible) {
                    let message = "a double space, a space before a line break, or an invisible character";
                    problems.push(Problem::new("text-tidy", catalog.text_file(lang, key), key, message));
                }
            }
        }
    }
}

/// A text key somewhere in the data, with what fills its places there.
struct Use {
    file: String,
    key: String,
    operator: Option<OperatorId>,
    method: Option<MethodId>,
}

impl Use {
    /// The use of the text that says how to answer this open question.
    fn spot(&self) -> Self {
        let Self { file, key, operator, method } = self;
        Self { file: file.clone(), key: spot_key(key), operator: *operator, method: *method }
    }
}

/// Every use of a text by the data.
fn uses(catalog: &Catalog) -> Vec<Use> {
    let mut uses = Vec::new();
    for operator in catalog.operators() {
        let entry = catalog.operator(operator);
        let path = format!("guides/{}.json", entry.id);
        let mut add = |keys: &[String], method| {
            uses.extend(keys.iter().map(|key| Use {
                file: path.clone(),
                key: key.clone(),
                operator: Some(operator),
                method,
            }));
        };
        let card = &entry.card;
        let offline = &entry.offline;
        [&card.intro, &card.lines, &card.unknown, &offline.lines, &offline.unknown]
            .into_iter()
            .for_each(|keys| add(keys, None));
        for method in catalog.methods() {
            match catalog.way(operator, method) {
                Some(Way::Guide(guide)) => {
                    guide_keys(guide).into_iter().for_each(|keys| add(keys, Some(method)));
                }
                Some(Way::Unavailable(key)) => add(std::slice::from_ref(key), Some(method)),
                None => {}
            }
        }
    }
    let shared = |file: &str, key: String| Use { file: file.to_owned(), key, operator: None, method: None };
    for page in &catalog.pages {
        let entry = &page.entry;
        uses.push(shared(PAGES, format!("page.{}.title", entry.id)));
        let keys = [&entry.intro, &entry.steps, &entry.points, &entry.outro, &entry.details, &entry.unknown];
        let keys = keys.into_iter().flatten();
        uses.extend(keys.map(|key| shared(PAGES, key.clone())));
    }
    for flag in &catalog.flags.all {
        uses.extend([&flag.reason, &flag.safer].map(|key| shared(FLAGS, key.clone())));
    }
    for method in &catalog.methods {
        let words = ["label", "name", "needs"].map(|word| format!("method.{}.{word}", method.id));
        uses.extend(words.map(|key| shared(CATALOG, key)));
        let Some(risk) = &method.risk else { continue };
        let keys = risk.texts.lines.iter().chain([&risk.texts.title]);
        uses.extend(keys.map(|key| shared(CATALOG, key.clone())));
    }
    for operator in catalog.operators.iter().filter(|operator| operator.name.is_none()) {
        let words = ["name", "inline"].map(|word| format!("operator.{}.{word}", operator.id));
        uses.extend(words.map(|key| shared(CATALOG, key)));
    }
    uses.extend(source_texts(catalog).map(|key| shared(FACTS, key)));
    uses.extend(payer_texts(catalog).map(|key| shared(CATALOG, key)));
    uses.extend(group_texts(catalog));
    uses.extend(statements_titles(catalog).into_iter().map(|key| shared(CATALOG, key)));
    // Every open question says how somebody on the spot would answer it.
    let spots: Vec<Use> = uses.iter().filter(|used| is_unknown(&used.key)).map(Use::spot).collect();
    uses.extend(spots);
    uses
}

/// The keys of a guide, part by part.
fn guide_keys(guide: &GuideEntry) -> [&[String]; 13] {
    let GuideEntry { answer, needs, steps, fee, warnings, trouble, details, unknown, clerk, labels } = guide;
    let (say, then, hear, seen, look) = (&clerk.say, &clerk.then, &clerk.hear, &labels.seen, &labels.look);
    [answer, needs, steps, fee, warnings, trouble, details, unknown, say, then, hear, seen, look]
}

/// The names of sources that have no host name.
fn source_texts(catalog: &Catalog) -> impl Iterator<Item = String> + '_ {
    let sites = catalog.facts.iter().map(|fact| &fact.source.site).filter(|site| !site.contains('.'));
    sites.map(|site| format!("source.{site}"))
}

/// What stands on the buttons of the question who pays, and what is missing to whom.
fn payer_texts(catalog: &Catalog) -> impl Iterator<Item = String> + '_ {
    catalog.payers.list.iter().flat_map(|payer| {
        let words = ["label", "name"].map(|word| format!("payer.{}.{word}", payer.id));
        words.into_iter().chain(payer.hard.iter().map(|(_, key)| key.clone()))
    })
}

/// The heading and the question of each group of ways, which are shown for an operator.
fn group_texts(catalog: &Catalog) -> impl Iterator<Item = Use> + '_ {
    let operator = catalog.operators().find(|&operator| catalog.can_top_up(operator));
    let groups = catalog.methods().filter(|&method| catalog.is_group(method));
    groups.flat_map(move |method| {
        ["title", "ask"].map(|word| Use {
            file: CATALOG.to_owned(),
            key: format!("method.{}.{word}", catalog.method(method).id),
            operator,
            method: Some(method),
        })
    })
}

/// Titles of cards that have one of their own (`card.<operator>.title`).
fn statements_titles(catalog: &Catalog) -> BTreeSet<String> {
    let Some(original) = catalog.languages().next() else {
        return BTreeSet::new();
    };
    let titles: BTreeMap<String, ()> =
        catalog.operators.iter().map(|operator| (format!("card.{}.title", operator.id), ())).collect();
    titles.into_keys().filter(|key| catalog.template(original, key).is_some()).collect()
}

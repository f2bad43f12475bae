//! Checks of truth: nothing is shown that the evidence does not carry.

use std::collections::HashSet;

use crate::catalog::check::Content;
use crate::catalog::files::FACTS;
use crate::catalog::model::Catalog;
use crate::catalog::problem::Problem;
use crate::catalog::schema::facts::{FactKind, Mark};
use crate::catalog::template::{Part, Template};

/// Texts about the bot itself. All others are about the world: a number in one of them is a claim.
const ABOUT_THE_BOT: &[&str] =
    &["hint.", "ui.", "date.", "renewal.", "page.help.", "page.about.", "page.privacy."];

/// A code means different things at different operators, so a text that prints one names the operator.
pub(super) fn code_names_operator(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let catalog = content.catalog;
    let codes: HashSet<&str> = catalog
        .facts
        .iter()
        .filter(|fact| fact.operator.is_some())
        .filter(|fact| matches!(fact.value, Some((FactKind::Code, _))))
        .map(|fact| fact.id.as_str())
        .collect();
    for lang in catalog.languages() {
        for (key, template) in &catalog.language(lang).texts {
            let places: Vec<&str> = template.places().collect();
            let named = places.contains(&"operator") || names_operator(catalog, template);
            let prints = places.iter().any(|place| codes.contains(place)) && !places.contains(&"operator");
            if prints || (has_code(template) && !named) {
                let file = catalog.text_file(lang, key);
                let message =
                    "it prints a code without `{operator}`; the same code differs between operators";
                problems.push(Problem::new("code-names-operator", file, key, message));
            }
        }
    }
}

/// Every fact is shown somewhere: as a value, or through a text that rests on it.
pub(super) fn fact_used(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let catalog = content.catalog;
    let Some(original) = catalog.languages().next() else {
        return;
    };
    let texts = &catalog.language(original).texts;
    let places: HashSet<&str> = texts.iter().flat_map(|(_, template)| template.places()).collect();
    for fact in &catalog.facts {
        if fact.words.is_empty() && !(fact.value.is_some() && places.contains(fact.id.as_str())) {
            let message = "no text shows this fact; name it as a place, or list the texts in `words`";
            problems.push(Problem::new("fact-used", FACTS, &fact.id, message));
        }
    }
}

/// The texts that rest on a fact exist.
pub(super) fn fact_words(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let catalog = content.catalog;
    let Some(original) = catalog.languages().next() else {
        return;
    };
    for fact in &catalog.facts {
        for key in fact.words.iter().filter(|key| catalog.template(original, key).is_none()) {
            let message = format!("`words` names the text `{key}`, which does not exist");
            problems.push(Problem::new("fact-words", FACTS, &fact.id, message));
        }
    }
}

/// An unconfirmed value is shown only where trying it is harmless: a balance code. Sums, hotlines and codes that cost
/// money need better.
pub(super) fn mark_allows(content: &Content<'_>, problems: &mut Vec<Problem>) {
    for fact in &content.catalog.facts {
        let Some((kind, _)) = &fact.value else { continue };
        let harmless = *kind == FactKind::Code && fact.id.starts_with("balance");
        if fact.mark == Mark::Unconfirmed && !harmless {
            let message = "an unconfirmed value may not be shown, except a balance code";
            problems.push(Problem::new("mark-allows", FACTS, &fact.id, message));
        }
    }
}

/// A number in a text about the world rests on a fact.
pub(super) fn number_has_fact(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let catalog = content.catalog;
    for lang in catalog.languages() {
        for (key, template) in &catalog.language(lang).texts {
            let claims = !ABOUT_THE_BOT.iter().any(|family| key.starts_with(family));
            if claims && has_number(template, &catalog.units) && catalog.facts_behind(key).is_empty() {
                let file = catalog.text_file(lang, key);
                let message = "it states a number; list it in the `words` of the fact that proves it";
                problems.push(Problem::new("number-has-fact", file, key, message));
            }
        }
    }
}

/// Links lead to encrypted pages at the host they show.
pub(super) fn site_is_https(content: &Content<'_>, problems: &mut Vec<Problem>) {
    for fact in &content.catalog.facts {
        let Some((FactKind::Site, shown)) = &fact.value else {
            continue;
        };
        let good = fact.url.as_ref().is_some_and(|url| *url == format!("https://{shown}"));
        if !good {
            let message = format!("`url` must be https://{shown}: the address shown is the address opened");
            problems.push(Problem::new("site-is-https", FACTS, &fact.id, message));
        }
    }
}

/// Two or more digits in a row, or one with a unit; one digit alone counts small things in ordinary speech.
fn has_number(template: &Template, units: &[String]) -> bool {
    words(template).any(|text| {
        let text = text.to_lowercase();
        let two = text.as_bytes().windows(2).any(|pair| pair.iter().all(u8::is_ascii_digit));
        let behind =
            text.match_indices(|c: char| c.is_ascii_digit()).map(|(at, _)| text[at + 1..].trim_start());
        two || behind.into_iter().any(|rest| units.iter().any(|unit| rest.starts_with(unit.as_str())))
    })
}

/// Whether a text holds a literal code: `*105#`.
fn has_code(template: &Template) -> bool {
    words(template).any(|text| {
        text.split('#').rev().skip(1).any(|before| {
            let code = before.rsplit(|c: char| !(c.is_ascii_digit() || c == '*')).next().unwrap_or_default();
            code.starts_with('*') && code.contains(|c: char| c.is_ascii_digit())
        })
    })
}

/// Whether a text names an operator in its own words.
fn names_operator(catalog: &Catalog, template: &Template) -> bool {
    let names = || catalog.operators.iter().filter_map(|operator| operator.name.as_deref());
    words(template).any(|text| names().any(|name| text.contains(name)))
}

/// The words of a text, without its places.
fn words(template: &Template) -> impl Iterator<Item = &str> {
    template.parts().iter().filter_map(|part| match part {
        Part::Words { text, .. } => Some(text.as_str()),
        Part::Place { .. } => None,
    })
}

//! Checks of the signs by which offers are judged: each is heard in every language, and what is called official rests
//! on evidence.

use std::collections::HashMap;

use crate::catalog::check::Content;
use crate::catalog::files::{FLAGS, OFFERS};
use crate::catalog::language::Making;
use crate::catalog::model::Catalog;
use crate::catalog::offers::{HONEST, OfferExample};
use crate::catalog::problem::Problem;
use crate::catalog::schema::facts::{FactKind, Mark};
use crate::text::fold::fold_visible;
use crate::text::tokens::tokens;

/// How many examples a sign needs in a language.
const FEWEST_EXAMPLES: usize = 3;

/// Every sign is found in every language: by a phrase in it, or without phrases. Those of a language serve what is made
/// from it.
pub(super) fn flag_heard(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let catalog = content.catalog;
    for flag in catalog.flags.all.iter().filter(|flag| flag.detectors.is_empty()) {
        let written = catalog.languages.iter().filter(|language| matches!(language.making, Making::Written));
        for lang in written.map(|language| &language.id) {
            if !flag.sources.iter().any(|(spoken, _)| spoken == lang) {
                let message = format!("nothing finds it in `{lang}`: add a phrase in that language");
                problems.push(Problem::new("flag-heard", FLAGS, &flag.id, message));
            }
        }
    }
}

/// A sign with phrases has examples in every language, so that what is learned and tested is the same everywhere.
pub(super) fn sign_examples(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let catalog = content.catalog;
    let worded = catalog.flags().filter(|&id| !catalog.flag(id).sources.is_empty());
    for sign in worded.map(Some).chain([None]) {
        let name = sign.map_or(HONEST, |id| &catalog.flag(id).id);
        let written = catalog.languages.iter().filter(|language| matches!(language.making, Making::Written));
        for lang in written.map(|language| &language.id) {
            let examples = catalog.offers.examples.iter();
            let of_sign = |example: &&OfferExample| {
                example.lang == *lang && example.sign.map_or(HONEST, |id| &catalog.flag(id).id) == name
            };
            let count = examples.filter(of_sign).count();
            if count < FEWEST_EXAMPLES {
                let message = format!("{count} examples in `{lang}`: write at least {FEWEST_EXAMPLES}");
                problems.push(Problem::new("sign-examples", OFFERS, name, message));
            }
        }
    }
}

/// A phrase shows one sign: a reader must not be told the same thing twice.
pub(super) fn phrase_once(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let mut seen: HashMap<&str, &str> = HashMap::new();
    for flag in &content.catalog.flags.all {
        for (_, phrase) in &flag.sources {
            if let Some(other) = seen.insert(phrase, &flag.id) {
                let message = format!("the phrase `{phrase}` stands in `{other}` as well");
                problems.push(Problem::new("phrase-once", FLAGS, &flag.id, message));
            }
        }
    }
}

/// A hollow phrase holds a denial; otherwise it does nothing.
pub(super) fn hollow_denies(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let flags = &content.catalog.flags;
    for phrase in &flags.hollow_sources {
        let said = tokens(&[fold_visible(&phrase.replace(['*', '|'], " "), &flags.simple)]);
        let denies = |at| flags.denials.iter().any(|denial| denial.end(&said, at).is_some());
        if !(0..said.len()).any(denies) {
            let message = format!("`{phrase}` holds no word of `denials`, so it changes nothing");
            problems.push(Problem::new("hollow-denies", FLAGS, "hollow", message));
        }
    }
}

/// Hosts are written as they stand in links, without `https://`, and in lower case.
pub(super) fn host_form(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let hosts = &content.catalog.flags.hosts;
    for (list, known) in [("official", &hosts.official), ("messengers", &hosts.messengers)] {
        for host in known.iter().filter(|host| !is_host(host)) {
            let message = format!("`{host}` in `{list}` is no host name: write it like `beeline.kz`");
            problems.push(Problem::new("host-form", FLAGS, host, message));
        }
    }
}

/// What is called official is the site of a fact, or a page of its own stands behind a verified fact. Every site
/// of a fact is called official.
pub(super) fn host_official(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let catalog = content.catalog;
    let below = |host: &str, known: &str| {
        host.strip_suffix(known).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
    };
    let shown = sites(catalog);
    let seen = catalog.facts.iter().filter(|fact| fact.mark <= Mark::VerifiedOld);
    let seen: Vec<&str> = seen.map(|fact| fact.source.site.as_str()).chain(shown.iter().copied()).collect();
    let official = &catalog.flags.hosts.official;
    for known in official.iter().filter(|known| !seen.iter().any(|host| below(host, known))) {
        let message = format!("no verified fact was read at `{known}`, so nothing shows that it is official");
        problems.push(Problem::new("host-official", FLAGS, known, message));
    }
    for host in shown.into_iter().filter(|host| !official.iter().any(|known| below(host, known))) {
        let message = format!("a fact shows the site `{host}`: add it to `official`");
        problems.push(Problem::new("host-official", FLAGS, host, message));
    }
}

fn is_host(host: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty() && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    host.contains('.') && host.split('.').all(label)
}

/// The hosts of the sites that facts show; an address that is none is told of where it is to be opened.
fn sites(catalog: &Catalog) -> Vec<&str> {
    let sites = catalog.facts.iter().filter_map(|fact| match &fact.value {
        Some((FactKind::Site, site)) => site.split('/').next(),
        _ => None,
    });
    sites.filter(|host| is_host(host)).collect()
}

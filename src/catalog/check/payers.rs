//! Checks of who pays: each can be told apart, is served by every operator, and is never led to a risk.

use std::collections::HashSet;

use crate::catalog::check::Content;
use crate::catalog::files::CATALOG;
use crate::catalog::payers::EVERYTHING;
use crate::catalog::problem::Problem;
use crate::catalog::standing::Standing;

/// A payer's id, and what is typed for it, means nothing else in answer to the question.
pub(super) fn payer_once(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let mut seen = HashSet::new();
    let payers = &content.catalog.payers;
    for payer in &payers.list {
        let mut report = |message: String| {
            problems.push(Problem::new("payer-once", CATALOG, &payer.id, message));
        };
        if payer.id == EVERYTHING {
            report(format!("`{EVERYTHING}` stands for the list without a payer; take another id"));
        }
        for alias in payer.aliases.iter().filter(|alias| !seen.insert(payers.answers.folded(alias))) {
            report(format!("the alias `{alias}` stands with a payer already"));
        }
    }
}

/// A way stands with a payer once: what suits is not hard at the same time.
pub(super) fn payer_ways(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let catalog = content.catalog;
    for payer in &catalog.payers.list {
        let mut seen = HashSet::new();
        for method in payer.named().filter(|method| !seen.insert(*method)) {
            let id = &catalog.method(method).id;
            let message =
                format!("it names the way `{id}` twice; once in `first`, `maybe` or `hard` is enough");
            problems.push(Problem::new("payer-ways", CATALOG, &payer.id, message));
        }
        let recommended = payer.first.iter().chain(&payer.maybe).filter(|&&id| !catalog.is_group(id));
        for risky in recommended.map(|&id| catalog.method(id)).filter(|method| method.risk.is_some()) {
            let message = format!("`{}` is risky: it stands last for everybody", risky.id);
            problems.push(Problem::new("payer-ways", CATALOG, &payer.id, message));
        }
    }
}

/// Whoever asks, every operator that can be topped up has a way that suits.
pub(super) fn payer_served(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let catalog = content.catalog;
    for payer in catalog.payers() {
        for operator in catalog.operators().filter(|&operator| catalog.can_top_up(operator)) {
            let mut ways = catalog.methods().filter(|&method| catalog.fits(operator, method));
            if !ways.any(|way| catalog.standing(payer, way) == Standing::Fits) {
                let name = &catalog.operator(operator).id;
                let message = format!("no way in `first` fits the operator `{name}`; name one more");
                problems.push(Problem::new("payer-served", CATALOG, &catalog.payer(payer).id, message));
            }
        }
    }
}

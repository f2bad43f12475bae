//! Checks of the number ranges: each can be looked up, and says one thing of an operator.

use std::collections::HashSet;

use crate::catalog::check::Content;
use crate::catalog::files::FACTS;
use crate::catalog::prefixes::{covers, is_range, ranges};
use crate::catalog::problem::Problem;

/// Ranges are written so that a typed number can be looked up in them.
pub(super) fn prefix_form(content: &Content<'_>, problems: &mut Vec<Problem>) {
    for fact in &content.catalog.facts {
        for range in ranges(fact).filter(|range| !is_range(range, fact.operator)) {
            let message = format!(
                "`{range}` is no prefix: write the three digits after +7, as in `701, 702`; `75x` only without an operator"
            );
            problems.push(Problem::new("prefix-form", FACTS, &fact.id, message));
        }
    }
}

/// An operator has a prefix once, and has none that is said to be no operator's.
pub(super) fn prefix_once(content: &Content<'_>, problems: &mut Vec<Problem>) {
    let facts = &content.catalog.facts;
    let of_others: Vec<&str> = facts.iter().filter(|fact| fact.operator.is_none()).flat_map(ranges).collect();
    let mut seen = HashSet::new();
    for fact in facts {
        for range in ranges(fact) {
            if !seen.insert((fact.operator, range)) {
                let message = format!("`{range}` stands twice; once is enough");
                problems.push(Problem::new("prefix-once", FACTS, &fact.id, message));
            }
            if fact.operator.is_some() && of_others.iter().any(|other| covers(other, range)) {
                let message = format!("`{range}` is said to be of no operator in another fact");
                problems.push(Problem::new("prefix-once", FACTS, &fact.id, message));
            }
        }
    }
}

//! Commands for authors of content: check it, list old facts, draw the dialogue, write all screens to a page.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::ExitCode;

use chrono::{Days, NaiveDate};

use crate::catalog::facts::Fact;
use crate::cli::content::{today, with_catalog};
use crate::cli::output::{FAILED, fail, print};
use crate::dialogue::shown::Fixed;
use crate::dialogue::walk;
use crate::render::book;

/// Lists every problem of the content.
pub(super) fn check() -> ExitCode {
    with_catalog(|catalog| {
        let screens = Fixed::all(catalog).len();
        let languages = catalog.languages().count();
        let facts = catalog.facts().count();
        print(&format!("no problems: {languages} languages, {screens} screens in each, {facts} facts\n"))
    })
}

/// Lists the facts that were not checked for so many days; finding some is no failure.
pub(super) fn stale(days: u32) -> ExitCode {
    with_catalog(|catalog| {
        let oldest = today().checked_sub_days(Days::new(days.into())).unwrap_or(NaiveDate::MIN);
        let facts = catalog.facts().map(|id| catalog.fact(id));
        let mut stale: Vec<_> = facts.filter(|fact| fact.checked_on < oldest).collect();
        stale.sort_by_key(|fact| fact.checked_on);
        let mut lines = String::new();
        // Writing to a String cannot fail, here and below.
        for Fact { id, operator, source, checked_on, .. } in &stale {
            let operator = operator.map_or("all", |id| catalog.operator(id).id.as_str());
            let _ = writeln!(lines, "{checked_on} {operator} {id}: {}, {}", source.title, source.site);
        }
        let _ = writeln!(lines, "{} facts not checked for {days} days", stale.len());
        print(&lines)
    })
}

/// Prints the dialogue as a Mermaid state diagram.
pub(super) fn diagram() -> ExitCode {
    with_catalog(|catalog| print(&walk::diagram(catalog)))
}

/// Writes the book of screens.
pub(super) fn book(file: &Path) -> ExitCode {
    with_catalog(|catalog| match fs::write(file, book::book(catalog)) {
        Ok(()) => print(&format!("wrote {}\n", file.display())),
        Err(error) => fail(FAILED, format_args!("{}: {error}", file.display())),
    })
}

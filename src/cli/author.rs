//! For authors of content: check it, see what is out of date, draw the dialogue, read every screen.

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use chrono::{Days, Local, NaiveDate};

use crate::catalog::problem::Problem;
use crate::catalog::{Catalog, load};
use crate::cli::{FAILED, MISCONFIGURED, authored_files, fail};
use crate::dialogue::walk;
use crate::render::{book, check, screens};

/// Lists every problem of the content.
pub(super) fn check() -> ExitCode {
    with_catalog(|catalog| {
        let screens = screens::addresses(catalog).len();
        let languages = catalog.languages().count();
        let facts = catalog.facts().count();
        println!("no problems: {languages} languages, {screens} screens in each, {facts} facts");
        ExitCode::SUCCESS
    })
}

/// Lists the facts that were not checked for so many days; finding some is no failure.
pub(super) fn stale(days: u32) -> ExitCode {
    with_catalog(|catalog| {
        let oldest = today().checked_sub_days(Days::new(days.into())).unwrap_or(NaiveDate::MIN);
        let facts = catalog.facts().map(|id| catalog.fact(id));
        let mut stale: Vec<_> = facts.filter(|fact| fact.checked_on < oldest).collect();
        stale.sort_by_key(|fact| fact.checked_on);
        for fact in &stale {
            let operator = fact.operator.map_or("all", |id| catalog.operator(id).id.as_str());
            let source = &fact.source;
            println!("{} {operator} {}: {}, {}", fact.checked_on, fact.id, source.title, source.site);
        }
        println!("{} facts not checked for {days} days", stale.len());
        ExitCode::SUCCESS
    })
}

/// Prints the dialogue as a Mermaid state diagram.
pub(super) fn diagram() -> ExitCode {
    with_catalog(|catalog| {
        print!("{}", walk::diagram(catalog));
        ExitCode::SUCCESS
    })
}

/// Writes the book of screens.
pub(super) fn book(file: &Path) -> ExitCode {
    with_catalog(|catalog| match fs::write(file, book::book(catalog)) {
        Ok(()) => {
            println!("wrote {}", file.display());
            ExitCode::SUCCESS
        }
        Err(error) => fail(FAILED, format_args!("{}: {error}", file.display())),
    })
}

/// Loads and checks the content, and lists what is wrong with it instead if anything is.
fn with_catalog(work: impl FnOnce(&Catalog) -> ExitCode) -> ExitCode {
    let files = match authored_files() {
        Ok(files) => files,
        Err(error) => return fail(MISCONFIGURED, error),
    };
    let catalog = match load::load(&files, today()) {
        Ok(catalog) => catalog,
        Err(problems) => return list(&problems),
    };
    match check::run(&catalog).as_slice() {
        [] => work(&catalog),
        problems => list(problems),
    }
}

fn list(problems: &[Problem]) -> ExitCode {
    for problem in problems {
        println!("{problem}");
    }
    fail(FAILED, format_args!("{} problems in the content", problems.len()))
}

fn today() -> NaiveDate {
    Local::now().date_naive()
}

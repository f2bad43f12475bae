//! For authors of content: check it, see what is out of date, draw the dialogue, read every screen.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;

use chrono::{Days, Local, NaiveDate};

use crate::catalog::files::Files;
use crate::catalog::problem::Problem;
use crate::catalog::{Catalog, Fact, load};
use crate::cli::{FAILED, MISCONFIGURED, authored_files, fail};
use crate::dialogue::shown::Fixed;
use crate::dialogue::walk;
use crate::render::picture::font::Fonts;
use crate::render::{book, check, picture};

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

/// Loads and checks the content, and lists what is wrong with it instead if anything is.
pub(super) fn with_catalog(work: impl FnOnce(&Catalog) -> ExitCode) -> ExitCode {
    let files = match authored_files() {
        Ok(files) => files,
        Err(error) => return fail(MISCONFIGURED, error),
    };
    match checked(&files, today()) {
        Ok(catalog) => work(&catalog),
        Err(problems) => list(&problems),
    }
}

/// Loads the content as of a day and runs every check on it. Gives the catalog, or every problem found.
pub fn checked(files: &Files, today: NaiveDate) -> Result<Catalog, Vec<Problem>> {
    let catalog = load::load(files, today)?;
    let mut problems = check::run(&catalog);
    match Fonts::load(files) {
        Ok(fonts) => problems.extend(picture::check::run(&catalog, &fonts)),
        Err(unreadable) => problems.extend(unreadable),
    }
    match problems.is_empty() {
        true => Ok(catalog),
        false => Err(problems),
    }
}

fn list(problems: &[Problem]) -> ExitCode {
    print(&problems.iter().map(|problem| format!("{problem}\n")).collect::<String>());
    fail(FAILED, format_args!("{} problems in the content", problems.len()))
}

/// Prints to the standard output. A reader that has read enough and gone (`check | head`) is no failure.
pub(super) fn print(text: &str) -> ExitCode {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            fail(FAILED, format_args!("the standard output: {error}"))
        }
        _ => ExitCode::SUCCESS,
    }
}

fn today() -> NaiveDate {
    Local::now().date_naive()
}

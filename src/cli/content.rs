//! Which content a command uses, and what happens when it has mistakes.

use std::path::PathBuf;
use std::process::ExitCode;

use chrono::{Local, NaiveDate};

use crate::bot::content::Content;
use crate::catalog::files::Files;
use crate::catalog::load;
use crate::catalog::model::Catalog;
use crate::catalog::problem::Problem;
use crate::cli::output::{FAILED, MISCONFIGURED, fail, print};
use crate::config::{self, ConfigError};
use crate::render::picture::font::Fonts;
use crate::render::{check, picture};

/// The content to serve: that of `DIALOGUES_DIR`, otherwise that in the binary.
fn served_files() -> Result<Files, ConfigError> {
    match config::dialogues_dir()? {
        Some(dir) => read(dir),
        None => Ok(Files::embedded()),
    }
}

/// The content an author works on: that of `DIALOGUES_DIR`, otherwise of `dialogues/` in the working directory,
/// otherwise that in the binary.
fn authored_files() -> Result<Files, ConfigError> {
    let here = PathBuf::from("dialogues");
    match config::dialogues_dir()? {
        Some(dir) => read(dir),
        None if here.join("catalog.json").is_file() => read(here),
        None => Ok(Files::embedded()),
    }
}

fn read(dir: PathBuf) -> Result<Files, ConfigError> {
    Files::from_dir(&dir).map_err(|error| ConfigError::Malformed {
        variable: config::DIALOGUES_DIR,
        reason: format!("{}: {error}", dir.display()),
    })
}

/// Loads the content to serve. If it has problems, they are printed, and the error is the exit code.
pub(super) fn served() -> Result<Result<Content, ExitCode>, ConfigError> {
    let (files, issues) = (served_files()?, config::issues_url()?);
    let content = Content::load_reporting_to(issues.as_ref(), &files, today());
    Ok(content.map_err(|problems| {
        problems.iter().for_each(|problem| eprintln!("{problem}"));
        fail(MISCONFIGURED, format_args!("{}: {} problems", config::DIALOGUES_DIR, problems.len()))
    }))
}

/// Loads and checks the content an author works on; if it has problems, prints them instead of doing the work.
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

/// Loads the content as of a day and runs every check on it.
///
/// # Errors
/// Every problem found.
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

/// Today, on the clock of this machine.
pub(super) fn today() -> NaiveDate {
    Local::now().date_naive()
}

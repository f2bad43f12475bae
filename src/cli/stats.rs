//! The feedback on each guide, read from the storage of a bot that may be running.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::process::ExitCode;

use crate::bot::records::feedback::SEPARATOR;
use crate::catalog::id::GuideId;
use crate::catalog::model::Catalog;
use crate::cli::content::with_catalog;
use crate::cli::output::{FAILED, MISCONFIGURED, fail, print};
use crate::config;
use crate::dialogue::feedback::{Outcome, has_guide};
use crate::storage::any::AnyStorage;
use crate::storage::record::Tally;
use crate::storage::url::StorageUrl;

/// How often each outcome was given, in the order of [`Outcome::ALL`].
type Counts = [u64; Outcome::ALL.len()];

/// Prints a line for each guide with feedback. Changes nothing in the storage.
pub(super) fn stats() -> ExitCode {
    let url = match config::storage_url() {
        Ok(url) => url,
        Err(error) => return fail(MISCONFIGURED, error),
    };
    let refuse = |reason: &str| fail(MISCONFIGURED, format_args!("{}: {url}: {reason}", config::STORAGE_URL));
    match &url {
        StorageUrl::Memory => {
            return refuse("its counts end with the process; there is nothing to read");
        }
        StorageUrl::Sqlite(path) if !path.is_file() => return refuse("there is no such file"),
        _ => {}
    }
    with_catalog(|catalog| match tallies(&url) {
        Ok(tallies) => print(&table(catalog, &tallies)),
        Err((code, error)) => fail(code, format_args!("{}: {error}", config::STORAGE_URL)),
    })
}

fn tallies(url: &StorageUrl) -> Result<Vec<Tally>, (u8, String)> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| (FAILED, error.to_string()))?;
    runtime.block_on(async {
        let storage = AnyStorage::open_read_only(url).await.map_err(|error| {
            let code = if error.may_pass() { FAILED } else { MISCONFIGURED };
            (code, error.to_string())
        })?;
        let tallies = storage.tallies().await.map_err(|error| (FAILED, format!("{url}: {error}")));
        storage.close().await;
        tallies
    })
}

/// A line for each guide, in the order of the catalog; then those of ids that are retired.
fn table(catalog: &Catalog, tallies: &[Tally]) -> String {
    let mut counted: BTreeMap<String, Counts> = BTreeMap::new();
    for Tally { name, count } in tallies {
        let Some((guide, at)) = parse(name) else { continue };
        counted.entry(guide).or_default()[at] += count;
    }
    let guides: Vec<String> = guides(catalog).collect();
    let known = guides.iter().filter_map(|guide| Some((guide.clone(), counted.remove(guide)?)));
    let mut rows: Vec<(String, Counts)> = known.collect();
    let without = guides.len() - rows.len();
    rows.extend(counted);
    let sum = |at: usize| rows.iter().map(|(_, counts)| counts[at]).sum();
    let total: Counts = [sum(0), sum(1), sum(2)];
    let mut lines = String::new();
    if !rows.is_empty() {
        rows.push(("all".to_owned(), total));
        let width = rows.iter().map(|(guide, _)| guide.len()).max().unwrap_or_default();
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(lines, "{:width$}  {HEADING}", "guide");
        for (guide, counts) in &rows {
            let [worked, failed, outdated] = counts;
            let share = share(*worked, *failed);
            let _ = writeln!(lines, "{guide:width$}  {worked:>6}  {failed:>7}  {outdated:>11}  {share:>12}");
        }
    }
    let _ = writeln!(lines, "{without} guides without feedback");
    lines
}

/// The last column is the share of those who paid; who found the steps outdated may not have paid.
const HEADING: &str = "worked  did not  out of date  share worked";

fn share(worked: u64, failed: u64) -> String {
    match worked.saturating_add(failed) {
        0 => "-".to_owned(),
        paid => format!("{}%", u128::from(worked) * 100 / u128::from(paid)),
    }
}

/// Every guide, by its permanent ids.
fn guides(catalog: &Catalog) -> impl Iterator<Item = String> + '_ {
    catalog.operators().flat_map(move |operator| {
        let methods =
            catalog.methods().filter(move |&method| has_guide(catalog, GuideId { operator, method }));
        methods.map(move |method| format!("{} {}", catalog.operator(operator).id, catalog.method(method).id))
    })
}

/// The guide and the position of the outcome; `None` for a tally of something else.
fn parse(name: &str) -> Option<(String, usize)> {
    let (guide, outcome) = name.rsplit_once(SEPARATOR)?;
    let (operator, method) = guide.split_once(SEPARATOR)?;
    let outcome = Outcome::named(outcome)?;
    Some((format!("{operator} {method}"), Outcome::ALL.iter().position(|&known| known == outcome)?))
}

//! The figures as text: a line for each run, and a table of medians with the least and the greatest.

use std::path::{Path, PathBuf};
use std::time::Duration;

use crate::measure::Figures;

/// One run in one line.
pub fn line(bot: &Path, figures: &Figures) -> String {
    let starts = spread(figures.starts.iter().map(|&start| millis(start)));
    let quarters: Vec<String> =
        figures.quarters.iter().map(|memory| format!("{:.1}", mib(memory.resident))).collect();
    format!(
        "{}: {:.1} ms of CPU per 1,000 updates, start {starts} ms, {:.1} MiB idle, then {} and {:.1} MiB, \
         {:.0} updates/s, per update {:.3} calls, {:.3} polls, given out {:.3} times",
        name(bot),
        millis(figures.cpu),
        mib(figures.idle.resident),
        quarters.join(", "),
        mib(figures.after.resident),
        figures.rate,
        figures.calls,
        figures.polls,
        figures.given,
    )
}

/// All runs of all bots: a column for each bot.
pub fn table(bots: &[PathBuf], figures: &[Vec<Figures>]) {
    type Row = (&'static str, fn(&Figures) -> Vec<f64>);
    let rows: [Row; 13] = [
        ("start to first getUpdates, ms", |run| run.starts.iter().map(|&start| millis(start)).collect()),
        ("CPU per 1,000 updates, ms", |run| vec![millis(run.cpu)]),
        ("resident when idle, MiB", |run| vec![mib(run.idle.resident)]),
        ("of that anonymous, MiB", |run| vec![mib(run.idle.anonymous)]),
        ("resident after a quarter, MiB", |run| {
            run.quarters.first().map(|m| mib(m.resident)).into_iter().collect()
        }),
        ("resident after all, MiB", |run| vec![mib(run.after.resident)]),
        ("of that anonymous, MiB", |run| vec![mib(run.after.anonymous)]),
        ("updates answered per second", |run| vec![run.rate]),
        ("arrival to last answer, median, ms", |run| vec![millis(run.waits[0])]),
        ("arrival to last answer, 99th percentile, ms", |run| vec![millis(run.waits[1])]),
        ("calls per update", |run| vec![run.calls]),
        ("getUpdates per update", |run| vec![run.polls]),
        ("times an update was given out", |run| vec![run.given]),
    ];
    let names: Vec<String> = bots.iter().map(|bot| name(bot)).collect();
    println!("| median (least to greatest) | {} | ratio |", names.join(" | "));
    println!("|---|{}---|", "---|".repeat(bots.len()));
    for (title, read) in rows {
        let values: Vec<Vec<f64>> = figures.iter().map(|runs| runs.iter().flat_map(read).collect()).collect();
        let cells: Vec<String> = values.iter().map(|values| spread(values.iter().copied())).collect();
        println!("| {title} | {} | {} |", cells.join(" | "), ratio(&values));
    }
}

/// The first bot's median as a share of the last one's.
fn ratio(values: &[Vec<f64>]) -> String {
    match values {
        [first, .., last] => format!("{:.2}", median(first.clone()) / median(last.clone())),
        _ => "-".to_owned(),
    }
}

fn spread(values: impl Iterator<Item = f64>) -> String {
    let values: Vec<f64> = values.collect();
    let least = values.iter().copied().fold(f64::INFINITY, f64::min);
    let greatest = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let digits = if greatest < 10.0 { 3 } else { 1 };
    format!("{:.digits$} ({least:.digits$} to {greatest:.digits$})", median(values))
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        n if n % 2 == 1 => values[n / 2],
        n => f64::midpoint(values[n / 2 - 1], values[n / 2]),
    }
}

fn name(bot: &Path) -> String {
    bot.file_stem().unwrap_or_default().to_string_lossy().into_owned()
}

fn millis(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1_000.0
}

fn mib(kib: u64) -> f64 {
    kib as f64 / 1_024.0
}

//! The metrics for Prometheus: their names and meanings, and the recorder that collects them.
//!
//! A layer counts where the thing happens, with the macros of the `metrics` crate and the names of this file. Labels
//! have few values, known beforehand: no ids but those of the catalog, no texts, no addresses. Until [`install`] is
//! called, counting costs nothing.

use metrics::{Unit, describe_counter, describe_gauge, describe_histogram};
use metrics_exporter_prometheus::{BuildError, Matcher, PrometheusBuilder, PrometheusHandle};

/// Counter. Updates that arrived, by `kind`, repeats left out.
pub const UPDATES: &str = "kz_topup_updates_total";
/// Counter. Updates that ended, by `outcome`: handled, panicked, timed-out, shed, abandoned.
pub const OUTCOMES: &str = "kz_topup_outcomes_total";
/// Counter. Updates delivered again and recognised.
pub const REPEATS: &str = "kz_topup_repeats_total";
/// Histogram, seconds. From an update's turn to its end.
pub const HANDLING: &str = "kz_topup_handling_seconds";
/// Gauge. Updates accepted and not finished.
pub const IN_FLIGHT: &str = "kz_topup_updates_in_flight";
/// Counter. Updates confirmed before they were handled, because others waited behind them.
pub const RELEASED: &str = "kz_topup_updates_released_total";
/// Histogram, seconds. From a message's date to the end of its update.
pub const ANSWER_DELAY: &str = "kz_topup_answer_delay_seconds";
/// Counter. Faults of taking updates over, by `fault`.
pub const INTAKE_FAULTS: &str = "kz_topup_intake_faults_total";
/// Counter. Calls of the Bot API, retries counted, by `method`.
pub const CALLS: &str = "kz_topup_calls_total";
/// Counter. Calls that failed, by `method` and `failure`.
pub const CALL_FAILURES: &str = "kz_topup_call_failures_total";
/// Counter. Calls that were retried, by `method`.
pub const RETRIES: &str = "kz_topup_retries_total";
/// Counter. Answers given up, by `failure`: the person did not get them.
pub const LOST: &str = "kz_topup_lost_answers_total";
/// Counter. Button presses that were not acknowledged, by `failure`: their clients stopped waiting by themselves.
pub const UNACKNOWLEDGED: &str = "kz_topup_unacknowledged_presses_total";
/// Counter. Answers not sent because a newer update of the same chat was waiting.
pub const STALE: &str = "kz_topup_stale_menus_total";
/// Counter. Screens shown, by `screen`.
pub const SCREENS: &str = "kz_topup_screens_total";
/// Counter. What was not understood, by the `hint` given.
pub const NOT_UNDERSTOOD: &str = "kz_topup_not_understood_total";
/// Counter. Sessions that could not be read, written or forgotten, and feedback that could not be counted, by
/// `operation`.
pub const STORAGE_FAILURES: &str = "kz_topup_storage_failures_total";
/// Counter. Writes refused because another process had written in between.
pub const STORAGE_CONFLICTS: &str = "kz_topup_storage_conflicts_total";

/// Counter. What people said of guides, by `operator`, `method` and `verdict`.
pub const FEEDBACK: &str = "kz_topup_feedback_total";
/// Counter. Reminders, by `outcome`: sent, or why not.
pub const REMINDERS: &str = "kz_topup_reminders_total";

/// Upper bounds, in seconds, of the histogram's buckets.
const BUCKETS: &[f64] = &[0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 60.0];

/// Starts to collect; the handle renders what there is as Prometheus text.
///
/// # Errors
/// When something collects already.
pub fn install() -> Result<PrometheusHandle, BuildError> {
    let handle = PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Full(HANDLING.to_owned()), BUCKETS)?
        .set_buckets_for_metric(Matcher::Full(ANSWER_DELAY.to_owned()), BUCKETS)?
        .install_recorder()?;
    describe();
    Ok(handle)
}

fn describe() {
    for (name, meaning) in [
        (UPDATES, "Updates that arrived, by kind."),
        (OUTCOMES, "Updates that ended, by outcome."),
        (REPEATS, "Updates delivered again and recognised."),
        (RELEASED, "Updates confirmed before they were handled, because others waited behind them."),
        (INTAKE_FAULTS, "Faults of taking updates over."),
        (CALLS, "Calls of the Bot API, by method."),
        (CALL_FAILURES, "Calls of the Bot API that failed, by method and failure."),
        (RETRIES, "Calls of the Bot API that were retried, by method."),
        (LOST, "Answers given up, by failure."),
        (UNACKNOWLEDGED, "Button presses that were not acknowledged, by failure."),
        (STALE, "Answers not sent because a newer update of the same chat was waiting."),
        (SCREENS, "Screens shown."),
        (NOT_UNDERSTOOD, "Words and buttons that were not understood, by hint."),
        (STORAGE_FAILURES, "Sessions that could not be read, written or forgotten, and counts not taken."),
        (REMINDERS, "Reminders, sent or not."),
        (STORAGE_CONFLICTS, "Writes refused because another process had written in between."),
        (FEEDBACK, "What people said of guides, by operator, way to pay and verdict."),
    ] {
        describe_counter!(name, meaning);
    }
    describe_gauge!(IN_FLIGHT, "Updates accepted and not finished.");
    describe_histogram!(HANDLING, Unit::Seconds, "From an update's turn to its end.");
    describe_histogram!(ANSWER_DELAY, Unit::Seconds, "From a message's date to the end of its update.");
}

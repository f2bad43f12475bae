//! The log, on standard error. Libraries say at most what is worth knowing in normal times: below that they print what
//! they connect to and what they exchange, more or less of it from version to version, and the token stands in every
//! address of the Bot API.

use log::{LevelFilter, Log, Metadata, Record};
use pretty_env_logger::env_logger::Logger;

/// The most that anybody but ourselves may log, whatever `RUST_LOG` says.
const OTHERS: LevelFilter = LevelFilter::Info;

/// How the names of our own targets begin.
const OURS: &str = env!("CARGO_CRATE_NAME");

/// Logs from now on what `filters`, in the form of `RUST_LOG`, ask for.
pub fn init(filters: &str) {
    let logger = pretty_env_logger::formatted_timed_builder().parse_filters(filters).build();
    log::set_max_level(logger.filter());
    // Fails only when somebody logs already, and then nothing is lost.
    let _ = log::set_boxed_logger(Box::new(Discreet(logger)));
}

struct Discreet(Logger);

impl Discreet {
    fn lets_pass(metadata: &Metadata<'_>) -> bool {
        let target = metadata.target();
        let ours = target == OURS || target.strip_prefix(OURS).is_some_and(|rest| rest.starts_with("::"));
        ours || metadata.level() <= OTHERS
    }
}

impl Log for Discreet {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        Self::lets_pass(metadata) && self.0.enabled(metadata)
    }

    fn log(&self, record: &Record<'_>) {
        if Self::lets_pass(record.metadata()) {
            self.0.log(record);
        }
    }

    fn flush(&self) {
        self.0.flush();
    }
}

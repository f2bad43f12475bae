//! Arguments, `.env`, logging and the exit code; everything else is in the library.

use std::panic::{self, PanicHookInfo};
use std::process::ExitCode;

use clap::Parser;
use kz_topup_bot::cli::output::{MISCONFIGURED, fail};
use kz_topup_bot::cli::{self, Args, logging};
use kz_topup_bot::config;

/// What is logged unless `RUST_LOG` says otherwise.
const DEFAULT_LOG: &str = "warn,kz_topup_bot=info";

fn main() -> ExitCode {
    let dotenv = config::read_dotenv();
    let filters = std::env::var("RUST_LOG").ok().filter(|filters| !filters.trim().is_empty());
    let filters = filters.as_deref().unwrap_or(DEFAULT_LOG);
    logging::init(filters);
    panic::set_hook(Box::new(log_place));
    let args = Args::parse();
    match dotenv {
        Ok(()) => cli::run(args),
        Err(error) => fail(MISCONFIGURED, error),
    }
}

/// Logs where a panic happened, without its message, which may hold what a person typed.
fn log_place(panic: &PanicHookInfo<'_>) {
    match panic.location() {
        Some(place) => log::error!("panic at {place}"),
        None => log::error!("panic at an unknown place"),
    }
}

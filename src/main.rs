//! Arguments, `.env`, logging and the exit code; everything else is in the library.

use std::process::ExitCode;

use clap::Parser;
use kz_topup_bot::cli::{self, Args};

/// What is logged unless `RUST_LOG` says otherwise.
const DEFAULT_LOG: &str = "warn,kz_topup_bot=info";

fn main() -> ExitCode {
    let dotenv = dotenvy::dotenv();
    let filters = std::env::var("RUST_LOG").unwrap_or_else(|_| DEFAULT_LOG.to_owned());
    pretty_env_logger::formatted_timed_builder().parse_filters(&filters).init();
    if let Err(error) = dotenv
        && !error.not_found()
    {
        eprintln!("error: .env cannot be read: {error}");
        return ExitCode::from(cli::MISCONFIGURED);
    }
    cli::run(Args::parse())
}

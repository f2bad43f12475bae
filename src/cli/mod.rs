//! The command line: serve Telegram, try the bot in the sandbox, check content and configuration, write all screens to
//! a page, show the feedback, copy the database.

mod author;
mod backup;
mod client;
mod config_check;
pub mod content;
mod healthcheck;
pub mod logging;
pub mod output;
mod read;
mod serve;
mod stats;
mod systemd;
#[cfg(feature = "sandbox")]
mod try_out;
mod unknown;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// A Telegram guide for topping up a Kazakhstan mobile SIM.
///
/// Without a command it serves Telegram; TELOXIDE_TOKEN holds the token from @BotFather.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Args {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve Telegram, by long polling or at a webhook (what happens without a command).
    Run,
    /// Try the bot in a browser, with no token and no network.
    #[cfg(feature = "sandbox")]
    Sandbox {
        /// The port of the page, 0 for any free one. [default: 7100, or the next free one]
        #[arg(long)]
        port: Option<u16>,
        /// Open the page in a browser.
        #[arg(long)]
        open: bool,
    },
    /// Check the content and list every problem.
    Check {
        /// Check the configuration of `run` instead: token, storage, webhook and metrics address.
        #[arg(long, conflicts_with_all = ["stale", "diagram"])]
        config: bool,
        /// List the facts that were not checked for this many days instead.
        #[arg(long, value_name = "DAYS")]
        stale: Option<u32>,
        /// Print the dialogue as a Mermaid diagram instead.
        #[arg(long, conflicts_with = "stale")]
        diagram: bool,
    },
    /// Show what a typed text is taken for, and why.
    Read {
        /// The text; without it, all unseen sentences are measured.
        text: Option<String>,
    },
    /// Write one HTML page with every screen in every language.
    Book {
        /// Where to write it.
        file: PathBuf,
    },
    /// List what is not known: which screens wait for it, and what somebody on the spot would do to find it out.
    Unknown {
        /// Write a page to be printed, in three languages, instead.
        #[arg(long, value_name = "FILE")]
        page: Option<PathBuf>,
    },
    /// Show the feedback on each guide: worked, did not, out of date. The bot may be running.
    Stats,
    /// Copy the SQLite database to a new file. The bot may be running.
    Backup {
        /// Where to write it; an existing file is not overwritten.
        file: PathBuf,
    },
    /// Ask a running bot at METRICS_LISTEN whether it is ready; the exit code says so.
    Healthcheck,
}

/// Runs the command of the arguments.
pub fn run(args: Args) -> ExitCode {
    match args.command.unwrap_or(Command::Run) {
        Command::Run => serve::serve(),
        #[cfg(feature = "sandbox")]
        Command::Sandbox { port, open } => try_out::sandbox(port, open),
        Command::Check { config: true, .. } => config_check::check(),
        Command::Check { stale: Some(days), .. } => author::stale(days),
        Command::Check { diagram: true, .. } => author::diagram(),
        Command::Check { .. } => author::check(),
        Command::Read { text: Some(text) } => read::read(&text),
        Command::Read { text: None } => read::unseen(),
        Command::Book { file } => author::book(&file),
        Command::Unknown { page } => unknown::unknown(page.as_deref()),
        Command::Stats => stats::stats(),
        Command::Backup { file } => backup::backup(&file),
        Command::Healthcheck => healthcheck::healthcheck(),
    }
}

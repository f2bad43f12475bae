//! The command line: serve Telegram, try the bot in the sandbox, check the content, write the book of screens, show what
//! people said of the guides.

pub mod author;
pub mod logging;
mod read;
mod serve;
mod stats;
#[cfg(feature = "sandbox")]
mod try_out;
mod unknown;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::catalog::files::Files;
use crate::config::{self, ConfigError};

/// Exit code of a check that found problems, and of a server that could not go on.
pub const FAILED: u8 = 1;
/// Exit code of a configuration that cannot be used.
pub const MISCONFIGURED: u8 = 2;
/// Exit code of a token that Telegram refuses.
pub const TOKEN_REFUSED: u8 = 3;

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
    /// Show what people said of each guide: worked, did not, out of date. The bot may be running.
    Stats,
}

/// Does what the arguments say.
pub fn run(args: Args) -> ExitCode {
    match args.command.unwrap_or(Command::Run) {
        Command::Run => serve::serve(),
        #[cfg(feature = "sandbox")]
        Command::Sandbox { port, open } => try_out::sandbox(port, open),
        Command::Check { stale: Some(days), .. } => author::stale(days),
        Command::Check { diagram: true, .. } => author::diagram(),
        Command::Check { .. } => author::check(),
        Command::Read { text: Some(text) } => read::read(&text),
        Command::Read { text: None } => read::unseen(),
        Command::Book { file } => author::book(&file),
        Command::Unknown { page } => unknown::unknown(page.as_deref()),
        Command::Stats => stats::stats(),
    }
}

/// The content to serve: that of `DIALOGUES_DIR`, else that in the binary.
fn served_files() -> Result<Files, ConfigError> {
    match config::dialogues_dir()? {
        Some(dir) => read(dir),
        None => Ok(Files::embedded()),
    }
}

/// The content an author works on: that of `DIALOGUES_DIR`, else of `dialogues/` here, else that in the binary.
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

/// Says in one line what is wrong, and gives the exit code for it.
pub fn fail(code: u8, error: impl std::fmt::Display) -> ExitCode {
    eprintln!("error: {error}");
    ExitCode::from(code)
}

//! Measures what bots cost: start, memory, processor time per update. Every bot is started as a process of its
//! own and talked to through a minimal Bot API; several take turns, so that whatever else the machine does hits
//! them alike. The server keeps to one thread, which leaves the other cores to the bot.

mod api;
mod conversation;
mod measure;
mod process;
mod report;
mod town;

use std::error::Error;
use std::path::PathBuf;
use std::time::Duration;

use clap::Parser;

use crate::api::Times;
use crate::measure::{Plan, measure};

/// Starts bots against a minimal Bot API and measures what answering costs them.
#[derive(Parser)]
struct Args {
    /// The bots: programs that read TELOXIDE_TOKEN, TELOXIDE_API_URL and STORAGE_URL.
    #[arg(required = true)]
    bots: Vec<PathBuf>,
    /// People, each with one conversation of 9 updates.
    #[arg(long, default_value_t = 2_000)]
    people: usize,
    /// People who talk at one time; the next comes when one has finished.
    #[arg(long, default_value_t = 32)]
    at_once: usize,
    /// Milliseconds the Bot API takes for a call.
    #[arg(long, default_value_t = 0)]
    latency: u64,
    /// Milliseconds a person thinks before the next step, on average.
    #[arg(long, default_value_t = 0)]
    pause: u64,
    /// Turns of each bot.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Starts to measure in each turn besides the one before the conversation.
    #[arg(long, default_value_t = 4)]
    starts: usize,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let Args { bots, people, at_once, latency, rounds, starts, pause } = Args::parse();
    let times = Times { latency: Duration::from_millis(latency), pause: Duration::from_millis(pause) };
    let plan = Plan { people, at_once, times, starts };
    let bots = bots.iter().map(|bot| bot.canonicalize()).collect::<Result<Vec<_>, _>>()?;
    let mut figures: Vec<Vec<_>> = bots.iter().map(|_| Vec::with_capacity(rounds)).collect();
    for round in 1..=rounds {
        for (bot, figures) in bots.iter().zip(&mut figures) {
            let measured = measure(bot, plan).await.map_err(|error| format!("{}: {error}", bot.display()))?;
            println!("round {round}, {}", report::line(bot, &measured));
            figures.push(measured);
        }
    }
    println!();
    report::table(&bots, &figures);
    Ok(())
}

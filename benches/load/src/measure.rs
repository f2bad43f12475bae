//! One run of one bot: start it, let it settle, let people talk to it, read what it cost.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::net::TcpListener;
use tokio::time::sleep;

use crate::api::{Api, Times};
use crate::process::{Bot, Memory};
use crate::town::Town;

/// How long nothing but polling must happen before a bot counts as idle.
const QUIET: Duration = Duration::from_millis(700);
/// How long a bot may take to start, or to answer anything at all.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often a running bot is looked at.
const GLANCE: Duration = Duration::from_millis(20);

/// What is done to a bot.
#[derive(Clone, Copy)]
pub struct Plan {
    /// People, each with one conversation.
    pub people: usize,
    /// People who talk at one time.
    pub at_once: usize,
    /// How long a call and a person take.
    pub times: Times,
    /// Starts to measure besides the one before the conversation.
    pub starts: usize,
}

/// What it cost.
pub struct Figures {
    /// From the start of the process to its first `getUpdates`.
    pub starts: Vec<Duration>,
    /// Before anybody says anything.
    pub idle: Memory,
    /// After each quarter of the updates.
    pub quarters: Vec<Memory>,
    /// Two seconds after the last answer.
    pub after: Memory,
    /// Processor time per thousand updates, without the start.
    pub cpu: Duration,
    /// Updates answered per second.
    pub rate: f64,
    /// From an update's arrival to its last answer: the median and the 99th percentile.
    pub waits: [Duration; 2],
    /// Calls that answer people, per update.
    pub calls: f64,
    /// `getUpdates` calls per update.
    pub polls: f64,
    /// How often an update was given out.
    pub given: f64,
}

/// Measures one bot once.
pub async fn measure(program: &Path, plan: Plan) -> Result<Figures, Box<dyn Error>> {
    let mut starts = Vec::with_capacity(plan.starts + 1);
    for _ in 0..plan.starts {
        let folder = tempfile::tempdir()?;
        let stage = Stage::set(program, Plan { people: 0, ..plan }, folder.path()).await?;
        starts.push(stage.start);
    }
    let folder = tempfile::tempdir()?;
    let stage = Stage::set(program, plan, folder.path()).await?;
    starts.push(stage.start);
    stage.settle().await;
    let figures = stage.talk(plan.at_once).await?;
    Ok(Figures { starts, ..figures })
}

/// A bot and the Bot API it talks to.
struct Stage {
    bot: Bot,
    api: Arc<Api>,
    server: tokio::task::JoinHandle<std::io::Result<()>>,
    start: Duration,
}

impl Drop for Stage {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Stage {
    /// Starts the server and the bot, up to the first `getUpdates`.
    async fn set(program: &Path, plan: Plan, folder: &Path) -> Result<Self, Box<dyn Error>> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let port = listener.local_addr()?.port();
        let api = Api::new(Town::new(plan.people), plan.times);
        let server = tokio::spawn(Arc::clone(&api).serve(listener));
        let started = Instant::now();
        let bot = Bot::start(program, port, folder)?;
        let mut stage = Self { bot, api, server, start: Duration::ZERO };
        while started.elapsed() < PATIENCE {
            let polled = stage.api.town().count.first_poll;
            if let Some(polled) = polled {
                stage.start = polled - started;
                return Ok(stage);
            }
            sleep(Duration::from_millis(1)).await;
        }
        Err("the bot does not ask for updates".into())
    }

    /// Waits until the bot has done all it does by itself.
    async fn settle(&self) {
        let begun = Instant::now();
        loop {
            sleep(GLANCE).await;
            let last = self.api.town().count.last_call.unwrap_or(begun);
            if last.max(begun).elapsed() > QUIET {
                return;
            }
        }
    }

    /// Lets everybody talk to the end.
    async fn talk(&self, at_once: usize) -> Result<Figures, Box<dyn Error>> {
        let updates = self.api.town().updates();
        let idle = self.bot.memory()?;
        let cpu = self.bot.cpu()?;
        let polls = self.api.town().count.polls;
        let begun = Instant::now();
        self.api.open(at_once);
        let mut quarters = Vec::with_capacity(4);
        let mut progress = (0, Instant::now());
        while quarters.len() < 4 {
            sleep(GLANCE).await;
            let answered = self.api.town().count.answered;
            if answered > progress.0 {
                progress = (answered, Instant::now());
            } else if progress.1.elapsed() > PATIENCE {
                let waiting = self.api.town().waiting();
                return Err(format!("no answer; waiting (person, step): {waiting:?}").into());
            }
            while quarters.len() < 4 && answered * 4 >= updates * (quarters.len() + 1) {
                quarters.push(self.bot.memory()?);
            }
        }
        let seconds = begun.elapsed().as_secs_f64();
        // A bot may remember what was said after it has answered.
        sleep(Duration::from_secs(2)).await;
        let cpu = self.bot.cpu()? - cpu;
        let count = &mut self.api.town().count;
        if count.surplus > 0 {
            return Err(format!("{} calls too many: {:?}", count.surplus, count.calls).into());
        }
        count.waits.sort();
        let wait = |percent: usize| count.waits[(count.waits.len() - 1) * percent / 100];
        let per_update = |count: usize| count as f64 / updates as f64;
        Ok(Figures {
            starts: Vec::new(),
            idle,
            quarters,
            after: self.bot.memory()?,
            cpu: cpu.div_f64(updates as f64 / 1_000.0),
            rate: updates as f64 / seconds,
            waits: [wait(50), wait(99)],
            calls: per_update(count.calls.values().sum()),
            polls: per_update(count.polls - polls),
            given: per_update(count.given),
        })
    }
}

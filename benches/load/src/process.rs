//! A bot as a process of its own, and what the kernel says it costs.

use std::fs;
use std::io;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A token of the right shape that opens nothing.
const TOKEN: &str = "7000000001:AAload-load-load-load-load-load-load1";
/// The kernel's unit of processor time in `/proc`, the same on every common Linux.
const TICK: Duration = Duration::from_millis(10);

/// A running bot; it ends with this value.
pub struct Bot(Child);

/// Memory in KiB.
#[derive(Clone, Copy, Default)]
pub struct Memory {
    /// In memory now.
    pub resident: u64,
    /// Of that, not backed by a file: heap and stacks.
    pub anonymous: u64,
}

impl Bot {
    /// Starts a program against a Bot API on this port, with a new database in a folder.
    pub fn start(program: &Path, port: u16, folder: &Path) -> io::Result<Self> {
        let database = folder.join("bot.sqlite");
        Command::new(program)
            .current_dir(folder)
            .env("TELOXIDE_TOKEN", TOKEN)
            .env("TELOXIDE_API_URL", format!("http://127.0.0.1:{port}"))
            .env("STORAGE_URL", format!("sqlite:{}", database.display()))
            .env("MESSAGES_PER_SECOND", "0")
            .env("RUST_LOG", "error")
            .env("NO_PROXY", "127.0.0.1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .map(Self)
    }

    /// The processor time used so far by all its threads, user and system.
    pub fn cpu(&self) -> io::Result<Duration> {
        let stat = fs::read_to_string(format!("/proc/{}/stat", self.0.id()))?;
        // The name in parentheses may hold spaces; utime and stime are the 12th and 13th fields after it.
        let fields = stat.rsplit_once(')').map_or("", |(_, rest)| rest);
        let ticks: u32 =
            fields.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<u32>().ok()).sum();
        Ok(TICK * ticks)
    }

    /// The memory it holds now.
    pub fn memory(&self) -> io::Result<Memory> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.0.id()))?;
        let field = |name: &str| {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
        };
        Ok(Memory { resident: field("VmRSS:"), anonymous: field("RssAnon:") })
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        // Fails only when it has ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

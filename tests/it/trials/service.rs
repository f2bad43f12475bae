//! The program on trial: how it takes updates, where it keeps sessions, and what it costs meanwhile.

use std::fs;

use crate::program::{Program, Running};
use crate::servers::reserved_address;
use crate::trials::crowd::Crowd;

/// How updates arrive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Arrival {
    Polling,
    Webhook,
}

/// The program, and where its sessions are.
pub struct Service {
    program: Program,
    /// For whoever looks into the storage besides.
    pub storage: String,
}

impl Service {
    /// For the town of a crowd; with a file of its own if no storage is named.
    pub fn new(crowd: &Crowd, arrival: Arrival, storage: Option<&str>) -> Self {
        let program = Program::in_town(&crowd.town);
        let file = format!("sqlite:{}", program.folder.path().join("bot.sqlite").display());
        let storage = storage.unwrap_or(&file).to_owned();
        let program = program.with("STORAGE_URL", &storage).with("METRICS_LISTEN", "127.0.0.1:0");
        let program = match arrival {
            Arrival::Polling => program,
            Arrival::Webhook => {
                let address = reserved_address().to_string();
                let url = format!("http://{address}/telegram");
                program.with("WEBHOOK_URL", &url).with("WEBHOOK_LISTEN", &address)
            }
        };
        Self { program, storage }
    }

    /// One that Telegram reaches at `url`, and that listens elsewhere.
    pub fn behind(crowd: &Crowd, url: &str, address: &str, storage: &str) -> Self {
        let program = Program::in_town(&crowd.town)
            .with("STORAGE_URL", storage)
            .with("METRICS_LISTEN", "127.0.0.1:0")
            .with("WEBHOOK_URL", url)
            .with("WEBHOOK_LISTEN", address);
        Self { program, storage: storage.to_owned() }
    }

    pub fn starts(&self) -> Running {
        self.program.starts(&["run"])
    }
}

/// How much of a process is in memory, in KiB.
pub fn resident(pid: u32) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").trim().parse().unwrap()
}

/// What a program holds after each quarter of a load.
pub async fn quarters(crowd: &Crowd, pid: u32, total: u64) -> [u64; 4] {
    let before = crowd.so_far();
    let mut held = [0; 4];
    for (quarter, held) in (1..).zip(&mut held) {
        crowd.reaches(before + total * quarter / 4).await;
        *held = resident(pid);
    }
    held
}

/// Memory does not grow with what has been done: what the first quarter needed is about enough for all.
#[track_caller]
pub fn is_flat(held: [u64; 4]) {
    assert!(held[3] < held[0] * 5 / 4 + 6 * 1024, "memory grows: {held:?} KiB");
}

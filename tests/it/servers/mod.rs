//! Servers of a test's own: started on a free port of the loopback with nothing in them, ended when dropped.
//! `kill` ends one as a power cut would and `restart` brings it back on the same port with the same data.

pub mod nginx;
pub mod postgres;
pub mod redis;

use std::fs::{self, File};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokio::time::sleep;

/// Far longer than a start takes.
const PATIENCE: Duration = Duration::from_secs(60);
/// How often a server is looked at while it starts.
const PAUSE: Duration = Duration::from_millis(20);

/// A server process with its folder.
struct Server {
    folder: TempDir,
    port: u16,
    child: Option<Child>,
}

impl Server {
    fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("kz-topup-server-").tempdir().unwrap();
        Self { folder, port: free_port(), child: None }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Starts the process; what it says goes to a file.
    fn spawn(&mut self, mut command: Command) {
        let log = File::options().create(true).append(true).open(self.path("server.log")).unwrap();
        command.stdin(Stdio::null()).stdout(log.try_clone().unwrap()).stderr(log);
        self.child = Some(command.spawn().unwrap());
    }

    /// Waits until it answers, or has ended by itself; says whether it answers.
    async fn answers(&mut self, question: impl AsyncFn() -> bool) -> bool {
        let end = Instant::now() + PATIENCE;
        loop {
            if self.child.as_mut().is_none_or(|child| child.try_wait().unwrap().is_some()) {
                return false;
            }
            if question().await {
                return true;
            }
            assert!(Instant::now() < end, "a server does not start: {}", self.log());
            sleep(PAUSE).await;
        }
    }

    fn log(&self) -> String {
        fs::read_to_string(self.path("server.log")).unwrap_or_default()
    }

    /// Sends a signal such as `TERM`.
    fn signal(&self, name: &str) {
        let Some(child) = &self.child else { return };
        let kill = format!("kill -{name} {}", child.id());
        assert!(Command::new("sh").args(["-c", &kill]).status().unwrap().success(), "{kill}");
    }

    /// Ends it in the middle of whatever it does.
    fn kill(&mut self) {
        if let Some(mut child) = self.child.take() {
            // Fails only if it has ended.
            let _ = child.kill();
            let _ = child.wait();
        }
    }

    /// Asks it to end and waits.
    fn stop(&mut self, signal: &str) {
        self.signal(signal);
        if let Some(mut child) = self.child.take() {
            child.wait().unwrap();
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// The path of a program: on `PATH`, or where Debian puts servers.
pub fn program(name: &str) -> PathBuf {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut postgres: Vec<_> = versions.map(|version| version.unwrap().path().join("bin")).collect();
    postgres.sort();
    let folders = std::env::split_paths(&path).chain(postgres.into_iter().rev()).chain(["/usr/sbin".into()]);
    let found = folders.map(|folder| folder.join(name)).find(|path| Path::is_file(path));
    found.unwrap_or_else(|| panic!("no {name} on this machine: run tests/run, which brings it"))
}

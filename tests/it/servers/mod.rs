//! Servers of a test's own: started on a reserved port of the loopback with nothing in them, ended when dropped.
//! `kill` ends one as a power cut would and `restart` brings it back on the same port with the same data.

pub mod authority;
pub mod nginx;
pub mod postgres;
pub mod redis;

use std::fs::{self, File};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use tokio::net::TcpSocket;
use tokio::time::sleep;

/// Ends a test that would wait for ever; far longer than a start takes on a machine that is busy with other work.
const PATIENCE: Duration = Duration::from_secs(600);
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
        Self { folder, port: reserved_address().port(), child: None }
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

/// An address of the loopback that nobody else gets until the tests end. A socket is bound to it and does not listen,
/// so that a program can still bind to it with `SO_REUSEADDR` (as all servers here do) and listen, again and again.
pub fn reserved_address() -> SocketAddr {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_reuseaddr(true).unwrap();
    socket.bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))).unwrap();
    let address = socket.local_addr().unwrap();
    // Elsewhere a second socket cannot be bound; there the address is free, and likely to stay so.
    if cfg!(target_os = "linux") {
        static RESERVED: Mutex<Vec<TcpSocket>> = Mutex::new(Vec::new());
        RESERVED.lock().unwrap().push(socket);
    }
    address
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

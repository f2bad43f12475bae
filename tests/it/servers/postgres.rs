//! A PostgreSQL server of a test's own.

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::Path;
use std::process::{Command, Output};

use tokio_postgres::{Client, Config, NoTls};

use crate::servers::authority::Authority;
use crate::servers::{Server, program};

/// Opens the database `bot` to the user [`PostgresServer::USER`].
const PASSWORD: &str = "open-sesame";

/// A PostgreSQL server with an empty database.
pub struct PostgresServer {
    server: Server,
    tls: bool,
}

impl PostgresServer {
    /// The superuser of the server.
    pub const USER: &'static str = "bot";

    /// Starts one. It asks for a password.
    pub async fn start() -> Self {
        Self::started(Self { server: Server::new(), tls: false }).await
    }

    /// Starts one that speaks TLS as well, with a certificate of this authority.
    pub async fn start_with_tls(authority: &Authority) -> Self {
        let server = Self { server: Server::new(), tls: true };
        for (from, to) in [(authority.certificate(), "server.pem"), (authority.key(), "server.key")] {
            let to = server.server.path(to);
            fs::copy(from, &to).unwrap();
            fs::set_permissions(&to, Permissions::from_mode(0o600)).unwrap();
            if is_root() {
                let (user, group) = ids();
                chown(&to, Some(user), Some(group)).unwrap();
            }
        }
        Self::started(server).await
    }

    async fn started(mut server: Self) -> Self {
        server.create();
        server.restart().await;
        server
    }

    /// How a bot finds it.
    pub fn url(&self) -> String {
        self.url_of(Self::USER, PASSWORD, "postgres")
    }

    /// The same with another user, password or database.
    pub fn url_of(&self, user: &str, password: &str, database: &str) -> String {
        format!("postgres://{user}:{password}@127.0.0.1:{}/{database}", self.server.port)
    }

    /// Somebody who looks into the database.
    pub async fn client(&self) -> Client {
        let (client, connection) = tokio_postgres::connect(&self.url(), NoTls).await.unwrap();
        tokio::spawn(connection);
        client
    }

    /// What it complained of, to the people of the server.
    pub fn complaints(&self) -> Vec<String> {
        self.server.log().lines().filter(|line| line.contains("ERROR:")).map(str::to_owned).collect()
    }

    /// Ends it as a power cut would.
    pub fn kill(&mut self) {
        self.server.kill();
    }

    /// Ends it in peace, although there are connections.
    pub fn stop(&mut self) {
        self.server.stop("INT");
    }

    /// Starts it again, with the same port and data.
    pub async fn restart(&mut self) {
        self.kill();
        self.spawn();
        let config: Config = self.url().parse().unwrap();
        let connects = async || config.connect(NoTls).await.is_ok();
        // After a kill its children take a moment to notice, and until then it does not start.
        while !self.server.answers(&connects).await {
            self.spawn();
        }
    }

    fn create(&self) {
        let password = self.server.path("password");
        fs::write(&password, PASSWORD).unwrap();
        if is_root() {
            let (user, group) = ids();
            for path in [self.server.folder.path(), &password] {
                chown(path, Some(user), Some(group)).unwrap();
            }
        }
        let mut initdb = as_servant(&program("initdb"));
        initdb.args(["--no-sync", "--no-instructions", "--encoding=UTF8", "--locale=C"]);
        initdb.args(["--auth=scram-sha-256", "--username", Self::USER, "--pwfile"]).arg(&password);
        initdb.arg("--pgdata").arg(self.server.path("data")).current_dir(&self.server.folder);
        let Output { status, stderr, .. } = initdb.output().unwrap();
        assert!(status.success(), "initdb: {}", String::from_utf8_lossy(&stderr));
    }

    fn spawn(&mut self) {
        let mut command = as_servant(&program("postgres"));
        command.arg("-D").arg(self.server.path("data")).current_dir(&self.server.folder);
        command.args(["-p", &self.server.port.to_string(), "-c", "listen_addresses=127.0.0.1"]);
        command.args(["-c", "unix_socket_directories=", "-c", "shared_buffers=16MB"]);
        if self.tls {
            let file = |name| self.server.path(name).display().to_string();
            command.args(["-c", "ssl=on", "-c", &format!("ssl_cert_file={}", file("server.pem"))]);
            command.args(["-c", &format!("ssl_key_file={}", file("server.key"))]);
        }
        self.server.spawn(command);
    }
}

impl Drop for PostgresServer {
    /// With its children at once, so that nobody writes into the folder any more.
    fn drop(&mut self) {
        self.server.stop("QUIT");
    }
}

/// PostgreSQL refuses to run as root, so it runs as the user whom its package has made.
fn as_servant(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(program);
    command
}

fn is_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|process| process.uid() == 0)
}

/// User and group of the servant.
fn ids() -> (u32, u32) {
    let users = fs::read_to_string("/etc/passwd").unwrap();
    let line = users.lines().find(|line| line.starts_with("postgres:")).expect("a user called postgres");
    let mut numbers = line.split(':').skip(2).map(|number| number.parse().unwrap());
    (numbers.next().unwrap(), numbers.next().unwrap())
}

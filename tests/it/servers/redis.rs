//! A Redis server of a test's own.

use std::path::PathBuf;
use std::process::Command;

use redis::aio::MultiplexedConnection;
use redis::{Client, cmd};

use crate::servers::authority::Authority;
use crate::servers::{Server, program, reserved_address};

/// A Redis server. Every write is on disk before it is answered, so a kill loses none.
pub struct RedisServer {
    server: Server,
    password: Option<String>,
    tls: Option<Tls>,
}

/// The port for TLS, and the arguments for it.
struct Tls {
    port: u16,
    arguments: Vec<String>,
}

impl RedisServer {
    /// Starts one that lets everybody in.
    pub async fn start() -> Self {
        Self::with_password(None).await
    }

    /// Starts one that asks for a password.
    pub async fn start_with_password(password: &str) -> Self {
        Self::with_password(Some(password.to_owned())).await
    }

    async fn with_password(password: Option<String>) -> Self {
        let mut server = Self { server: Server::new(), password, tls: None };
        server.restart().await;
        server
    }

    /// Starts one that speaks TLS on a second port, with a certificate of this authority.
    pub async fn start_with_tls(authority: &Authority) -> Self {
        let port = reserved_address().port();
        let path = |path: PathBuf| path.display().to_string();
        let options = [
            ("--tls-port", port.to_string()),
            ("--tls-cert-file", path(authority.certificate())),
            ("--tls-key-file", path(authority.key())),
            ("--tls-ca-cert-file", path(authority.file())),
            ("--tls-auth-clients", "no".to_owned()),
        ];
        let arguments = options.into_iter().flat_map(|(name, value)| [name.to_owned(), value]).collect();
        let mut server = Self { server: Server::new(), password: None, tls: Some(Tls { port, arguments }) };
        server.restart().await;
        server
    }

    /// The address of the second port.
    pub fn tls_url(&self) -> String {
        format!("rediss://127.0.0.1:{}", self.tls.as_ref().expect("it speaks TLS").port)
    }

    /// How a bot finds it.
    pub fn url(&self) -> String {
        let user = self.password.as_ref().map(|password| format!(":{password}@")).unwrap_or_default();
        format!("redis://{user}127.0.0.1:{}", self.server.port)
    }

    /// Somebody who looks into it.
    pub async fn client(&self) -> MultiplexedConnection {
        Client::open(self.url()).unwrap().get_multiplexed_async_connection().await.unwrap()
    }

    /// Ends it as a power cut would.
    pub fn kill(&mut self) {
        self.server.kill();
    }

    /// Keeps it from answering; connections are taken all the same.
    pub fn freeze(&self) {
        self.server.signal("STOP");
    }

    /// Lets it go on.
    pub fn thaw(&self) {
        self.server.signal("CONT");
    }

    /// Starts it again, with the same port and data.
    pub async fn restart(&mut self) {
        self.kill();
        self.spawn();
        assert!(self.answers().await, "Redis ended: {}", self.server.log());
    }

    async fn answers(&mut self) -> bool {
        let client = Client::open(self.url()).unwrap();
        // It takes connections before it has read its data, and then says so.
        let pings = async || {
            let mut connection = client.get_multiplexed_async_connection().await?;
            cmd("PING").query_async::<String>(&mut connection).await
        };
        self.server.answers(async || pings().await.is_ok()).await
    }

    fn spawn(&mut self) {
        let mut command = Command::new(program("redis-server"));
        command.args(["--port", &self.server.port.to_string(), "--bind", "127.0.0.1"]);
        command.args(["--dir", self.server.folder.path().to_str().unwrap()]);
        command.args(["--save", "", "--appendonly", "yes", "--appendfsync", "always"]);
        if let Some(password) = &self.password {
            command.args(["--requirepass", password]);
        }
        if let Some(tls) = &self.tls {
            command.args(&tls.arguments);
        }
        self.server.spawn(command);
    }
}

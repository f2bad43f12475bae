//! An nginx of a test's own, with the rules of `deploy/nginx.conf`: only addresses, folders and TLS are others.

use std::fs;
use std::process::Command;

use tokio::net::TcpStream;

use crate::repository::source::read;
use crate::servers::{Server, program};

/// A proxy in front of two bots.
pub struct Nginx {
    server: Server,
}

impl Nginx {
    /// Starts one; the bots listen, or will, at these addresses.
    pub async fn start(bots: [&str; 2]) -> Self {
        let mut server = Server::new();
        let conf = server.path("nginx.conf");
        fs::write(&conf, rules(&server, bots)).unwrap();
        let mut command = Command::new(program("nginx"));
        command.arg("-p").arg(server.folder.path()).arg("-c").arg(&conf);
        command.args(["-g", "daemon off; user root;"]);
        server.spawn(command);
        let address = format!("127.0.0.1:{}", server.port);
        assert!(
            server.answers(async || TcpStream::connect(&address).await.is_ok()).await,
            "{}",
            server.log()
        );
        Self { server }
    }

    /// Where Telegram is to bring updates.
    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}/telegram", self.server.port)
    }
}

impl Drop for Nginx {
    /// With its workers, who would go on without it.
    fn drop(&mut self) {
        self.server.stop("TERM");
    }
}

/// The rules as they are deployed, on this machine.
fn rules(server: &Server, bots: [&str; 2]) -> String {
    let folder = server.folder.path().display().to_string();
    let deployed = read("deploy/nginx.conf");
    let lines = deployed.lines().filter(|line| !line.trim_start().starts_with("ssl_"));
    let lines = lines.map(|line| match line.trim() {
        "listen 8443 ssl;" => format!("listen 127.0.0.1:{};", server.port),
        // Nobody asks it how it is.
        "listen 127.0.0.1:8081;" => format!("listen unix:{folder}/alive;"),
        _ => line
            .replace("bot-1:8080", bots[0])
            .replace("bot-2:8080", bots[1])
            .replace("/tmp/", &format!("{folder}/")),
    });
    let rules: String = lines.flat_map(|line| [line, "\n".to_owned()]).collect();
    assert!(bots.iter().all(|bot| rules.contains(bot)) && rules.contains("proxy_next_upstream "), "{rules}");
    rules
}

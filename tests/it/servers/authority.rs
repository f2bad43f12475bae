//! A certificate authority of a test's own, and a certificate of it for a server on this machine. Made by openssl.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// An authority with one certificate for 127.0.0.1 and localhost.
pub struct Authority {
    folder: TempDir,
}

impl Authority {
    /// Makes both.
    pub fn new() -> Self {
        let authority = Self { folder: TempDir::new().unwrap() };
        fs::write(authority.path("names"), "subjectAltName=IP:127.0.0.1,DNS:localhost\n").unwrap();
        authority
            .openssl("req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 2 -subj /CN=tests");
        authority
            .openssl("req -newkey rsa:2048 -nodes -keyout server.key -out server.csr -subj /CN=localhost");
        authority.openssl(
            "x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -out server.pem -days 2 -extfile names",
        );
        authority
    }

    /// The authority's own certificate, in PEM.
    pub fn file(&self) -> PathBuf {
        self.path("ca.pem")
    }

    /// The server's certificate.
    pub fn certificate(&self) -> PathBuf {
        self.path("server.pem")
    }

    /// The server's key.
    pub fn key(&self) -> PathBuf {
        self.path("server.key")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn openssl(&self, arguments: &str) {
        let mut command = Command::new("openssl");
        let output = command.args(arguments.split(' ')).current_dir(Path::new(self.folder.path())).output();
        let output = output.unwrap();
        assert!(output.status.success(), "{arguments}: {}", String::from_utf8_lossy(&output.stderr));
    }
}

//! ChromeDriver, and one browser that it drives: WebDriver is JSON over HTTP, of which the tests need a few calls.
//! A session that is dropped takes its browser, its driver and its profile folder with it, also when a test fails.

use std::env;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Ipv4Addr, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

/// The name under which WebDriver passes elements around.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Without a network, without questions, without anything in motion (a tap must hit what it was aimed at), and also
/// in a container where everybody is root and shared memory is small.
const CHROMIUM: [&str; 15] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--no-default-browser-check",
    "--no-proxy-server",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-extensions",
    "--disable-sync",
    "--force-prefers-reduced-motion",
    "--password-store=basic",
    "--window-size=1280,860",
];

/// A browser with one window.
pub struct Session {
    http: reqwest::Client,
    /// Where this session is found at the driver.
    url: String,
    _driver: Driver,
}

/// An element of the page, as WebDriver knows it.
pub struct Element<'a> {
    session: &'a Session,
    id: String,
}

impl Session {
    /// Starts a driver and a browser; `device` is added to Chromium's options.
    pub async fn start(device: &Value) -> Self {
        let driver = Driver::start();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let url = format!("http://127.0.0.1:{}/session", driver.port);
        let mut session = Self { http, url, _driver: driver };
        let wanted = session._driver.capabilities(device);
        let started = session.post("", json!({ "capabilities": { "alwaysMatch": wanted } })).await;
        let started = started.expect("Chromium starts");
        session.url = format!("{}/{}", session.url, started["sessionId"].as_str().unwrap());
        session
    }

    /// A command with parameters.
    ///
    /// # Errors
    /// What the driver says, in its words.
    pub async fn post(&self, path: &str, body: Value) -> Result<Value, String> {
        self.answer(self.http.post(format!("{}{path}", self.url)).json(&body)).await
    }

    /// A command without parameters.
    ///
    /// # Errors
    /// What the driver says, in its words.
    pub async fn get(&self, path: &str) -> Result<Value, String> {
        self.answer(self.http.get(format!("{}{path}", self.url))).await
    }

    async fn answer(&self, request: reqwest::RequestBuilder) -> Result<Value, String> {
        let response = request.send().await.map_err(|error| error.to_string())?;
        let fine = response.status().is_success();
        let mut answer: Value = response.json().await.map_err(|error| error.to_string())?;
        let value = answer["value"].take();
        if fine { Ok(value) } else { Err(format!("{}: {}", value["error"], value["message"])) }
    }

    /// The element that a script has returned.
    pub fn element(&self, returned: &Value) -> Element<'_> {
        let id = returned[ELEMENT].as_str().unwrap_or_else(|| panic!("an element: {returned}"));
        Element { session: self, id: id.to_owned() }
    }
}

impl Element<'_> {
    /// Scrolls to it and clicks, or taps, in its middle; whatever lies on top of it makes this fail.
    pub async fn tap(&self) {
        self.session.post(&self.path("click"), json!({})).await.unwrap();
    }

    /// Types into it.
    pub async fn types(&self, text: &str) {
        self.session.post(&self.path("value"), json!({ "text": text })).await.unwrap();
    }

    /// Its text as rendered.
    pub async fn text(&self) -> String {
        let text = self.session.get(&self.path("text")).await.unwrap();
        text.as_str().unwrap().to_owned()
    }

    fn path(&self, command: &str) -> String {
        format!("/element/{}/{command}", self.id)
    }
}

/// A ChromeDriver of our own. `CHROMEDRIVER` and `CHROMIUM` name the programs if they are in an unusual place.
struct Driver {
    process: Child,
    // A driver whose output nobody takes would fall over its next line.
    _output: BufReader<ChildStdout>,
    port: u16,
    profile: TempDir,
}

impl Driver {
    fn start() -> Self {
        let program = env::var("CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".to_owned());
        let mut process = Command::new(&program)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{program} does not start ({error}); tests/run installs it"));
        let mut output = BufReader::new(process.stdout.take().unwrap());
        let mut line = String::new();
        let port = loop {
            line.clear();
            assert_ne!(output.read_line(&mut line).unwrap(), 0, "{program} ended before it named its port");
            let named = line.trim_end().trim_end_matches('.').rsplit_once("successfully on port ");
            if let Some(port) = named.and_then(|(_, port)| port.parse().ok()) {
                break port;
            }
        };
        let profile = tempfile::Builder::new().prefix("kz-topup-bot-browser-").tempdir().unwrap();
        Self { process, _output: output, port, profile }
    }

    fn capabilities(&self, device: &Value) -> Value {
        let profile = format!("--user-data-dir={}", self.profile.path().display());
        let mut args = CHROMIUM.to_vec();
        args.push(&profile);
        let mut options = device.clone();
        options["args"] = json!(args);
        if let Ok(program) = env::var("CHROMIUM") {
            options["binary"] = json!(program);
        }
        json!({ "goog:chromeOptions": options, "goog:loggingPrefs": { "browser": "ALL" } })
    }
}

impl Drop for Driver {
    /// Asks the driver to close its browser; killed, it would leave one behind. Runs outside of any runtime, for the
    /// test may be unwinding.
    fn drop(&mut self) {
        let ask = || {
            let mut line = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port))?;
            line.set_read_timeout(Some(Duration::from_secs(10)))?;
            line.write_all(b"GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")?;
            line.read_to_end(&mut Vec::new())
        };
        // Whatever this gives, the driver ends now.
        let _ = ask();
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

//! A browser window with the sandbox's page in it, as a test sees it. Everything waits for conditions.

mod webdriver;

use std::env;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use telegram_bot_api_sandbox::Sandbox;

use self::webdriver::{Element, Session};

/// How long a condition may take on a slow machine before the test gives up. Nothing waits this long when all is well.
const PATIENCE: Duration = Duration::from_secs(40);
/// How often a condition is looked at.
const PAUSE: Duration = Duration::from_millis(25);
/// Enter, as WebDriver types it.
pub const ENTER: &str = "\u{e007}";
/// Control and V, as WebDriver types them.
pub const PASTE: &str = "\u{e009}v\u{e000}";

/// What the page is looked at with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Device {
    /// A mouse, a keyboard and room for the panel beside the chat.
    Desk,
    /// A touch screen of 390 by 844.
    Phone,
}

/// A window with the page in it.
pub struct Window {
    session: Session,
    origin: String,
}

/// One of the panes of a window: somebody with a chat open.
pub struct Pane<'a> {
    window: &'a Window,
    at: usize,
}

/// Whose messages.
#[derive(Clone, Copy, Debug)]
pub enum From {
    Bot,
    Person,
}

impl Window {
    /// Opens the page of a sandbox; `rest` is what follows the `/` of the address.
    pub async fn at(sandbox: &Sandbox, device: Device, rest: &str) -> Self {
        let session = Session::start(&device.options()).await;
        let window = Self { session, origin: format!("http://{}", sandbox.address()) };
        window.session.post("/url", json!({ "url": format!("{}/{rest}", window.origin) })).await.unwrap();
        window.is_ready().await;
        window
    }

    /// One of the panes side by side, the leftmost is 0.
    pub fn pane(&self, at: usize) -> Pane<'_> {
        Pane { window: self, at }
    }

    /// The same page again, as after pressing F5.
    pub async fn reload(&self) {
        self.session.post("/refresh", json!({})).await.unwrap();
        self.is_ready().await;
    }

    async fn is_ready(&self) {
        self.until("the page knows the bot", "return document.title !== 'Sandbox'", &[]).await;
    }

    /// Runs a script and gives what it returns.
    pub async fn ask(&self, script: &str, args: &[Value]) -> Value {
        let body = json!({ "script": script, "args": args });
        self.session.post("/execute/sync", body).await.unwrap_or_else(|error| panic!("{error}: {script}"))
    }

    /// Waits until a script returns something other than nothing, and gives it.
    pub async fn until(&self, what: &str, script: &str, args: &[Value]) -> Value {
        let start = Instant::now();
        loop {
            let answer = self.ask(script, args).await;
            if !matches!(&answer, Value::Null | Value::Bool(false)) {
                return answer;
            }
            if start.elapsed() > PATIENCE {
                let shown = self.ask("return document.body.innerText", &[]).await;
                let console = self.console().await;
                panic!("not seen: {what}\nthe page: {}\nthe console: {console:#?}", shown.as_str().unwrap());
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// The visible element with this `data-testid`, as soon as it is there.
    pub async fn find(&self, id: &str) -> Element<'_> {
        let script = "return [...document.querySelectorAll(`[data-testid='${arguments[0]}']`)]
            .findLast((node) => node.checkVisibility({ opacityProperty: true, visibilityProperty: true })) ?? null";
        self.element(id, script, &[json!(id)]).await
    }

    /// The element that a script returns, as soon as it is there.
    pub async fn element(&self, what: &str, script: &str, args: &[Value]) -> Element<'_> {
        self.session.element(&self.until(what, script, args).await)
    }

    /// Taps the element with this `data-testid`.
    pub async fn tap(&self, id: &str) {
        self.find(id).await.tap().await;
    }

    /// Taps the newest button under a message that has these words on it and waits for nothing.
    pub async fn tap_key(&self, label: &str) {
        let script = "return [...document.querySelectorAll('[data-testid=key]')]
            .findLast((key) => key.textContent.includes(arguments[0]) && !key.ariaBusy) ?? null";
        self.element(&format!("the button {label}"), script, &[json!(label)]).await.tap().await;
    }

    /// Types into the text box.
    pub async fn types(&self, text: &str) {
        self.find("input").await.types(text).await;
    }

    /// What stands in the text box.
    pub async fn draft(&self) -> String {
        let draft = self.ask("return document.querySelector('[data-testid=input]').value", &[]).await;
        draft.as_str().unwrap().to_owned()
    }

    /// The texts of all messages of one side, oldest first, without the time below them.
    pub async fn messages(&self, from: From) -> Vec<String> {
        let script =
            "return [...document.querySelectorAll(`[data-testid=message][data-from=${arguments[0]}] .text`)]
            .map((text) => {
                const words = text.cloneNode(true);
                words.querySelector('.meta').remove();
                return words.textContent;
            })";
        serde_json::from_value(self.ask(script, &[from.attribute()]).await).unwrap()
    }

    /// Waits until the newest message of one side has these words in it.
    pub async fn newest(&self, from: From, words: &str) {
        let script =
            "return [...document.querySelectorAll(`[data-testid=message][data-from=${arguments[0]}] .text`)]
            .at(-1)?.textContent.includes(arguments[1]) ?? false";
        self.until(words, script, &[from.attribute(), json!(words)]).await;
    }

    /// A command of the DevTools protocol, for what WebDriver itself cannot say.
    pub async fn devtools(&self, command: &str, params: Value) {
        let body = json!({ "cmd": command, "params": params });
        self.session.post("/goog/cdp/execute", body).await.unwrap();
    }

    /// Whatever the page complained of since the last look.
    async fn console(&self) -> Vec<Value> {
        let log = self.session.post("/se/log", json!({ "type": "browser" })).await.unwrap();
        let complaint = |entry: &Value| entry["level"] == "WARNING" || entry["level"] == "SEVERE";
        log.as_array().unwrap().iter().filter(|entry| complaint(entry)).cloned().collect()
    }

    /// The page itself has done nothing wrong; that a server was gone is allowed.
    pub async fn has_no_page_errors(&self) {
        let mut console = self.console().await;
        console.retain(|entry| entry["source"] != "network");
        assert!(console.is_empty(), "no errors of the page: {console:#?}");
    }

    /// Whatever a test has done: the console is empty, nothing came from elsewhere, and nothing sticks out sideways.
    pub async fn is_clean(&self) {
        let console = self.console().await;
        assert!(console.is_empty(), "the console is empty: {console:#?}");
        let loaded = "return performance.getEntriesByType('resource').map((entry) => entry.name)";
        let loaded: Vec<String> = serde_json::from_value(self.ask(loaded, &[]).await).unwrap();
        let foreign: Vec<_> = loaded.iter().filter(|name| !name.starts_with(&self.origin)).collect();
        assert!(foreign.is_empty(), "the page loads nothing from elsewhere: {foreign:?}");
        let wide = "return [...document.querySelectorAll('html, main, .chat, .scroll')]
            .filter((node) => node.scrollWidth > node.clientWidth).map((node) => node.tagName + '.' + node.className)";
        assert_eq!(self.ask(wide, &[]).await, json!([]), "nothing has to be scrolled sideways");
    }

    /// Keeps a picture for people in the folder named by `SCREENSHOTS`, if it is set.
    pub async fn picture(&self, name: &str) {
        let Some(folder) = env::var_os("SCREENSHOTS") else { return };
        let png = from_base64(self.session.get("/screenshot").await.unwrap().as_str().unwrap());
        fs::create_dir_all(&folder).unwrap();
        fs::write(Path::new(&folder).join(format!("{name}.png")), png).unwrap();
    }
}

/// Where a script looks: at one pane, by its place.
const IN_PANE: &str = "const pane = document.querySelectorAll('[data-testid=pane]')[arguments[0]];
    const all = (id) => [...(pane?.querySelectorAll(`[data-testid='${id}']`) ?? [])]
        .filter((node) => node.checkVisibility({ visibilityProperty: true }));
    const words = (node) => {
        const copy = node.cloneNode(true);
        copy.querySelector('.meta')?.remove();
        return copy.textContent;
    };";

impl Pane<'_> {
    /// Taps the newest visible element of the pane with this `data-testid`, as soon as it is there.
    pub async fn tap(&self, id: &str) {
        let script = format!("{IN_PANE} return all(arguments[1]).at(-1) ?? null");
        self.window.element(id, &script, &[json!(self.at), json!(id)]).await.tap().await;
    }

    /// Taps the newest button under a message that has these words on it.
    pub async fn tap_key(&self, label: &str) {
        let script = format!(
            "{IN_PANE} return all('key').findLast((key) => key.textContent.includes(arguments[1])) ?? null"
        );
        self.window.element(label, &script, &[json!(self.at), json!(label)]).await.tap().await;
    }

    /// Types into the text box.
    pub async fn types(&self, text: &str) {
        let script = format!("{IN_PANE} return all('input')[0] ?? null");
        self.window.element("the text box", &script, &[json!(self.at)]).await.types(text).await;
    }

    /// Waits until a message has these words in it.
    pub async fn shows(&self, words: &str) {
        let script = format!(
            "{IN_PANE} return all('message').some((message) => message.textContent.includes(arguments[1]))"
        );
        self.window.until(words, &script, &[json!(self.at), json!(words)]).await;
    }

    /// The texts of all messages that somebody wrote.
    pub async fn texts(&self) -> Vec<String> {
        let script = format!(
            "{IN_PANE} return all('message').map((message) => message.querySelector('.text')).filter(Boolean).map(words)"
        );
        serde_json::from_value(self.window.ask(&script, &[json!(self.at)]).await).unwrap()
    }

    /// What stands in all visible elements with this `data-testid`.
    pub async fn all(&self, id: &str) -> Vec<String> {
        let script = format!("{IN_PANE} return all(arguments[1]).map((node) => node.textContent)");
        serde_json::from_value(self.window.ask(&script, &[json!(self.at), json!(id)]).await).unwrap()
    }
}

impl Device {
    /// What Chromium has to be told.
    fn options(self) -> Value {
        let metrics =
            json!({ "width": 390, "height": 844, "pixelRatio": 2.0, "touch": true, "mobile": true });
        match self {
            Device::Desk => json!({}),
            Device::Phone => json!({ "mobileEmulation": { "deviceMetrics": metrics } }),
        }
    }
}

impl From {
    fn attribute(self) -> Value {
        match self {
            From::Bot => json!("bot"),
            From::Person => json!("person"),
        }
    }
}

fn from_base64(text: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut count) = (0_u32, 0);
    for letter in text.bytes().filter(|letter| *letter != b'=') {
        let digit = DIGITS.iter().position(|digit| *digit == letter).unwrap();
        bits = bits << 6 | u32::try_from(digit).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from(bits >> count & 0xff).unwrap());
        }
    }
    bytes
}

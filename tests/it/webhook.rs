//! The program at a webhook: Telegram, which is the sandbox here, brings it what people do. And what whoever runs it
//! can ask it meanwhile.

use std::net::SocketAddr;
use std::time::Duration;

use serde_json::json;

use crate::person::{Shown, Town};
use crate::program::{Ended, Program, Running, TOKEN};
use crate::servers::reserved_address;

/// The bot of a town at a webhook, with its counters to be read.
struct Served {
    program: Program,
    /// Where Telegram is told to bring updates.
    url: String,
}

/// Asks for what is not for people.
pub struct Ops {
    http: reqwest::Client,
    address: SocketAddr,
}

impl Served {
    fn in_town(town: &Town) -> Self {
        let address = reserved_address();
        let url = format!("http://{address}/from/telegram");
        let program = Program::in_town(town)
            .with("WEBHOOK_URL", &url)
            .with("WEBHOOK_LISTEN", &address.to_string())
            .with("METRICS_LISTEN", "127.0.0.1:0");
        Self { program, url }
    }

    fn starts(&self) -> (Running, Ops) {
        let running = self.program.starts(&["run"]);
        let ops = Ops::of(&running);
        (running, ops)
    }
}

impl Ops {
    /// Those of a program that has just been started.
    pub fn of(running: &Running) -> Self {
        let said = running.says("METRICS_LISTEN: listening at ");
        let address = said.last().and_then(|line| line.rsplit(' ').next()).unwrap().parse().unwrap();
        Self { http: reqwest::Client::builder().no_proxy().build().unwrap(), address }
    }

    async fn get(&self, path: &str) -> (u16, String) {
        let response = self.http.get(format!("http://{}{path}", self.address)).send().await.unwrap();
        (response.status().as_u16(), response.text().await.unwrap())
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// All counters, as text.
    pub async fn metrics(&self) -> String {
        self.get("/metrics").await.1
    }

    /// Waits until updates come in.
    pub async fn is_ready(&self) {
        let ready = async {
            while self.get("/readyz").await.0 != 200 {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), ready).await.expect("updates come in");
    }

    /// Waits until the counters hold this line.
    pub async fn until(&self, line: &str) {
        let counted = async {
            while !self.get("/metrics").await.1.lines().any(|counted| counted == line) {
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(60), counted).await.unwrap_or_else(|_| panic!("no {line}"));
    }
}

/// Whether this is the guide of Beeline and Kaspi, by its buttons.
fn is_guide(shown: &Shown) -> bool {
    shown.keys.iter().flatten().any(|(_, data)| data == "tell/worked/beeline/kaspi")
}

/// The secret the town's Telegram was told.
fn secret(town: &Town) -> String {
    town.sandbox.world().with(|state| state.webhook.as_ref().unwrap().secret.clone())
}

fn holds_no_secret(town: &Town, ended: &Ended, secret: &str) {
    let token = town.sandbox.token().split_once(':').unwrap().1;
    let telling = |line: &&String| line.contains(token) || line.contains(secret);
    assert_eq!(ended.err.iter().chain(&ended.out).find(telling), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_goes_on_over_a_restart_and_nothing_is_lost_between() {
    let town = Town::without_bot().await;
    let served = Served::in_town(&town);
    let ann = town.person("en").await;
    let (running, _) = served.starts();
    let menu = ann.types("/start").await.one();
    assert!(ann.presses(&menu, "Beeline").await.one().text.contains("Beeline"));
    let first_secret = secret(&town);
    let ended = running.stop();
    assert_eq!((ended.code, ended.out.len()), (Some(0), 0), "{ended:#?}");
    holds_no_secret(&town, &ended, &first_secret);

    let since = town.now().await;
    town.post("/sandbox/messages", json!({ "from": ann.id, "chat": ann.id, "text": "kaspi" })).await;
    assert_eq!(town.get("/sandbox/settled?timeout=0").await["pending"], 1, "the webhook stays set");
    let (running, _) = served.starts();
    let guide = ann.sees(since).await.messages.remove(0);
    assert!(is_guide(&guide), "{}", guide.text);
    assert_eq!(secret(&town), first_secret, "another process with the same token has the same secret");
    assert_eq!(running.stop().code, Some(0));
    let info = town.post(&format!("/bot{}/getWebhookInfo", town.sandbox.token()), json!({})).await;
    assert_eq!(
        (&info["result"]["url"], &info["result"]["pending_update_count"]),
        (&json!(served.url), &json!(0))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stop_answers_updates_in_flight_and_confirms_them() {
    let town = Town::without_bot().await;
    let served = Served::in_town(&town);
    let ann = town.person("en").await;
    let (running, ops) = served.starts();
    ann.types("/start").await;
    assert_eq!(ops.get("/readyz").await.0, 200);
    town.post("/sandbox/faults", json!({ "method": "sendMessage", "delay_ms": 2_000 })).await;
    let since = town.now().await;
    town.post("/sandbox/messages", json!({ "from": ann.id, "chat": ann.id, "text": "beeline kaspi" })).await;
    ops.until("kz_topup_updates_in_flight 1").await;
    assert_eq!(running.stop().code, Some(0));
    assert!(is_guide(&ann.sees(since).await.messages[0]));
}

#[tokio::test(flavor = "multi_thread")]
async fn polling_receives_updates_queued_for_the_webhook() {
    let town = Town::without_bot().await;
    let token = town.sandbox.token();
    let told = json!({ "url": "http://127.0.0.1:9/nobody", "allowed_updates": ["message"] });
    town.post(&format!("/bot{token}/setWebhook"), told).await;
    let ann = town.person("en").await;
    let since = town.now().await;
    town.post("/sandbox/messages", json!({ "from": ann.id, "chat": ann.id, "text": "/start" })).await;
    let program = Program::in_town(&town);
    let running = program.starts(&["run"]);
    ann.sees(since).await.one().data("Beeline");
    assert_eq!(running.stop().code, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_counters_count_what_happened_and_hold_no_personal_data() {
    let town = Town::without_bot().await;
    let served = Served::in_town(&town);
    let ann = town.person("en").await;
    let (running, ops) = served.starts();
    let menu = ann.types("/start").await.one();
    ann.presses(&menu, "Beeline").await;
    let stranger = ops.http.post(&served.url).body("{}").send().await.unwrap();
    assert_eq!(stranger.status(), 401);

    let (status, counted) = ops.get("/metrics").await;
    assert_eq!(status, 200);
    for line in [
        "kz_topup_updates_total{kind=\"message\"} 1",
        "kz_topup_updates_total{kind=\"callback_query\"} 1",
        "kz_topup_outcomes_total{outcome=\"handled\"} 2",
        "kz_topup_intake_faults_total{fault=\"wrong-secret\"} 1",
        "kz_topup_handling_seconds_count 2",
        "kz_topup_updates_in_flight 0",
        "# TYPE kz_topup_handling_seconds histogram",
    ] {
        assert!(counted.lines().any(|counted| counted == line), "{line} in {counted}");
    }
    let token = town.sandbox.token().split_once(':').unwrap().1;
    for told in [token, &secret(&town), &ann.id.to_string(), "/start"] {
        assert!(!counted.contains(told), "{told} in {counted}");
    }
    assert_eq!((ops.get("/healthz").await.0, ops.get("/readyz").await.0), (200, 200));
    assert_eq!((ops.get("/").await.0, ops.get("/sandbox").await.0), (404, 404));
    assert_eq!(running.stop().code, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn who_cannot_reach_telegram_is_alive_and_not_ready() {
    let program = Program::new()
        .with("TELOXIDE_TOKEN", TOKEN)
        .with("TELOXIDE_API_URL", "http://127.0.0.1:9")
        .with("STORAGE_URL", "memory:")
        .with("METRICS_LISTEN", "127.0.0.1:0");
    let running = program.starts(&["run"]);
    let ops = Ops::of(&running);
    running.says("trying again");
    assert_eq!((ops.get("/healthz").await.0, ops.get("/readyz").await.0), (200, 503));
    assert!(ops.get("/metrics").await.1.contains("kz_topup_intake_faults_total{fault=\"network\"}"));
    assert_eq!(running.stop().code, Some(0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_telegram_refuses_ends_it_as_with_polling() {
    let town = Town::without_bot().await;
    let ended = Program::new()
        .with("RUST_LOG", "off")
        .with("TELOXIDE_TOKEN", TOKEN)
        .with("TELOXIDE_API_URL", town.sandbox.api_url().as_str())
        .with("STORAGE_URL", "memory:")
        .with("WEBHOOK_URL", "https://bot.example.org/")
        .with("WEBHOOK_LISTEN", "127.0.0.1:0")
        .runs(&["run"]);
    assert!(ended.complaint(3).starts_with("error: TELOXIDE_TOKEN"), "{ended:#?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn however_much_is_logged_no_secret_is_in_it() {
    let town = Town::without_bot().await;
    let ann = town.person("en").await;
    let webhook = Served::in_town(&town);
    let webhook = webhook.program.with("RUST_LOG", "trace").with("WEBHOOK_SECRET", "open-sesame");
    let polling = Program::in_town(&town).with("RUST_LOG", "trace,hyper_util::client=trace,reqwest=trace");
    for program in [webhook, polling] {
        let running = program.starts(&["run"]);
        let menu = ann.types("/start").await.one();
        ann.presses(&menu, "Beeline").await;
        let ended = running.stop();
        assert_eq!(ended.code, Some(0));
        holds_no_secret(&town, &ended, "open-sesame");
        // What libraries print so far down changes from version to version, so they print nothing.
        let chatty = |line: &&String| [" DEBUG ", " TRACE "].iter().any(|level| line.contains(level));
        let others = ended.err.iter().filter(chatty).find(|line| !line.contains("kz_topup_bot::"));
        assert_eq!(others, None);
        assert!(!format!("{ended:?}").contains("Beeline"), "{ended:#?}");
    }
}

//! The webhook over HTTP, with a peer that speaks as Telegram does.

mod deliveries;
mod running;
mod strangers;

use std::sync::Arc;
use std::time::Duration;

use kz_topup_bot::intake::faults::IntakeError;
use kz_topup_bot::intake::webhook::{Endpoint, Options, run};
use reqwest::{Method, StatusCode};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::intake::fake::Fake;
use crate::intake::recorder::{Recorder, update};
use crate::intake::within;

const KINDS: &[&str] = &["message", "callback_query"];
const SECRET: &str = "right-Secret_1";
const HEADER: &str = "X-Telegram-Bot-Api-Secret-Token";

/// A webhook that runs, and the peer that calls it.
struct Hook {
    fake: Fake,
    recorder: Arc<Recorder>,
    address: String,
    http: reqwest::Client,
    stop: oneshot::Sender<()>,
    task: JoinHandle<Result<(), IntakeError>>,
}

fn options() -> Options {
    let mut options = Options::new(KINDS);
    options.retry.first = Duration::from_millis(1);
    options.retry.longest = Duration::from_millis(5);
    options
}

impl Hook {
    async fn start() -> Hook {
        Hook::with(options()).await
    }

    async fn with(options: Options) -> Hook {
        Hook::at(Fake::start().await, options).await
    }

    async fn at(fake: Fake, options: Options) -> Hook {
        let (recorder, listener) = (Recorder::new(), TcpListener::bind("127.0.0.1:0").await.unwrap());
        let address = listener.local_addr().unwrap().to_string();
        let url = "https://bot.example.org/hook/a".parse().unwrap();
        let endpoint = Endpoint { url, secret: SECRET.parse().unwrap(), listener };
        let (stop, stopped) = oneshot::channel();
        let running = run(fake.bot(), Arc::clone(&recorder), endpoint, options, async move {
            let _ = stopped.await;
        });
        let task = tokio::spawn(running);
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Hook { fake, recorder, address, http, stop, task }
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, format!("http://{}{path}", self.address))
    }

    /// A delivery as Telegram makes it.
    fn delivery(&self, id: i64, key: &str, act: &str) -> reqwest::RequestBuilder {
        let body = update(id, key, act).json.get().to_owned();
        self.request(Method::POST, "/hook/a").header(HEADER, SECRET).body(body)
    }

    async fn brings(&self, id: i64, key: &str, act: &str) -> reqwest::Response {
        within(self.delivery(id, key, act).send()).await.unwrap()
    }

    /// Brings an update and does not wait for the answer.
    fn begins(&self, id: i64, key: &str, act: &str) -> JoinHandle<reqwest::Result<reqwest::Response>> {
        tokio::spawn(self.delivery(id, key, act).send())
    }

    async fn stop(self) -> Result<(), IntakeError> {
        self.stop.send(()).unwrap();
        within(self.task).await.unwrap()
    }
}

async fn answer(delivery: JoinHandle<reqwest::Result<reqwest::Response>>) -> StatusCode {
    within(delivery).await.unwrap().unwrap().status()
}

fn is_to_come_again(response: &reqwest::Response) {
    assert_eq!(response.status(), 503);
    assert!(response.headers()["retry-after"].to_str().unwrap().parse::<u64>().unwrap() > 0);
}

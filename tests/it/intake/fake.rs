//! A `getUpdates` on loopback that behaves as Telegram's: an offset confirms, a call is held while nothing is new,
//! and asking for the same offset again within half a second gives one update only. Webhooks are taken note of.

use std::collections::VecDeque;
use std::io;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use futures::stream;
use serde_json::{Value, json};
use teloxide::Bot;
use tokio::net::TcpListener;
use tokio::sync::watch;

pub const TOKEN: &str = "123456789:AAF7-g0gYncWnm5IyfZlpPRqRRv6kNAGlao";

/// What the server does instead of answering properly, once.
#[derive(Clone)]
pub enum Fault {
    Code(u16, Value),
    Body(u16, &'static str),
    BrokenOff,
}

/// Whether the server knows the token when it is asked by `getMe`.
#[derive(Clone, Copy, Default)]
pub enum Me {
    #[default]
    Known,
    Refused(u16),
}

/// Everything that was asked and is waiting.
#[derive(Default)]
pub struct Server {
    /// The bodies of all calls of `getUpdates`.
    pub asks: Vec<Value>,
    /// The bodies of all calls of `setWebhook`, and null for each of `deleteWebhook`.
    pub webhooks: Vec<Value>,
    /// The updates not confirmed, as JSON text with the id the server gives them.
    pub queue: VecDeque<(i64, String)>,
    pub faults: VecDeque<Fault>,
    /// What happens to calls that concern webhooks.
    pub webhook_faults: VecDeque<Fault>,
    /// What `getMe` is answered with.
    pub me: Me,
    /// One past the newest id.
    tail: i64,
    last: Option<(i64, Instant)>,
}

impl Server {
    /// Everything below this is confirmed.
    pub fn offset(&self) -> i64 {
        self.asks.iter().filter_map(|ask| ask["offset"].as_i64()).max().unwrap_or(0)
    }
}

pub struct Fake {
    server: watch::Sender<Server>,
    address: String,
}

impl Fake {
    pub async fn start() -> Fake {
        let server = watch::Sender::new(Server::default());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/", listener.local_addr().unwrap());
        let app = Router::new()
            .route(&format!("/bot{TOKEN}/GetUpdates"), post(get_updates))
            .route(&format!("/bot{TOKEN}/GetMe"), post(get_me))
            .route(&format!("/bot{TOKEN}/SetWebhook"), post(note_webhook))
            .route(&format!("/bot{TOKEN}/DeleteWebhook"), post(note_webhook))
            .with_state(server.clone());
        tokio::spawn(async move { axum::serve(listener, app).await });
        Fake { server, address }
    }

    pub fn bot(&self) -> Bot {
        bot_at(&self.address)
    }

    pub fn fault(&self, fault: Fault) {
        self.server.send_modify(|server| server.faults.push_back(fault));
    }

    pub fn refuse_me(&self, code: u16) {
        self.server.send_modify(|server| server.me = Me::Refused(code));
    }

    pub fn webhook_fault(&self, fault: Fault) {
        self.server.send_modify(|server| server.webhook_faults.push_back(fault));
    }

    /// A proper update, told by `json` what the recorder is to do with it.
    pub fn push(&self, id: i64, key: &str, act: &str) {
        self.push_text(id, &json!({ "update_id": id, "key": key, "do": act }).to_string());
    }

    /// Anything in the place of an update.
    pub fn push_text(&self, id: i64, text: &str) {
        self.server.send_modify(|server| {
            server.queue.push_back((id, text.to_owned()));
            server.tail = id + 1;
        });
    }

    /// Waits until the server is in such a state.
    pub async fn until(&self, reached: impl FnMut(&Server) -> bool) {
        self.server.subscribe().wait_for(reached).await.unwrap();
    }

    pub async fn until_all_confirmed(&self) {
        self.until(|server| server.queue.is_empty()).await;
    }

    pub fn look<T>(&self, at: impl FnOnce(&Server) -> T) -> T {
        at(&self.server.borrow())
    }
}

pub fn bot_at(address: &str) -> Bot {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    Bot::with_client(TOKEN, client).set_api_url(address.parse().unwrap())
}

async fn get_me(State(server): State<watch::Sender<Server>>) -> Response {
    let me = server.borrow().me;
    match me {
        Me::Known => {
            r#"{"ok":true,"result":{"id":123456789,"is_bot":true,"username":"a_bot"}}"#.into_response()
        }
        Me::Refused(code) => Fault::Code(code, Value::Null).into_response(),
    }
}

async fn note_webhook(State(server): State<watch::Sender<Server>>, body: Bytes) -> Response {
    let told: Value = serde_json::from_slice(&body).unwrap();
    let mut fault = None;
    server.send_modify(|server| {
        server.webhooks.push(if told.get("url").is_some() { told } else { Value::Null });
        fault = server.webhook_faults.pop_front();
    });
    match fault {
        Some(fault) => fault.into_response(),
        None => r#"{"ok":true,"result":true,"description":"Done"}"#.into_response(),
    }
}

async fn get_updates(State(server): State<watch::Sender<Server>>, body: Bytes) -> Response {
    let ask: Value = serde_json::from_slice(&body).unwrap();
    let offset = ask["offset"].as_i64().unwrap_or(0);
    let hold = Duration::from_secs(ask["timeout"].as_u64().unwrap_or(0));
    let mut limit = ask["limit"].as_u64().unwrap_or(100) as usize;

    let mut fault = None;
    server.send_modify(|server| {
        server.asks.push(ask);
        fault = server.faults.pop_front();
        if fault.is_some() {
            return;
        }
        let again = |(last, at): (i64, Instant)| last == offset && at.elapsed() < Duration::from_millis(500);
        if server.last.is_some_and(again) {
            limit = 1;
        }
        server.last = Some((offset, Instant::now()));
        // An offset past the end means nothing to the server, as after it has numbered anew.
        if offset <= server.tail {
            server.queue.retain(|(id, _)| *id >= offset);
        }
    });
    if let Some(fault) = fault {
        return fault.into_response();
    }
    let mut changes = server.subscribe();
    let _ = tokio::time::timeout(hold, changes.wait_for(|server| !server.queue.is_empty())).await;
    let updates: Vec<String> =
        changes.borrow().queue.iter().take(limit).map(|(_, text)| text.clone()).collect();
    format!(r#"{{"ok":true,"result":[{}]}}"#, updates.join(",")).into_response()
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        match self {
            Fault::Code(code, parameters) => {
                let answer = json!({
                    "ok": false, "error_code": code, "description": "Told so", "parameters": parameters,
                });
                (StatusCode::from_u16(code).unwrap(), answer.to_string()).into_response()
            }
            Fault::Body(code, body) => (StatusCode::from_u16(code).unwrap(), body).into_response(),
            Fault::BrokenOff => {
                let parts =
                    [Ok(r#"{"ok":true,"result":[{"update_id":"#), Err(io::Error::other("broken off"))];
                Body::from_stream(stream::iter(parts)).into_response()
            }
        }
    }
}

//! The least Bot API that a bot can live on: updates through `getUpdates`, a valid answer to every call. It looks
//! at what it must and costs the same for every bot.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::io;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::header::CONTENT_TYPE;
use axum::response::IntoResponse;
use axum::routing::any;
use axum::serve::ListenerExt;
use serde::Deserialize;
use serde_json::value::RawValue;
use tokio::net::TcpListener;
use tokio::sync::Notify;

use crate::town::{Menu, PersonIndex, Town, chat_of_query, message};

/// A server with a town behind it.
pub struct Api {
    town: Mutex<Town>,
    something_new: Notify,
    times: Times,
}

/// How long others take.
#[derive(Clone, Copy)]
pub struct Times {
    /// Telegram, for a call.
    pub latency: Duration,
    /// A person, on average, before the next step.
    pub pause: Duration,
}

#[derive(Deserialize)]
struct Poll {
    offset: Option<i64>,
    limit: Option<usize>,
    #[serde(default)]
    timeout: u64,
}

/// The parameters of `sendMessage` and `editMessageText`.
#[derive(Deserialize)]
struct Text {
    chat_id: i64,
    message_id: Option<i32>,
    text: Box<RawValue>,
    reply_markup: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Answer {
    callback_query_id: String,
}

impl Api {
    /// A server for this town.
    pub fn new(town: Town, times: Times) -> Arc<Self> {
        Arc::new(Self { town: Mutex::new(town), something_new: Notify::new(), times })
    }

    /// Serves until it is dropped.
    pub async fn serve(self: Arc<Self>, listener: TcpListener) -> io::Result<()> {
        let router = Router::new().route("/{bot}/{method}", any(call)).with_state(self);
        // Without it small answers may wait for an acknowledgement.
        let listener = listener.tap_io(|stream| {
            let _ = stream.set_nodelay(true);
        });
        axum::serve(listener, router).await
    }

    /// The town, for a moment.
    pub fn town(&self) -> MutexGuard<'_, Town> {
        self.town.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Lets so many people begin.
    pub fn open(self: &Arc<Self>, people: usize) {
        for _ in 0..people {
            let person = self.town().welcome();
            self.next(person);
        }
    }

    /// Lets a person act, after a pause of zero to twice the average.
    fn next(self: &Arc<Self>, person: Option<PersonIndex>) {
        let Some(person) = person else { return };
        if self.times.pause.is_zero() {
            self.town().act(person);
            return self.something_new.notify_one();
        }
        // The hasher's keys are random, so an empty hash is a random number.
        let chance = RandomState::new().build_hasher().finish() as f64 / u64::MAX as f64;
        let pause = self.times.pause.mul_f64(2.0 * chance);
        let api = Arc::clone(self);
        tokio::spawn(async move {
            tokio::time::sleep(pause).await;
            api.town().act(person);
            api.something_new.notify_one();
        });
    }

    async fn poll(&self, poll: Poll) -> String {
        {
            let mut town = self.town();
            town.count.polls += 1;
            town.count.first_poll.get_or_insert_with(Instant::now);
        }
        let limit = poll.limit.unwrap_or(100);
        let until = tokio::time::Instant::now() + Duration::from_secs(poll.timeout);
        loop {
            // A bot polls one call at a time, so nobody else can take the notification away.
            let news = self.something_new.notified();
            if let Some(updates) = self.town().give(poll.offset, limit) {
                return updates;
            }
            if tokio::time::timeout_at(until, news).await.is_err() {
                return "[]".to_owned();
            }
        }
    }

    fn text(self: &Arc<Self>, method: &'static str, text: Text) -> String {
        let mut town = self.town();
        let id = text.message_id.unwrap_or_else(|| town.message_id());
        let menu = Menu { id, text: text.text, markup: text.reply_markup };
        let shown = message(text.chat_id, &menu).to_string();
        if menu.markup.is_some() {
            town.show(text.chat_id, menu);
        }
        let next = town.called(text.chat_id, method);
        drop(town);
        self.next(next);
        shown
    }

    fn answer(self: &Arc<Self>, answer: &Answer) -> String {
        let chat = chat_of_query(&answer.callback_query_id).unwrap_or(-1);
        let next = self.town().called(chat, "answerCallbackQuery");
        self.next(next);
        "true".to_owned()
    }
}

async fn call(
    State(api): State<Arc<Api>>,
    Path((_bot, method)): Path<(String, String)>,
    body: Bytes,
) -> impl IntoResponse {
    let method = method.to_ascii_lowercase();
    if method != "getupdates" {
        api.town().count.last_call = Some(Instant::now());
    }
    if !api.times.latency.is_zero()
        && matches!(method.as_str(), "sendmessage" | "editmessagetext" | "answercallbackquery")
    {
        tokio::time::sleep(api.times.latency).await;
    }
    let result = match method.as_str() {
        "getupdates" => match serde_json::from_slice(&body) {
            Ok(poll) => Some(api.poll(poll).await),
            Err(_) => None,
        },
        "sendmessage" => serde_json::from_slice(&body).ok().map(|text| api.text("sendMessage", text)),
        "editmessagetext" => serde_json::from_slice(&body).ok().map(|text| api.text("editMessageText", text)),
        "answercallbackquery" => serde_json::from_slice(&body).ok().map(|answer| api.answer(&answer)),
        other => canned(other).map(str::to_owned),
    };
    let body = match result {
        Some(result) => format!(r#"{{"ok":true,"result":{result}}}"#),
        None => r#"{"ok":false,"error_code":400,"description":"Bad Request: not served here"}"#.to_owned(),
    };
    ([(CONTENT_TYPE, "application/json")], body)
}

/// What a bot may ask for when it starts.
fn canned(method: &str) -> Option<&'static str> {
    Some(match method {
        "getme" => {
            r#"{"id":7000000001,"is_bot":true,"first_name":"Bot","username":"load_bot","can_join_groups":true,"can_read_all_group_messages":false,"supports_inline_queries":false,"can_connect_to_business":false,"has_main_web_app":false}"#
        }
        "getwebhookinfo" => r#"{"url":"","has_custom_certificate":false,"pending_update_count":0}"#,
        "getmycommands" => "[]",
        "getmyname" => r#"{"name":""}"#,
        "getmydescription" => r#"{"description":""}"#,
        "getmyshortdescription" => r#"{"short_description":""}"#,
        _ if method.starts_with("set") || method == "deletewebhook" => "true",
        _ => return None,
    })
}

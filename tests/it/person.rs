//! A person with a Telegram client: types, presses, reads. Behind it stand the real sandbox and the real bot, joined by
//! HTTP only, so a test that passes here has gone through everything but Telegram itself.

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

use chrono::{DateTime, NaiveDate, NaiveTime, TimeZone, Utc};
use chrono_tz::Asia::Almaty;
use kz_topup_bot::bot::clock::Clock;
use kz_topup_bot::bot::content::Content;
use kz_topup_bot::bot::outgoing::pace::Limits;
use kz_topup_bot::bot::{self, Arrival};
use kz_topup_bot::catalog::files::Files;
use kz_topup_bot::dialogue::screen::Screen;
use kz_topup_bot::dialogue::shown::{self, Fixed};
use kz_topup_bot::intake::ready::Ready;
use kz_topup_bot::sandbox::{Options, Sandbox};
use kz_topup_bot::storage::any::AnyStorage;
use serde_json::{Value, json};
use teloxide::Bot;
use tokio::sync::{oneshot, watch};
use tokio::task::JoinHandle;

/// The day on which the tests take place: shortly after the facts were checked.
pub fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

/// A moment in Almaty.
pub fn almaty(day: NaiveDate, hour: u32, minute: u32) -> DateTime<Utc> {
    let local = day.and_time(NaiveTime::from_hms_opt(hour, minute, 0).unwrap());
    Almaty.from_local_datetime(&local).unwrap().with_timezone(&Utc)
}

/// The content of the tree as of [`today`], loaded once for all tests.
static CONTENT: LazyLock<Arc<Content>> = LazyLock::new(|| {
    Arc::new(Content::load(&Files::embedded(), today()).expect("the content has no problems"))
});

/// The content of the tree.
pub fn content() -> &'static Content {
    &CONTENT
}

/// Whether a screen is rendered at start, or is one of those that are rendered when they are shown.
pub fn is_rendered(shown: &shown::Shown) -> bool {
    static RENDERED: LazyLock<HashSet<Fixed>> =
        LazyLock::new(|| Fixed::all(&content().catalog).into_iter().collect());
    match shown {
        shown::Shown::Fixed(fixed) => RENDERED.contains(fixed),
        shown::Shown::Reminder(_) | shown::Shown::Verdict(_) | shown::Shown::Suggestions(_) => true,
    }
}

/// A screen of the content in the tree as what a message shows.
pub fn at(screen: Screen) -> shown::Shown {
    screen.resolve(&content().catalog).into()
}

/// The content of the tree, as a bot takes it.
pub fn shared_content() -> Arc<Content> {
    Arc::clone(&CONTENT)
}

/// A sandbox with the bot connected to it.
pub struct Town {
    pub sandbox: Sandbox,
    pub storage: Arc<AnyStorage>,
    /// The clock of its bots: noon of [`today`] until somebody sets it.
    pub clock: watch::Sender<DateTime<Utc>>,
    http: reqwest::Client,
    bot: Option<(oneshot::Sender<()>, JoinHandle<()>)>,
}

/// Somebody in the town, in a private chat with the bot.
pub struct Person<'a> {
    pub town: &'a Town,
    pub id: i64,
}

/// What a person sees after doing something: the messages and edits of the bot, in order, and what it said to a press.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Seen {
    /// New messages.
    pub messages: Vec<Shown>,
    /// Edits of messages.
    pub edits: Vec<Shown>,
    /// Toasts and alerts.
    pub notices: Vec<String>,
}

/// A message as shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    pub id: i64,
    /// What is said; below a picture, if there is one.
    pub text: String,
    /// The `file_id` of the picture.
    pub photo: Option<String>,
    /// Label and callback data, or the link or copied text, of every button.
    pub keys: Vec<Vec<(String, String)>>,
}

impl Town {
    pub async fn new() -> Self {
        Self::with(AnyStorage::Memory(Arc::default())).await
    }

    pub async fn with(storage: AnyStorage) -> Self {
        let mut town = Self { storage: Arc::new(storage), ..Self::without_bot().await };
        town.connect();
        town
    }

    /// A sandbox to which no bot is connected yet.
    pub async fn without_bot() -> Self {
        Self::without_bot_at(Options::default()).await
    }

    /// The same with a sandbox set up otherwise.
    pub async fn without_bot_at(options: Options) -> Self {
        let sandbox = Sandbox::start(options).await.unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        let clock = watch::Sender::new(almaty(today(), 12, 0));
        Self { sandbox, storage: Arc::new(AnyStorage::Memory(Arc::default())), clock, http, bot: None }
    }

    /// Connects a bot; there is none yet.
    pub fn connect(&mut self) {
        let client = teloxide::net::default_reqwest_settings().no_proxy().build().unwrap();
        let bot = Bot::with_client(self.sandbox.token(), client).set_api_url(self.sandbox.api_url());
        let (stop, stopped) = oneshot::channel::<()>();
        let storage = Arc::clone(&self.storage);
        let (ready, clock) = (Ready::default(), Clock::set_by(self.clock.subscribe()));
        let run = async move {
            let stopped = async { stopped.await.unwrap_or_default() };
            let run = bot::run(
                bot,
                shared_content(),
                storage,
                Arrival::Polling,
                Limits::Unlimited,
                ready,
                clock,
                stopped,
            );
            run.await.expect("the bot runs");
        };
        self.bot = Some((stop, tokio::spawn(run)));
    }

    /// Stops the bot and starts it anew.
    pub async fn restart(&mut self) {
        self.disconnect().await;
        self.connect();
    }

    /// Stops the bot.
    pub async fn disconnect(&mut self) {
        let (stop, run) = self.bot.take().unwrap();
        let _ = stop.send(());
        run.await.unwrap();
    }

    /// Sets the clock of the bots, in Almaty.
    pub fn is_on(&self, day: NaiveDate, hour: u32, minute: u32) {
        self.clock.send_replace(almaty(day, hour, minute));
    }

    /// A new person whose client speaks a language; an empty tag for none.
    pub async fn person(&self, tag: &str) -> Person<'_> {
        let body = match tag {
            "" => json!({ "first_name": "Ann" }),
            tag => json!({ "first_name": "Ann", "language_code": tag }),
        };
        let id = self.post("/sandbox/users", body).await["id"].as_i64().unwrap();
        Person { town: self, id }
    }

    pub async fn post(&self, path: &str, body: Value) -> Value {
        self.http.post(self.url(path)).json(&body).send().await.unwrap().json().await.unwrap()
    }

    pub async fn get(&self, path: &str) -> Value {
        self.http.get(self.url(path)).send().await.unwrap().json().await.unwrap()
    }

    /// A file that the sandbox gives out.
    pub async fn file(&self, path: &str) -> Vec<u8> {
        let answer = self.http.get(self.url(path)).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.bytes().await.unwrap().to_vec()
    }

    pub async fn patch(&self, path: &str, body: Value) -> Value {
        self.http.patch(self.url(path)).json(&body).send().await.unwrap().json().await.unwrap()
    }

    fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.sandbox.address())
    }

    /// The number of the newest event.
    pub async fn now(&self) -> i64 {
        let mut at = 0;
        loop {
            let page = self.get(&format!("/sandbox/events?after={at}&timeout=0")).await;
            let next = page["next"].as_i64().unwrap();
            if next == at {
                return at;
            }
            at = next;
        }
    }

    /// Waits until every update has been handled, and reads what the bot did since an event.
    pub async fn settled(&self, since: i64) -> Vec<Value> {
        let settled = self.get("/sandbox/settled?timeout=20").await;
        assert_eq!(settled["settled"], true, "the bot does not handle its updates: {settled}");
        let mut events = Vec::new();
        let mut at = since;
        loop {
            let page = self.get(&format!("/sandbox/events?after={at}&timeout=0")).await;
            events.extend(page["events"].as_array().unwrap().iter().cloned());
            let next = page["next"].as_i64().unwrap();
            if next == at {
                return events;
            }
            at = next;
        }
    }
}

impl<'a> Person<'a> {
    /// Somebody who was here before.
    pub fn again(town: &'a Town, id: i64) -> Self {
        Self { town, id }
    }

    /// Types a text and reads what follows.
    pub async fn types(&self, text: &str) -> Seen {
        let since = self.town.now().await;
        let body = json!({ "from": self.id, "chat": self.id, "text": text });
        let answer = self.town.post("/sandbox/messages", body).await;
        assert!(answer["update_id"].is_i64(), "{answer}");
        self.sees(since).await
    }

    /// Presses the button with this label, or whose label begins so, under a message.
    #[track_caller]
    pub fn presses(&self, message: &Shown, label: &str) -> impl Future<Output = Seen> {
        let data = message.data(label);
        self.presses_data(message.id, data)
    }

    /// Presses an operator, and has all ways shown when asked who pays.
    pub async fn picks(&self, menu: &Shown, operator: &str) -> Seen {
        let asked = self.presses(menu, operator).await.one();
        let everything = asked.keys.iter().flatten().find(|(_, data)| data.starts_with("payer/everything/"));
        let data = everything.unwrap_or_else(|| panic!("nobody asks who pays: {asked:#?}")).1.clone();
        self.presses_data(asked.id, data).await
    }

    /// Presses a button that may not even be there.
    pub async fn presses_data(&self, message_id: i64, data: String) -> Seen {
        let since = self.town.now().await;
        let body = json!({ "from": self.id, "chat": self.id, "message_id": message_id, "data": data });
        let answer = self.town.post("/sandbox/presses", body).await;
        assert!(answer["update_id"].is_i64(), "{answer}");
        self.sees(since).await
    }

    /// What the bot did in this person's chat since an event.
    pub async fn sees(&self, since: i64) -> Seen {
        let mut seen = Seen::default();
        for event in self.town.settled(since).await {
            let here = event["chat"] == json!(self.id) || event["chat"]["id"] == json!(self.id);
            match event["kind"].as_str().unwrap() {
                "message" if here && event["message"]["from"]["is_bot"] == true => {
                    seen.messages.push(Shown::of(&event["message"]));
                }
                "edit" if here => seen.edits.push(Shown::of(&event["message"])),
                "callback_answer" if event["user"] == json!(self.id) => {
                    seen.notices.push(event["text"].as_str().unwrap_or_default().to_owned());
                }
                // A call that failed because a test asked the sandbox for it is no mistake of the bot.
                "call" if event["ok"] == false && event["fault"].is_null() => {
                    let why = event["description"].as_str().unwrap_or_default();
                    let harmless = [
                        "message is not modified",
                        "message to edit not found",
                        "there is no text in the message to edit",
                    ];
                    assert!(harmless.iter().any(|known| why.contains(known)), "{}: {why}", event["method"]);
                }
                _ => {}
            }
        }
        seen
    }
}

impl Seen {
    /// The only message or edit.
    #[track_caller]
    pub fn one(self) -> Shown {
        let mut shown: Vec<Shown> = self.messages.into_iter().chain(self.edits).collect();
        assert_eq!(shown.len(), 1, "one thing is shown: {shown:#?}");
        shown.remove(0)
    }

    /// The only edit and the only message: what choosing a way to pay gives.
    #[track_caller]
    pub fn menu_and_guide(mut self) -> (Shown, Shown) {
        assert_eq!((self.edits.len(), self.messages.len()), (1, 1), "{self:#?}");
        (self.edits.remove(0), self.messages.remove(0))
    }
}

impl Shown {
    pub fn of(message: &Value) -> Self {
        let rows = message["reply_markup"]["inline_keyboard"].as_array().cloned().unwrap_or_default();
        let key = |key: &Value| {
            let carried = [&key["callback_data"], &key["url"], &key["copy_text"]["text"]];
            let carried = carried.iter().find_map(|value| value.as_str()).unwrap_or_default();
            (key["text"].as_str().unwrap().to_owned(), carried.to_owned())
        };
        Self {
            id: message["message_id"].as_i64().unwrap(),
            text: message["text"].as_str().or(message["caption"].as_str()).unwrap_or_default().to_owned(),
            photo: message["photo"]
                .as_array()
                .map(|sizes| sizes.last().unwrap()["file_id"].as_str().unwrap().to_owned()),
            keys: rows.iter().map(|row| row.as_array().unwrap().iter().map(key).collect()).collect(),
        }
    }

    /// What the button with this label, or whose label begins so, carries.
    #[track_caller]
    pub fn data(&self, label: &str) -> String {
        let keys = self.keys.iter().flatten();
        let found = keys
            .clone()
            .find(|(text, _)| text == label)
            .or_else(|| keys.clone().find(|(text, _)| text.contains(label)));
        found.unwrap_or_else(|| panic!("no button `{label}` in {self:#?}")).1.clone()
    }
}

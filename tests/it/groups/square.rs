//! A group of people with Telegram clients and the bot among them, and what each of them gets to see.

use std::time::Duration;

use serde_json::{Value, json};

use crate::groups::atlas::atlas;
use crate::person::{Shown, Town};

/// The bot as somebody in groups.
pub const BOT_ID: i64 = 7_000_000_001;

/// Refusals that cost nobody anything: what the bot finds out by them, or has another way for.
const HARMLESS: [&str; 7] = [
    "message is not modified",
    "MESSAGE_ID_INVALID",
    "ephemeral messages are switched off",
    "Not Found",
    "query is too old",
    "message to be replied not found",
    "Too Many Requests",
];

/// A group in the town.
pub struct Group<'a> {
    pub town: &'a Town,
    pub id: i64,
    pub owner: i64,
}

/// Somebody in the group.
#[derive(Clone, Copy)]
pub struct Member<'a> {
    pub group: &'a Group<'a>,
    pub id: i64,
}

/// A message of the bot in the group.
#[derive(Clone, Debug)]
pub struct Said {
    pub shown: Shown,
    /// The message it replies to.
    pub to: Option<i64>,
    pub thread: Option<i64>,
    pub silent: bool,
    /// Its id among the messages that one person sees, and that person; `None` for everybody's.
    pub only_for: Option<(i64, i64)>,
    /// The public message in front of which that person sees it.
    pub replaces: Option<i64>,
}

/// What answered a press.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub to: i64,
    pub text: String,
    pub url: String,
    pub is_alert: bool,
}

/// What followed from something that somebody did.
#[derive(Debug, Default)]
pub struct Heard {
    /// New messages that everybody sees.
    pub public: Vec<Said>,
    /// Edits of such messages.
    pub edits: Vec<Said>,
    /// New messages, and edits of messages, that one person sees.
    pub notes: Vec<Said>,
    pub answers: Vec<Answer>,
    /// Public messages that were taken back.
    pub deleted: Vec<i64>,
    /// Refusals that show a mistake.
    pub refused: Vec<String>,
    /// The message or press that was sent.
    pub sent: i64,
}

impl<'a> Group<'a> {
    /// A supergroup without the bot, whose owner speaks `tag`.
    pub async fn found(town: &'a Town, tag: &str) -> Self {
        Self::founded(town, tag, json!({ "type": "supergroup" })).await
    }

    /// A group without the bot, with more fields of the control API.
    pub async fn founded(town: &'a Town, tag: &str, mut body: Value) -> Self {
        let owner = town.person(tag).await.id;
        body["title"] = json!("Square");
        body["members"] = json!([owner]);
        let id = town.post("/sandbox/chats", body).await["id"].as_i64().unwrap();
        Self { town, id, owner }
    }

    /// A supergroup with the bot in it, which offers its commands by now.
    pub async fn with_bot(town: &'a Town, tag: &str) -> Self {
        let group = Self::found(town, tag).await;
        group.welcomes_bot().await;
        group
    }

    /// Lets the bot in, and waits until it offers its commands.
    pub async fn welcomes_bot(&self) -> Heard {
        let heard = self.invites_bot().await;
        let path = format!("/sandbox/profile?language_code=en&chat={}&user={}", self.id, self.owner);
        while !self.town.get(&path).await["commands"].to_string().contains("is_ephemeral") {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        heard
    }

    /// Lets the bot in, and hears what it says to that.
    pub async fn invites_bot(&self) -> Heard {
        self.sees_bot_become("member").await
    }

    /// What the bot says to being added, promoted or removed.
    pub async fn sees_bot_become(&self, status: &str) -> Heard {
        let since = self.town.now().await;
        self.membership(json!({ "user": BOT_ID, "status": status })).await;
        self.hears(since, 0).await
    }

    pub async fn membership(&self, body: Value) -> Value {
        let answer = self.town.post(&format!("/sandbox/chats/{}/members", self.id), body).await;
        assert!(answer["error"].is_null(), "{answer}");
        answer
    }

    /// Who founded it.
    pub fn owner(&'a self) -> Member<'a> {
        Member { group: self, id: self.owner }
    }

    /// Somebody new.
    pub async fn joined_by(&'a self, tag: &str) -> Member<'a> {
        let id = self.town.person(tag).await.id;
        self.membership(json!({ "user": id, "status": "member" })).await;
        Member { group: self, id }
    }

    /// Somebody new whose client knows no messages for one person.
    pub async fn joined_by_old_client(&'a self, tag: &str) -> Member<'a> {
        let member = self.joined_by(tag).await;
        self.town.patch(&format!("/sandbox/users/{}", member.id), json!({ "client": "old" })).await;
        member
    }

    /// Everything the bot did here since an event.
    pub async fn hears(&self, since: i64, sent: i64) -> Heard {
        let mut heard = Heard { sent, ..Heard::default() };
        for event in self.town.settled(since).await {
            heard.take(self.id, &event);
        }
        heard
    }
}

impl<'a> Member<'a> {
    /// Writes into the group.
    pub async fn says(&self, text: &str) -> Heard {
        self.sends(json!({ "text": text })).await
    }

    /// Writes a reply to a message.
    pub async fn replies(&self, to: i64, text: &str) -> Heard {
        self.sends(json!({ "text": text, "reply_to": to })).await
    }

    /// Writes with more fields of the control API.
    pub async fn sends(&self, mut body: Value) -> Heard {
        let since = self.group.town.now().await;
        body["from"] = json!(self.id);
        body["chat"] = json!(self.group.id);
        let answer = self.group.town.post("/sandbox/messages", body).await;
        assert!(answer["error"].is_null(), "{answer}");
        let sent = answer["message"]["message_id"].as_i64().unwrap();
        self.group.hears(since, sent).await
    }

    /// Presses a button by its label.
    #[track_caller]
    pub fn presses(&self, said: &Said, label: &str) -> impl Future<Output = Heard> {
        let data = said.shown.data(label);
        async move { self.presses_data(said, &data).await }
    }

    /// Presses a button that may not even be there.
    pub async fn presses_data(&self, said: &Said, data: &str) -> Heard {
        let since = self.group.town.now().await;
        let mut body = json!({ "from": self.id, "chat": self.group.id, "data": data });
        match said.only_for {
            Some((id, _)) => body["ephemeral_message_id"] = json!(id),
            None => body["message_id"] = json!(said.shown.id),
        }
        let answer = self.group.town.post("/sandbox/presses", body).await;
        assert!(answer["error"].is_null(), "{answer}");
        self.group.hears(since, 0).await
    }
}

impl Said {
    pub fn of(event: &Value) -> Self {
        let message = &event["message"];
        let only_for = event["seen_by"].as_i64();
        Self {
            shown: Shown::of(message),
            to: message["reply_to_message"]["message_id"].as_i64(),
            thread: message["message_thread_id"].as_i64().filter(|_| message["is_topic_message"] == true),
            silent: message["sandbox"]["disable_notification"] == true,
            only_for: only_for.map(|person| (message["ephemeral_message_id"].as_i64().unwrap(), person)),
            replaces: message["sandbox"]["replaces"].as_i64(),
        }
    }

    /// Its language and its screen.
    #[track_caller]
    pub fn name(&self) -> String {
        atlas().name(&self.shown)
    }

    /// Who alone sees it.
    pub fn reader(&self) -> Option<i64> {
        self.only_for.map(|(_, person)| person)
    }
}

impl Answer {
    pub fn of(event: &Value) -> Self {
        let text = |field: &str| event[field].as_str().unwrap_or_default().to_owned();
        let to = event["user"].as_i64().unwrap();
        Self { to, text: text("text"), url: text("url"), is_alert: event["show_alert"] == true }
    }
}

/// What a call was refused with, if that shows a mistake.
pub fn mistake(event: &Value) -> Option<String> {
    let why = event["description"].as_str().unwrap_or_default();
    // A call that failed because a test asked the sandbox for it is no mistake of the bot.
    let ordered = !event["fault"].is_null();
    let harmless = event["ok"] == true || ordered || HARMLESS.iter().any(|known| why.contains(known));
    (!harmless).then(|| format!("{}: {why}", event["method"]))
}

impl Heard {
    /// Takes in an event, if it belongs to the group.
    fn take(&mut self, group: i64, event: &Value) {
        let here = event["chat"] == json!(group) || event["chat"]["id"] == json!(group);
        let message = &event["message"];
        let says = message["text"].is_string() || message["photo"].is_array();
        let ours = here && message["from"]["id"] == json!(BOT_ID) && says;
        match event["kind"].as_str().unwrap() {
            kind @ ("message" | "edit") if ours => {
                let said = Said::of(event);
                match (kind, said.only_for) {
                    (_, Some(_)) => self.notes.push(said),
                    ("message", None) => self.public.push(said),
                    _ => self.edits.push(said),
                }
            }
            "delete" if here => self.deleted.extend(event["message_id"].as_i64()),
            "callback_answer" => self.answers.push(Answer::of(event)),
            "call" => self.refused.extend(mistake(event)),
            _ => {}
        }
    }

    /// The only thing that was said, to all or to one.
    #[track_caller]
    pub fn one(self) -> Said {
        assert!(self.refused.is_empty(), "{:?}", self.refused);
        let answers = self.answers;
        let mut said: Vec<Said> = self.public.into_iter().chain(self.notes).chain(self.edits).collect();
        assert_eq!(said.len(), 1, "one thing is said: {said:#?} {answers:?}");
        said.remove(0)
    }

    /// The only thing that was said, which everybody sees.
    #[track_caller]
    pub fn one_public(self) -> Said {
        let said = self.one();
        assert_eq!(said.only_for, None, "{said:#?}");
        said
    }

    /// The only thing that was said, which this person alone sees.
    #[track_caller]
    pub fn one_for(self, person: &Member<'_>) -> Said {
        assert!(self.answers.iter().all(|answer| answer.to == person.id), "{:?}", self.answers);
        let said = self.one();
        assert_eq!(said.reader(), Some(person.id), "{said:#?}");
        said
    }

    /// The link that answered a press; nobody saw anything else.
    #[track_caller]
    pub fn link_for(self, person: &Member<'_>) -> String {
        assert_eq!(self.answers.len(), 1, "{self:#?}");
        assert_eq!(self.answers[0].to, person.id);
        let url = self.answers[0].url.clone();
        self.nothing();
        url
    }

    /// Nobody saw any message.
    #[track_caller]
    pub fn nothing(self) {
        assert!(self.refused.is_empty(), "{:?}", self.refused);
        let said = self.public.len() + self.edits.len() + self.notes.len() + self.deleted.len();
        assert_eq!(said, 0, "{self:#?}");
    }
}

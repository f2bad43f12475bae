//! A group of people with Telegram clients and the bot among them, and what each of them gets to see.

use serde_json::{Value, json};

use crate::person::{Shown, Town};

/// A group in the town.
pub struct Group<'a> {
    pub town: &'a Town,
    pub id: i64,
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
    /// Texts and links that answered presses, with who pressed.
    pub answers: Vec<(i64, String, String)>,
    /// The id of the message or press that was sent.
    pub sent: i64,
}

impl<'a> Group<'a> {
    /// A supergroup with the bot in it and nobody else yet but its owner, who speaks `tag`.
    pub async fn found(town: &'a Town, tag: &str) -> (Self, i64) {
        let owner = town.person(tag).await.id;
        let body = json!({ "type": "supergroup", "title": "Square", "members": [owner] });
        let id = town.post("/sandbox/chats", body).await["id"].as_i64().unwrap();
        (Self { town, id }, owner)
    }

    /// Lets the bot in, and hears what it says to that.
    pub async fn invites_bot(&self) -> Heard {
        let since = self.town.now().await;
        self.membership(json!({ "user": 7_000_000_001_i64, "status": "member" })).await;
        self.hears(since, 0).await
    }

    pub async fn membership(&self, body: Value) -> Value {
        let answer = self.town.post(&format!("/sandbox/chats/{}/members", self.id), body).await;
        assert!(answer["error"].is_null(), "{answer}");
        answer
    }

    /// Somebody new.
    pub async fn joined_by(&'a self, tag: &str) -> Member<'a> {
        let id = self.town.person(tag).await.id;
        self.membership(json!({ "user": id, "status": "member" })).await;
        Member { group: self, id }
    }

    /// Everything the bot did here since an event.
    pub async fn hears(&self, since: i64, sent: i64) -> Heard {
        let mut heard = Heard { sent, ..Heard::default() };
        for event in self.town.settled(since).await {
            let here = event["chat"] == json!(self.id) || event["chat"]["id"] == json!(self.id);
            let by_bot = event["message"]["from"]["is_bot"] == true;
            match event["kind"].as_str().unwrap() {
                kind @ ("message" | "edit") if here && by_bot && event["message"]["text"].is_string() => {
                    let said = Said::of(&event);
                    match (kind, said.only_for) {
                        (_, Some(_)) => heard.notes.push(said),
                        ("message", None) => heard.public.push(said),
                        _ => heard.edits.push(said),
                    }
                }
                "callback_answer" => {
                    let text = |field: &str| event[field].as_str().unwrap_or_default().to_owned();
                    heard.answers.push((event["user"].as_i64().unwrap(), text("text"), text("url")));
                }
                _ => {}
            }
        }
        heard
    }
}

impl<'a> Member<'a> {
    /// Writes into the group.
    pub async fn says(&self, text: &str) -> Heard {
        self.sends(json!({ "text": text })).await
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
    pub async fn presses(&self, said: &Said, label: &str) -> Heard {
        self.presses_data(said, &said.shown.data(label)).await
    }

    /// Presses a button that may not even be there.
    pub async fn presses_data(&self, said: &Said, data: &str) -> Heard {
        let since = self.group.town.now().await;
        let mut body = json!({ "from": self.id, "chat": self.group.id, "data": data });
        match said.only_for {
            Some((id, _)) => body["ephemeral_message_id"] = json!(id),
            None => body["message_id"] = json!(said.shown.id),
        }
        let answer = self.group.town.post("/sandbox/taps", body).await;
        assert!(answer["error"].is_null(), "{answer}");
        self.group.hears(since, 0).await
    }
}

impl Said {
    fn of(event: &Value) -> Self {
        let message = &event["message"];
        let only_for = event["seen_by"].as_i64();
        Self {
            shown: Shown::of(message),
            to: message["reply_to_message"]["message_id"].as_i64(),
            thread: message["message_thread_id"].as_i64(),
            silent: message["sandbox"]["disable_notification"] == true,
            only_for: only_for.map(|person| (message["ephemeral_message_id"].as_i64().unwrap(), person)),
        }
    }
}

impl Heard {
    /// The only thing that was said, to all or to one.
    #[track_caller]
    pub fn one(self) -> Said {
        let mut said: Vec<Said> = self.public.into_iter().chain(self.notes).chain(self.edits).collect();
        assert_eq!(said.len(), 1, "one thing is said: {said:#?} {:?}", self.answers);
        said.remove(0)
    }
}

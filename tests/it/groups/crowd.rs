//! Fifty people who act in one group at the same time, and a judge of everything the bot does about it.

use std::collections::VecDeque;

use serde_json::{Value, json};

use crate::groups::atlas::{BOT, atlas};
use crate::groups::schedule::{Act, Dice, LANGUAGES, Step, steps, ways};
use crate::groups::square::{Answer, BOT_ID, Group, Said, mistake};
use crate::person::Town;

/// People besides the owner.
const PEOPLE: usize = 50;
/// Calls of the bot in a schedule that Telegram is slow with.
const SLOW: usize = 12;

/// What the server makes of messages for one person.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    Accepted,
    Refused,
    UnknownMethod,
    Ignored,
}

impl Mode {
    pub fn name(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Refused => "refused",
            Self::UnknownMethod => "unknown_method",
            Self::Ignored => "ignored",
        }
    }
}

/// What happened in a schedule.
pub struct Tally {
    pub steps: usize,
    /// Edits that all saw.
    pub edits: usize,
}

/// People of a town, who remember what they chose from one group to the next.
pub struct Crowd<'a> {
    town: &'a Town,
    mode: Mode,
    /// The owner of all groups comes first.
    people: Vec<Actor>,
    /// Somebody whose client says nothing of their language, and who has chosen none.
    stranger: i64,
}

#[derive(Default)]
struct Actor {
    id: i64,
    /// The language of their client.
    client: &'static str,
    is_old: bool,
    /// The language they chose.
    own: Option<&'static str>,
    /// What they said before it all began.
    hello: i64,
    steps: VecDeque<Step>,
    pending: Option<Pending>,
    /// The note they see, if any, and what it shows; else they press under the greeting.
    note: Option<i64>,
    saw: String,
}

/// A step that waits for its answer.
struct Pending {
    step: Step,
    /// The message that a public answer replies to.
    replied: Option<i64>,
    is_shown: bool,
    is_answered: bool,
}

impl<'a> Crowd<'a> {
    pub async fn gather(town: &'a Town, mode: Mode) -> Self {
        let mut people = Vec::new();
        for number in 0..=PEOPLE {
            let client = LANGUAGES[number % LANGUAGES.len()];
            let id = town.person(if client == "zh" { "zh-hans" } else { client }).await.id;
            let is_old = number % 3 == 0;
            if is_old {
                town.patch(&format!("/sandbox/users/{id}"), json!({ "client": "old" })).await;
            }
            people.push(Actor { id, client, is_old, ..Actor::default() });
        }
        // Once the commands are offered here, they are offered everywhere.
        Group::with_bot(town, "en").await;
        let stranger = town.person("").await.id;
        town.patch(&format!("/sandbox/users/{stranger}"), json!({ "client": "old" })).await;
        Self { town, mode, people, stranger }
    }

    /// Everybody meets in a new group and acts as the seed says.
    pub async fn meets(&mut self, seed: u64) -> Tally {
        let mut dice = Dice::new(seed);
        let mut meeting = Meeting::open(self, seed, &mut dice).await;
        let mut count = 0;
        loop {
            let ready: Vec<usize> = (0..=PEOPLE).filter(|&who| meeting.people[who].is_ready()).collect();
            let waits = meeting.people.iter().any(|actor| actor.pending.is_some());
            match (ready.is_empty(), waits) {
                (true, false) => break,
                (false, _) if !waits || dice.below(4) > 0 => {
                    meeting.act(*dice.one_of(&ready)).await;
                    count += 1;
                }
                _ => meeting.read(if ready.is_empty() { 20 } else { 0 }).await,
            }
        }
        let settled = meeting.town.get("/sandbox/settled?timeout=20").await;
        assert_eq!(settled["settled"], true, "seed {seed}");
        meeting.read(0).await;
        meeting.speaks_what_was_chosen_last().await;
        let edits = meeting.edits;
        for actor in &mut self.people {
            actor.note = None;
        }
        Tally { steps: count, edits }
    }
}

impl Actor {
    fn is_ready(&self) -> bool {
        self.pending.is_none() && !self.steps.is_empty()
    }

    /// The languages they may be answered in, in a group that has had these.
    fn tongues<'l>(&'l self, group: &'l [&'static str]) -> Vec<&'static str> {
        match self.own {
            Some(own) => vec![own],
            None if self.client != "en" => vec![self.client],
            None => group.iter().copied().chain(["en"]).collect(),
        }
    }
}

/// One group while everybody acts in it.
struct Meeting<'m> {
    town: &'m Town,
    mode: Mode,
    people: &'m mut Vec<Actor>,
    stranger: i64,
    seed: u64,
    group: i64,
    greeting: i64,
    /// Every language the group has been told to speak.
    languages: Vec<&'static str>,
    read: i64,
    edits: usize,
}

impl<'m> Meeting<'m> {
    async fn open(crowd: &'m mut Crowd<'_>, seed: u64, dice: &mut Dice) -> Self {
        let (town, mode, stranger) = (crowd.town, crowd.mode, crowd.stranger);
        let since = town.now().await;
        let members: Vec<i64> = crowd.people.iter().map(|actor| actor.id).chain([stranger]).collect();
        let body = json!({ "type": "supergroup", "title": "Crowd", "members": members, "bot": "member" });
        let group = town.post("/sandbox/chats", body).await["id"].as_i64().unwrap();
        let events = town.settled(since).await;
        let by_bot = |event: &&Value| event["kind"] == "message" && event["message"]["from"]["id"] == BOT_ID;
        let greeting = events.iter().find(by_bot).unwrap()["message"]["message_id"].as_i64().unwrap();
        let steady: Vec<usize> = (1..=PEOPLE).filter(|_| dice.below(2) == 0).collect();
        let catalog = &atlas().content.catalog;
        let ways = ways(catalog);
        for (who, actor) in crowd.people.iter_mut().enumerate().skip(1) {
            let body = json!({ "from": actor.id, "chat": group, "text": "?" });
            actor.hello =
                town.post("/sandbox/messages", body).await["message"]["message_id"].as_i64().unwrap();
            let way = *dice.one_of(&ways);
            actor.steps = steps(catalog, dice, way, who, &steady).into();
        }
        for _ in 0..3 {
            let lang = *dice.one_of(&LANGUAGES);
            let step = Step { act: Act::Rules(lang), screen: "group".into() };
            crowd.people[0].steps.push_back(step);
        }
        for _ in 0..SLOW {
            let method = *dice.one_of(&["sendMessage", "editEphemeralMessageText", "answerCallbackQuery"]);
            let slow = json!({ "method": method, "delay_ms": dice.below(40) });
            town.post("/sandbox/faults", slow).await;
        }
        let read = town.now().await;
        let people = &mut crowd.people;
        Self { town, mode, people, stranger, seed, group, greeting, languages: Vec::new(), read, edits: 0 }
    }

    /// What one chose for the group has not been overwritten by what was remembered of others.
    async fn speaks_what_was_chosen_last(&mut self) {
        let asked = json!({ "from": self.stranger, "chat": self.group, "text": "/topup" });
        let asked = self.town.post("/sandbox/messages", asked).await["message"]["message_id"].as_i64();
        let events = self.town.settled(self.read).await;
        let replies = |said: &Said| said.to == asked;
        let messages = events.iter().filter(|event| event["kind"] == "message");
        let said = messages.map(Said::of).find(replies).unwrap();
        assert_eq!(
            said.name(),
            format!("{} operators", self.languages.last().unwrap()),
            "seed {}",
            self.seed
        );
    }

    /// Somebody takes their next step.
    async fn act(&mut self, who: usize) {
        let step = self.people[who].steps.pop_front().unwrap();
        let actor = &self.people[who];
        let (mut body, path) = (json!({ "from": actor.id, "chat": self.group }), step.act.path());
        match &step.act {
            Act::Says(text) => body["text"] = json!(text),
            Act::Helps(friend, text) => {
                body["text"] = json!(text);
                body["reply_to"] = json!(self.people[*friend].hello);
            }
            Act::Presses(data) | Act::Chooses(_, data) => {
                body["data"] = json!(data);
                match actor.note {
                    Some(note) => body["ephemeral_message_id"] = json!(note),
                    None => body["message_id"] = json!(self.greeting),
                }
            }
            Act::Rules(lang) => {
                body["data"] = json!(format!("group-language/{lang}"));
                body["message_id"] = json!(self.greeting);
                self.languages.push(lang);
            }
        }
        if let Act::Chooses(lang, _) = &step.act {
            self.people[who].own = Some(lang);
        }
        let answer = self.town.post(path, body).await;
        assert!(answer["update_id"].is_i64(), "seed {}: {step:?}: {answer}", self.seed);
        let replied = match &step.act {
            Act::Says(_) => answer["message"]["message_id"].as_i64().filter(|&id| id != 0),
            Act::Helps(friend, _) => Some(self.people[*friend].hello),
            Act::Presses(_) | Act::Chooses(..) | Act::Rules(_) => None,
        };
        let is_press = path == "/sandbox/presses";
        self.people[who].pending = Some(Pending { step, replied, is_shown: false, is_answered: !is_press });
    }

    /// Judges what the bot has done meanwhile.
    async fn read(&mut self, patience: u8) {
        loop {
            let path = format!("/sandbox/events?after={}&timeout={patience}", self.read);
            let page = self.town.get(&path).await;
            assert!(page["lost"].is_null(), "seed {}: events are lost", self.seed);
            let next = page["next"].as_i64().unwrap();
            let waiting = || self.people.iter().find_map(|actor| Some(&actor.pending.as_ref()?.step));
            let came = patience == 0 || next > self.read;
            assert!(came, "seed {}: somebody waits in vain: {:?}", self.seed, waiting());
            self.read = next;
            let events = page["events"].as_array().unwrap();
            events.iter().for_each(|event| self.judge(event));
            if events.is_empty() || patience > 0 {
                return;
            }
        }
    }

    fn judge(&mut self, event: &Value) {
        let seed = self.seed;
        match event["kind"].as_str().unwrap() {
            "call" => assert_eq!(mistake(event), None, "seed {seed}"),
            "delete" => panic!("seed {seed}: {event}"),
            "callback_answer" => self.answered(&Answer::of(event)),
            kind @ ("message" | "edit") if event["message"]["from"]["id"] == BOT_ID => {
                assert_eq!(event["chat"], json!(self.group), "seed {seed}: in another group");
                let said = Said::of(event);
                match said.only_for {
                    Some((note, reader)) => self.noted(kind, &said, note, reader),
                    None => self.published(kind, &said),
                }
            }
            _ => {}
        }
    }

    fn answered(&mut self, answer: &Answer) {
        let (seed, accepted) = (self.seed, self.mode == Mode::Accepted);
        let actor = self.people.iter_mut().find(|actor| actor.id == answer.to).unwrap();
        let pending = actor.pending.as_mut().filter(|pending| !pending.is_answered);
        let pending = pending.unwrap_or_else(|| panic!("seed {seed}: nobody pressed: {answer:?}"));
        pending.is_answered = true;
        if let Act::Rules(_) = pending.step.act {
            assert!(answer.url.is_empty() && !answer.text.is_empty(), "seed {seed}: {answer:?}");
            pending.is_shown = true;
        } else if accepted {
            assert_eq!(answer.url, "", "seed {seed}");
            // What they see already is not shown again.
            let seen = actor.saw.split_once(' ').is_some_and(|(_, screen)| screen == pending.step.screen);
            assert!(pending.is_shown || (seen && actor.note.is_some()), "seed {seed}: {:?}", pending.step);
            pending.is_shown = true;
        } else {
            let screen = pending.step.screen.trim_start_matches("languages_");
            assert_eq!(answer.url, format!("https://t.me/{BOT}?start={screen}"), "seed {seed}");
            pending.is_shown = true;
        }
        actor.settle();
    }

    /// A message for one person: a new one for a command and for a press under what all see, else an edit.
    fn noted(&mut self, kind: &str, said: &Said, note: i64, reader: i64) {
        let seed = self.seed;
        let languages = &self.languages;
        let actor = self.people.iter_mut().find(|actor| actor.id == reader).unwrap();
        let tongues = actor.tongues(languages);
        let pending = actor.pending.as_mut().filter(|pending| !pending.is_shown && pending.replied.is_none());
        let pending = pending.unwrap_or_else(|| panic!("seed {seed}: nobody asked for {said:?}"));
        assert_screen(seed, said, &tongues, &pending.step);
        let in_place = actor.note.is_some() && !matches!(pending.step.act, Act::Says(_));
        assert_eq!(kind, if in_place { "edit" } else { "message" }, "seed {seed}");
        assert!(!in_place || actor.note == Some(note), "seed {seed}: another's place");
        pending.is_shown = true;
        if !actor.is_old {
            actor.note = Some(note);
            actor.saw = said.name();
        }
        actor.settle();
    }

    /// A message for everybody: the reply to a command, or the greeting in another language.
    fn published(&mut self, kind: &str, said: &Said) {
        let seed = self.seed;
        if kind == "edit" {
            let names: Vec<String> = self.languages.iter().map(|lang| format!("{lang} group")).collect();
            assert!(said.shown.id == self.greeting && names.contains(&said.name()), "seed {seed}: {said:?}");
            self.edits += 1;
            return;
        }
        let name = said.name();
        let asked = |actor: &&mut Actor| {
            actor.pending.as_ref().is_some_and(|pending| {
                let (_, screen) = name.split_once(' ').unwrap();
                !pending.is_shown && pending.replied == said.to && pending.step.screen == screen
            })
        };
        let found = self.people.iter().position(|actor| {
            actor
                .pending
                .as_ref()
                .is_some_and(|pending| pending.replied.is_some() && pending.replied == said.to)
        });
        assert!(found.is_some() && said.silent, "seed {seed}: nobody asked for {said:?}");
        let reader = self.people.iter().find(|actor| Some(actor.hello) == said.to);
        let tongues = reader.map(|friend| friend.tongues(&self.languages));
        let languages = self.languages.clone();
        let actor = self.people.iter_mut().find(asked);
        let actor = actor.unwrap_or_else(|| panic!("seed {seed}: not what was asked for: {name}"));
        let tongues = tongues.unwrap_or_else(|| actor.tongues(&languages));
        let pending = actor.pending.as_mut().unwrap();
        assert_screen(seed, said, &tongues, &pending.step);
        pending.is_shown = true;
        actor.settle();
    }
}

impl Actor {
    fn settle(&mut self) {
        if self.pending.as_ref().is_some_and(|pending| pending.is_shown && pending.is_answered) {
            self.pending = None;
        }
    }
}

impl Act {
    fn path(&self) -> &'static str {
        match self {
            Self::Says(_) | Self::Helps(..) => "/sandbox/messages",
            Self::Presses(_) | Self::Chooses(..) | Self::Rules(_) => "/sandbox/presses",
        }
    }
}

#[track_caller]
fn assert_screen(seed: u64, said: &Said, tongues: &[&str], step: &Step) {
    let name = said.name();
    let fits = tongues.iter().any(|lang| name == format!("{lang} {}", step.screen));
    assert!(fits, "seed {seed}: {step:?} in {tongues:?} gave {name}");
}

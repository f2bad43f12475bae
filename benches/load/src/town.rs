//! The people, the queue of updates that come of what they do, and the count of what the bot did about it.
//!
//! Invariants: a person's next step comes when the bot has made all calls that answer the last one, so a slow bot
//! is fed slowly; so many people talk at one time, each to the end, before the next comes; an update stays queued
//! until an offset above its id is asked for, as Telegram keeps it.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use serde_json::json;
use serde_json::value::RawValue;

use crate::conversation::{Act, STEPS};

/// The chat of the first person.
const FIRST_CHAT: i64 = 1_000_000;
/// The date of every message, in seconds since 1970; bots do not look at it.
const DATE: i64 = 1_795_000_000;

/// The world outside of the bot.
pub struct Town {
    people: Vec<Person>,
    next_person: usize,
    queue: VecDeque<Update>,
    next_update: i64,
    next_message: i32,
    /// What has happened so far.
    pub count: Count,
}

/// What has happened so far.
#[derive(Default)]
pub struct Count {
    /// When the first `getUpdates` came.
    pub first_poll: Option<Instant>,
    /// When the last call other than `getUpdates` came.
    pub last_call: Option<Instant>,
    /// `getUpdates` calls.
    pub polls: usize,
    /// Updates given out, those given out again included.
    pub given: usize,
    /// Updates answered in full.
    pub answered: usize,
    /// Calls that answer people, by method.
    pub calls: BTreeMap<&'static str, usize>,
    /// Calls beyond those expected.
    pub surplus: usize,
    /// From each update's arrival to its last answer.
    pub waits: Vec<Duration>,
}

/// Somebody in the town.
#[derive(Clone, Copy)]
pub struct PersonIndex(usize);

struct Update {
    id: i64,
    json: String,
}

#[derive(Default)]
struct Person {
    step: usize,
    /// Calls still to come for this step.
    missing: u8,
    /// When this step was queued.
    since: Option<Instant>,
    menu: Option<Menu>,
}

/// A message of the bot, as it is shown in a chat.
#[derive(Clone)]
pub struct Menu {
    /// Its id.
    pub id: i32,
    /// Its text, a JSON string.
    pub text: Box<RawValue>,
    /// Its buttons.
    pub markup: Option<Box<RawValue>>,
}

impl Town {
    /// So many people, all silent.
    pub fn new(people: usize) -> Self {
        Self {
            people: std::iter::repeat_with(Person::default).take(people).collect(),
            next_person: 0,
            queue: VecDeque::new(),
            next_update: 1,
            next_message: 1,
            count: Count::default(),
        }
    }

    /// How many updates there are to answer in all.
    pub fn updates(&self) -> usize {
        self.people.len() * STEPS.len()
    }

    /// The next person, if any is left.
    pub fn welcome(&mut self) -> Option<PersonIndex> {
        let next = self.next_person;
        (next < self.people.len()).then(|| {
            self.next_person += 1;
            PersonIndex(next)
        })
    }

    /// Confirms what is below the offset and gives up to `limit` of the rest as a JSON list; `None` for nothing.
    pub fn give(&mut self, offset: Option<i64>, limit: usize) -> Option<String> {
        while self.queue.front().is_some_and(|update| offset.is_some_and(|offset| update.id < offset)) {
            self.queue.pop_front();
        }
        let given: Vec<&str> = self.queue.iter().take(limit).map(|update| update.json.as_str()).collect();
        self.count.given += given.len();
        (!given.is_empty()).then(|| format!("[{}]", given.join(",")))
    }

    /// An id for a new message.
    pub fn message_id(&mut self) -> i32 {
        self.next_message += 1;
        self.next_message
    }

    /// A message with buttons was sent or edited.
    pub fn show(&mut self, chat: i64, menu: Menu) {
        if let Some(person) = person_of(chat).and_then(|index| self.people.get_mut(index)) {
            person.menu = Some(menu);
        }
    }

    /// A call for this chat was made; gives who acts next if it was the last one that was missing.
    pub fn called(&mut self, chat: i64, method: &'static str) -> Option<PersonIndex> {
        *self.count.calls.entry(method).or_default() += 1;
        let index = person_of(chat).filter(|&index| index < self.people.len());
        match index.map(|index| (index, self.people[index].missing)) {
            None | Some((_, 0)) => {
                self.count.surplus += 1;
                None
            }
            Some((index, 1)) => self.answered(index),
            Some((index, _)) => {
                self.people[index].missing -= 1;
                None
            }
        }
    }

    /// Whoever has been waiting for an answer, and at which step; for the message about a bot that fell silent.
    pub fn waiting(&self) -> Vec<(usize, usize)> {
        let waiting =
            |(index, person): (usize, &Person)| (person.missing > 0).then_some((index, person.step));
        self.people.iter().enumerate().filter_map(waiting).collect()
    }

    fn answered(&mut self, index: usize) -> Option<PersonIndex> {
        self.count.answered += 1;
        let person = &mut self.people[index];
        self.count.waits.extend(person.since.map(|since| since.elapsed()));
        person.missing = 0;
        person.step += 1;
        if person.step < STEPS.len() {
            return Some(PersonIndex(index));
        }
        person.menu = None;
        self.welcome()
    }

    /// Queues the person's next step.
    pub fn act(&mut self, PersonIndex(index): PersonIndex) {
        let chat_id = chat_of(index);
        let person = &mut self.people[index];
        let step = &STEPS[person.step];
        person.missing = step.calls;
        person.since = Some(Instant::now());
        let id = self.next_update;
        self.next_update += 1;
        self.next_message += 1;
        let from = json!({
            "id": chat_id, "is_bot": false, "first_name": "Ann", "username": format!("ann{index}"), "language_code": "en",
        });
        let json = match step.act {
            Act::Type(text) => {
                let mut message = json!({
                    "message_id": self.next_message, "from": from, "chat": chat(chat_id), "date": DATE, "text": text,
                });
                if text.starts_with('/') {
                    message["entities"] =
                        json!([{ "offset": 0, "length": text.len(), "type": "bot_command" }]);
                }
                json!({ "update_id": id, "message": message })
            }
            Act::Press(data) => json!({ "update_id": id, "callback_query": {
                "id": format!("{chat_id}-{}", person.step), "from": from, "chat_instance": "1", "data": data,
                "message": person.menu.as_ref().map(|menu| message(chat_id, menu)),
            }}),
        };
        self.queue.push_back(Update { id, json: json.to_string() });
    }
}

/// A message of the bot as the Bot API gives it back.
pub fn message(chat_id: i64, menu: &Menu) -> Box<RawValue> {
    let text = menu.text.get();
    let bot = r#"{"id":7000000001,"is_bot":true,"first_name":"Bot","username":"load_bot"}"#;
    let markup =
        menu.markup.as_ref().map(|markup| format!(r#","reply_markup":{markup}"#)).unwrap_or_default();
    let chat = chat(chat_id);
    let id = menu.id;
    let json =
        format!(r#"{{"message_id":{id},"from":{bot},"chat":{chat},"date":{DATE},"text":{text}{markup}}}"#);
    RawValue::from_string(json).expect("its parts are JSON")
}

/// The chat a callback query id of ours belongs to.
pub fn chat_of_query(id: &str) -> Option<i64> {
    id.split_once('-')?.0.parse().ok()
}

fn chat(id: i64) -> serde_json::Value {
    json!({ "id": id, "first_name": "Ann", "type": "private" })
}

fn chat_of(index: usize) -> i64 {
    FIRST_CHAT + index as i64
}

fn person_of(chat: i64) -> Option<usize> {
    usize::try_from(chat - FIRST_CHAT).ok()
}

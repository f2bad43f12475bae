//! Inline queries and their answers, guest queries, and the ids of what was sent through them.
//!
//! Invariants: a query is answered once and in time; a cached answer is given again only while the bot said so, and
//! a personal one only to the same person; only the newest queries are remembered.

use std::collections::{BTreeMap, HashMap};
use std::time::{Duration, Instant};

use serde_json::{Map, Value, json};

/// So many queries of a kind are remembered.
const REMEMBERED: usize = 1000;

/// A validated result.
#[derive(Debug, Clone)]
pub struct InlineResult {
    /// Unique in its answer.
    pub id: String,
    /// As the bot gave it.
    pub shown: Value,
    /// `text`, `entities`, `reply_markup` and the like of the message it becomes.
    pub content: Map<String, Value>,
}

/// An answer to an inline query.
#[derive(Debug, Clone, Default)]
pub struct InlineAnswer {
    /// At most 50.
    pub results: Vec<InlineResult>,
    /// What to ask for to get more; empty at the end.
    pub next_offset: String,
    /// The button above the results.
    pub button: Option<Value>,
}

/// Whom an answer may be given again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sharing {
    /// Everybody.
    Everybody,
    /// Only who asked.
    Personal,
}

/// What somebody typed after the bot's name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Who.
    pub user: i64,
    /// The words.
    pub query: String,
    /// Where the results are to go on.
    pub offset: String,
}

/// An inline query.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What was asked.
    pub question: Question,
    /// The answer, once it is there.
    pub answer: Option<InlineAnswer>,
    at: Instant,
}

/// A mention that calls the bot as a guest.
#[derive(Debug, Clone, Copy)]
pub struct GuestCall {
    /// Who called.
    pub user: i64,
    /// Where.
    pub chat: i64,
    /// The message that called.
    pub message_id: i64,
    at: Instant,
}

type CacheKey = (String, String, Option<i64>);

/// All queries, and the answers that may be given again.
#[derive(Debug)]
pub struct Inline {
    lifetime: Duration,
    next_id: u64,
    asked: BTreeMap<u64, Asked>,
    guest_calls: BTreeMap<u64, GuestCall>,
    cache: HashMap<CacheKey, (Instant, InlineAnswer)>,
}

impl Inline {
    /// No queries; later ones can be answered for `lifetime`.
    pub fn new(lifetime: Duration) -> Self {
        Inline {
            lifetime,
            next_id: 6_000_000_000_000_000_001,
            asked: BTreeMap::new(),
            guest_calls: BTreeMap::new(),
            cache: HashMap::new(),
        }
    }

    /// Remembers a query, perhaps with its answer, and gives its id.
    pub fn ask(&mut self, question: Question, answer: Option<InlineAnswer>) -> String {
        let id = self.new_id();
        self.asked.insert(id, Asked { question, answer, at: Instant::now() });
        if self.asked.len() > REMEMBERED {
            self.asked.pop_first();
        }
        id.to_string()
    }

    /// A query, answered or not.
    pub fn find(&self, id: &str) -> Option<&Asked> {
        self.asked.get(&id.parse().ok()?)
    }

    /// A query that may still be answered.
    pub fn open(&self, id: &str) -> Option<&Asked> {
        self.find(id).filter(|asked| asked.answer.is_none() && asked.at.elapsed() < self.lifetime)
    }

    /// Answers a query.
    pub fn answer(&mut self, id: &str, answer: InlineAnswer) {
        let asked = id.parse().ok().and_then(|id| self.asked.get_mut(&id));
        if let Some(asked) = asked {
            asked.answer = Some(answer);
        }
    }

    /// Keeps an answer for `time`.
    pub fn cache(&mut self, question: &Question, answer: &InlineAnswer, sharing: Sharing, time: Duration) {
        let now = Instant::now();
        self.cache.retain(|_, (until, _)| *until > now);
        let person = (sharing == Sharing::Personal).then_some(question.user);
        let key = (question.query.clone(), question.offset.clone(), person);
        if let Some(until) = now.checked_add(time).filter(|_| self.cache.len() < REMEMBERED) {
            self.cache.insert(key, (until, answer.clone()));
        }
    }

    /// A kept answer to the same question.
    pub fn cached(&self, question: &Question) -> Option<InlineAnswer> {
        [Some(question.user), None].into_iter().find_map(|person| {
            let key = (question.query.clone(), question.offset.clone(), person);
            let (until, answer) = self.cache.get(&key)?;
            (*until > Instant::now()).then(|| answer.clone())
        })
    }

    /// Remembers a call for a guest and gives its `guest_query_id`.
    pub fn open_guest_call(&mut self, user: i64, chat: i64, message_id: i64) -> String {
        let id = self.new_id();
        self.guest_calls.insert(id, GuestCall { user, chat, message_id, at: Instant::now() });
        if self.guest_calls.len() > REMEMBERED {
            self.guest_calls.pop_first();
        }
        id.to_string()
    }

    /// A call that may still be answered.
    pub fn guest_call(&self, id: &str) -> Option<GuestCall> {
        let call = self.guest_calls.get(&id.parse().ok()?).copied()?;
        (call.at.elapsed() < self.lifetime).then_some(call)
    }

    /// Ends a call.
    pub fn close_guest_call(&mut self, id: &str) {
        id.parse().ok().and_then(|id: u64| self.guest_calls.remove(&id));
    }

    fn new_id(&mut self) -> u64 {
        self.next_id += 1;
        self.next_id
    }
}

impl InlineAnswer {
    /// The answer as the control API shows it.
    pub fn page_json(&self) -> Value {
        let results: Vec<&Value> = self.results.iter().map(|result| &result.shown).collect();
        let mut answer = json!({ "results": results, "next_offset": self.next_offset });
        if let Some(button) = &self.button {
            answer["button"] = button.clone();
        }
        answer
    }
}

/// The `inline_message_id` of a message of a chat.
pub fn inline_message_id(chat: i64, message_id: i64) -> String {
    format!("AQ{chat:016x}{message_id:016x}")
}

/// The chat and the message an `inline_message_id` stands for.
pub fn place(id: &str) -> Option<(i64, i64)> {
    let digits = id.strip_prefix("AQ").filter(|digits| digits.len() == 32 && digits.is_ascii())?;
    let number = |part: &str| u64::from_str_radix(part, 16).ok().map(u64::cast_signed);
    Some((number(&digits[..16])?, number(&digits[16..])?))
}

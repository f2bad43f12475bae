//! Random faults: each call fails with the same probability, in one of several ways.
//!
//! Invariants: what happens to the n-th call of a method in a chat depends on the seed, the method, the chat and n
//! alone, whatever others do meanwhile; after a 429 a chat is refused until the time it named is over, and only
//! that chat.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::error::ApiError;
use crate::faults::fault::{Fault, Performance};

/// The method that fails only if a recipe names it: a bot calls it all the time.
const POLLING: &str = "getUpdates";

/// A way to fail.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// 429 with `retry_after`; the chat is refused until then.
    TooManyRequests,
    /// 500 in the words of the Bot API; nothing is done.
    ServerError,
    /// See [`Fault::Delay`].
    Delay,
    /// See [`Fault::Reset`].
    Reset,
    /// See [`Fault::Lost`].
    Lost,
    /// See [`Fault::Truncated`].
    Truncated,
    /// See [`Fault::Malformed`].
    Malformed,
    /// See [`Fault::Html`].
    Html,
    /// See [`Fault::Timeout`]; done or not by chance.
    Timeout,
}

/// What is ordered.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recipe {
    /// The probability that a call fails, 0 to 1.
    pub share: f64,
    /// The same seed gives the same faults.
    #[serde(default)]
    pub seed: u64,
    /// The ways to fail, each as likely as the others.
    pub kinds: Vec<Kind>,
    /// The methods that fail; all but `getUpdates` if not given.
    pub methods: Option<Vec<String>>,
    /// How long a `delay` and a `timeout` last.
    #[serde(default = "short")]
    pub delay_ms: u64,
    /// How long a 429 asks to wait, in seconds.
    #[serde(default = "a_second")]
    pub retry_after: u32,
}

/// A recipe, and what came of it so far.
#[derive(Debug)]
pub struct Mix {
    recipe: Recipe,
    /// How many calls there were, by method and whom they concerned.
    calls: HashMap<(String, String), u64>,
    /// Until when somebody is refused.
    bans: HashMap<String, Instant>,
}

/// What a mix has for a call.
#[derive(Debug, Clone, PartialEq)]
pub enum Chance {
    /// Nothing.
    Spared,
    /// A fault.
    Struck(Fault),
    /// A refusal, since the bot was told to wait and did not.
    TooEarly(Fault),
}

fn short() -> u64 {
    50
}

fn a_second() -> u32 {
    1
}

impl Mix {
    /// A fresh start.
    pub fn new(recipe: Recipe) -> Self {
        Mix { recipe, calls: HashMap::new(), bans: HashMap::new() }
    }

    /// What was asked for.
    pub fn recipe(&self) -> &Recipe {
        &self.recipe
    }

    /// What happens to a call that begins at `now`.
    pub fn chance(&mut self, method: &str, whom: &str, now: Instant) -> Chance {
        if !self.covers(method) {
            return Chance::Spared;
        }
        if let Some(left) = self.bans.get(whom).and_then(|end| end.checked_duration_since(now))
            && !left.is_zero()
        {
            return Chance::TooEarly(too_many_requests(left.as_secs() + u64::from(left.subsec_nanos() > 0)));
        }
        let calls = self.calls.entry((method.to_ascii_lowercase(), whom.to_owned())).or_default();
        *calls += 1;
        let call = (self.recipe.seed, method.to_ascii_lowercase(), whom, *calls);
        // The upper 53 bits are as many as a float holds.
        let rolled = (hash(&(&call, "whether")) >> 11) as f64 / (1_u64 << 53) as f64;
        if rolled >= self.recipe.share {
            return Chance::Spared;
        }
        let rolled = hash(&(&call, "how"));
        // A remainder by the length is an index.
        let kind = self.recipe.kinds[(rolled % self.recipe.kinds.len() as u64) as usize];
        if kind == Kind::TooManyRequests && !whom.is_empty() {
            self.bans.insert(whom.to_owned(), now + Duration::from_secs(self.recipe.retry_after.into()));
        }
        let performance = if rolled >> 63 == 0 { Performance::Done } else { Performance::LeftOut };
        Chance::Struck(self.fault(kind, performance))
    }

    fn covers(&self, method: &str) -> bool {
        match &self.recipe.methods {
            Some(methods) => methods.iter().any(|named| named.eq_ignore_ascii_case(method)),
            None => !method.eq_ignore_ascii_case(POLLING),
        }
    }

    fn fault(&self, kind: Kind, performance: Performance) -> Fault {
        let time = Duration::from_millis(self.recipe.delay_ms);
        match kind {
            Kind::TooManyRequests => too_many_requests(self.recipe.retry_after.into()),
            Kind::ServerError => Fault::Refuse(ApiError::new(500, "Internal Server Error")),
            Kind::Delay => Fault::Delay(time),
            Kind::Reset => Fault::Reset,
            Kind::Lost => Fault::Lost,
            Kind::Truncated => Fault::Truncated,
            Kind::Malformed => Fault::Malformed,
            Kind::Html => Fault::Html,
            Kind::Timeout => Fault::Timeout(time, performance),
        }
    }
}

fn too_many_requests(seconds: u64) -> Fault {
    let mut error = ApiError::new(429, format!("Too Many Requests: retry after {seconds}"));
    error.parameters = Some(json!({ "retry_after": seconds }));
    Fault::Refuse(error)
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

//! Faults, so that a bot's patience can be tried: the next calls of a method fail as ordered, or a share of all
//! calls fails at random ([`mix`]). [`orders`] is the way to ask for them.
//!
//! Invariant: an ordered fault comes before the mix, and each call meets one fault at most.

pub mod mix;
pub mod orders;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::error::ApiError;
use crate::faults::mix::{Chance, Mix};

/// What goes wrong with one call.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// The call is refused and has no effect.
    Refuse(ApiError),
    /// The call is handled as usual, after a while.
    Delay(Duration),
    /// The connection is reset before anything is done.
    Reset,
    /// The call is done, and the connection is reset instead of an answer.
    Lost,
    /// The call is done, and its answer ends in the middle of what its length has promised.
    Truncated,
    /// The call is done, and answered with 200 and something that is not JSON.
    Malformed,
    /// The call is not done; something before the Bot API answers 502 with a page.
    Html,
    /// No answer at all, until the connection is closed after a while.
    Timeout(Duration, Performance),
}

/// Whether a call has its effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Performance {
    /// It has.
    Done,
    /// Nothing happens.
    LeftOut,
}

/// Faults that wait for their calls, and a count of those that happened.
#[derive(Debug, Default)]
pub struct Faults {
    /// By method name in lower case.
    waiting: HashMap<String, VecDeque<Fault>>,
    mix: Option<Mix>,
    injected: BTreeMap<&'static str, u64>,
    impatient: u64,
}

impl Fault {
    /// Whether the call has its effect all the same.
    pub fn performance(&self) -> Performance {
        match self {
            Fault::Delay(_) | Fault::Lost | Fault::Truncated | Fault::Malformed => Performance::Done,
            Fault::Refuse(_) | Fault::Reset | Fault::Html => Performance::LeftOut,
            Fault::Timeout(_, performance) => *performance,
        }
    }

    /// Its name in counts and in the event log.
    pub fn name(&self) -> &'static str {
        match self {
            Fault::Refuse(error) if error.code == 429 => "too_many_requests",
            Fault::Refuse(error) if error.code >= 500 => "server_error",
            Fault::Refuse(_) => "refuse",
            Fault::Delay(_) => "delay",
            Fault::Reset => "reset",
            Fault::Lost => "lost",
            Fault::Truncated => "truncated",
            Fault::Malformed => "malformed",
            Fault::Html => "html",
            Fault::Timeout(..) => "timeout",
        }
    }
}

impl Faults {
    /// Orders one fault for a later call of `method`; several happen in the order they were given.
    pub fn order(&mut self, method: &str, fault: Fault) {
        self.waiting.entry(method.to_ascii_lowercase()).or_default().push_back(fault);
    }

    /// Lets a mix of faults stand from now on, or none. Bans of an earlier mix are over.
    pub fn stand(&mut self, mix: Option<Mix>) {
        self.mix = mix;
    }

    /// The fault for a call that begins now, if there is one. `whom` is whom the call concerns: a chat or a pressed
    /// button; empty for neither.
    pub fn next(&mut self, method: &str, whom: &str) -> Option<Fault> {
        let ordered = self.waiting.get_mut(&method.to_ascii_lowercase()).and_then(VecDeque::pop_front);
        let fault = match (ordered, &mut self.mix) {
            (Some(fault), _) => fault,
            (None, Some(mix)) => match mix.chance(method, whom, Instant::now()) {
                Chance::Spared => return None,
                Chance::Struck(fault) => fault,
                Chance::TooEarly(fault) => {
                    self.impatient += 1;
                    fault
                }
            },
            (None, None) => return None,
        };
        *self.injected.entry(fault.name()).or_default() += 1;
        Some(fault)
    }

    /// What happened so far: `{injected: {name: count}, impatient}`. Impatient are calls made before the time was over
    /// that a 429 of the mix had asked to wait.
    pub fn report(&self) -> Value {
        json!({ "injected": self.injected, "impatient": self.impatient })
    }
}

//! Fault injection, to test how a bot handles failures: the next calls of a method fail as ordered, or a share of all
//! calls fails at random ([`mix`]). The control API orders them.
//!
//! Invariant: an ordered fault comes before the mix, and each call meets one fault at most.

pub mod fault;
pub mod mix;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::time::Instant;

use serde_json::{Value, json};

use crate::faults::fault::Fault;
use crate::faults::mix::{Chance, Mix};

/// Faults that wait for their calls, and a count of those that happened.
#[derive(Debug, Default)]
pub struct Faults {
    /// By method name in lower case.
    waiting: HashMap<String, VecDeque<Fault>>,
    mix: Option<Mix>,
    injected: BTreeMap<&'static str, u64>,
    impatient: u64,
}

impl Faults {
    /// Orders one fault for a later call of `method`; several happen in the order they were given.
    pub fn order(&mut self, method: &str, fault: Fault) {
        self.waiting.entry(method.to_ascii_lowercase()).or_default().push_back(fault);
    }

    /// Sets or clears random fault injection. Bans of an earlier mix are over.
    pub fn set_mix(&mut self, mix: Option<Mix>) {
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

    /// What is ordered and what happened so far: `{waiting: [{method, fault, times}], mix, injected: {name: count},
    /// impatient}`. Method names are in lower case. Impatient are calls made before the time was over that a 429 of the
    /// mix had asked to wait.
    pub fn report(&self) -> Value {
        let mut waiting: BTreeMap<(&str, &str), usize> = BTreeMap::new();
        for (method, faults) in &self.waiting {
            for fault in faults {
                *waiting.entry((method, fault.name())).or_default() += 1;
            }
        }
        let waiting = waiting
            .into_iter()
            .map(|((method, fault), times)| json!({ "method": method, "fault": fault, "times": times }));
        json!({
            "waiting": waiting.collect::<Vec<_>>(), "mix": self.mix.as_ref().map(Mix::recipe),
            "injected": self.injected, "impatient": self.impatient,
        })
    }
}

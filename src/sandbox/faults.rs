//! Faults on order: the next calls of a method fail or are late, so that a bot's patience can be tried.

use std::collections::{HashMap, VecDeque};
use std::time::Duration;

use crate::sandbox::error::ApiError;

/// What goes wrong with one call.
#[derive(Debug, Clone, PartialEq)]
pub enum Fault {
    /// The call is refused and has no effect.
    Refuse(ApiError),
    /// The call is handled as usual, after a while.
    Delay(Duration),
}

/// Faults that wait for their call, by method name in lower case.
#[derive(Debug, Default)]
pub struct Faults {
    waiting: HashMap<String, VecDeque<Fault>>,
}

impl Faults {
    /// Orders one fault for a later call of `method`; several happen in the order they were given.
    pub fn order(&mut self, method: &str, fault: Fault) {
        self.waiting.entry(method.to_ascii_lowercase()).or_default().push_back(fault);
    }

    /// The fault for a call of `method` that begins now, if one was ordered.
    pub fn next(&mut self, method: &str) -> Option<Fault> {
        self.waiting.get_mut(&method.to_ascii_lowercase())?.pop_front()
    }
}

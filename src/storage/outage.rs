//! Logs the start and the end of a storage outage, once each. Reading and writing are logged separately, since a full
//! disk or a replica stops only one of them.

use std::fmt;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use crate::storage::error::StorageError;

/// Whether a storage works, judged by the results of its calls.
pub(super) struct Outage {
    /// The storage's name in the log, without a password.
    name: String,
    /// `None` while it works.
    reading: Mutex<Option<Current>>,
    /// Likewise.
    writing: Mutex<Option<Current>>,
}

/// What a call does.
#[derive(Clone, Copy, Debug)]
pub(super) enum Operation {
    Read,
    /// Also removing.
    Write,
}

struct Current {
    since: Instant,
    failures: u64,
}

impl Outage {
    pub(super) fn of(name: impl ToString) -> Self {
        Self { name: name.to_string(), reading: Mutex::default(), writing: Mutex::default() }
    }

    /// Records how a call ended. A conflict counts as working; a closed storage does not count.
    pub(super) fn note<T>(&self, operation: Operation, result: &Result<T, StorageError>) {
        let current = match operation {
            Operation::Read => &self.reading,
            Operation::Write => &self.writing,
        };
        // Each use leaves it consistent, even a poisoned one.
        let mut current = current.lock().unwrap_or_else(PoisonError::into_inner);
        match (result, &mut *current) {
            (Err(StorageError::Unavailable(_)), Some(current)) => current.failures += 1,
            (Err(StorageError::Unavailable(cause)), none) => {
                log::error!(
                    "{}: cannot {operation}: {cause}; answers still work, but nothing is remembered",
                    self.name
                );
                *none = Some(Current { since: Instant::now(), failures: 1 });
            }
            (Ok(_) | Err(StorageError::Conflict), Some(Current { since, failures })) => {
                let seconds = since.elapsed().as_secs();
                log::info!("{}: can {operation} again, after {seconds} s and {failures} failures", self.name);
                *current = None;
            }
            _ => {}
        }
    }
}

impl fmt::Display for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Operation::Read => "read sessions",
            Operation::Write => "write sessions",
        })
    }
}

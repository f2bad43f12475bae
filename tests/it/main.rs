//! All integration tests: one binary, a file or folder for each subject. They speak as a person would, and go
//! through the real thing.

#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at once")]

/// The browser that the package of the sandbox tests its page with.
#[path = "../../crates/telegram-bot-api-sandbox/tests/it/browser/mod.rs"]
#[allow(dead_code, reason = "the tests of the page use all of it")]
mod browser;
mod buttons;
mod claims;
mod clerk;
mod command_line;
mod consent;
mod conversation;
mod crash;
mod delivery;
mod feedback;
mod groups;
mod hostile;
mod intake;
mod interruptions;
mod languages;
mod offers;
mod page;
mod payers;
mod person;
mod pictures;
mod program;
mod reading;
mod remind;
mod repository;
mod servers;
mod snapshots;
mod storage;
mod terms;
mod traditional;
mod transcripts;
mod trials;
mod walk;
mod webhook;
mod whoami;

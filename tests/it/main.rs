//! All integration tests: one binary, a file or folder for each subject. They speak as a person would, and go
//! through the real thing.

#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at once")]

mod browser;
mod buttons;
mod claims;
mod clerk;
mod command_line;
mod conversation;
mod crash;
mod feedback;
mod groups;
mod hostile;
mod intake;
mod languages;
mod offers;
mod page;
mod page_groups;
mod payers;
mod person;
mod program;
mod puppet;
mod reading;
mod remind;
mod repository;
mod sandbox_api;
mod servers;
mod snapshots;
mod storage;
mod traditional;
mod transcripts;
mod trials;
mod walk;
mod webdriver;
mod webhook;
mod whoami;

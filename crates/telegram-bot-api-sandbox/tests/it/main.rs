//! The tests of the sandbox: over HTTP as a bot and a page use it, and through a real browser.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may stop at once")]

mod api;
#[allow(dead_code, reason = "the tests of the bot use what those of the page do not")]
mod browser;
mod page;
mod support;

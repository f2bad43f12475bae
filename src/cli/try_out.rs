//! The sandbox: a local Bot API, the real bot against it, and a chat page in the browser.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;

use tokio::runtime::Runtime;

use crate::bot::clock::Clock;
use crate::bot::content::Content;
use crate::bot::outgoing::pace::Limits;
use crate::bot::{self, Arrival};
use crate::cli::output::{FAILED, MISCONFIGURED, fail};
use crate::cli::{client, content};
use crate::config::ApiServer;
use crate::intake::ready::Ready;
use crate::intake::stop::stop_signal;
use crate::sandbox::{DEFAULT_PORT, Options, launch};
use crate::storage::any::AnyStorage;

/// Runs the sandbox until it is interrupted. Sessions live in memory and end with it.
pub(super) fn sandbox(port: Option<u16>, open: bool) -> ExitCode {
    let content = match content::served() {
        Ok(Ok(content)) => content,
        Ok(Err(code)) => return code,
        Err(error) => return fail(MISCONFIGURED, error),
    };
    match Runtime::new().and_then(|runtime| runtime.block_on(play(port, open, content))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(FAILED, error),
    }
}

async fn play(port: Option<u16>, open: bool, content: Content) -> io::Result<()> {
    let stop = stop_signal()?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port.unwrap_or(DEFAULT_PORT)));
    let sandbox = launch::start(Options { address, ..Options::default() }, port.is_some()).await?;
    let bot = client::client(sandbox.token(), &ApiServer { url: sandbox.api_url(), ca: None })?;
    print!("{}", launch::page_hint(&sandbox));
    if open {
        launch::open_page(&sandbox).unwrap_or_else(|error| eprintln!("no browser was opened: {error}"));
    }
    let storage = Arc::new(AnyStorage::Memory(Arc::default()));
    let (content, ready, clock) = (Arc::new(content), Ready::default(), Clock::default());
    let outcome =
        bot::run(bot, content, storage, Arrival::Polling, Limits::Unlimited, ready, clock, stop).await;
    sandbox.stop().await;
    outcome.map_err(io::Error::other)
}

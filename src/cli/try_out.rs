//! The sandbox: a local Bot API, the real bot against it, and a chat page in the browser.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::process::ExitCode;
use std::sync::Arc;

use tokio::runtime::Runtime;

use crate::bot::clock::Clock;
use crate::bot::content::Content;
use crate::bot::{self, Arrival};
use crate::cli::output::{FAILED, MISCONFIGURED, fail};
use crate::cli::{client, content};
use crate::config::ApiServer;
use crate::intake::ready::Ready;
use crate::intake::stop::stop_signal;
use crate::sandbox::{Options, Sandbox};
use crate::storage::AnyStorage;

/// Runs the sandbox until it is interrupted. Sessions live in memory and end with it.
pub(super) fn sandbox(port: u16) -> ExitCode {
    let content = match content::served() {
        Ok(Ok(content)) => content,
        Ok(Err(code)) => return code,
        Err(error) => return fail(MISCONFIGURED, error),
    };
    match Runtime::new().and_then(|runtime| runtime.block_on(play(port, content))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(FAILED, error),
    }
}

async fn play(port: u16, content: Content) -> io::Result<()> {
    let stop = stop_signal()?;
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let sandbox = Sandbox::start(Options { address, ..Options::default() }).await?;
    let bot = client::client(sandbox.token(), &ApiServer { url: sandbox.api_url(), ca: None })?;
    println!("Open http://{}/ in a browser; Ctrl+C ends it.", sandbox.address());
    let storage = Arc::new(AnyStorage::Memory(Arc::default()));
    let (content, ready, clock) = (Arc::new(content), Ready::default(), Clock::default());
    let outcome = bot::run(bot, content, storage, Arrival::Polling, ready, clock, stop).await;
    sandbox.stop().await;
    outcome.map_err(io::Error::other)
}

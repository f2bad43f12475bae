//! Serves Telegram until it is told to stop.

use std::io;
use std::process::ExitCode;
use std::sync::Arc;

use chrono::Local;
use teloxide::Bot;
use tokio::runtime::{Builder, Runtime};

use crate::bot;
use crate::bot::content::Content;
use crate::cli::{FAILED, MISCONFIGURED, TOKEN_REFUSED, fail, served_files};
use crate::config::{self, Config};
use crate::intake::polling::PollError;
use crate::intake::stop::stop_signal;
use crate::storage::AnyStorage;

/// Serves Telegram with the configuration of the environment.
pub(super) fn serve() -> ExitCode {
    let (config, content) = match Config::from_env().and_then(|config| Ok((config, content()?))) {
        Ok(ready) => ready,
        Err(error) => return fail(MISCONFIGURED, error),
    };
    let content = match content {
        Ok(content) => Arc::new(content),
        Err(code) => return code,
    };
    let runtime = match runtime() {
        Ok(runtime) => runtime,
        Err(error) => return fail(FAILED, error),
    };
    let storage = match runtime.block_on(AnyStorage::open(&config.storage)) {
        Ok(storage) => Arc::new(storage),
        Err(error) => return fail(MISCONFIGURED, format_args!("{}: {error}", config::STORAGE_URL)),
    };
    match runtime.block_on(poll(config, content, storage)) {
        Ok(code) => code,
        Err(error) => fail(FAILED, error),
    }
}

/// The content to serve; a list of its problems and the exit code if it cannot be.
pub(super) fn content() -> Result<Result<Content, ExitCode>, config::ConfigError> {
    let files = served_files()?;
    Ok(Content::load(&files, Local::now().date_naive()).map_err(|problems| {
        problems.iter().for_each(|problem| eprintln!("{problem}"));
        fail(MISCONFIGURED, format_args!("{}: {} problems", config::DIALOGUES_DIR, problems.len()))
    }))
}

/// A client for a Bot API server; on this machine no proxy leads there.
pub(super) fn client(token: &str, api_url: url::Url) -> io::Result<Bot> {
    let mut settings = teloxide::net::default_reqwest_settings();
    if config::is_loopback(&api_url) {
        settings = settings.no_proxy();
    }
    let client = settings.build().map_err(io::Error::other)?;
    Ok(Bot::with_client(token, client).set_api_url(api_url))
}

/// One thread for everybody: it rests nearly always, since nothing that blocks runs on it, and handing work to a
/// second one costs more processor time than the work.
fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread().enable_all().build()
}

async fn poll(config: Config, content: Arc<Content>, storage: Arc<AnyStorage>) -> io::Result<ExitCode> {
    let bot = client(config.token.reveal(), config.api_url)?;
    let stop = stop_signal()?;
    let outcome = bot::run(bot, content, Arc::clone(&storage), stop).await;
    storage.close().await;
    Ok(match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error @ PollError::TokenRefused(_)) => {
            fail(TOKEN_REFUSED, format_args!("{}: {error}", config::TOKEN))
        }
        Err(error @ PollError::Address) => fail(MISCONFIGURED, format_args!("{}: {error}", config::API_URL)),
    })
}

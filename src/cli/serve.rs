//! Serves Telegram until it is told to stop.

use std::io;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use chrono::Local;
use futures::FutureExt;
use metrics_exporter_prometheus::PrometheusHandle;
use teloxide::Bot;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

use crate::bot::clock::Clock;
use crate::bot::content::Content;
use crate::bot::outgoing::pace::Limits;
use crate::bot::{self, Arrival};
use crate::cli::{FAILED, MISCONFIGURED, TOKEN_REFUSED, fail, served_files};
use crate::config::{self, Config, ConfigError, Webhook};
use crate::intake::IntakeError;
use crate::intake::ready::Ready;
use crate::intake::stop::stop_signal;
use crate::intake::webhook::Door;
use crate::ops::{self, Check};
use crate::storage::AnyStorage;
use crate::telemetry;

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
        Err(error) => {
            // What may be better at the next start is no mistake of the configuration.
            let code = if error.may_pass() { FAILED } else { MISCONFIGURED };
            return fail(code, format_args!("{}: {error}", config::STORAGE_URL));
        }
    };
    let code = match runtime.block_on(open(config, content, storage)) {
        Ok(code) => code,
        Err(error) => fail(FAILED, error),
    };
    // Whatever still looks up a name is not waited for.
    runtime.shutdown_background();
    code
}

/// The content to serve; a list of its problems and the exit code if it cannot be.
pub(super) fn content() -> Result<Result<Content, ExitCode>, config::ConfigError> {
    let (files, issues) = (served_files()?, config::issues_url()?);
    let content = Content::load_reporting_to(issues.as_ref(), &files, Local::now().date_naive());
    Ok(content.map_err(|problems| {
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

/// Opens all doors, then serves. A door that cannot be opened is a mistake in the configuration.
async fn open(config: Config, content: Arc<Content>, storage: Arc<AnyStorage>) -> io::Result<ExitCode> {
    let (counters, arrival) = match (counters(&config).await, arrival(&config).await) {
        (Ok(counters), Ok(arrival)) => (counters, arrival),
        (Err(error), _) | (_, Err(error)) => return Ok(fail(MISCONFIGURED, error)),
    };
    let bot = client(config.token.reveal(), config.api_url)?;
    let ready = Ready::default();
    if let Some((listener, counted)) = counters {
        let check = check(ready.clone(), Arc::clone(&storage));
        // Ends with the runtime, so that whoever asks during the stop is told that we are not ready.
        tokio::spawn(ops::run(listener, counted, check));
    }
    let stop = stop_signal()?;
    let (served, clock) = (Arc::clone(&storage), Clock::default());
    let limits = match config.messages_per_second {
        0 => Limits::Unlimited,
        number => Limits::PerSecond(number),
    };
    let outcome = bot::run(bot, content, served, arrival, limits, ready, clock, stop).await;
    storage.close().await;
    Ok(match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error @ IntakeError::TokenRefused(_)) => {
            fail(TOKEN_REFUSED, format_args!("{}: {error}", config::TOKEN))
        }
        Err(error @ IntakeError::Address) => {
            fail(MISCONFIGURED, format_args!("{}: {error}", config::API_URL))
        }
    })
}

/// Ready is who takes updates over and can store what follows.
fn check(ready: Ready, storage: Arc<AnyStorage>) -> Check {
    Arc::new(move || {
        let (ready, storage) = (ready.clone(), Arc::clone(&storage));
        async move { ready.is_taking() && storage.healthy().await.is_ok() }.boxed()
    })
}

async fn counters(config: &Config) -> Result<Option<(TcpListener, PrometheusHandle)>, ConfigError> {
    let Some(address) = config.metrics else { return Ok(None) };
    let listener = listen(config::METRICS_LISTEN, address).await?;
    let counted = telemetry::install().map_err(|error| ConfigError::Malformed {
        variable: config::METRICS_LISTEN,
        reason: error.to_string(),
    })?;
    Ok(Some((listener, counted)))
}

async fn arrival(config: &Config) -> Result<Arrival, ConfigError> {
    let Some(Webhook { url, listen: address, secret }) = config.webhook.clone() else {
        return Ok(Arrival::Polling);
    };
    let listener = listen(config::WEBHOOK_LISTEN, address).await?;
    Ok(Arrival::Webhook(Door { url, secret, listener }))
}

async fn listen(variable: &'static str, address: SocketAddr) -> Result<TcpListener, ConfigError> {
    let listener = TcpListener::bind(address).await;
    let listener = listener.and_then(|listener| Ok((listener.local_addr()?, listener)));
    match listener {
        Ok((address, listener)) => {
            log::info!("{variable}: listening at {address}");
            Ok(listener)
        }
        Err(error) => {
            Err(ConfigError::Malformed { variable, reason: format!("cannot listen at {address}: {error}") })
        }
    }
}

//! Serves Telegram until it is stopped.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;
use std::{fmt, io};

use futures::FutureExt;
use metrics_exporter_prometheus::PrometheusHandle;
use teloxide::Bot;
use tokio::net::TcpListener;
use tokio::runtime::{Builder, Runtime};

use crate::api::call::CallError;
use crate::api::identity::get_me;
use crate::bot::clock::Clock;
use crate::bot::content::Content;
use crate::bot::outgoing::pace::Limits;
use crate::bot::{self, Arrival};
use crate::catalog::model::Catalog;
use crate::cli::client::client;
use crate::cli::output::{FAILED, MISCONFIGURED, TOKEN_REFUSED, fail};
use crate::cli::{content, systemd};
use crate::config::{self, Config, Webhook};
use crate::intake::faults::IntakeError;
use crate::intake::ready::Ready;
use crate::intake::stop::stop_signal;
use crate::intake::webhook::Endpoint;
use crate::ops::{self, Check};
use crate::storage::any::AnyStorage;
use crate::telemetry;

/// Threads for what blocks: looking up names. The default of 512 would exceed the limit of a container.
const BLOCKING_THREADS: usize = 8;

/// Timeout of the call that asks for the bot's name.
const GET_ME_TIMEOUT: Duration = Duration::from_secs(15);

/// Why it could not start, and the exit code for it.
struct Failed {
    code: u8,
    error: String,
}

impl Failed {
    fn new(code: u8, error: impl fmt::Display) -> Self {
        Self { code, error: error.to_string() }
    }
}

/// Serves Telegram with the configuration of the environment.
pub(super) fn serve() -> ExitCode {
    let runtime = match runtime() {
        Ok(runtime) => runtime,
        Err(error) => return fail(FAILED, error),
    };
    // Before the content is loaded: a stop that is asked for meanwhile is an orderly one.
    let stop = {
        let _context = runtime.enter();
        match stop_signal() {
            Ok(stop) => stop,
            Err(error) => return fail(FAILED, error),
        }
    };
    let (config, content) = match Config::from_env().and_then(|config| Ok((config, content::served()?))) {
        Ok(loaded) => loaded,
        Err(error) => return fail(MISCONFIGURED, error),
    };
    let content = match content {
        Ok(content) => Arc::new(content),
        Err(code) => return code,
    };
    let code = match runtime.block_on(start(config, content, stop)) {
        Ok(code) => code,
        Err(Failed { code, error }) => fail(code, error),
    };
    // A name that is still being looked up is not waited for.
    runtime.shutdown_background();
    code
}

/// One thread: it is idle most of the time, since nothing that blocks runs on it, and passing work to a second one
/// costs more processor time than the work.
fn runtime() -> io::Result<Runtime> {
    Builder::new_current_thread().enable_all().max_blocking_threads(BLOCKING_THREADS).build()
}

/// Opens the storage and binds the listeners, then serves.
async fn start(
    config: Config,
    content: Arc<Content>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<ExitCode, Failed> {
    let storage = AnyStorage::open(&config.storage).await.map_err(|error| {
        // What may succeed at the next start is no mistake of the configuration.
        let code = if error.may_pass() { FAILED } else { MISCONFIGURED };
        Failed::new(code, format_args!("{}: {error}", config::STORAGE_URL))
    })?;
    let storage = Arc::new(storage);
    let metrics = metrics(&config).await?;
    let arrival = arrival(&config).await?;
    let bot =
        client(config.token.reveal(), &config.api).map_err(|error| Failed::new(MISCONFIGURED, error))?;
    if config.api.is_exposed() {
        log::warn!("{}: plain http to another host: the token is sent unencrypted", config::API_URL);
    }
    let ready = Ready::default();
    if let Some((listener, handle)) = metrics {
        let check = check(ready.clone(), Arc::clone(&storage));
        // Ends with the runtime, so that a request during the stop is answered: not ready.
        tokio::spawn(ops::run(listener, handle, check));
    }
    tokio::spawn(log_start(bot.clone(), start_line(&config, &content.catalog)));
    tokio::spawn(systemd::watchdog());
    systemd::ready();
    let stop = stop.inspect(|()| systemd::stopping());
    let limits = match config.messages_per_second {
        0 => Limits::Unlimited,
        number => Limits::PerSecond(number),
    };
    let (served, clock) = (Arc::clone(&storage), Clock::default());
    let outcome = bot::run(bot, content, served, arrival, limits, ready, clock, stop).await;
    storage.close().await;
    match outcome {
        Ok(()) => Ok(ExitCode::SUCCESS),
        Err(error @ IntakeError::TokenRefused(_)) => {
            Err(Failed::new(TOKEN_REFUSED, format_args!("{}: {error}", config::TOKEN)))
        }
        Err(error @ IntakeError::Address) => {
            Err(Failed::new(MISCONFIGURED, format_args!("{}: {error}", config::API_URL)))
        }
    }
}

/// What is served, from where, in which languages, and how recent the facts are.
fn start_line(config: &Config, catalog: &Catalog) -> String {
    let arrival = match &config.webhook {
        Some(webhook) => format!("webhook {}", webhook.url),
        None => "polling".to_owned(),
    };
    let languages = catalog.languages().map(|lang| catalog.language(lang).id.to_string());
    let languages = languages.collect::<Vec<_>>().join(" ");
    let newest = catalog.facts().map(|fact| catalog.fact(fact).checked_on).max();
    let newest = newest.map_or_else(|| "never".to_owned(), |date| date.to_string());
    format!("{arrival}, storage {}, languages {languages}, facts checked on {newest}", config.storage)
}

/// Logs the start with the bot's name, which Telegram is asked for once. A refused token ends the process elsewhere.
async fn log_start(bot: Bot, line: String) {
    let name = match get_me(&bot, GET_ME_TIMEOUT).await {
        Ok(me) => format!("@{}", me.username),
        Err(CallError::TokenRefused(_)) => return,
        Err(_) => "the bot, whose name Telegram does not say yet".to_owned(),
    };
    log::info!("{} {} serves {name}: {line}", env!("CARGO_PKG_NAME"), env!("CARGO_PKG_VERSION"));
}

/// Ready means that updates arrive and the storage answers.
fn check(ready: Ready, storage: Arc<AnyStorage>) -> Check {
    Arc::new(move || {
        let (ready, storage) = (ready.clone(), Arc::clone(&storage));
        async move { ready.is_taking() && storage.healthy().await.is_ok() }.boxed()
    })
}

async fn metrics(config: &Config) -> Result<Option<(TcpListener, PrometheusHandle)>, Failed> {
    let Some(address) = config.metrics else { return Ok(None) };
    let listener = listen(config::METRICS_LISTEN, address).await?;
    let handle = telemetry::install().map_err(|error| Failed::new(FAILED, error))?;
    Ok(Some((listener, handle)))
}

async fn arrival(config: &Config) -> Result<Arrival, Failed> {
    let Some(Webhook { url, listen: address, secret }) = config.webhook.clone() else {
        return Ok(Arrival::Polling);
    };
    let listener = listen(config::WEBHOOK_LISTEN, address).await?;
    Ok(Arrival::Webhook(Endpoint { url, secret, listener }))
}

/// Binds an address. It may be free, or exist, at the next start, so a failure is no mistake of the configuration.
async fn listen(variable: &'static str, address: SocketAddr) -> Result<TcpListener, Failed> {
    let listener = TcpListener::bind(address).await;
    match listener.and_then(|listener| Ok((listener.local_addr()?, listener))) {
        Ok((address, listener)) => {
            log::info!("{variable}: listening at {address}");
            Ok(listener)
        }
        Err(error) => {
            Err(Failed::new(FAILED, format_args!("{variable}: cannot listen at {address}: {error}")))
        }
    }
}

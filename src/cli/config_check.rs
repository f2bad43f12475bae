//! Checks the configuration of `run` without serving: one line for each part, and an exit code.

use std::net::SocketAddr;
use std::process::ExitCode;
use std::time::Duration;

use teloxide::Bot;
use tokio::net::TcpListener;
use tokio::runtime::Builder;

use crate::api::call::CallError;
use crate::api::identity::get_me;
use crate::cli::client::client;
use crate::cli::output::{FAILED, MISCONFIGURED, TOKEN_REFUSED, fail, print};
use crate::config::{self, Config};
use crate::storage::any::AnyStorage;
use crate::storage::url::StorageUrl;

/// Timeout of the call.
const TIMEOUT: Duration = Duration::from_secs(15);

/// What is known of one part of the configuration, and the exit code if it cannot be used.
struct Finding {
    variable: &'static str,
    text: String,
    code: Option<u8>,
}

impl Finding {
    fn good(variable: &'static str, text: impl Into<String>) -> Self {
        Self { variable, text: text.into(), code: None }
    }

    fn bad(variable: &'static str, code: u8, error: impl ToString) -> Self {
        Self { variable, text: error.to_string(), code: Some(code) }
    }

    fn line(&self) -> String {
        let verdict = if self.code.is_none() { "ok" } else { "error" };
        format!("{}: {verdict}: {}\n", self.variable, self.text)
    }
}

/// Checks the token, the storage, the webhook's address and the metrics' address. The exit code is that of the first
/// part that cannot be used, as `run` would give it.
pub(super) fn check() -> ExitCode {
    let config = match Config::from_env() {
        Ok(config) => config,
        Err(error) => return fail(MISCONFIGURED, error),
    };
    let runtime = match Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(FAILED, error),
    };
    let findings = runtime.block_on(findings(&config));
    runtime.shutdown_background();
    let printed = print(&findings.iter().map(Finding::line).collect::<String>());
    match findings.iter().find_map(|finding| finding.code) {
        Some(code) => ExitCode::from(code),
        None => printed,
    }
}

async fn findings(config: &Config) -> Vec<Finding> {
    let mut findings = vec![match client(config.token.reveal(), &config.api) {
        Ok(bot) => token(&bot).await,
        Err(error) => Finding::bad(config::API_CA, MISCONFIGURED, error),
    }];
    if config.api.is_exposed() {
        findings.push(Finding::good(config::API_URL, "the token is sent to another host unencrypted"));
    }
    findings.push(storage(&config.storage).await);
    findings.push(match &config.webhook {
        Some(webhook) => listener(config::WEBHOOK_LISTEN, webhook.listen).await,
        None => Finding::good(config::WEBHOOK_URL, "not set, updates are polled"),
    });
    findings.push(match config.metrics {
        Some(address) => listener(config::METRICS_LISTEN, address).await,
        None => Finding::good(config::METRICS_LISTEN, "not set, there are no metrics"),
    });
    findings
}

async fn token(bot: &Bot) -> Finding {
    match get_me(bot, TIMEOUT).await {
        Ok(me) => Finding::good(config::TOKEN, format!("@{}", me.username)),
        Err(error @ CallError::TokenRefused(_)) => Finding::bad(config::TOKEN, TOKEN_REFUSED, error),
        Err(error) => Finding::bad(config::TOKEN, FAILED, error),
    }
}

/// Reads from the storage and changes nothing in it.
async fn storage(url: &StorageUrl) -> Finding {
    let bad = |code, error: &dyn std::fmt::Display| Finding::bad(config::STORAGE_URL, code, error);
    if let StorageUrl::Sqlite(path) = url
        && !path.exists()
    {
        let directory = path.parent().filter(|parent| !parent.as_os_str().is_empty());
        return match directory.is_none_or(|directory| directory.is_dir()) {
            true => Finding::good(config::STORAGE_URL, format!("{url} will be created")),
            false => bad(MISCONFIGURED, &format_args!("{url}: the directory does not exist")),
        };
    }
    match AnyStorage::open_read_only(url).await {
        Ok(storage) => {
            let healthy = storage.healthy().await;
            storage.close().await;
            match healthy {
                Ok(()) => Finding::good(config::STORAGE_URL, url.to_string()),
                Err(error) => bad(FAILED, &format_args!("{url}: {error}")),
            }
        }
        Err(error) => bad(if error.may_pass() { FAILED } else { MISCONFIGURED }, &error),
    }
}

async fn listener(variable: &'static str, address: SocketAddr) -> Finding {
    match TcpListener::bind(address).await {
        Ok(_) => Finding::good(variable, address.to_string()),
        Err(error) => Finding::bad(variable, FAILED, format_args!("cannot listen at {address}: {error}")),
    }
}

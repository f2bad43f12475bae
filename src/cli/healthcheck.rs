//! Asks a running bot whether it is ready; for containers, whose images have no HTTP client.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::process::ExitCode;
use std::time::Duration;

use tokio::runtime::Builder;

use crate::cli::output::{FAILED, MISCONFIGURED, fail};
use crate::config;

/// Timeout of the request; longer than the check behind it.
const TIMEOUT: Duration = Duration::from_secs(8);

/// Exit code 0 if `/readyz` at `METRICS_LISTEN` answers 200.
pub(super) fn healthcheck() -> ExitCode {
    let address = match config::metrics_listen() {
        Ok(Some(address)) => reachable(address),
        Ok(None) => return fail(MISCONFIGURED, format_args!("{} is not set", config::METRICS_LISTEN)),
        Err(error) => return fail(MISCONFIGURED, error),
    };
    let runtime = match Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(FAILED, error),
    };
    match runtime.block_on(status(address)) {
        Ok(200) => ExitCode::SUCCESS,
        Ok(status) => fail(FAILED, format_args!("http://{address}/readyz answers {status}")),
        Err(error) => fail(FAILED, format_args!("http://{address}/readyz: {error}")),
    }
}

async fn status(address: SocketAddr) -> Result<u16, reqwest::Error> {
    let client = reqwest::Client::builder().no_proxy().timeout(TIMEOUT).build()?;
    Ok(client.get(format!("http://{address}/readyz")).send().await?.status().as_u16())
}

/// An address that can be called instead of one that means all interfaces.
fn reachable(address: SocketAddr) -> SocketAddr {
    let ip = match address.ip() {
        IpAddr::V4(ip) if ip.is_unspecified() => Ipv4Addr::LOCALHOST.into(),
        IpAddr::V6(ip) if ip.is_unspecified() => Ipv6Addr::LOCALHOST.into(),
        ip => ip,
    };
    SocketAddr::new(ip, address.port())
}

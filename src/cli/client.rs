//! The HTTP client for a Bot API server.

use std::{fs, io};

use reqwest::Certificate;
use reqwest::redirect::Policy;
use teloxide::Bot;

use crate::config::{self, ApiServer};

/// The most idle connections: as many calls as are usually made at one time.
const IDLE_CONNECTIONS: usize = 32;

/// A client for a Bot API server. It follows no redirect, because the token is in the path of every request, and uses
/// no proxy for a server on this machine.
///
/// # Errors
/// The certificate authority cannot be read.
pub(super) fn client(token: &str, server: &ApiServer) -> io::Result<Bot> {
    let mut settings = teloxide::net::default_reqwest_settings()
        .redirect(Policy::none())
        .pool_max_idle_per_host(IDLE_CONNECTIONS);
    if config::is_loopback(&server.url) {
        settings = settings.no_proxy();
    }
    if let Some(path) = &server.ca {
        let unusable = |error: &dyn std::fmt::Display| {
            io::Error::other(format!("{}: {}: {error}", config::API_CA, path.display()))
        };
        let pem = fs::read(path).map_err(|error| unusable(&error))?;
        let authorities = Certificate::from_pem_bundle(&pem).map_err(|error| unusable(&error))?;
        if authorities.is_empty() {
            return Err(unusable(&"there is no certificate in the file"));
        }
        settings = settings.tls_built_in_root_certs(false);
        for authority in authorities {
            settings = settings.add_root_certificate(authority);
        }
    }
    let client = settings.build().map_err(io::Error::other)?;
    Ok(Bot::with_client(token, client).set_api_url(server.url.clone()))
}

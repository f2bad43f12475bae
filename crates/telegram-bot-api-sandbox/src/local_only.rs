//! Refuses requests that do not mean this machine: a web page of another site, or a name that was made to point here
//! (DNS rebinding), must not drive the sandbox.

use std::net::IpAddr;

use axum::extract::Request;
use axum::http::header::{HOST, ORIGIN};
use axum::http::{HeaderMap, HeaderName, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

const REFUSAL: &str = "This server answers only requests to localhost or a loopback address, \
                       and only pages of its own.\n";

/// Passes a request on, or answers 403.
pub async fn check(request: Request, next: Next) -> Response {
    if is_local(request.headers()) {
        next.run(request).await
    } else {
        (StatusCode::FORBIDDEN, REFUSAL).into_response()
    }
}

fn is_local(headers: &HeaderMap) -> bool {
    let value = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    let host = value(HOST).is_none_or(is_loopback);
    // A page says where it comes from in whatever it posts, and in whatever it asks of another site.
    let origin = value(ORIGIN)
        .is_none_or(|origin| origin.split_once("://").is_some_and(|(_, authority)| is_loopback(authority)));
    host && origin
}

/// Whether `name`, `name:port` or `[address]:port` is this machine.
fn is_loopback(authority: &str) -> bool {
    let bare = match authority.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => authority.rsplit_once(':').map_or(authority, |(name, _)| name),
    };
    bare.eq_ignore_ascii_case("localhost")
        || bare.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

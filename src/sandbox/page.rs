//! The chat page: three files that are part of the program, so nothing is read from disk.

use std::sync::Arc;

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::sandbox::world::World;

/// The page loads nothing from elsewhere and runs nothing that stands in the page itself.
const POLICY: &str =
    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";

/// The page's routes.
pub fn routes() -> Router<Arc<World>> {
    Router::new()
        .route(
            "/",
            get(async || file("text/html; charset=utf-8", include_str!("page/index.html"))),
        )
        .route(
            "/app.js",
            get(async || file("text/javascript; charset=utf-8", include_str!("page/app.js"))),
        )
        .route(
            "/style.css",
            get(async || file("text/css; charset=utf-8", include_str!("page/style.css"))),
        )
}

fn file(content_type: &'static str, text: &'static str) -> Response {
    let headers = [
        (CONTENT_TYPE, content_type),
        (CACHE_CONTROL, "no-store"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, text).into_response()
}

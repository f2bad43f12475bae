//! The chat page: plain files that are part of the program, so nothing is read from disk.

use std::sync::Arc;

use axum::Router;
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use include_dir::{Dir, File, include_dir};

use crate::state::world::World;

/// The page loads nothing from elsewhere and runs nothing that stands in the page itself.
const POLICY: &str =
    "default-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'";

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/src/page/files");

/// The page's routes: one for each file, and `/` for the page itself.
pub fn routes() -> Router<Arc<World>> {
    with_files(Router::new(), &FILES)
}

fn with_files(router: Router<Arc<World>>, folder: &'static Dir<'static>) -> Router<Arc<World>> {
    let router = folder.files().fold(router, |router, file| {
        let name = file.path().to_string_lossy();
        let route = match name.as_ref() {
            "index.html" => "/".to_owned(),
            name => format!("/{}", name.replace('\\', "/")),
        };
        router.route(&route, get(async move || serve(file)))
    });
    folder.dirs().fold(router, with_files)
}

fn serve(file: &'static File<'static>) -> Response {
    let headers = [
        (CONTENT_TYPE, content_type(file)),
        (CACHE_CONTROL, "no-store"),
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    (headers, file.contents()).into_response()
}

/// Browsers run a script only if it says what it is.
fn content_type(file: &File<'_>) -> &'static str {
    match file.path().extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    }
}

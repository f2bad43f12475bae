//! Copies the SQLite database of a bot that may be running.

use std::path::Path;
use std::process::ExitCode;

use crate::cli::output::{FAILED, MISCONFIGURED, fail, print};
use crate::config;
use crate::storage::sqlite::backup;
use crate::storage::url::StorageUrl;

/// Copies the database that `STORAGE_URL` names to `target`. Other storages have tools of their own.
pub(super) fn backup(target: &Path) -> ExitCode {
    let url = match config::storage_url() {
        Ok(url) => url,
        Err(error) => return fail(MISCONFIGURED, error),
    };
    let refuse = |reason: &str| fail(MISCONFIGURED, format_args!("{}: {url}: {reason}", config::STORAGE_URL));
    let StorageUrl::Sqlite(path) = &url else {
        return refuse("only SQLite is copied; back up a server with its own tools");
    };
    if !path.is_file() {
        return refuse("there is no such file");
    }
    match backup::backup(path, target) {
        Ok(()) => print(&format!("wrote {}\n", target.display())),
        Err(error) => fail(FAILED, error),
    }
}

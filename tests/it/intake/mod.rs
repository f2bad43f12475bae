//! How updates arrive: through real HTTP against a Bot API of our own, at the webhook, and into the dispatcher
//! directly.

mod dispatch;
mod fake;
mod polling;
mod recorder;
#[cfg(unix)]
mod stop;
mod webhook;

use std::time::Duration;

/// Fails instead of hanging. No test asserts a time.
async fn within<T>(work: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), work).await.expect("the test hangs")
}

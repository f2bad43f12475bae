//! Reports to systemd that the bot has started, is stopping, and still runs. Without systemd nothing happens.

use std::time::Duration;

use tokio::time::interval;

#[cfg(target_os = "linux")]
use sd_notify::NotifyState;

/// The bot has started: its listeners are bound and its storage is open.
pub(super) fn ready() {
    #[cfg(target_os = "linux")]
    notify(NotifyState::Ready);
}

/// The bot finishes what is in flight and ends.
pub(super) fn stopping() {
    #[cfg(target_os = "linux")]
    notify(NotifyState::Stopping);
}

/// Reports that the runtime still runs, twice in each interval of the watchdog; never ends. If the single thread of the
/// runtime is stuck, the reports stop, and systemd restarts the bot.
pub(super) async fn watchdog() {
    let Some(limit) = watchdog_limit() else { return std::future::pending().await };
    let mut turns = interval(limit / 2);
    loop {
        turns.tick().await;
        #[cfg(target_os = "linux")]
        notify(NotifyState::Watchdog);
    }
}

/// The interval of systemd's watchdog; `None` if there is none.
fn watchdog_limit() -> Option<Duration> {
    #[cfg(target_os = "linux")]
    {
        let mut microseconds = 0;
        if sd_notify::watchdog_enabled(false, &mut microseconds) && microseconds > 0 {
            return Some(Duration::from_micros(microseconds));
        }
    }
    None
}

#[cfg(target_os = "linux")]
fn notify(state: NotifyState<'_>) {
    if let Err(error) = sd_notify::notify(false, &[state]) {
        log::warn!("systemd cannot be notified: {error}");
    }
}

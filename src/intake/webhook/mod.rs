//! Telegram brings the updates itself, by HTTP, and counts one as delivered when it is answered with 200.
//!
//! The same promises as polling keeps, by other means: [`route`] answers an update only when its handler has ended, so
//! the 200 is the confirmation; everything that was not handled is answered with 503, and Telegram sends it again. It
//! sends the messages of one chat one after another, and up to [`MAX_CONNECTIONS`] updates of different ones at a time. So
//! all that can wait behind an update here is one of another kind, such as a press behind a message.
//!
//! The address is announced with `setWebhook` at every start, since nobody can ask which [`secret`] is set; setting the
//! same again changes nothing. It is not taken back at the end, so Telegram keeps what comes in between, and a process
//! that takes over on the same address misses nothing.

pub mod route;
pub mod secret;
mod strangers;

use std::convert::Infallible;
use std::future::{Future, pending};
use std::sync::Arc;
use std::time::Duration;

use teloxide::Bot;
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::time::sleep;
use url::Url;

use crate::api::updates::{SetWebhook, set_webhook};
use crate::intake::dispatch::{Dispatcher, Drained, Limits};
use crate::intake::faults::{Faults, Retry};
use crate::intake::ready::{Ready, Taking};
use crate::intake::stop::Alarm;
use crate::intake::webhook::route::{Stage, routes};
use crate::intake::webhook::secret::Secret;
use crate::intake::{Handler, IntakeError};
use crate::listen::{Bounds, serve};

/// So many updates Telegram may bring at one time: its own default.
pub const MAX_CONNECTIONS: u8 = 40;

/// How long a stop waits for the last answers to be taken.
const LAST_ANSWERS: Duration = Duration::from_secs(2);

/// Where Telegram finds us.
#[derive(Debug)]
pub struct Door {
    /// The address Telegram is told. Its path is served, and no other.
    pub url: Url,
    /// What proves that it is Telegram.
    pub secret: Secret,
    /// Where that address leads in the end.
    pub listener: TcpListener,
}

/// What can be tuned. Start from [`Options::new`].
#[derive(Clone, Debug)]
pub struct Options {
    /// The kinds of update wanted.
    pub allowed_updates: &'static [&'static str],
    /// How much is taken on at one time; what is beyond is answered with 503.
    pub limits: Limits,
    /// How much of the server the peers may take. The time for a head holds for a body as well.
    pub bounds: Bounds,
    /// The waits after faults of `setWebhook`.
    pub retry: Retry,
    /// How long a stop waits for what is in hand.
    pub finish_within: Duration,
    /// Shows that the webhook is set.
    pub ready: Ready,
    /// Ends it from elsewhere.
    pub alarm: Alarm,
}

impl Options {
    /// The defaults, for these kinds of update.
    pub fn new(allowed_updates: &'static [&'static str]) -> Self {
        Options {
            allowed_updates,
            limits: Limits::default(),
            bounds: Bounds::default(),
            retry: Retry::default(),
            finish_within: Duration::from_secs(10),
            ready: Ready::default(),
            alarm: Alarm::default(),
        }
    }
}

/// Serves until `shutdown` ends, then takes nothing more, finishes what is in hand, answers it and returns.
///
/// # Errors
/// [`IntakeError`] when going on is useless. What is in hand then gets the same time to finish.
pub async fn run<H: Handler>(
    bot: Bot,
    handler: Arc<H>,
    door: Door,
    options: Options,
    shutdown: impl Future<Output = ()>,
) -> Result<(), IntakeError> {
    let Door { url, secret, listener } = door;
    let dispatcher = Dispatcher::new(handler, options.limits);
    let stage = watch::Sender::new(Stage::Open);
    let routes = routes(&url, secret.clone(), dispatcher.clone(), &options, stage.subscribe());
    let mut closed = stage.subscribe();
    let server = serve(listener, options.bounds, routes, async move {
        // An error means that the run was dropped, which closes as well.
        let _ = closed.wait_for(|stage| *stage == Stage::Closed).await;
    });
    let work = async {
        let ended = tokio::select! {
            biased;
            () = shutdown => Ok(()),
            words = options.alarm.raised() => Err(IntakeError::TokenRefused(words)),
            Err(error) = announce(&bot, &url, &secret, &options) => Err(error),
        };
        options.ready.set(Taking::No);
        stage.send_replace(Stage::Stopping);
        if let Drained::Left(count) = dispatcher.drain(options.finish_within).await {
            log::warn!("{count} updates were not finished in time; Telegram will send them again");
        }
        stage.send_replace(Stage::Closed);
        ended
    };
    let (ended, ()) = tokio::join!(work, bounded(server, stage.subscribe()));
    ended
}

/// Runs the server to its end, but not much longer than to the close.
async fn bounded(server: impl Future<Output = std::io::Result<()>>, mut stage: watch::Receiver<Stage>) {
    let late = async {
        // An error means that nobody will close it any more.
        let _ = stage.wait_for(|stage| *stage == Stage::Closed).await;
        sleep(LAST_ANSWERS).await;
    };
    tokio::select! {
        served = server => {
            if let Err(error) = served {
                log::error!("the webhook's server ended: {error}");
            }
        }
        () = late => log::warn!("not everybody took the last answers in time"),
    }
}

/// Tells Telegram where to bring updates, until it agrees.
async fn announce(
    bot: &Bot,
    url: &Url,
    secret: &Secret,
    options: &Options,
) -> Result<Infallible, IntakeError> {
    let mut faults = Faults::new(options.retry);
    let webhook = SetWebhook {
        url: url.as_str(),
        secret_token: secret.reveal(),
        max_connections: MAX_CONNECTIONS,
        allowed_updates: options.allowed_updates,
    };
    while let Err(error) = set_webhook(bot, webhook).await {
        sleep(faults.wait_after(error)?).await;
    }
    faults.over();
    log::info!("Telegram brings the updates from now on");
    options.ready.set(Taking::Yes);
    pending().await
}

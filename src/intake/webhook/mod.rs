//! Receives updates from Telegram over HTTP.
//!
//! Makes the same promises as polling: [`route`] answers an update only when its handler has ended, so the 200 is the
//! confirmation; an update that was not handled is answered with 503, and Telegram sends it again. Telegram sends the
//! messages of one chat one after another, and up to [`MAX_CONNECTIONS`] updates of different chats at a time. So only
//! updates of another kind can wait in a per-chat queue here, such as a press behind a message.
//!
//! `setWebhook` is called at every start, because the Bot API does not say which [`secret`] is set; setting the same
//! again changes nothing. The webhook is not deleted at the end, so Telegram keeps the updates that arrive meanwhile
//! for the next process with the same URL.

pub mod route;
pub mod secret;
mod unauthorized;

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
use crate::http_server::{Bounds, serve};
use crate::intake::dispatch::{Dispatcher, Drained, Limits};
use crate::intake::faults::{Faults, IntakeError, Retry};
use crate::intake::handler::Handler;
use crate::intake::ready::{Ready, Taking};
use crate::intake::stop::Alarm;
use crate::intake::webhook::route::{Receiver, Stage};
use crate::intake::webhook::secret::Secret;
use crate::intake::webhook::unauthorized::UnauthorizedLog;

/// The most updates Telegram sends at one time: its own default.
pub const MAX_CONNECTIONS: u8 = 40;

/// How long a stop waits until the peers have read the last answers.
const LAST_ANSWERS: Duration = Duration::from_secs(2);

/// The webhook's URL, secret and listener.
#[derive(Debug)]
pub struct Endpoint {
    /// The URL that Telegram calls. Only its path is served.
    pub url: Url,
    /// Proves that a request comes from Telegram.
    pub secret: Secret,
    /// Receives the requests for that URL, directly or from a reverse proxy.
    pub listener: TcpListener,
}

/// What can be tuned. Start from [`Options::new`].
#[derive(Clone, Debug)]
pub struct Options {
    /// The kinds of update wanted.
    pub allowed_updates: &'static [&'static str],
    /// How much is accepted and handled at one time; what exceeds it is answered with 503.
    pub limits: Limits,
    /// Connections and reading times of the server.
    pub bounds: Bounds,
    /// The waits after faults of `setWebhook`.
    pub retry: Retry,
    /// How long a stop waits for what is in flight.
    pub finish_within: Duration,
    /// Shows whether updates arrive.
    pub ready: Ready,
    /// Ends the intake when Telegram refuses the token.
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

/// Serves until `shutdown` ends, then accepts nothing more, finishes and answers what is in flight, and returns.
///
/// # Errors
/// [`IntakeError`] when going on is useless. What is in flight then gets the same time to finish.
pub async fn run<H: Handler>(
    bot: Bot,
    handler: Arc<H>,
    endpoint: Endpoint,
    options: Options,
    shutdown: impl Future<Output = ()>,
) -> Result<(), IntakeError> {
    let Endpoint { url, secret, listener } = endpoint;
    let dispatcher = Dispatcher::new(handler, options.limits);
    let stage = watch::Sender::new(Stage::Open);
    let receiver = Receiver {
        path: url.path().to_owned(),
        secret: secret.clone(),
        dispatcher: dispatcher.clone(),
        read_within: options.bounds.read_within,
        stage: stage.subscribe(),
        unauthorized: UnauthorizedLog::default(),
    };
    let routes = receiver.routes();
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

/// Runs the server to its end, but at most [`LAST_ANSWERS`] longer than to the close.
async fn bounded(server: impl Future<Output = ()>, mut stage: watch::Receiver<Stage>) {
    let late = async {
        // An error means that it was closed as well.
        let _ = stage.wait_for(|stage| *stage == Stage::Closed).await;
        sleep(LAST_ANSWERS).await;
    };
    tokio::select! {
        () = server => {}
        () = late => log::warn!("not all peers read their last answers in time"),
    }
}

/// Calls `setWebhook` until Telegram accepts it.
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
    log::info!("the webhook is set");
    options.ready.set(Taking::Yes);
    pending().await
}

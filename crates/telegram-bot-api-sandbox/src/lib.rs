//! A local Bot API and a control API: the real bot can be tried in a browser, and tested, with no token and no
//! network.
//!
//! # Layout
//!
//! * [`world`] holds everything that exists (users, chats, messages) behind one lock; [`people`], [`message`],
//!   [`photos`], [`groups`], [`members`], [`topics`], [`inline`], [`taps`], [`profile`], [`settings`], [`updates`], [`events`] and
//!   [`faults`] are its parts.
//! * [`human`] is what people do in that world: found chats, join, write, press, ask, block. [`privacy`], [`ephemeral`]
//!   and [`guest`] decide who is told of it.
//! * [`api`] is the Bot API's door: [`params`] reads a call in any encoding, [`methods`] are the calls, [`error`]
//!   is how they refuse; [`mod@line`] is a connection that breaks on order. [`markup`], [`entities`] and [`keyboard`]
//!   judge what a bot wants to show.
//! * [`webhook`] brings updates to a bot that does not ask for them.
//! * [`control`] is the page's and the tests' door, [`page`] the page itself.
//!
//! The sandbox is strict where Telegram is strict, and a little stricter where Telegram would silently ignore a
//! mistake; such refusals end in `(sandbox)`. It knows nothing of the bot that is tried in it.

pub mod api;
pub mod control;
pub mod entities;
pub mod ephemeral;
pub mod error;
pub mod events;
pub mod faults;
pub mod groups;
pub mod guest;
pub mod html_tags;
pub mod human;
pub mod inline;
pub mod keyboard;
pub mod line;
pub mod markup;
pub mod members;
pub mod message;
pub mod methods;
pub mod page;
pub mod params;
pub mod people;
pub mod photos;
pub mod privacy;
pub mod profile;
pub mod settings;
pub mod taps;
pub mod topics;
pub mod updates;
pub mod webhook;
pub mod world;

use std::future::Future;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use url::Url;

use crate::line::{Line, Lines};
use crate::world::World;

/// The only token the sandbox accepts. It has the shape of a real one and opens nothing.
pub const TOKEN: &str = "7000000001:AAsandbox-sandbox-sandbox-sandbox-1";

/// Whether the event log repeats the parameters of every call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallParams {
    /// Kept, as the page and most tests want.
    Kept,
    /// Left out, for load tests.
    Omitted,
}

/// How a sandbox is set up.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where to listen; a loopback address. Port 0 takes any free port.
    pub address: SocketAddr,
    /// The bot's name until it sets one.
    pub bot_name: String,
    /// The bot's username, without `@`.
    pub bot_username: String,
    /// How long a pressed button, an inline query or a call for a guest may be answered.
    pub callback_lifetime: Duration,
    /// How many events are kept.
    pub event_capacity: usize,
    /// Whether `call` events carry parameters.
    pub call_params: CallParams,
}

impl Default for Options {
    fn default() -> Self {
        Options {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            bot_name: "Sandbox bot".into(),
            bot_username: "sandbox_bot".into(),
            callback_lifetime: Duration::from_secs(15),
            event_capacity: 20_000,
            call_params: CallParams::Kept,
        }
    }
}

/// A running sandbox. It stops when dropped; [`Sandbox::stop`] also waits for its end.
#[derive(Debug)]
pub struct Sandbox {
    address: SocketAddr,
    api_url: Url,
    world: Arc<World>,
    stop: oneshot::Sender<()>,
    server: JoinHandle<io::Result<()>>,
}

impl Sandbox {
    /// Starts a sandbox on a loopback address.
    ///
    /// # Errors
    /// `InvalidInput` for an address others could reach, else whatever binding it gives.
    pub async fn start(options: Options) -> io::Result<Self> {
        if !options.address.ip().is_loopback() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "the sandbox listens on loopback only"));
        }
        let listener = TcpListener::bind(options.address).await?;
        let address = listener.local_addr()?;
        let api_url = Url::parse(&format!("http://{address}/")).map_err(io::Error::other)?;
        let world = Arc::new(World::new(options));
        let (stop, stopped) = oneshot::channel::<()>();
        let server = tokio::spawn(run(listener, Arc::clone(&world), async {
            // An error means that the handle was dropped, which stops the sandbox just as well.
            let _ = stopped.await;
        }));
        Ok(Sandbox { address, api_url, world, stop, server })
    }

    /// Where the sandbox listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address for a Bot API client, for instance teloxide's `Bot::set_api_url`.
    pub fn api_url(&self) -> Url {
        self.api_url.clone()
    }

    /// The token the sandbox accepts.
    pub fn token(&self) -> &'static str {
        TOKEN
    }

    /// The world itself, for looking into it without HTTP.
    pub fn world(&self) -> &Arc<World> {
        &self.world
    }

    /// Ends all long polls, waits for the calls under way, and gives the port back.
    pub async fn stop(self) {
        // An error means that the server has ended by itself.
        let _ = self.stop.send(());
        let _ = self.server.await;
    }
}

/// Serves a world on a listener until `shutdown` is over.
///
/// # Errors
/// What the listener gives.
pub async fn run(
    listener: TcpListener,
    world: Arc<World>,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let closing = Arc::clone(&world);
    let delivering = tokio::spawn(webhook::deliver(Arc::clone(&world)));
    let service = router(world).into_make_service_with_connect_info::<Line>();
    let served = axum::serve(Lines(listener), service)
        .with_graceful_shutdown(async move {
            shutdown.await;
            closing.close();
        })
        .await;
    // An error would be a panic, which has been told of.
    let _ = delivering.await;
    served
}

/// All routes, for connections with a [`Line`]: the page, the control API, and the Bot API for every other path.
pub fn router(world: Arc<World>) -> Router {
    Router::new().merge(page::routes()).merge(control::routes()).fallback(api::answer).with_state(world)
}

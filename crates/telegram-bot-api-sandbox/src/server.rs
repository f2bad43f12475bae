//! A running sandbox: one listener on a loopback address with the page, the control API and the Bot API.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use url::Url;

use crate::connection::{ConnectionHandle, FaultListener};
use crate::options::{Options, bot_id};
use crate::state::world::World;
use crate::{bot_api, control, local_only, page, webhook};

/// The port for people: bookmarks and browser storage stay valid from run to run.
pub const DEFAULT_PORT: u16 = 7100;
/// How many ports after the wanted one are tried.
const PORTS_TRIED: u16 = 20;

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
    /// `InvalidInput` for an address others could reach or a token that is none, else what binding gives, with the
    /// address.
    pub async fn start(options: Options) -> io::Result<Self> {
        let listener = bind(options.address).await?;
        Self::start_on(listener, options)
    }

    /// Starts a sandbox on the port of the options, or on the next free one after it.
    ///
    /// # Errors
    /// As [`Sandbox::start`], if none of these ports is free.
    pub async fn start_on_next_free_port(options: Options) -> io::Result<Self> {
        let wanted = options.address;
        for step in 1..=PORTS_TRIED {
            match bind(SocketAddr::new(wanted.ip(), wanted.port().saturating_add(step - 1))).await {
                Ok(listener) => return Self::start_on(listener, options),
                Err(error) if error.kind() == io::ErrorKind::AddrInUse && step < PORTS_TRIED => {}
                Err(error) => return Err(error),
            }
        }
        bind(wanted).await.and_then(|listener| Self::start_on(listener, options))
    }

    fn start_on(listener: TcpListener, options: Options) -> io::Result<Self> {
        if bot_id(&options.token).is_none() {
            let reason = "a token has the form <id>:<secret>, for instance 7000000001:any-secret";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, reason));
        }
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

    /// The root for a Bot API client, for instance teloxide's `Bot::set_api_url`.
    pub fn api_url(&self) -> Url {
        self.api_url.clone()
    }

    /// The token the sandbox accepts.
    pub fn token(&self) -> &str {
        self.world.token()
    }

    /// The data itself, to read and change it without HTTP.
    pub fn world(&self) -> &Arc<World> {
        &self.world
    }

    /// Ends all long polls, waits for the calls in flight, and gives the port back.
    pub async fn stop(self) {
        // An error means that the server has ended by itself.
        let _ = self.stop.send(());
        let _ = self.server.await;
    }
}

/// Binds a loopback address; an error names it.
async fn bind(address: SocketAddr) -> io::Result<TcpListener> {
    if !address.ip().is_loopback() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "the sandbox listens on loopback only"));
    }
    let named =
        |error: io::Error| io::Error::new(error.kind(), format!("cannot listen on {address}: {error}"));
    TcpListener::bind(address).await.map_err(named)
}

/// Serves a sandbox on a listener until `shutdown` is over.
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
    let service = router(world).into_make_service_with_connect_info::<ConnectionHandle>();
    let served = axum::serve(FaultListener(listener), service)
        .with_graceful_shutdown(async move {
            shutdown.await;
            closing.close();
        })
        .await;
    // An error would be a panic, which the panic hook has reported.
    let _ = delivering.await;
    served
}

/// All routes, for connections with a [`ConnectionHandle`]: the page, the control API, and the Bot API for every
/// other path. Requests that name another host, or come from another site's page, are refused.
pub fn router(world: Arc<World>) -> Router {
    let routes = Router::new().merge(page::routes()).merge(control::routes()).fallback(bot_api::answer);
    routes.layer(from_fn(local_only::check)).with_state(world)
}

//! The loopback server: commands, events, attachments, the interface, health.
//!
//! Owns who may ask (names, origins, sessions, keys, limits) and how bytes travel. What a command
//! does, and what it needs, is not here: every request goes through `longhand_api::dispatch`.

mod attachments;
mod body;
mod disposition;
mod events;
mod failure;
mod guard;
mod health;
mod identity;
mod in_process;
mod interface;
mod limits;
mod metrics;
mod observe;
mod range;
mod rpc;
mod serve;
mod session;
mod sign_in;
mod uploads;

use std::future::{Ready, ready};
use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::http::StatusCode;
use axum::http::header::{ALLOW, HeaderName};
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use longhand_api::App;
use tokio::sync::{Semaphore, watch};

pub use limits::Limits;
pub use serve::{BindError, bind, run};
pub use uploads::private_folder;

use guard::Names;
use identity::Accepted;
use limits::Meters;
use metrics::Metrics;
use session::Sessions;
use uploads::Uploads;

/// A server of one library. Cloning is cheap; all clones are the same server.
#[derive(Clone)]
pub struct Server(Arc<Inner>);

struct Inner {
    app: App,
    address: SocketAddr,
    names: Names,
    limits: Limits,
    meters: Meters,
    sessions: Sessions,
    accepted: Accepted,
    uploads: Uploads,
    metrics: Arc<Metrics>,
    event_streams: Arc<Semaphore>,
    stop: watch::Sender<bool>,
}

impl Server {
    /// Prepares a server that is reached at a loopback address.
    pub fn new(app: App, address: SocketAddr, limits: Limits) -> Self {
        Self(Arc::new(Inner {
            names: Names::of(address),
            meters: Meters::new(&limits),
            sessions: Sessions::new(app.sources().clone(), address.port()),
            accepted: Accepted::default(),
            uploads: Uploads::new(app.sources().clone()),
            metrics: Arc::default(),
            event_streams: Arc::new(Semaphore::new(limits.event_streams)),
            stop: watch::Sender::new(false),
            app,
            address,
            limits,
        }))
    }

    /// Makes a link that signs one browser in. Whoever has the link has the library: it is for the
    /// person's eyes, never for a log.
    pub fn link(&self) -> String {
        format!(
            "http://{}/#token={}",
            self.0.address,
            self.0.sessions.token()
        )
    }

    /// Returns the address without a token.
    pub fn address(&self) -> SocketAddr {
        self.0.address
    }

    /// Makes the routes with everything that guards them.
    pub fn router(&self) -> Router {
        self.routes()
            .layer(from_fn_with_state(self.clone(), identity::identify))
            .layer(from_fn_with_state(self.clone(), guard::door))
            .layer(from_fn_with_state(self.clone(), observe::observe))
    }

    /// Makes the routes for callers of this process, who need no guards.
    fn observed(&self) -> Router {
        self.routes()
            .layer(from_fn_with_state(self.clone(), observe::observe))
    }

    fn routes(&self) -> Router {
        Router::new()
            .route("/v1/rpc/{name}", post(rpc::call).options(allow("POST")))
            .route("/v1/events", get(events::stream).options(allow("GET,HEAD")))
            .route(
                "/v1/attachments",
                post(attachments::add).options(allow("POST")),
            )
            .route(
                "/v1/attachments/{id}",
                get(attachments::read).options(allow("GET,HEAD")),
            )
            .route("/v1/uploads", post(uploads::add).options(allow("POST")))
            .route("/v1/session", post(sign_in::open).options(allow("POST")))
            .route(
                "/v1/openapi.json",
                get(health::openapi).options(allow("GET,HEAD")),
            )
            .route("/health", get(health::health).options(allow("GET,HEAD")))
            .route("/metrics", get(health::metrics).options(allow("GET,HEAD")))
            .fallback(interface::serve)
            .with_state(self.clone())
    }

    /// Asks the open event streams to end.
    pub(crate) fn stop(&self) {
        self.0.stop.send_replace(true);
    }

    /// Ends when the server was asked to stop.
    pub(crate) fn stopped(&self) -> impl Future<Output = ()> + Send + use<> {
        let mut stop = self.0.stop.subscribe();
        async move {
            // An error means that the server is gone, which is the same.
            let _gone = stop.wait_for(|stop| *stop).await;
        }
    }

    pub(crate) fn app(&self) -> &App {
        &self.0.app
    }

    pub(crate) fn names(&self) -> &Names {
        &self.0.names
    }

    pub(crate) fn limits(&self) -> &Limits {
        &self.0.limits
    }

    pub(crate) fn meters(&self) -> &Meters {
        &self.0.meters
    }

    pub(crate) fn sessions(&self) -> &Sessions {
        &self.0.sessions
    }

    pub(crate) fn accepted(&self) -> &Accepted {
        &self.0.accepted
    }

    pub(crate) fn uploads(&self) -> &Uploads {
        &self.0.uploads
    }

    pub(crate) fn metrics(&self) -> &Arc<Metrics> {
        &self.0.metrics
    }

    pub(crate) fn event_streams(&self) -> Arc<Semaphore> {
        Arc::clone(&self.0.event_streams)
    }
}

/// Answers which methods a route has. No header grants anything to another origin.
fn allow(
    methods: &'static str,
) -> impl Fn() -> Ready<(StatusCode, [(HeaderName, &'static str); 1])> + Clone {
    move || ready((StatusCode::NO_CONTENT, [(ALLOW, methods)]))
}

impl std::fmt::Debug for Server {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Server")
            .field("address", &self.0.address)
            .finish_non_exhaustive()
    }
}

//! Listening, and stopping well: what is under way is finished, within limits.

use std::io;
use std::net::SocketAddr;
use std::time::Duration;

use tokio::net::TcpListener;

use crate::Server;

/// How long requests that are under way may take when the server stops.
const GRACE: Duration = Duration::from_secs(10);

/// Why a server cannot listen.
#[derive(Debug, thiserror::Error)]
pub enum BindError {
    /// An address that other computers reach.
    #[error("{address} can be reached from other computers; only loopback addresses are served")]
    NotLoopback {
        /// The address.
        address: SocketAddr,
    },
    /// The system refused, for example because the port is taken.
    #[error("{address} cannot be listened on: {}", reason(source))]
    Refused {
        /// The address.
        address: SocketAddr,
        /// The cause.
        #[source]
        source: io::Error,
    },
}

/// Listens on a loopback address; port 0 takes any that is free.
///
/// # Errors
/// [`BindError::NotLoopback`] before anything is opened; [`BindError::Refused`] by the system.
pub async fn bind(address: SocketAddr) -> Result<TcpListener, BindError> {
    if !address.ip().is_loopback() {
        return Err(BindError::NotLoopback { address });
    }
    TcpListener::bind(address)
        .await
        .map_err(|source| BindError::Refused { address, source })
}

/// Serves until `stop` ends, then finishes what is under way, for ten seconds at most.
///
/// # Errors
/// The listener failed.
pub async fn run(
    server: &Server,
    listener: TcpListener,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let stopping = server.clone();
    let router = server.router();
    let serving = axum::serve(listener, router).with_graceful_shutdown(async move {
        stop.await;
        stopping.stop();
    });
    let overdue = async {
        server.stopped().await;
        tokio::time::sleep(GRACE).await;
    };
    tokio::select! {
        ended = serving.into_future() => ended,
        () = overdue => Ok(()),
    }
}

fn reason(error: &io::Error) -> &'static str {
    const REASONS: [(io::ErrorKind, &str); 3] = [
        (io::ErrorKind::AddrInUse, "another program listens there"),
        (
            io::ErrorKind::PermissionDenied,
            "the system does not permit it",
        ),
        (
            io::ErrorKind::AddrNotAvailable,
            "this computer has no such address",
        ),
    ];
    REASONS
        .iter()
        .find(|(kind, _)| *kind == error.kind())
        .map_or("the system refused", |(_, reason)| reason)
}

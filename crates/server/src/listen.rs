//! The accept loop. `axum::serve` sets no timer, so that a slow client could keep its connection for ever
//! (hyper's header timeout needs one); here heads are timed, connections counted, and a stop drains.

use std::{convert::Infallible, sync::Arc, time::Duration};

use axum::{Extension, Router};
use hyper::{server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
};
use tower::ServiceExt as _;

use crate::guard::{Local, Peer};

/// Connections at a time; more wait in the kernel's queue.
const CONNECTIONS: u32 = 512;
/// From the first byte we wait for to the end of a request's head, idle keep-alive included.
const HEAD: Duration = Duration::from_secs(10);
/// For running requests after a stop.
const DRAIN: Duration = Duration::from_secs(25);

/// Serves until `stop`, then finishes what runs (at most 25 s).
pub(crate) async fn accept(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send,
) {
    let places = Arc::new(Semaphore::new(CONNECTIONS as usize));
    let (stopping, stopped) = watch::channel(false);
    tokio::pin!(stop);
    loop {
        let next = async {
            let place = Arc::clone(&places).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, connection) = tokio::select! {
            () = &mut stop => break,
            next = next => next,
        };
        match (place, connection) {
            (Ok(place), Ok((stream, peer))) => {
                let router = router.clone().layer(Extension(Peer(peer)));
                tokio::spawn(converse(stream, router, stopped.clone(), place));
            }
            // Out of file handles, or the client is gone already: let others finish first.
            _ => tokio::time::sleep(Duration::from_millis(100)).await,
        }
    }
    drop(listener);
    stopping.send_replace(true);
    if tokio::time::timeout(DRAIN, places.acquire_many(CONNECTIONS))
        .await
        .is_err()
    {
        tracing::warn!("requests were still running when the time to stop was over");
    }
}

/// One connection, until either side ends it.
async fn converse(
    stream: TcpStream,
    router: Router,
    mut stopped: watch::Receiver<bool>,
    _place: OwnedSemaphorePermit,
) {
    let Ok(local) = stream.local_addr() else {
        return;
    };
    let router = router.layer(Extension(Local(local)));
    let service = service_fn(move |request: hyper::Request<hyper::body::Incoming>| {
        let router = router.clone();
        async move {
            Ok::<_, Infallible>(
                router
                    .oneshot(request)
                    .await
                    .unwrap_or_else(|never| match never {}),
            )
        }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(64 << 10);
    let connection = http.serve_connection(TokioIo::new(stream), service);
    tokio::pin!(connection);
    let told = async move { stopped.wait_for(|stopped| *stopped).await.is_ok() };
    let ended = tokio::select! {
        ended = connection.as_mut() => ended,
        _ = told => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}

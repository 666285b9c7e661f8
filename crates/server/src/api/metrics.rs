//! What is counted, for Prometheus.

use std::net::SocketAddr;

use axum::{
    Extension,
    http::header,
    response::{IntoResponse as _, Response},
};
use prometheus_client::encoding::prometheus_text::CONTENT_TYPE;

use super::health;
use crate::{desk::Desk, failure::Failure, guard::Peer, metrics::Exposure};

/// Counts, times and states in the text form of Prometheus. To others than this machine only where the settings say so.
#[utoipa::path(get, path = "/metrics", responses(
    (status = 200, body = String, content_type = "text/plain"),
    (status = 404, body = crate::wire::Problem, content_type = "application/problem+json",
        description = "Not from here, by the settings"),
))]
pub(crate) async fn metrics(
    desk: Desk,
    peer: Option<Extension<Peer>>,
) -> Result<Response, Failure> {
    let peer = peer.map(|Extension(Peer(address))| address);
    if !is_open(desk.setup.metrics, peer) {
        return Err(Failure::NoPage);
    }
    let health = health::look(&desk).await;
    let author = desk.setup.author.as_ref();
    let writer = author.map_or("none", |author| match author.writer.is_resting() {
        true => "resting",
        false => "ready",
    });
    let text = desk.metrics.text(&health, writer, &desk.queues());
    Ok(([(header::CONTENT_TYPE, CONTENT_TYPE)], text).into_response())
}

fn is_open(exposure: Exposure, peer: Option<SocketAddr>) -> bool {
    match exposure {
        Exposure::Off => false,
        Exposure::Loopback => peer.is_some_and(|peer| peer.ip().to_canonical().is_loopback()),
        Exposure::Anyone => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_may_read_them() {
        fn check(exposure: Exposure, near: bool, far: bool) {
            for (peer, expect) in [
                ("127.0.0.1:1", near),
                ("[::1]:1", near),
                ("[::ffff:127.0.0.1]:1", near),
                ("10.0.0.7:1", far),
            ] {
                let peer = peer.parse().ok();
                assert_eq!(is_open(exposure, peer), expect, "{exposure:?} {peer:?}");
            }
        }
        check(Exposure::Off, false, false);
        check(Exposure::Loopback, true, false);
        check(Exposure::Anyone, true, true);
        assert!(!is_open(Exposure::Loopback, None), "from nowhere known");
    }
}

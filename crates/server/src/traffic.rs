//! What stands around every request: its id, how it is counted and told, and whether the caller asked too much.

use std::{sync::Arc, time::Instant};

use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use tracing::Instrument as _;

use crate::{
    desk::Office,
    failure::Failure,
    guard::Peer,
    limits::Class,
    request_id::{self, RequestId},
    vouching::VouchedBy,
};

/// Middleware: gives the request its id, and tells and counts how it was answered. What is told is the route's template,
/// never the address: that may hold a question.
pub(crate) async fn observe(
    State(office): State<Arc<Office>>,
    mut request: Request,
    next: Next,
) -> Response {
    let (id, started) = (RequestId::fresh(), Instant::now());
    let (method, route) = (request.method().clone(), route(&request));
    request.extensions_mut().insert(id);
    if let Some(vouching) = &office.setup.vouching {
        let label = VouchedBy(Arc::clone(&vouching.label));
        request.extensions_mut().insert(label);
    }
    // Of the highest level, so that it stands on every line that is written at all.
    let span = tracing::error_span!("request", request_id = %id);
    let mut response = next.run(request).instrument(span.clone()).await;
    response
        .headers_mut()
        .insert(request_id::HEADER, id.header());
    let (status, took) = (response.status().as_u16(), started.elapsed());
    office.metrics.answered(&method, &route, status, took);
    let milliseconds = took.as_secs_f64() * 1_000.0;
    span.in_scope(|| tracing::info!(%method, route, status, milliseconds, "answered"));
    response
}

/// Middleware: turns away who asked too much in the last minute.
pub(crate) async fn admit(
    State(office): State<Arc<Office>>,
    request: Request,
    next: Next,
) -> Response {
    let class = Class::of(request.method(), &route(&request));
    let peer = request.extensions().get::<Peer>().copied();
    match class.map_or(Ok(()), |class| office.spend(peer, class)) {
        Ok(()) => next.run(request).await,
        Err(failure) => failure.into_response(),
    }
}

/// The same for an account, once it is known whose request it is.
pub(crate) fn admit_person(office: &Office, row: i64, request: &Request) -> Result<(), Failure> {
    let Some(class) = Class::of(request.method(), &route(request)) else {
        return Ok(());
    };
    let peer = request.extensions().get::<Peer>();
    let address = peer.map(|peer| peer.0.ip());
    let now = office.started.elapsed();
    let left = office.buckets.take_of_person(row, address, class, now);
    left.map_err(|wait| office.over(class, wait))
}

/// The template that a request was routed by; empty where none fits.
fn route(request: &Request) -> String {
    let matched = request.extensions().get::<MatchedPath>();
    matched.map_or_else(String::new, |route| route.as_str().to_owned())
}

impl Office {
    /// Takes what a piece of work costs from what its caller has left.
    pub(crate) fn spend(&self, peer: Option<Peer>, class: Class) -> Result<(), Failure> {
        let address = peer.map(|peer| peer.0.ip());
        let left = self.buckets.take(address, class, self.started.elapsed());
        left.map_err(|wait| self.over(class, wait))
    }

    /// Somebody is over a limit.
    fn over(&self, class: Class, wait: u32) -> Failure {
        self.metrics.limited(class);
        Failure::TooMany { wait }
    }
}

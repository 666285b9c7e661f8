//! What stands before every route: fixed security headers, the host allow-list, the check of origins.

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};

use crate::{desk::Office, failure::Failure, visitor::session_of};

/// Nothing from elsewhere, no inline code, no frames: what a page may do is written here and nowhere else.
const POLICY: &str = "default-src 'none'; img-src 'self'; connect-src 'self'; script-src 'self'; \
    style-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (header::CACHE_CONTROL, "no-store"),
];

/// The address at which a connection arrived.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Local(pub(crate) SocketAddr);

/// The address that a connection came from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Peer(pub(crate) SocketAddr);

/// Middleware: sets the headers that a handler did not set itself (stricter policy of originals, static files).
pub(crate) async fn headers(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response
            .headers_mut()
            .entry(name)
            .or_insert(HeaderValue::from_static(value));
    }
    response
}

/// Middleware: turns away requests for other hosts (DNS rebinding) and changes asked for by other sites.
pub(crate) async fn origins(
    State(office): State<Arc<Office>>,
    mut request: Request,
    next: Next,
) -> Response {
    let local = request.extensions().get::<Local>().copied();
    let public = office.setup.public.as_deref();
    if let Some(peer) = forwarded(&request, public) {
        request.extensions_mut().insert(peer);
    }
    if !known_host(request.headers(), local, public) {
        return Failure::ForeignHost.into_response();
    }
    let safe = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    if !safe && !own_origin(request.headers(), session_of(request.headers()).is_some()) {
        return Failure::ForeignOrigin.into_response();
    }
    let response = next.run(request).await;
    if response.status() == StatusCode::METHOD_NOT_ALLOWED {
        Failure::Method.into_response()
    } else {
        response
    }
}

/// Whom a server before this one, on this machine, says that it asks for: the last address it added. Only where the
/// settings name the address by which browsers come; from others the header is not believed.
fn forwarded(request: &Request, public: Option<&str>) -> Option<Peer> {
    public?;
    let peer = request.extensions().get::<Peer>()?;
    if !peer.0.ip().to_canonical().is_loopback() {
        return None;
    }
    let said = request
        .headers()
        .get_all("x-forwarded-for")
        .into_iter()
        .next_back()?;
    let last = said.to_str().ok()?.rsplit(',').next()?.trim();
    let address: IpAddr = last.parse().ok()?;
    Some(Peer(SocketAddr::new(address, 0)))
}

/// Whether the request names this machine: a loopback name, the address the connection arrived at, or the name by which
/// browsers reach it through TLS.
fn known_host(headers: &HeaderMap, local: Option<Local>, public: Option<&str>) -> bool {
    let Some(host) = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
    else {
        return false;
    };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    };
    if name.eq_ignore_ascii_case("localhost") {
        return true;
    }
    let public = public.and_then(|public| public.strip_prefix("https://"));
    if public.is_some_and(|public| public.eq_ignore_ascii_case(host)) {
        return true;
    }
    let address: Option<IpAddr> = name
        .trim_start_matches('[')
        .trim_end_matches(']')
        .parse()
        .ok();
    address.is_some_and(|address| {
        address.is_loopback() || local.is_some_and(|local| local.0.ip() == address)
    })
}

/// Whether a change was asked for by our own pages or by a program that is no browser. Browsers always send
/// one of the two headers with a change: what shows a session and neither is no browser of ours.
fn own_origin(headers: &HeaderMap, with_session: bool) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    if let Some(site) = text("sec-fetch-site") {
        return site == "same-origin";
    }
    let Some(origin) = text("origin") else {
        return !with_session;
    };
    let host = text("host").unwrap_or_default();
    origin
        .strip_prefix("http://")
        .or_else(|| origin.strip_prefix("https://"))
        == Some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs
            .iter()
            .map(|(name, value)| {
                (
                    HeaderName::from_static(name),
                    HeaderValue::from_static(value),
                )
            })
            .collect()
    }

    #[test]
    fn hosts() {
        fn check(host: &'static str, expect: bool) {
            let local = Local("10.0.0.7:80".parse().expect("an address"));
            assert_eq!(
                known_host(
                    &headers(&[("host", host)]),
                    Some(local),
                    Some("https://can-cu.example:8443")
                ),
                expect,
                "{host}"
            );
        }
        check("localhost:8765", true);
        check("LOCALHOST", true);
        check("127.0.0.1:8765", true);
        check("[::1]:8765", true);
        check("10.0.0.7", true);
        check("10.0.0.8", false);
        check("example.com", false);
        check("localhost.example.com:80", false);
        check("127.0.0.1.example.com", false);
        check("can-cu.example:8443", true);
        check("can-cu.example", false);
        check("", false);
    }

    #[test]
    fn origins() {
        fn check(pairs: &[(&'static str, &'static str)], expect: bool) {
            assert_eq!(own_origin(&headers(pairs), false), expect, "{pairs:?}");
        }
        check(&[("host", "localhost:1")], true);
        check(
            &[("host", "localhost:1"), ("origin", "http://localhost:1")],
            true,
        );
        check(
            &[("host", "localhost:1"), ("origin", "http://localhost:2")],
            false,
        );
        check(&[("host", "localhost:1"), ("origin", "null")], false);
        check(
            &[
                ("host", "localhost:1"),
                ("origin", "null"),
                ("sec-fetch-site", "same-origin"),
            ],
            true,
        );
        check(
            &[
                ("host", "localhost:1"),
                ("origin", "http://localhost:1"),
                ("sec-fetch-site", "cross-site"),
            ],
            false,
        );
        check(
            &[("host", "localhost:1"), ("sec-fetch-site", "same-site")],
            false,
        );
        check(
            &[("host", "localhost:1"), ("sec-fetch-site", "none")],
            false,
        );
        assert!(
            !own_origin(&headers(&[("host", "localhost:1")]), true),
            "a session and no origin"
        );
    }
}

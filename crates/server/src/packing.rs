//! Makes what is sent smaller for browsers that take it so: a code of 700 articles is 850 kB as it is written, and a
//! sixth of that on the wire.
//!
//! Only what is whole when it is sent: an answer that is still being made goes out as it comes. And no page that holds a
//! secret beside words that somebody else may choose: from how much smaller it gets, a listener could guess at it (BREACH).

use std::io::Write as _;

use axum::{
    body::{Body, HttpBody as _, to_bytes},
    extract::Request,
    http::{HeaderMap, HeaderValue, Method, header},
    middleware::Next,
    response::{IntoResponse as _, Response},
};
use flate2::{Compression, write::GzEncoder};

use crate::failure::Failure;

/// Smaller answers are one packet anyway.
const LEAST: u64 = 1_400;
/// Larger ones are files, and packed already.
const MOST: u64 = 16 << 20;
/// Pages with the secret of a one-time address.
const SECRET: [&str; 2] = ["/lap-tai-khoan", "/dat-mat-khau"];
/// What is text.
const TEXTS: [&str; 4] = [
    "text/",
    "application/json",
    "application/problem+json",
    "image/svg+xml",
];

/// Whether somebody takes gzip.
fn takes(headers: &HeaderMap) -> bool {
    let all = headers.get_all(header::ACCEPT_ENCODING).into_iter();
    let mut names = all
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .map(|one| one.replace(' ', "").to_ascii_lowercase());
    names.any(|one| {
        let (name, weight) = one.split_once(';').unwrap_or((&one, ""));
        name == "gzip" && !["q=0", "q=0.0", "q=0.00", "q=0.000"].contains(&weight)
    })
}

/// Middleware: packs an answer that gets smaller by it.
pub(crate) async fn pack(request: Request, next: Next) -> Response {
    let wanted = request.method() == Method::GET
        && takes(request.headers())
        && !SECRET.contains(&request.uri().path());
    let response = next.run(request).await;
    let headers = response.headers();
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .unwrap_or_default();
    let is_text = TEXTS.iter().any(|text| kind.starts_with(text));
    let is_whole = response.body().size_hint().exact();
    let is_whole = is_whole.is_some_and(|bytes| (LEAST..=MOST).contains(&bytes));
    if !wanted || !is_text || !is_whole || headers.contains_key(header::CONTENT_ENCODING) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let packed = match to_bytes(body, MOST as usize).await {
        Ok(bytes) => packed(&bytes),
        Err(_) => return Failure::Internal.into_response(),
    };
    let Ok(packed) = packed else {
        return Failure::Internal.into_response();
    };
    parts.headers.remove(header::CONTENT_LENGTH);
    let gzip = HeaderValue::from_static("gzip");
    parts.headers.insert(header::CONTENT_ENCODING, gzip);
    let vary = HeaderValue::from_static("accept-encoding");
    parts.headers.append(header::VARY, vary);
    Response::from_parts(parts, Body::from(packed))
}

fn packed(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 4), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_takes_it() {
        fn check(value: &'static str, expect: bool) {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(value));
            assert_eq!(takes(&headers), expect, "{value}");
        }
        check("gzip, deflate, br, zstd", true);
        check("br;q=1.0, GZIP;q=0.8", true);
        check("gzip;q=0", false);
        check("identity", false);
        check("", false);
        check("xgzip", false);
    }
}

//! The id of a request: on every answer, in every problem and on every line of the log, so that what a person reports
//! is found. It is made here, never taken over: an id from outside would let a caller write into our log.

use std::{
    fmt,
    hash::{BuildHasher as _, RandomState},
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
    },
};

use axum::http::{HeaderName, HeaderValue};

/// The header that carries it.
pub(crate) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// Tells one request from all others. Sixteen hex digits that say nothing of the request, its time or its number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct RequestId(u64);

impl RequestId {
    /// Another one: the number of the request under a keyed hash, whose key is drawn when the program starts.
    pub(crate) fn fresh() -> Self {
        static KEY: LazyLock<RandomState> = LazyLock::new(RandomState::new);
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        Self(KEY.hash_one(NUMBER.fetch_add(1, Ordering::Relaxed)))
    }

    /// As a header.
    pub(crate) fn header(self) -> HeaderValue {
        // Hex digits are always a header value.
        HeaderValue::try_from(self.to_string()).unwrap_or(HeaderValue::from_static(""))
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_differ_and_are_sixteen_hex_digits() {
        let ids: HashSet<String> = (0..10_000)
            .map(|_| RequestId::fresh().to_string())
            .collect();
        assert_eq!(ids.len(), 10_000);
        let hex = |id: &String| id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        assert!(ids.iter().all(hex));
        let id = RequestId::fresh();
        assert_eq!(id.header().to_str().ok(), Some(id.to_string().as_str()));
    }
}

//! How much went to a writer and came back since the program started: sizes, no word of it.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

use super::Message;

/// What is counted.
#[derive(Debug, Default)]
pub(super) struct Counters {
    requests: AtomicU64,
    sent: AtomicU64,
    received: AtomicU64,
}

/// How much went and came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Traffic {
    /// Requests that were begun.
    pub requests: u64,
    /// Characters of their messages.
    pub sent: u64,
    /// Characters of the answers.
    pub received: u64,
}

impl Counters {
    pub(super) fn asked(&self, messages: &[Message]) {
        let letters = messages
            .iter()
            .map(|one| one.content.chars().count() as u64);
        self.requests.fetch_add(1, Relaxed);
        self.sent.fetch_add(letters.sum(), Relaxed);
    }

    pub(super) fn answered(&self, text: &str) {
        self.received
            .fetch_add(text.chars().count() as u64, Relaxed);
    }

    pub(super) fn read(&self) -> Traffic {
        Traffic {
            requests: self.requests.load(Relaxed),
            sent: self.sent.load(Relaxed),
            received: self.received.load(Relaxed),
        }
    }
}

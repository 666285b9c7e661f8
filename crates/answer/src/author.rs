//! Who writes an answer, and what becomes of sentences that cannot be checked.

use std::sync::Arc;

use models::Writer;

use crate::Policy;

/// A writer and the rules under which it writes.
#[derive(Clone, Debug)]
pub struct Author {
    /// The model.
    pub writer: Arc<Writer>,
    /// What becomes of sentences that could not be checked.
    pub unverified: Unverified,
    /// What may be put before the model.
    pub policy: Policy,
}

/// What becomes of a sentence that no quote supports, after it was sent back once.
///
/// The default is to drop it: whoever was not there can verify every statement that the reader was given, and one
/// that has no words of the law behind it can only be believed. How many were left out is always said, and the
/// record keeps them for the legal checker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unverified {
    /// Not shown; only how many there were.
    #[default]
    Drop,
    /// Shown apart, marked as unchecked.
    Show,
}

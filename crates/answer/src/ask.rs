//! From a question to an answer, streamed claim by claim.

use std::time::Duration;

use models::Writer;
use search::{Error, Evidence, Library, Query};

use crate::{Claim, Unsupported};

/// Why there is no written answer. The nearest passages are shown all the same.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// Nothing was found.
    NothingFound,
    /// Only law that is not in force on the day was found.
    OnlyNotInForce,
    /// The question names a document or provision that is not held.
    NotHeld,
    /// The model could not be used; the passages are shown instead.
    WriterDown,
    /// The model answered, but nothing of it could be checked.
    NothingChecked,
}

/// What happens while an answer is made, in order: evidence first, then claims, then the end.
#[derive(Clone, Debug)]
pub enum Event {
    /// What was found, before any model is asked.
    Evidence(Vec<Evidence>),
    /// A claim whose checks passed.
    Claim(Box<Claim>),
    /// A sentence of the model that could not be checked.
    Dropped(Unsupported),
    /// The answer is complete.
    Done {
        /// Why nothing (more) was written, if so.
        refusal: Option<Refusal>,
        /// Time to the passages.
        searched: Duration,
    },
}

/// A complete answer.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What was found; claims cite by its numbers (from 1).
    pub evidence: Vec<Evidence>,
    /// References of the question and what they led to.
    pub cited: Vec<search::Cited>,
    /// Found, but not in force on the day.
    pub not_in_force: Vec<Evidence>,
    /// What was proved.
    pub claims: Vec<Claim>,
    /// What was not.
    pub dropped: Vec<Unsupported>,
    /// Why there is no (full) answer.
    pub refusal: Option<Refusal>,
    /// The model that wrote, `None`: extractive.
    pub model: Option<String>,
}

/// Answers. Without a writer the answer is extractive: the best provisions themselves, quoted and cited.
/// `on_event` sees every step as it happens and returns false to stop (a closed tab).
pub async fn ask(
    _library: &Library,
    _writer: Option<&Writer>,
    _query: &Query,
    _on_event: &mut (dyn FnMut(&Event) -> bool + Send),
) -> Result<Answer, Error> { todo!() }

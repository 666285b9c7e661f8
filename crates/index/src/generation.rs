//! One generation as readers see it: immutable, complete, held for as long as an answer takes.

use std::path::Path;

use catalogue::{Catalogue, PassageId, Seq};
use legal::Date;

use crate::Error;

/// A published generation, open for search. Share it behind an `Arc`; take it once per request.
#[derive(Debug)]
pub struct Generation {}

/// Which passages count, by their validity on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Filter {
    /// The day.
    pub on: Date,
    /// Which of them.
    pub want: Want,
}

/// Which passages of a day count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Want {
    /// In force, or validity unknown: what a search shows first.
    InForceOrUnknown,
    /// Not yet in force, expired or suspended: the labelled group.
    NotInForce,
    /// All, whatever the day.
    All,
}

/// What to look for in full text.
#[derive(Clone, Debug, Default)]
pub struct TextQuery {
    /// Syllables of the query as `legal::syllables` gives them, in order. At most 64 count.
    pub syllables: Vec<String>,
    /// Search the unaccented fields (the syllables are then unaccented first).
    pub unaccented: bool,
    /// Other wordings: each a list of syllables, matched as a phrase, weighted lower (0..1).
    pub alternatives: Vec<(Vec<String>, f32)>,
}

/// A passage found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    /// The passage.
    pub passage: PassageId,
    /// Its article: an ordinal that is equal for passages of one article within a generation.
    pub article: u32,
    /// BM25 (≥ 0) or cosine (-1..=1).
    pub score: f32,
}

impl Generation {
    /// Opens what the manifest names, every file checksummed before it is used; `None` if nothing is published.
    pub fn open(_root: &Path, _catalogue: &Catalogue) -> Result<Option<Self>, Error> { todo!() }
    /// The change number that is searchable.
    pub fn seq(&self) -> Seq { todo!() }
    /// Passages.
    pub fn passages(&self) -> u64 { todo!() }
    /// The embedding model of the vectors.
    pub fn model(&self) -> &str { todo!() }
    /// Whether the manifest on disk names a newer generation than this one (cheap: reads one small file).
    pub fn is_stale(&self, _root: &Path) -> bool { todo!() }
    /// The best `limit` passages by BM25 over text, title and breadcrumb, syllables and bigrams.
    pub fn text(&self, _query: &TextQuery, _filter: Filter, _limit: usize) -> Result<Vec<Hit>, Error> { todo!() }
    /// The best `limit` passages by cosine to a unit vector.
    pub fn nearest(&self, _vector: &[f32], _filter: Filter, _limit: usize) -> Result<Vec<Hit>, Error> { todo!() }
    /// BM25 scores of given passages are not kept; cosines are cheap: of these passages to a vector, same order.
    pub fn cosines(&self, _vector: &[f32], _passages: &[PassageId]) -> Vec<f32> { todo!() }
}

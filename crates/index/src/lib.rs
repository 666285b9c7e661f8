//! The searchable form of one generation: full text (tantivy) and vectors. Derived, disposable.
//!
//! Nothing outside knows tantivy or hnsw_rs. Layout under the data folder: `manifest.json` (the one file that
//! says what is current, swapped by rename), `manifest.prev.json`, `fulltext/` (where tantivy writes),
//! `published/<change>-<n>/` (hard links to tantivy's files, one folder a generation: what readers open),
//! `vectors/` (segments). Accepted survives a stop; searchable is visible in all parts or in none; a reader sees
//! one generation; damage is found before use and healed by the next publish, or the generation before is opened.

mod best;
mod branch;
mod check;
mod cost;
mod dot;
mod filter;
mod fulltext;
mod generation;
mod graph;
mod live;
mod manifest;
mod publish;
mod scan;
mod score;
mod segment;
mod signs;
mod vectors;

pub use branch::branch;
pub use check::check;
pub use cost::{Cost, Way};
pub use dot::dot;
pub use filter::{Documents, Filter, Want};
pub use generation::{Generation, Hit, TextQuery};
pub use publish::{Published, publish, publish_with, rebuild};
pub use score::TextWeights;

/// What went wrong, by what the caller can do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Written by a newer version of the program.
    #[error(
        "the index has format {found}, this program reads up to {known}: use a newer version of the program"
    )]
    Newer {
        /// Its format.
        found: u32,
        /// Ours.
        known: u32,
    },
    /// A file does not match its checksum or is missing: `cancu rebuild` makes it again from the catalogue.
    #[error("the index is damaged ({0}): run `cancu rebuild`")]
    Damaged(String),
    /// The index is ahead of the catalogue: the catalogue was rolled back. A person must decide.
    #[error(
        "the index knows change {index}, the catalogue only {catalogue}: restore the newer catalogue or run `cancu rebuild`"
    )]
    Ahead {
        /// The index's.
        index: u64,
        /// The catalogue's.
        catalogue: u64,
    },
    /// No space, no permission or a failing disk: reads go on.
    #[error("{0}")]
    Disk(#[from] std::io::Error),
    /// The catalogue failed.
    #[error(transparent)]
    Catalogue(#[from] catalogue::Error),
    /// tantivy refused.
    #[error("the full-text index failed: {0}")]
    FullText(String),
}

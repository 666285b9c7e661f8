//! From files to a published generation.
//!
//! `load` is the flow: each file is read in a child process, divided into passages, embedded, accepted by the
//! catalogue (durable from then on) and, at the end, published to the index.

mod beside;
mod document;
mod embed;
mod ended;
mod load;
mod passages;
mod reader;
mod resolved;
mod retire;
mod staging;

pub use embed::{Embedded, embed};
pub use extract::{Ocr, Proposed, Report};
pub use load::{FileReport, Outcome, Progress, Settings, files, load};
pub use passages::passages;
pub use reader::{
    DRAW_WORKER, READ_WORKER, ReadError, ReadLimits, draw_page, draw_worker, read_file,
    read_file_watched, worker,
};
pub use retire::retire;
pub use staging::{
    BatchState, Confirmation, Corrections, FileState, Found, Judge, Obstacle, PlannedDocument,
    PlannedFile, ProposedRelation, PublishedBatch, RelationsRight, StagedBatch, StagedFile,
    Staging, StatedRelation, reason,
};

pub use resolved::apply_resolutions;

/// Why loading stopped as a whole (a bad file never does).
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The catalogue failed.
    #[error(transparent)]
    Catalogue(#[from] catalogue::Error),
    /// The index failed; what was accepted is safe and becomes searchable at the next publish.
    #[error(transparent)]
    Index(#[from] index::Error),
    /// The embedding model failed.
    #[error(transparent)]
    Model(#[from] models::Error),
    /// Something of a staged batch must be decided first, or it was published already.
    #[error("the batch cannot be published as it is")]
    NotReady,
    /// Whoever looked at what a publish would make turned it down: nothing was published.
    #[error("what the batch would make was turned down")]
    TurnedDown,
    /// A file or folder could not be listed.
    #[error("{0}")]
    Disk(#[from] std::io::Error),
}

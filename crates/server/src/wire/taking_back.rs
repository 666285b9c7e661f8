//! What taking a batch back would do, on the wire.

use legal::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::{DocumentRef, Resolution};

/// What taking a batch, or a bulk change, back would do now.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TakingBack {
    /// What the batch did: `published`, `retired`, `moved`.
    pub kind: &'static str,
    /// Documents that would no longer be held as they are.
    pub leaves: Vec<DocumentRef>,
    /// Readings that would be held again.
    pub returns: Vec<DocumentRef>,
    /// How many of its documents were removed, replaced or moved by something else since: they stay as they are.
    pub changed_since: u64,
    /// The records of approved answers that would have to be approved again.
    pub approvals: Vec<String>,
    /// What checkers recorded of validity and would count no more: the act that it rests on, or that it is about, leaves.
    /// It counts again when that act comes back with the same words.
    pub resolutions: Vec<Resolution>,
}

impl TakingBack {
    pub(crate) fn new(
        batch: &catalogue::Batch,
        back: &catalogue::TakingBack,
        on: Date,
        approvals: Vec<String>,
        resolutions: Vec<Resolution>,
    ) -> Self {
        let named = |rows: &[catalogue::DocumentRow]| -> Vec<DocumentRef> {
            rows.iter().map(|row| DocumentRef::new(row, on)).collect()
        };
        Self {
            kind: batch.kind.name(),
            leaves: named(&back.leaves),
            returns: named(&back.returns),
            changed_since: back.changed_since,
            approvals,
            resolutions,
        }
    }
}

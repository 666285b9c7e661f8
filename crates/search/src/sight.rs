//! What of a library somebody may see: everything else is as if it were not held.
//!
//! Applied inside, never after: documents out of sight are in no list, no lookup, no neighbour and no count. What is
//! not narrowed are the statistics of words, by which results are scored and slips of the finger are suspected: a score may
//! differ in its last digits from that of a library that never held the rest. No word that stands in nothing that is seen
//! is ever offered for one that was typed.

use std::sync::Arc;

use catalogue::{DocumentRow, DocumentRowId};
use index::Documents;

use crate::{Error, Library, scope};

/// The documents that are seen; by default all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sight(Option<Arc<Documents>>);

impl Sight {
    /// Whether a document is seen.
    pub fn has(&self, row: DocumentRowId) -> bool {
        self.0.as_ref().is_none_or(|seen| seen.has(row))
    }

    /// Whether nothing is hidden.
    pub fn is_all(&self) -> bool {
        self.0.is_none()
    }

    /// For the filter of the index.
    pub(crate) fn documents(&self) -> Option<Arc<Documents>> {
        self.0.clone()
    }

    /// Those of some documents that are seen.
    pub(crate) fn of(&self, mut documents: Vec<DocumentRow>) -> Vec<DocumentRow> {
        documents.retain(|document| self.has(document.row));
        documents
    }
}

impl Library {
    /// The same library, of which only those documents are seen that this one shows and `may` allows.
    pub fn seen(&self, may: &dyn Fn(DocumentRowId) -> bool) -> Result<Self, Error> {
        let held = scope::holdings(self)?;
        let rows: Vec<DocumentRowId> = held
            .rows()
            .iter()
            .copied()
            .filter(|row| may(*row))
            .collect();
        Ok(Self {
            sight: Sight(Some(Arc::new(Documents::new(&rows)))),
            ..self.clone()
        })
    }
}

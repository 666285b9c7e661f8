//! Which passages count for a search: by their validity on a day, and by their documents.

use std::sync::Arc;

use catalogue::DocumentRowId;
use legal::Date;

use crate::live::Bits;

/// Which passages count. It is applied inside every list, never after it: the best few are always the best few of
/// what counts, however little that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// The day.
    pub on: Date,
    /// Which of that day.
    pub want: Want,
    /// Only passages of these documents; `None`: of all.
    pub documents: Option<Arc<Documents>>,
}

/// Which passages of a day count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Want {
    /// In force, or validity unknown: what a search shows first.
    InForceOrUnknown,
    /// In force for certain.
    InForce,
    /// Not yet in force, expired or suspended: the labelled group.
    NotInForce,
    /// All, whatever the day.
    All,
}

impl Filter {
    /// What counts of a day, of all documents.
    pub fn on(on: Date, want: Want) -> Self {
        Self {
            on,
            want,
            documents: None,
        }
    }
}

/// A set of documents, by their rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Documents(Bits);

impl Documents {
    /// These rows, in any order.
    pub fn new(rows: &[DocumentRowId]) -> Self {
        let rows = rows.iter().filter_map(|row| usize::try_from(*row).ok());
        Self(Bits::of_rows(rows))
    }

    /// Whether it holds a document.
    pub fn has(&self, row: DocumentRowId) -> bool {
        usize::try_from(row).is_ok_and(|row| self.0.has(row))
    }

    /// How many documents.
    pub fn len(&self) -> usize {
        self.0.count()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

#[cfg(test)]
mod tests;

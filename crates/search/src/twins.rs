//! Documents that bear the number of another one of the same body: at most one of them is what it says it is.
//!
//! Two bodies use the same number every day; one body does not use it twice in a year. A file that imitates a decree
//! (with another figure in it) is held beside the true one as soon as its date differs, and may be the better hit for a
//! question: then whoever reads it must see that there is another.

use catalogue::{DocumentRow, DocumentRowId};

use crate::{Error, Evidence, Library};

/// A document among what was found, and the others of its number and body.
#[derive(Clone, Debug, PartialEq)]
pub struct Twins {
    /// What was found.
    pub document: DocumentRow,
    /// What else is held under its number, in force or not.
    pub others: Vec<DocumentRow>,
}

/// Of what was found, each document once.
pub(crate) fn twins(library: &Library, found: &[Evidence]) -> Result<Vec<Twins>, Error> {
    let at = library.generation.seq();
    let mut seen: Vec<DocumentRowId> = Vec::new();
    let mut twins = Vec::new();
    for evidence in found {
        let document = &evidence.document;
        if seen.contains(&document.row) {
            continue;
        }
        let mut others = library.sight.of(library.catalogue.twins(at, document)?);
        others.retain(|other| !is_unofficial(other));
        seen.push(document.row);
        seen.extend(others.iter().map(|other| other.row));
        if !others.is_empty() {
            twins.push(Twins {
                document: document.clone(),
                others,
            });
        }
    }
    Ok(twins)
}

/// Whether a person told that a document is not the one that its number stands for: it never was in force.
fn is_unofficial(document: &DocumentRow) -> bool {
    let validity = &document.validity;
    validity.read.is_some()
        && validity.until.is_some()
        && validity.until <= validity.from.or(validity.until)
}

//! Ending documents by a person's decision: what no loaded act says, but somebody knows.

use catalogue::{BatchKind, Catalogue, NewBatch};
use legal::{Date, DocumentId};

use crate::{Error, ended};

/// Ends held documents on a day, for a reason in a person's words, as one batch that can be taken back. Those that end
/// earlier already stay as they are; what was ended.
pub fn retire(
    catalogue: &Catalogue,
    batch: &NewBatch,
    ids: &[DocumentId],
    day: Date,
    reason: &str,
) -> Result<Vec<DocumentId>, Error> {
    let at = catalogue.seq()?;
    let mut documents = Vec::new();
    for id in ids {
        let Some(row) = catalogue.find_document(at, id.as_str())? else {
            continue;
        };
        if row.validity.until.is_some_and(|until| until <= day) {
            continue;
        }
        let Some(mut document) = ended::again(catalogue, row)? else {
            continue;
        };
        ended::end(&mut document, day, reason);
        documents.push(document);
    }
    let ended: Vec<DocumentId> = documents.iter().map(|one| one.id.clone()).collect();
    if !ended.is_empty() {
        catalogue.add_batch(batch, BatchKind::Retired, &documents, &[])?;
    }
    Ok(ended)
}

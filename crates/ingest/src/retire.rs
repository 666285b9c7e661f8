//! Ending documents by a person's decision: what no loaded act says, but somebody knows.

use catalogue::{Catalogue, NewBatch, NewResolution};
use legal::{Date, DocumentId, Path};
use models::Embedder;

use crate::{Error, ended, resolved};

/// Ends held documents on a day, for a reason in a person's words, as one batch that can be taken back. The decision holds
/// until then, also when a document is read again. Those that end earlier already stay as they are; what was ended.
pub fn retire(
    catalogue: &Catalogue,
    embedder: &Embedder,
    batch: &NewBatch,
    ids: &[DocumentId],
    day: Date,
    reason: &str,
) -> Result<Vec<DocumentId>, Error> {
    let at = catalogue.seq()?;
    let (mut documents, mut told) = (Vec::new(), Vec::new());
    for id in ids {
        let Some(row) = catalogue.find_document(at, id.as_str())? else {
            continue;
        };
        if row.validity.until.is_some_and(|until| until <= day) {
            continue;
        }
        let Some(document) = ended::again(catalogue, row)? else {
            continue;
        };
        told.push(NewResolution {
            document: document.id.clone(),
            unit: Path::default(),
            from: None,
            until: Some(day),
            unofficial: false,
            by: None,
            words: format!("{reason} (từ ngày {})", day.strftime("%d/%m/%Y")),
        });
        documents.push(document);
    }
    resolved::decide_beside(catalogue, embedder, &mut documents, &told)?;
    if !documents.is_empty() {
        catalogue.retire_batch(batch, &documents, &told)?;
    }
    Ok(documents.into_iter().map(|one| one.id).collect())
}

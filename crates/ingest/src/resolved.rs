//! What checkers resolved, worked into the validity of documents: an ended clause gets a passage of its own, which ends;
//! what was read stays beside it, so that a resolution can be taken back.

use std::collections::HashMap;

use catalogue::{Catalogue, NewDocument, NewPassage, NewResolution, Unapplied};
use legal::{Parsed, Validity};
use models::{Embedder, Use};

use crate::{Error, embed::embedded, ended, passages};

/// Works every resolution that its document does not show as it stands into that document; which these were. Searchable
/// with the next publish. The catalogue must hide nothing.
pub fn apply_resolutions(
    catalogue: &Catalogue,
    embedder: &Embedder,
) -> Result<Vec<Unapplied>, Error> {
    let waiting = catalogue.unapplied_resolutions()?;
    if waiting.is_empty() {
        return Ok(waiting);
    }
    let at = catalogue.seq()?;
    let mut batch: Vec<NewDocument> = Vec::new();
    for id in waiting.iter().map(|one| &one.document) {
        if batch.iter().any(|document| document.id == *id) {
            continue;
        }
        let row = catalogue.find_document(at, id.as_str())?;
        if let Some(row) = row.filter(|row| row.id == *id) {
            batch.extend(ended::again(catalogue, row)?);
        }
    }
    ended::settle(catalogue, &mut batch)?;
    decide(catalogue, embedder, &mut batch)?;
    catalogue.add(&batch)?;
    catalogue.applied_resolutions(&waiting)?;
    Ok(waiting)
}

/// Works the resolutions that count into the documents of a batch.
pub(crate) fn decide(
    catalogue: &Catalogue,
    embedder: &Embedder,
    batch: &mut [NewDocument],
) -> Result<(), Error> {
    decide_beside(catalogue, embedder, batch, &[])
}

/// The same with some that are about to be kept.
pub(crate) fn decide_beside(
    catalogue: &Catalogue,
    embedder: &Embedder,
    batch: &mut [NewDocument],
    coming: &[NewResolution],
) -> Result<(), Error> {
    for document in batch {
        let standing = catalogue.standing_resolutions(&document.id)?;
        let standing = standing.into_iter().map(|one| one.told);
        let coming = coming.iter().filter(|one| one.document == document.id);
        let told: Vec<NewResolution> = standing.chain(coming.cloned()).collect();
        // What was decided before is undone first: some of it may have been taken back.
        let was_decided = as_read(document);
        if told.is_empty() && !was_decided {
            continue;
        }
        for one in &told {
            resolve(document, one);
        }
        divide(document, embedder)?;
    }
    Ok(())
}

/// A document without what a person decided; whether anything was.
fn as_read(document: &mut NewDocument) -> bool {
    let mut decided = document.validity.read.is_some();
    document.validity = document.validity.as_read();
    let annexed = document.annexes.iter_mut();
    let annexed = annexed.flat_map(|annex| annex.provisions.iter_mut());
    for provision in document.provisions.iter_mut().chain(annexed) {
        let Some(own) = provision.validity.as_ref().filter(|own| own.read.is_some()) else {
            continue;
        };
        decided = true;
        // What only a person gave a validity of its own has none.
        provision.validity = Some(own.as_read()).filter(|read| *read != document.validity);
    }
    decided
}

/// The validity of a document, or of a unit and what lies in it.
fn resolve(document: &mut NewDocument, told: &NewResolution) {
    // What rests on no act is the decision of whoever keeps the documents, in their own words.
    let words = match (&told.by, told.unofficial, told.words.as_str()) {
        (None, false, "") => "theo quyết định của người quản trị",
        (None, false, words) => words,
        _ => "theo ghi nhận của người kiểm tra pháp lý",
    };
    let whole = document.validity.clone();
    let decided = |validity: &Validity| {
        // What is not the official text never was in force.
        let until = match told.unofficial {
            true => validity
                .from
                .or(document.header.issued)
                .or(Some(legal::Date::MIN)),
            false => told
                .until
                .map(|until| validity.until.map_or(until, |known| known.min(until))),
        };
        validity.decided(told.from, until, words)
    };
    if told.unit.steps().is_empty() {
        document.validity = decided(&whole);
    }
    let annexed = document.annexes.iter_mut();
    let annexed = annexed.flat_map(|annex| annex.provisions.iter_mut());
    for provision in document.provisions.iter_mut().chain(annexed) {
        let inside = told.unit.contains(&provision.path) || told.unit == provision.path;
        let own = provision.validity.is_some();
        if inside && (own || provision.path == told.unit) {
            let known = provision.validity.as_ref().unwrap_or(&whole);
            provision.validity = Some(decided(known));
        }
    }
}

/// Divides a document into passages anew; those that read as before keep their vectors.
fn divide(document: &mut NewDocument, embedder: &Embedder) -> Result<(), Error> {
    let parsed = Parsed {
        header: document.header.clone(),
        validity: document.validity.clone(),
        provisions: document.provisions.clone(),
        annexes: document.annexes.clone(),
        ..Parsed::default()
    };
    let made = passages(&document.source, &parsed);
    let before = std::mem::replace(&mut document.passages, made);
    let known: HashMap<String, NewPassage> = before
        .into_iter()
        .map(|passage| (embedded(&passage.breadcrumb, &passage.text), passage))
        .collect();
    for passage in &mut document.passages {
        let words = embedded(&passage.breadcrumb, &passage.text);
        match known
            .get(&words)
            .filter(|known| known.model == embedder.id())
        {
            Some(known) => passage.vector.clone_from(&known.vector),
            None => {
                let made = embedder.embed(&[words.as_str()], Use::Passage)?;
                passage.vector = made.into_iter().next().unwrap_or_default();
            }
        }
        embedder.id().clone_into(&mut passage.model);
    }
    Ok(())
}

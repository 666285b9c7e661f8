//! What one document says of another's validity: a circular that replaces an older one ends it.
//!
//! Settled before a batch is stored, so that both changes are one transaction: whoever sees the new document
//! sees the old one ended. The order of loading makes no difference.

use catalogue::{Catalogue, DocumentRow, NewDocument, NewPassage, ended};
use legal::{Date, DocumentId, Header, Relation, Symbol, Validity};

use crate::Error;

/// Ends the documents of a batch that others replace or repeal as a whole. Held documents that the batch ends
/// join it, to be stored anew with their last day.
pub(crate) fn settle(catalogue: &Catalogue, batch: &mut Vec<NewDocument>) -> Result<(), Error> {
    let at = catalogue.seq()?;
    for n in 0..batch.len() {
        let named = ended(&batch[n].relations).into_iter();
        let named: Vec<(Symbol, Option<Date>)> =
            named.map(|(symbol, day)| (symbol.clone(), day)).collect();
        for (symbol, day) in named {
            for target in catalogue.by_symbol(at, &symbol)? {
                let ends = ends_on(&Act::held(&target), &Act::new(&batch[n]), day).is_some();
                if ends && batch.iter().all(|document| document.id != target.id) {
                    batch.extend(again(catalogue, target)?);
                }
            }
        }
    }
    for n in 0..batch.len() {
        let Some(symbol) = batch[n].header.symbol.clone() else {
            continue;
        };
        let held = catalogue.ended_by(at, &symbol)?;
        let replaced = |row: &DocumentRow| batch.iter().any(|document| document.id == row.id);
        let mut later: Vec<(Act<'_>, Option<Date>)> = Vec::new();
        for row in held.iter().filter(|row| !replaced(row)) {
            let document = catalogue.document(at, row.row)?;
            let relations = document
                .map(|document| document.relations)
                .unwrap_or_default();
            later.push((Act::held(row), day_of(&relations, &symbol).flatten()));
        }
        let named = batch.iter().filter_map(|document| {
            Some((Act::new(document), day_of(&document.relations, &symbol)?))
        });
        later.extend(named);
        let target = Act::new(&batch[n]);
        let first = later
            .iter()
            .filter_map(|(by, day)| Some((ends_on(&target, by, *day)?, by.name())))
            .min();
        if let Some((day, name)) = first {
            end(&mut batch[n], day, &name);
        }
    }
    Ok(())
}

/// Whether relations end the act with this symbol, and on which day if not on the first of the act that says so.
fn day_of(relations: &[Relation], symbol: &Symbol) -> Option<Option<Date>> {
    let all = ended(relations);
    let named = all
        .iter()
        .find(|(named, _)| named.folded() == symbol.folded());
    named.map(|(_, day)| *day)
}

/// What matters here of a document, held or new.
struct Act<'a> {
    id: &'a DocumentId,
    header: &'a Header,
    validity: &'a Validity,
}

impl<'a> Act<'a> {
    fn new(document: &'a NewDocument) -> Self {
        Self {
            id: &document.id,
            header: &document.header,
            validity: &document.validity,
        }
    }

    fn held(row: &'a DocumentRow) -> Self {
        Self {
            id: &row.id,
            header: &row.header,
            validity: &row.validity,
        }
    }

    fn name(&self) -> String {
        let kind = self
            .header
            .kind
            .as_ref()
            .map(legal::Kind::name)
            .unwrap_or_default();
        let symbol = self
            .header
            .symbol
            .as_ref()
            .map(Symbol::normal)
            .unwrap_or_default();
        format!("{kind} số {symbol}").trim().to_owned()
    }
}

/// The day on which `by` ends `target`: the one that it names, else its own first day. `None` if it does not: it must
/// be the later act with a known day, and a local symbol (which other provinces and communes use too) must be of the same issuer.
fn ends_on(target: &Act<'_>, by: &Act<'_>, named: Option<Date>) -> Option<Date> {
    let day = named.or(by.validity.from)?;
    let symbol = target.header.symbol.as_ref()?;
    let later = target.id != by.id && target.header.issued? < by.header.issued?;
    let local = ["ubnd", "hdnd"]
        .iter()
        .any(|body| symbol.folded().contains(body));
    let fits = !local || target.header.issuer == by.header.issuer;
    let earlier = target.validity.until.is_some_and(|until| until <= day);
    (later && fits && may_end(by, target) && !earlier).then_some(day)
}

/// Whether an act of this kind can end the other: never one of higher rank, and a resolution only another
/// resolution (those of the Government often set a decree aside for a time, not for good).
fn may_end(by: &Act<'_>, target: &Act<'_>) -> bool {
    use legal::{
        Kind::{JointCircular, Resolution},
        Rank,
    };
    // Ministers together and one minister end each other's circulars; what has no rank is below all that has.
    let rank = |act: &Act<'_>| match act.header.kind {
        Some(JointCircular) => (false, Some(Rank::MINISTER)),
        _ => {
            let rank = Rank::of(act.header);
            (rank.is_none(), rank)
        }
    };
    let is_resolution = |act: &Act<'_>| act.header.kind == Some(Resolution);
    rank(by) <= rank(target) && (!is_resolution(by) || is_resolution(target))
}

/// Gives a document its last day and the words that say why; a passage that ends earlier stays as it is.
fn end(document: &mut NewDocument, day: Date, by: &str) {
    let before = document.validity.clone();
    let words = format!("{by} (từ ngày {})", day.strftime("%d/%m/%Y"));
    let evidence = [before.evidence.clone(), words];
    let evidence = evidence
        .into_iter()
        .filter(|words| !words.is_empty())
        .collect::<Vec<_>>();
    document.validity.until = Some(day);
    document.validity.evidence = evidence.join(" · ");
    // What was read ends too, so that it does not come back to life when a person's decision is taken back.
    if let Some(read) = &mut document.validity.read {
        ends(read, day);
    }
    for passage in &mut document.passages {
        if passage.validity == before {
            passage.validity = document.validity.clone();
        } else {
            ends(&mut passage.validity, day);
        }
    }
    let annexed = document.annexes.iter_mut();
    let annexed = annexed.flat_map(|annex| annex.provisions.iter_mut());
    for provision in document.provisions.iter_mut().chain(annexed) {
        if let Some(own) = &mut provision.validity {
            ends(own, day);
        }
    }
}

/// What ends earlier already stays as it is.
fn ends(validity: &mut Validity, day: Date) {
    validity.until = Some(validity.until.map_or(day, |until| until.min(day)));
    if let Some(read) = &mut validity.read {
        ends(read, day);
    }
}

/// A held document as one to store.
pub(crate) fn again(catalogue: &Catalogue, row: DocumentRow) -> Result<Option<NewDocument>, Error> {
    let at = catalogue.seq()?;
    let Some(document) = catalogue.document(at, row.row)? else {
        return Ok(None);
    };
    let model = catalogue.model()?.map(|(name, _)| name).unwrap_or_default();
    let mut passages: Vec<NewPassage> = Vec::new();
    catalogue.for_each_passage(
        &catalogue.passages_of(at, row.row)?,
        &mut |passage, vector| {
            passages.push(NewPassage {
                path: passage.path,
                article_key: passage.article_key,
                breadcrumb: passage.breadcrumb,
                text: passage.text,
                span: passage.span,
                page: passage.page,
                validity: passage.validity,
                vector,
                model: model.clone(),
            });
        },
    )?;
    Ok(Some(NewDocument {
        id: row.id,
        original: row.original,
        part: row.part,
        file_name: row.file_name,
        media: row.media,
        collection: row.collection,
        // What the catalogue finds on the row that this replaces: its own level, not that of its collection.
        confidentiality: None,
        source: document.source,
        header: row.header,
        validity: row.validity,
        provisions: document.provisions,
        annexes: document.annexes,
        relations: document.relations,
        issues: document.issues,
        flags: row.flags,
        passages,
    }))
}

#[cfg(test)]
mod tests;

//! What one document says of another's validity: a circular that replaces an older one ends it.

use catalogue::{Catalogue, Document, DocumentRow, NewDocument, NewPassage};
use legal::{Date, DocumentId, Symbol};

use crate::Error;

/// Ends what the documents `ids`, just stored, replace or repeal as a whole, and ends those of them that
/// held documents replace or repeal: the order of loading makes no difference.
pub(crate) fn settle(catalogue: &Catalogue, ids: &[DocumentId]) -> Result<(), Error> {
    for id in ids {
        let at = catalogue.seq()?;
        let Some(row) = catalogue.find_document(at, id.as_str())? else {
            continue;
        };
        let Some(document) = catalogue.document(at, row.row)? else {
            continue;
        };
        for symbol in ended(&document) {
            for target in catalogue.by_symbol(at, symbol)? {
                end(catalogue, &target, &row)?;
            }
        }
        if let Some(symbol) = &row.header.symbol {
            for later in catalogue.ended_by(at, symbol)? {
                end(catalogue, &row, &later)?;
            }
        }
    }
    Ok(())
}

/// The symbols of what a document ends as a whole.
fn ended(document: &Document) -> Vec<&Symbol> {
    use legal::RelationKind::{Repeals, Replaces};
    let whole = document.relations.iter().filter(|relation| {
        matches!(relation.kind, Replaces | Repeals) && relation.target.path.steps().is_empty()
    });
    whole
        .filter_map(|relation| relation.symbol.as_ref().or(relation.target.symbol.as_ref()))
        .collect()
}

/// Ends `target` on the day `by` takes effect, unless it ends earlier or the two do not fit together.
fn end(catalogue: &Catalogue, target: &DocumentRow, by: &DocumentRow) -> Result<(), Error> {
    let Some(day) = ends_on(target, by) else {
        return Ok(());
    };
    let at = catalogue.seq()?;
    // The row may have been stored anew by another ending of this load.
    let Some(target) = catalogue.find_document(at, target.id.as_str())? else {
        return Ok(());
    };
    let Some(document) = catalogue.document(at, target.row)? else {
        return Ok(());
    };
    let mut validity = target.validity.clone();
    validity.until = Some(day);
    let words = format!("{} (từ ngày {})", by.name(), day.strftime("%d/%m/%Y"));
    validity.evidence = [validity.evidence.as_str(), &words]
        .iter()
        .filter(|words| !words.is_empty())
        .copied()
        .collect::<Vec<_>>()
        .join(" · ");
    let mut passages = Vec::new();
    let model = catalogue.model()?.map(|(name, _)| name).unwrap_or_default();
    let ids = catalogue.passages_of(at, target.row)?;
    catalogue.for_each_passage(&ids, &mut |passage, vector| {
        let mut own = if passage.validity == target.validity {
            validity.clone()
        } else {
            passage.validity
        };
        own.until = Some(own.until.map_or(day, |until| until.min(day)));
        passages.push(NewPassage {
            path: passage.path,
            article_key: passage.article_key,
            breadcrumb: passage.breadcrumb,
            text: passage.text,
            span: passage.span,
            page: passage.page,
            validity: own,
            vector,
            model: model.clone(),
        });
    })?;
    catalogue.add(&[NewDocument {
        id: target.id,
        original: target.original,
        part: target.part,
        file_name: target.file_name,
        media: target.media,
        source: document.source,
        header: target.header,
        validity,
        provisions: document.provisions,
        annexes: document.annexes,
        relations: document.relations,
        issues: document.issues,
        flags: target.flags,
        passages,
    }])?;
    Ok(())
}

/// The day on which `by` ends `target`; `None` if it does not: it must be the later act with a known first
/// day, and a local symbol (which other provinces and communes use too) must be of the same issuer.
fn ends_on(target: &DocumentRow, by: &DocumentRow) -> Option<Date> {
    let day = by.validity.from?;
    let symbol = target.header.symbol.as_ref()?;
    let later = target.row != by.row && target.header.issued? < by.header.issued?;
    let local = ["ubnd", "hdnd"]
        .iter()
        .any(|body| symbol.folded().contains(body));
    let fits = !local || target.header.issuer == by.header.issuer;
    let earlier = target.validity.until.is_some_and(|until| until <= day);
    (later && fits && !earlier).then_some(day)
}

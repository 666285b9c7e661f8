//! References in a text, and the pages that they lead to.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use catalogue::{Document, DocumentRow, DocumentRowId};
use legal::{Citation, Date, Path, Reference, Register, SourceText, Span, Unresolved};
use search::Library;

use crate::{address, failure::Failure};

/// A longer text is read without links: a person reads it article by article, and the machine would take seconds.
const LONGEST: usize = 4_000_000;
/// Documents whose references are kept.
const KEPT: usize = 32;

/// A reference and the page that it leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) span: Span,
    pub(crate) href: String,
}

/// The references of the documents that were read last. A document's row never gets another text, so that they hold for
/// as long as they are kept.
#[derive(Debug, Default)]
pub(crate) struct References(Mutex<VecDeque<(DocumentRowId, Arc<Vec<Reference>>)>>);

impl References {
    /// Those of a document: found now, or kept from the last look.
    pub(crate) fn of(&self, document: &Document) -> Arc<Vec<Reference>> {
        let row = document.row.row;
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = lock().iter().find(|(held, _)| *held == row).cloned();
        if let Some((_, kept)) = kept {
            return kept;
        }
        // Not under the lock: a long text takes a while, and others read short ones.
        let found = Arc::new(found(document));
        let mut all = lock();
        all.retain(|(held, _)| *held != row);
        all.push_front((row, Arc::clone(&found)));
        all.truncate(KEPT);
        found
    }
}

fn found(document: &Document) -> Vec<Reference> {
    let source = &document.source;
    if source.text().len() > LONGEST {
        return Vec::new();
    }
    let parsed = legal::parse(source);
    let mut found = legal::references(source, &parsed, &Register::default());
    found.retain(|reference| match &reference.target {
        Ok(target) => {
            target.document.is_none()
                && !target.path.steps().is_empty()
                && !beside_another_act(source, reference.span)
        }
        Err(why) => *why == Unresolved::UnknownDocument && reference.citation.names_document(),
    });
    // The units of a range share its words: the first stands for all.
    found.dedup_by_key(|reference| reference.span);
    found
}

/// Whether words stand in a row of a table that names an act: "Điều 6" is then one of that act, and not of this document.
fn beside_another_act(source: &SourceText, span: Span) -> bool {
    let tables = &source.layout().tables;
    let at = tables.partition_point(|table| table.span.end <= span.start);
    let Some(table) = tables.get(at).filter(|table| table.span.contains(span)) else {
        return false;
    };
    let has = |row: &&Vec<Span>| row.iter().any(|cell| cell.contains(span));
    let row = table.rows.iter().find(has).into_iter().flatten();
    let mut others = row.filter(|cell| !cell.contains(span));
    others.any(|cell| !legal::find_symbols(source.slice(*cell)).is_empty())
}

/// The pages that references lead to, as far as they are held: units of the document itself, and other documents by
/// number or name; a law called by its name alone is the one of that name when the document was issued.
pub(crate) fn links(
    library: &Library,
    document: &Document,
    references: &[Reference],
    on: Date,
    within: Span,
) -> Result<Vec<Link>, Failure> {
    let day = document.row.header.issued.unwrap_or(on);
    let mut acts: HashMap<String, Vec<DocumentRow>> = HashMap::new();
    let mut links = Vec::new();
    for reference in references.iter().filter(|one| within.contains(one.span)) {
        let span = reference.span;
        if let Ok(target) = &reference.target {
            // "Điều này" leads to where the reader is.
            if !target.path.contains(&reference.source) {
                links.push(link(span, &document.row, &target.path, on));
            }
            continue;
        }
        let citation = &reference.citation;
        let act = Citation {
            path: Path::default(),
            amended_by: Vec::new(),
            ..citation.clone()
        };
        let named = match acts.entry(act.print()) {
            std::collections::hash_map::Entry::Occupied(known) => known.into_mut(),
            std::collections::hash_map::Entry::Vacant(new) => {
                new.insert(search::named(library, &act, day)?)
            }
        };
        match named.as_slice() {
            [] => {}
            // Its own name in its title, or where it says "sửa đổi … của Luật này".
            [one] if one.row == document.row.row && citation.path.steps().is_empty() => {}
            [one] => links.push(link(span, one, &citation.path, on)),
            [one, ..] => {
                let symbol = one.header.symbol.as_ref();
                let symbol =
                    symbol.map_or_else(|| one.name(), |symbol| symbol.printed().to_owned());
                links.push(Link {
                    span,
                    href: format!("/vb?q={}", address::encode(&symbol)),
                });
            }
        }
    }
    Ok(links)
}

fn link(span: Span, document: &DocumentRow, path: &Path, on: Date) -> Link {
    Link {
        span,
        href: address::provision_on(&document.slug, path, on),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn articles_beside_another_act_in_a_row_are_not_our_own() {
        let text = "Nghị định số 149/2024/NĐ-CP | Điều 6\nTrách nhiệm | Điều 7\nĐiều 8";
        let at = |words: &str| {
            let start = text.find(words).expect("words of the sample");
            Span::new(start, start + words.len())
        };
        let row = |cells: [&str; 2]| cells.map(at).to_vec();
        let table = legal::Table {
            span: Span::new(0, text.find("\nĐiều 8").expect("an end")),
            rows: vec![
                row(["Nghị định số 149/2024/NĐ-CP", "Điều 6"]),
                row(["Trách nhiệm", "Điều 7"]),
            ],
        };
        let layout = legal::Layout {
            tables: vec![table],
            ..legal::Layout::default()
        };
        let source = SourceText::plain(text).with_layout(layout);
        for (words, beside) in [("Điều 6", true), ("Điều 7", false), ("Điều 8", false)] {
            assert_eq!(beside_another_act(&source, at(words)), beside, "{words}");
        }
    }
}

//! Whether what an answer rests on is still what it was: the file, the words, the state on the asked day.

use std::collections::BTreeSet;

use catalogue::{Document, Hash};
use legal::{Path, Span, Status};
use search::{Error, Library};
use serde::Serialize;

use super::{Basis, Group, Head};

/// What is not as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Change {
    /// The document is no longer held.
    NotHeld,
    /// The document was read from another file since.
    File,
    /// The words that were quoted do not stand in that article any more.
    Words,
    /// Its state on the asked day is another one than was known then.
    Status {
        /// What was known.
        was: Status,
        /// What is known now.
        now: Status,
    },
}

/// A piece of evidence that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Changed {
    /// Its number in the answer, from 1.
    pub evidence: usize,
    /// Its document's key.
    pub document: String,
    /// Its provision.
    pub path: String,
    /// What changed.
    #[serde(flatten)]
    pub change: Change,
}

/// What changed in the evidence that the claims quote; where there are no claims, in all of it. `quote` gives the words
/// of a quote by claim and number (both from 1), as long as the record has them. Without a library nothing is held.
pub fn changes(
    library: Option<&Library>,
    head: &Head,
    quote: &dyn Fn(usize, usize) -> Option<String>,
) -> Result<Vec<Changed>, Error> {
    let quoted: BTreeSet<usize> = head.quotes.iter().map(|quoted| quoted.evidence).collect();
    let rests_on = |basis: &&Basis| {
        basis.group == Group::Evidence && (quoted.is_empty() || quoted.contains(&basis.number))
    };
    let mut changed = Vec::new();
    for basis in head.bases.iter().filter(rests_on) {
        let words = head
            .quotes
            .iter()
            .filter(|quoted| quoted.evidence == basis.number)
            .filter_map(|quoted| quote(quoted.claim, quoted.quote));
        let found = match library {
            Some(library) => changes_of(library, head, basis, &words.collect::<Vec<_>>())?,
            None => vec![Change::NotHeld],
        };
        changed.extend(found.into_iter().map(|change| Changed {
            evidence: basis.number,
            document: basis.document.clone(),
            path: basis.path.clone(),
            change,
        }));
    }
    Ok(changed)
}

fn changes_of(
    library: &Library,
    head: &Head,
    basis: &Basis,
    quotes: &[String],
) -> Result<Vec<Change>, Error> {
    let (catalogue, at) = (&library.catalogue, library.generation.seq());
    let row = catalogue.find_document(at, &basis.document)?;
    // A slug may read like a key.
    let Some(row) = row.filter(|row| row.id.as_str() == basis.document) else {
        return Ok(vec![Change::NotHeld]);
    };
    let mut changes = Vec::new();
    if row.original.as_str() != basis.file {
        changes.push(Change::File);
    }
    let passage = catalogue.passages(at, &[basis.passage])?.pop();
    let passage = passage.filter(|passage| {
        passage.document == row.row && Hash::of(passage.text.as_bytes()).as_str() == basis.words
    });
    let now = match passage {
        // Nothing of it was read again since.
        Some(passage) => passage.validity.status(head.on),
        None => {
            let Some(document) = catalogue.document(at, row.row)? else {
                return Ok(vec![Change::NotHeld]);
            };
            let path: Path = basis.path.parse().unwrap_or_default();
            if !stands(&document, &path, quotes) {
                changes.push(Change::Words);
            }
            let own = document.provision(&path);
            let own = own.and_then(|provision| provision.validity.as_ref());
            own.unwrap_or(&row.validity).status(head.on)
        }
    };
    if now != basis.status {
        changes.push(Change::Status {
            was: basis.status,
            now,
        });
    }
    Ok(changes)
}

/// Whether all words stand in the article (or annex) of a path; outside of provisions, in the document. A lead-in that
/// was quoted with a point stands above the point, but never in another article.
fn stands(document: &Document, path: &Path, quotes: &[String]) -> bool {
    let outer = path.article().unwrap_or_else(|| path.clone());
    let annex = || document.annexes.iter().find(|annex| annex.path == outer);
    let span = match outer.steps() {
        [] => Span::new(0, document.source.text().len()),
        _ => match document.provision(&outer) {
            Some(provision) => provision.span,
            None => match annex() {
                Some(annex) => annex.span,
                None => return false,
            },
        },
    };
    let held = legal::fold_quote(document.source.slice(span));
    let title = document.row.header.title.as_deref().unwrap_or_default();
    let title = legal::fold_quote(title);
    quotes.iter().all(|quote| {
        let quote = legal::fold_quote(quote);
        // A document that was named as a whole is quoted by its title, which may stand broken over lines.
        held.text().contains(quote.text())
            || (path.steps().is_empty() && title.text() == quote.text())
    })
}

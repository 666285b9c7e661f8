//! Where quoted words stand in the file as issued: the exact bytes, the page, the clause or point.
//!
//! An evidence carries a reflowed copy of its words; the place is found in the reading text itself.

use std::{
    collections::{HashMap, hash_map::Entry},
    sync::Arc,
};

use legal::{Level, Path, Provision, SourceText, Span};

use crate::{Error, Evidence, Library};

/// The unedited words behind an evidence, with their pages and provisions.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Excerpt {
    text: String,
    start: usize,
    /// Where pages start, and their numbers.
    pages: Vec<(u32, u32)>,
    /// Articles, clauses and points that the words touch, outer before inner.
    provisions: Vec<(Path, Span)>,
}

/// Where quoted words stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// The smallest provision that holds all of them; `None` outside provisions.
    pub path: Option<Path>,
    /// Their bytes in the document's reading text.
    pub span: Span,
    /// The page on which they begin.
    pub page: Option<u32>,
}

impl Excerpt {
    /// The words of `span` with what surrounds them.
    pub fn new<'a>(
        source: &SourceText,
        provisions: impl Iterator<Item = &'a Provision>,
        span: Span,
    ) -> Self {
        let touches = |unit: &&Provision| unit.span.start < span.end && span.start < unit.span.end;
        let inner = |unit: &&Provision| {
            unit.path
                .level()
                .is_some_and(|level| level >= Level::Article)
        };
        let provisions = provisions.filter(touches).filter(inner);
        let pages = source.pages().iter();
        let pages = pages.filter(|page| page.span.start < span.end && span.start < page.span.end);
        Self {
            text: source.slice(span).to_owned(),
            start: span.start as usize,
            pages: pages.map(|page| (page.span.start, page.number)).collect(),
            provisions: provisions
                .map(|unit| (unit.path.clone(), unit.span))
                .collect(),
        }
    }

    /// Finds words by folding (`legal::fold_quote`); `None` if they do not stand here.
    pub fn locate(&self, words: &str) -> Option<Place> {
        let (held, wanted) = (legal::fold_quote(&self.text), legal::fold_quote(words));
        if wanted.text().is_empty() {
            return None;
        }
        let at = held.text().find(wanted.text())?;
        let range = held.original(at..at + wanted.text().len());
        let span = Span::new(self.start + range.start, self.start + range.end);
        let holding = self
            .provisions
            .iter()
            .filter(|(_, unit)| unit.contains(span));
        let smallest = holding.max_by_key(|(path, _)| path.steps().len());
        let page = self
            .pages
            .iter()
            .rev()
            .find(|(start, _)| *start <= span.start);
        Some(Place {
            path: smallest.map(|(path, _)| path.clone()),
            span,
            page: page.map(|(_, number)| *number),
        })
    }
}

/// Gives each evidence its excerpt, so that quotes of it can be placed exactly. A document is read once.
pub fn place<'a>(
    library: &Library,
    evidence: impl Iterator<Item = &'a mut Evidence>,
) -> Result<(), Error> {
    let mut documents = HashMap::new();
    for evidence in evidence {
        let row = evidence.document.row;
        let document = match documents.entry(row) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(unknown) => {
                let at = library.generation.seq();
                unknown.insert(library.catalogue.document(at, row)?)
            }
        };
        if let Some(document) = document {
            let annexed = document.annexes.iter().flat_map(|annex| &annex.provisions);
            let provisions = document.provisions.iter().chain(annexed);
            let excerpt = Excerpt::new(&document.source, provisions, evidence.span);
            evidence.excerpt = Some(Arc::new(excerpt));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use legal::{Page, PageKind};

    use super::*;

    #[test]
    fn words_over_a_page_break_have_their_own_clause_and_page() {
        let first = "Điều 5. Thời hạn\n1. Nộp hồ sơ tại xã.\n";
        let text = format!("{first}2. Trong thời hạn 60 ngày,\ncha hoặc mẹ đăng ký.\n");
        let page = |number, start: usize, end: usize| Page {
            number,
            span: Span::new(start, end),
            kind: PageKind::Text,
            ..Page::default()
        };
        let pages = vec![page(3, 0, first.len()), page(4, first.len(), text.len())];
        let source = SourceText::new(text.clone(), pages, Vec::new(), true);
        let article: Path = "dieu-5".parse().expect("a path");
        let body = Span::new("Điều 5. Thời hạn\n".len(), text.len());
        let mut provisions = legal::parse_provisions(&source, body, &article);
        provisions.insert(
            0,
            Provision {
                path: article,
                label: "Điều 5".to_owned(),
                heading: Span::default(),
                span: Span::new(0, text.len()),
                body,
                validity: None,
            },
        );
        let excerpt = Excerpt::new(&source, provisions.iter(), body);
        let check = |words: &str, expect: Option<(&str, u32)>| {
            let place = excerpt.locate(words);
            let found = place.map(|place| {
                let path = place.path.map(|path| path.to_string()).unwrap_or_default();
                (path, place.page.unwrap_or_default())
            });
            assert_eq!(
                found,
                expect.map(|(path, page)| (path.to_owned(), page)),
                "{words}"
            );
        };
        check(
            "trong thời hạn 60 ngày, cha hoặc mẹ",
            Some(("dieu-5/khoan-2", 4)),
        );
        check("Nộp hồ sơ tại xã", Some(("dieu-5/khoan-1", 3)));
        check("hồ sơ tại xã. 2. Trong thời hạn", Some(("dieu-5", 3)));
        check("90 ngày", None);
    }
}

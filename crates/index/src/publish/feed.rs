//! Passages on their way from the catalogue into full text and into the new vector segment.

use std::collections::HashMap;

use catalogue::{Catalogue, Change, DocumentRowId, PassageRow, Seq};
use rayon::prelude::*;

use crate::{
    Error,
    fulltext::{Working, entry, joined},
    segment::Rows,
};

/// Passages on their way into the index.
pub(super) struct Feed<'a> {
    text: &'a Working,
    catalogue: &'a Catalogue,
    at: Seq,
    /// Nothing was indexed before: nothing has to be taken out first.
    fresh: bool,
    batch: Vec<(PassageRow, String)>,
    /// The document at hand, and what its symbol field holds.
    document: Option<(DocumentRowId, String)>,
    /// The first passage of each article of the document at hand.
    articles: HashMap<legal::Path, u32>,
}

/// Passages made ready for tantivy at a time.
const BATCH: usize = 512;

impl<'a> Feed<'a> {
    pub(super) fn new(text: &'a Working, catalogue: &'a Catalogue, at: Seq) -> Self {
        Self {
            text,
            catalogue,
            at,
            fresh: text.seq == 0,
            batch: Vec::new(),
            document: None,
            articles: HashMap::new(),
        }
    }

    pub(super) fn take(
        &mut self,
        passage: PassageRow,
        vector: &[f32],
        words: &Change,
        vectors: &Change,
        rows: &mut Rows,
    ) -> Result<(), Error> {
        let to_text = words.added.binary_search(&passage.id).is_ok();
        let known = self
            .document
            .as_ref()
            .is_some_and(|(row, _)| *row == passage.document);
        if !known {
            self.articles.clear();
            if to_text && !self.fresh {
                // Adding is idempotent: a passage that a stopped publish had added is taken out first.
                self.flush()?;
                self.text.remove(passage.document);
            }
            let symbols = self.symbols(passage.document)?;
            self.document = Some((passage.document, symbols));
        }
        let article = passage
            .path
            .article()
            .unwrap_or_else(|| passage.path.clone());
        // Ids beyond 32 bits wrap: two articles would have to lie four thousand million passages apart to meet.
        let article = *self
            .articles
            .entry(article)
            .or_insert((passage.id & u64::from(u32::MAX)) as u32);
        if vectors.added.binary_search(&passage.id).is_ok() {
            rows.push(&passage, article, vector)?;
        }
        if to_text {
            let symbols = self
                .document
                .as_ref()
                .map(|(_, symbols)| symbols.clone())
                .unwrap_or_default();
            self.batch.push((passage, symbols));
            if self.batch.len() >= BATCH {
                self.flush()?;
            }
        }
        Ok(())
    }

    /// A document's symbol as searched: folded, and its number and year alone.
    fn symbols(&self, document: DocumentRowId) -> Result<String, Error> {
        let row = self.catalogue.document_row(self.at, document)?;
        let Some(symbol) = row.and_then(|row| row.header.symbol) else {
            return Ok(String::new());
        };
        let folded = symbol.folded();
        let number: Vec<&str> = folded.split('/').take(2).collect();
        Ok(format!("{} {}", joined(folded), joined(&number.join("/"))))
    }

    pub(super) fn flush(&mut self) -> Result<(), Error> {
        let fields = &self.text.fields;
        let ready: Vec<_> = self
            .batch
            .par_iter()
            .map(|(passage, symbols)| entry(fields, passage, symbols))
            .collect();
        self.batch.clear();
        ready
            .into_iter()
            .try_for_each(|document| self.text.add(document))
    }
}

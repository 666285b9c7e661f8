//! Syllables of the texts that a slip of the finger may have made another of.

use tantivy::{Term, query::FuzzyTermQuery};

use super::{FullText, failure};
use crate::Error;

impl FullText {
    /// The syllables of passages' own words that differ from this one in one or two places: a letter left out, put
    /// in, changed, or exchanged with its neighbour; sorted.
    pub(crate) fn similar(&self, syllable: &str, unaccented: bool) -> Result<Vec<String>, Error> {
        let field = self.body(unaccented).syllables;
        let query = FuzzyTermQuery::new(Term::from_field_text(field, syllable), 2, true);
        let mut found = Vec::new();
        let automaton = query.automaton().map_err(failure)?;
        for segment in &self.segments {
            let Some(postings) = segment.postings.get(field.field_id() as usize) else {
                continue;
            };
            let mut terms = postings
                .terms()
                .search(&automaton)
                .into_stream()
                .map_err(Error::Disk)?;
            while terms.advance() {
                found.extend(std::str::from_utf8(terms.key()).map(str::to_owned));
            }
        }
        found.sort_unstable();
        found.dedup();
        found.retain(|other| other != syllable);
        Ok(found)
    }
}

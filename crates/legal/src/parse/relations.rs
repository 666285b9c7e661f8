//! What a document does to others, by its own words.

use super::lines::Lines;
use crate::{Parsed, Relation, SourceText};

pub(super) fn read(
    _source: &SourceText,
    _lines: &Lines<'_>,
    _quoted: &[bool],
    _parsed: &Parsed,
) -> Vec<Relation> {
    Vec::new()
}

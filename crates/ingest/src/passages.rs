//! Passages: what is searched. A passage never crosses an article and carries its breadcrumb and lead-in.

use catalogue::NewPassage;
use legal::{Parsed, SourceText};

/// The passages of a document, without vectors.
pub fn passages(_source: &SourceText, _parsed: &Parsed) -> Vec<NewPassage> { todo!() }

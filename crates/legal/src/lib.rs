//! What a regulation is and how its text is read: documents, provisions, citations, validity, Vietnamese text.
//!
//! Pure: no files, network, clock, environment or async. Reading never fails: `parse` returns what was
//! understood beside the issues that were found.

mod attached;
mod bodies;
mod boxes;
mod citation;
mod consolidated;
mod dates;
mod document;
mod folding;
mod issuing;
mod parse;
mod provision;
mod rank;
mod references;
mod source;
mod spelling;
mod syllable;
mod symbol;
mod validity;

pub use attached::held_path;
pub use bodies::{Body, body_of, party_body_of};
pub use boxes::PageBox;
pub use citation::{
    Citation, FoundCitation, Typed, find_citations, parse_citation, typed_citations,
};
pub use consolidated::may_consolidate;
pub use document::{DocumentId, Header, Kind, Slug};
pub use folding::{Folded, fold_quote, has_accents, normalise, unaccent};
pub use issuing::{Tier, issuers, territories};
pub use parse::{
    Alias, Amendment, AmendmentKind, Annex, AnnexKind, Change, Confidence, Issue, IssueKind,
    Parsed, Relation, RelationKind, parse, parse_provisions, reflow,
};
pub use provision::{Level, Path, PathError, Provision, Step};
pub use rank::{Rank, makes_rules};
pub use references::{
    KnownDocument, Reference, Register, Target, Units, Unresolved, dynamic_clauses, references,
};
pub use source::{
    Footnote, Furniture, FurnitureKind, Layout, Page, PageKind, SourceText, Span, Table, Word,
};
pub use spelling::is_syllable;
pub use syllable::{for_each_syllable, pieces, syllables};
pub use symbol::{Symbol, find_symbols};
pub use validity::{Status, Validity};

/// A day of the civil calendar. `YYYY-MM-DD` in every format of ours.
pub use jiff::civil::Date;

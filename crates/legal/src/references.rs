//! Where the citations of a text lead: the document and the provision, or the reason why that cannot be said.
//!
//! "Điều này" leads to the article around it, "Luật này" to the document itself or, inside the new words of an
//! amendment, to the document amended; "Luật Đất đai" to the law of that name in force when the text was issued.
//! Nothing is guessed: what cannot be told stays unresolved, with its reason.

use serde::{Deserialize, Serialize};

use self::{context::Context, open::open_references, resolve::Resolver};
use crate::{Citation, FoundCitation, Parsed, Path, SourceText, Span, find_citations};

mod context;
mod open;
mod quotations;
mod register;
mod resolve;

pub use open::dynamic_clauses;
pub use register::{KnownDocument, Register, Units};

/// A citation in a text, where it stands, and where it leads.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// The words.
    pub span: Span,
    /// The provision in which they stand; the root outside all.
    pub source: Path,
    /// What they say; empty for a reference to law in general.
    pub citation: Citation,
    /// Where they lead, or why that is not known.
    pub target: Result<Target, Unresolved>,
}

/// A document and a place in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// The id that the register gives the document; `None` is the citing document itself.
    pub document: Option<String>,
    /// The provision; the root is the whole document.
    pub path: Path,
}

/// Why a citation leads nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unresolved {
    /// The document is known and has no such unit.
    NoSuchUnit,
    /// Several documents of that name or number fit.
    AmbiguousName,
    /// The register does not hold the document.
    UnknownDocument,
    /// "theo quy định của pháp luật về đất đai": no document is meant.
    OpenReference,
    /// It stands in a form to fill in.
    Template,
    /// It is a phrase spoken about: "thay cụm từ “khoản 2 Điều 5” bằng …".
    QuotedWording,
}

/// Every citation of a text with where it leads, in reading order. `register` is what is known of other documents;
/// the units of this one come from `parsed`.
pub fn references(source: &SourceText, parsed: &Parsed, register: &Register) -> Vec<Reference> {
    let text = source.text();
    let found = find_citations(text);
    let resolver = Resolver::new(parsed, register, &found);
    let mut context = Context::new(text, parsed);
    let mut all: Vec<Reference> = found
        .into_iter()
        .filter(|one| !is_label(text, one) && !is_number(text, parsed, one))
        .filter(|one| {
            !parsed
                .aliases
                .iter()
                .any(|alias| alias.span.contains(one.span))
        })
        .map(|one| {
            let place = context.at(one.span);
            let citation = of_instruction(parsed, &one).unwrap_or(one.citation);
            Reference {
                span: one.span,
                source: place.source(),
                target: resolver.resolve(&citation, &place),
                citation,
            }
        })
        .collect();
    let mut context = Context::new(text, parsed);
    let open = open_references(text, &all);
    all.extend(open.into_iter().map(|span| Reference {
        span,
        source: context.at(span).source(),
        citation: Citation::default(),
        target: Err(Unresolved::OpenReference),
    }));
    all.sort_by_key(|reference| reference.span.start);
    all
}

/// "Sửa đổi khoản 3 Điều 5 như sau" below "Sửa đổi một số điều của Nghị định …": the units are those of the act that is
/// amended, which the instruction itself does not name again.
fn of_instruction(parsed: &Parsed, one: &FoundCitation) -> Option<Citation> {
    let named = one.citation.names_document() || one.citation.this.is_some() || one.citation.own;
    let amendment = parsed
        .amendments
        .iter()
        .find(|amendment| amendment.span.contains(one.span))
        .filter(|amendment| !named && amendment.target.names_document())?;
    Some(Citation {
        path: one.citation.path.clone(),
        ..amendment.target.clone()
    })
}

/// Whether the words are the document's own number behind "Số:".
fn is_number(text: &str, parsed: &Parsed, one: &FoundCitation) -> bool {
    let own = parsed.header.symbol.as_ref().map(crate::Symbol::folded);
    let before = text[..one.span.start as usize].trim_end();
    let labelled = before
        .strip_suffix(':')
        .is_some_and(|words| words.trim_end().to_lowercase().ends_with("số"));
    let cited = one.citation.symbol.as_ref().map(crate::Symbol::folded);
    labelled && cited.is_some() && own == cited
}

/// Whether the words are the label of a provision: "Điều 7." at the beginning of a line or of a quotation.
fn is_label(text: &str, one: &FoundCitation) -> bool {
    let alone = one.citation.path.steps().len() == 1
        && one.citation.this.is_none()
        && !one.citation.names_document();
    let before = text[..one.span.start as usize].trim_end_matches([' ', '\t']);
    let opened = before.is_empty() || before.ends_with(['\n', '“', '‟', '„', '«', '"']);
    let behind = &text[one.span.end as usize..];
    let ends = behind.is_empty() || behind.starts_with(['.', ':', '\n', '\r']);
    alone && opened && ends
}

#[cfg(test)]
mod tests;

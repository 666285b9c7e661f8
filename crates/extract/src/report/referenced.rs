//! Where the citations of a text lead, as far as the text alone can tell: other documents are not at hand here.

use legal::{Parsed, Reference, Register, SourceText, Unresolved, references};
use serde::{Deserialize, Serialize};

/// The citations of a text by where they lead.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Referenced {
    /// All of them.
    pub found: u32,
    /// To this document or one of its units.
    pub inside: u32,
    /// To other documents that are named.
    pub outside: u32,
    /// To law in general ("theo quy định của pháp luật về đất đai").
    pub open: u32,
    /// To units that this document does not have, in reading order: the words, and the provision that holds them
    /// ("khoản 9 Điều 2 (khoản 1 Điều 7)"). Either the text errs or the reading does.
    pub missing: Vec<String>,
}

pub(super) fn of(source: &SourceText, parsed: &Parsed) -> Referenced {
    let mut referenced = Referenced::default();
    for reference in references(source, parsed, &Register::default()) {
        match reference.target {
            // Words that are spoken about, and those of a form, are no citations.
            Err(Unresolved::QuotedWording | Unresolved::Template) => continue,
            Ok(_) => referenced.inside += 1,
            Err(Unresolved::UnknownDocument | Unresolved::AmbiguousName) => referenced.outside += 1,
            Err(Unresolved::OpenReference) => referenced.open += 1,
            Err(Unresolved::NoSuchUnit) => referenced.missing.push(told(source, &reference)),
        }
        referenced.found += 1;
    }
    referenced
}

fn told(source: &SourceText, reference: &Reference) -> String {
    let words = legal::reflow(source.slice(reference.span)).replace('\n', " ");
    let place = reference.source.within();
    if place.is_empty() {
        words
    } else {
        format!("{words} ({place})")
    }
}

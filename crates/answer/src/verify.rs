//! The checks that make a claim. Pure: no model, no clock.

use legal::{Date, Path, Span, Status};
use search::Evidence;

use crate::DraftClaim;

/// A sentence whose every quote was found in the provision it cites.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    text: String,
    quotes: Vec<Quote>,
    verdict: Verdict,
    checks: Vec<Check>,
}

/// Words that stand in a provision.
#[derive(Clone, Debug, PartialEq)]
pub struct Quote {
    evidence: usize,
    document: String,
    slug: String,
    path: Path,
    text: String,
    span: Span,
    page: Option<u32>,
    status: Status,
}

/// How far a claim is proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// đã đối chiếu: every check passed.
    Checked,
    /// đối chiếu một phần: its quotes stand, something else does not (a number, the validity unknown).
    Partly,
    /// chưa đối chiếu: shown apart or dropped.
    Unchecked,
}

/// What is checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckKind {
    /// The evidence number was in the evidence.
    Evidence,
    /// The quoted words stand verbatim in that evidence.
    Quote,
    /// Every figure of the sentence stands in its quotes.
    Numbers,
    /// The provision is in force on the day.
    Validity,
}

/// One check and what it saw.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Check {
    /// What was checked.
    pub kind: CheckKind,
    /// Whether it held.
    pub passed: bool,
    /// What was seen, for a person (English key words; pages translate by kind).
    pub detail: String,
}

/// A draft that no quote supports.
#[derive(Clone, Debug, PartialEq)]
pub struct Unsupported {
    /// The sentence.
    pub text: String,
    /// The checks, at least one of them failed.
    pub checks: Vec<Check>,
}

impl Claim {
    /// The sentence.
    pub fn text(&self) -> &str { &self.text }
    /// Its quotes, at least one.
    pub fn quotes(&self) -> &[Quote] { &self.quotes }
    /// How far it is proved: `Checked` or `Partly`.
    pub fn verdict(&self) -> Verdict { self.verdict }
    /// Every check and what it saw.
    pub fn checks(&self) -> &[Check] { &self.checks }
}

impl Quote {
    /// Number of the evidence, from 1.
    pub fn evidence(&self) -> usize { self.evidence }
    /// The document's name: "Nghị định số 30/2020/NĐ-CP".
    pub fn document(&self) -> &str { &self.document }
    /// The document in addresses.
    pub fn slug(&self) -> &str { &self.slug }
    /// The provision.
    pub fn path(&self) -> &Path { &self.path }
    /// The words as they stand in the law (not as the model typed them).
    pub fn text(&self) -> &str { &self.text }
    /// Where they stand in the document's reading text, to highlight.
    pub fn span(&self) -> Span { self.span }
    /// First page.
    pub fn page(&self) -> Option<u32> { self.page }
    /// The provision's state on the asked day.
    pub fn status(&self) -> Status { self.status }
}

/// Checks a draft against the evidence on a day.
pub fn verify(_draft: &DraftClaim, _evidence: &[Evidence], _on: Date) -> Result<Claim, Unsupported> { todo!() }

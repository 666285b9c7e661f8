//! The checks that make a claim. Pure: no model, no clock.

use std::ops::Range;

use legal::{Date, Path, Span, Status};
use search::{Evidence, Place};

use crate::excerpt::is_cut;
use crate::{ClaimKind, DraftClaim, Row};

use examine::{Examined, Unquoted};

pub use seen::{Difference, Seen};

mod agreement;
mod align;
mod announced;
mod chains;
mod counts;
mod cues;
mod examine;
mod foreign;
mod modality;
mod named;
mod numbers;
mod replaced;
mod seen;
mod tokens;
mod words;

/// A sentence whose every quote was found in the provision it cites.
#[derive(Clone, Debug, PartialEq)]
pub struct Claim {
    text: String,
    kind: ClaimKind,
    row: Option<Row>,
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
    range: Range<usize>,
    span: Span,
    page: Option<u32>,
    recognised: bool,
    cut: bool,
    status: Status,
}

/// How far a claim is proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckKind {
    /// The evidence number was in the evidence.
    Evidence,
    /// The quoted words stand verbatim in that evidence.
    Quote,
    /// Every figure of the sentence stands in the cited text, with its unit and its bound, in the same place.
    Numbers,
    /// The provisions that the sentence names are those that it quotes, or that these name.
    Reference,
    /// The sentence forbids, demands, allows, excepts and conditions as the cited text does.
    Modality,
    /// Who acts, and at which level, is who acts there.
    Authority,
    /// The words of the sentence stand in the cited text.
    Coverage,
    /// The provision is in force on the day.
    Validity,
    /// The words are of an act that makes rules, or of a consolidated text that says what its act says, and were read
    /// from the file, not recognised from a picture of them.
    Source,
}

/// One check and what it saw.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Check {
    /// What was checked.
    pub kind: CheckKind,
    /// Whether it held.
    pub passed: bool,
    /// What was seen.
    pub seen: Seen,
}

/// How far a sentence is proved by the provisions that it cites, quoted or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Compared {
    /// `Checked` only where every check passed.
    pub verdict: Verdict,
    /// Every check and what it saw.
    pub checks: Vec<Check>,
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
    pub fn text(&self) -> &str {
        &self.text
    }
    /// What part of an answer it is, as its writer says: no check proves it.
    pub fn kind(&self) -> ClaimKind {
        self.kind
    }
    /// The cells, where it is a row of a table; together they are the sentence.
    pub fn row(&self) -> Option<&Row> {
        self.row.as_ref()
    }
    /// Its quotes, at least one.
    pub fn quotes(&self) -> &[Quote] {
        &self.quotes
    }
    /// How far it is proved: `Checked` or `Partly`.
    pub fn verdict(&self) -> Verdict {
        self.verdict
    }
    /// Every check and what it saw.
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }
}

impl Quote {
    /// Number of the evidence, from 1.
    pub fn evidence(&self) -> usize {
        self.evidence
    }
    /// The document's name: "Nghị định số 30/2020/NĐ-CP".
    pub fn document(&self) -> &str {
        &self.document
    }
    /// The document in addresses.
    pub fn slug(&self) -> &str {
        &self.slug
    }
    /// The provision.
    pub fn path(&self) -> &Path {
        &self.path
    }
    /// The words as they stand in the law (not as the model typed them).
    pub fn text(&self) -> &str {
        &self.text
    }
    /// The bytes of the evidence's text (`Evidence::text`) that are quoted.
    pub fn range(&self) -> Range<usize> {
        self.range.clone()
    }
    /// Where the evidence stands in the document's reading text. The evidence is a reflowed copy, so the words
    /// themselves are found inside this span by folding both (`legal::fold_quote`).
    pub fn span(&self) -> Span {
        self.span
    }
    /// First page.
    pub fn page(&self) -> Option<u32> {
        self.page
    }
    /// Whether the words were recognised from a picture.
    pub fn is_recognised(&self) -> bool {
        self.recognised
    }
    /// Whether the words open a list and end before it does.
    pub fn is_cut(&self) -> bool {
        self.cut
    }
    /// The provision's state on the asked day.
    pub fn status(&self) -> Status {
        self.status
    }
}

/// Checks a draft against the evidence on a day.
///
/// Every quote must stand word for word in the evidence that it names, after folding (case, dashes, quotation
/// marks, white space), as one piece that neither begins nor ends inside a word or a number; then the claim
/// carries the law's own words. A figure that stands nowhere in the cited evidence or in another's place, a provision
/// that is named and not quoted, a "không" or a level that the evidence does not have in that place, words that speak
/// of something else, and a validity that is not known leave the claim `Partly`; so do words that were recognised from
/// a picture, and those of a text that makes no rules. Law that is not in force on the day supports nothing.
pub fn verify(draft: &DraftClaim, evidence: &[Evidence], on: Date) -> Result<Claim, Unsupported> {
    let examined = Examined::new(draft, evidence, on, Unquoted::Refused);
    let verdict = examined.verdict();
    let Examined {
        text,
        quotes,
        checks,
        ..
    } = examined;
    if verdict == Verdict::Unchecked {
        return Err(Unsupported { text, checks });
    }
    Ok(Claim {
        text,
        kind: draft.kind,
        row: draft.row.as_ref().map(Row::plain),
        quotes,
        verdict,
        checks,
    })
}

/// Checks a sentence against provisions that it cites and need not quote: where the words of a quote are empty, all
/// other checks look at the whole provision, and nearly every word of the sentence must stand there. Makes no
/// [`Claim`]: what quotes nothing is compared, not proved.
pub fn compare(draft: &DraftClaim, evidence: &[Evidence], on: Date) -> Compared {
    let examined = Examined::new(draft, evidence, on, Unquoted::Whole);
    Compared {
        verdict: examined.verdict(),
        checks: examined.checks,
    }
}

impl Quote {
    fn new(number: usize, cited: &Evidence, range: Range<usize>) -> Self {
        let text = cited.text[range.clone()].to_owned();
        let cut = is_cut(&cited.text, &range);
        let place = place(cited, &text);
        Self {
            evidence: number,
            document: cited.document.name(),
            slug: cited.document.slug.clone(),
            path: place.path.unwrap_or_else(|| cited.path.clone()),
            text,
            range,
            span: place.span,
            page: place.page,
            recognised: cited.document.is_recognised(place.page),
            cut,
            status: cited.status,
        }
    }
}

/// Where words of an evidence stand: the smallest provision with all of them, as far as that is known, else the
/// evidence's own place.
pub(crate) fn place(evidence: &Evidence, words: &str) -> Place {
    let found = evidence
        .excerpt
        .as_ref()
        .and_then(|excerpt| excerpt.locate(words));
    match found {
        Some(place) => place,
        None => Place {
            path: Some(evidence.path.clone()),
            span: evidence.span,
            page: evidence.page,
        },
    }
}

#[cfg(test)]
mod laws;
#[cfg(test)]
mod tests;

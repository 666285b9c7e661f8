//! What checkers see and decide, on the wire.

use answer::{FigureBeside, Stale, StaleBasis};
use catalogue::{Catalogue, Decision, DecisionKind, Seq};
use jiff::{Timestamp, tz};
use legal::{Date, Path};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Complaint, Sheet, Validity};
use crate::{
    address,
    record::{KeptCheck, KeptClaim, KeptQuote},
    review::Reason,
};

/// A moment as people in Vietnam read it.
fn local(moment: Timestamp) -> String {
    let moment = moment.to_zoned(tz::offset(7).to_time_zone());
    moment.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// An answer that asks for eyes.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReviewLine {
    /// Its record.
    pub record: String,
    /// The question; personal data of somebody else is masked.
    pub question: String,
    /// The day whose law was asked for.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// When it was made, in Vietnam's time.
    pub made: String,
    /// Why somebody should look at it, the weightiest first.
    pub reasons: Vec<Reason>,
    /// How often the question was asked.
    pub times: u32,
    /// Complaints about it that are open.
    pub complaints: u32,
    /// Where it was approved: what is not any more as it was then.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stale: Vec<StaleLine>,
}

/// How many answers ask for eyes for a reason.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReasonCount {
    /// The reason.
    pub reason: Reason,
    /// How many.
    pub count: usize,
}

/// The answers that ask for eyes, the most urgent first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReviewQueue {
    /// How many there are, whatever the page and the reason asked for.
    pub total: usize,
    /// How many for each reason; one answer may have several.
    pub counts: Vec<ReasonCount>,
    /// How many fit the reason asked for.
    pub fitting: usize,
    /// Twenty of them.
    pub answers: Vec<ReviewLine>,
}

/// What is not any more as it was approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct StaleLine {
    /// The number of its evidence in the answer, from 1.
    pub evidence: usize,
    /// The document, by name; by its key where it is not held any more.
    pub document: String,
    /// "Điều 5"; empty for a document as a whole.
    pub citation: String,
    /// `not_held`, `file`, `words`, `validity`, `level`, `touched`.
    pub kind: &'static str,
    /// For `touched`: by which document; absent where that is not held, or not for the reader's eyes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// For `touched`: its page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// For `touched`: what it does: `amends`, `repeals`, …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub what: Option<String>,
}

impl StaleLine {
    /// Of changes, with the names that a catalogue has.
    pub(crate) fn all(
        stale: &[StaleBasis],
        held: Option<(&Catalogue, Seq)>,
    ) -> Result<Vec<Self>, catalogue::Error> {
        let find = |key: &str| match held {
            Some((catalogue, at)) => catalogue.find_document(at, key),
            None => Ok(None),
        };
        let line = |one: &StaleBasis| {
            let document = find(&one.document)?;
            let name = document.as_ref().map(catalogue::DocumentRow::name);
            let path: Path = one.path.parse().unwrap_or_default();
            let mut line = Self {
                evidence: one.evidence,
                document: name.unwrap_or_else(|| one.document.clone()),
                citation: path.citation(),
                kind: "",
                by: None,
                url: None,
                what: None,
            };
            line.kind = match &one.stale {
                Stale::NotHeld => "not_held",
                Stale::File => "file",
                Stale::Words => "words",
                Stale::Validity { .. } => "validity",
                Stale::Level => "level",
                Stale::Touched { by, what } => {
                    let by = find(by)?;
                    line.by = by.as_ref().map(catalogue::DocumentRow::name);
                    line.url = by.map(|row| address::document(&row.slug));
                    line.what = Some(what.clone());
                    "touched"
                }
            };
            Ok(line)
        };
        stale.iter().map(line).collect()
    }
}

/// How an answer stands with those who check.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Standing {
    /// `approved`, `rejected`, `corrected`, `withdrawn`.
    #[schema(value_type = String)]
    pub kind: DecisionKind,
    /// It was approved, and must be looked at again: something is not what it was.
    pub stale: bool,
    /// When it was decided, in Vietnam's time.
    pub at: String,
    /// By whom: the role.
    pub by: &'static str,
    /// The answer that was written in its place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
    /// What is not as it was approved.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<StaleLine>,
}

impl Standing {
    pub(crate) fn new(decision: &Decision, changes: Vec<StaleLine>) -> Self {
        Self {
            kind: decision.kind,
            stale: !changes.is_empty(),
            at: local(decision.at),
            by: "checker",
            other: decision.other.map(|id| id.to_string()),
            changes,
        }
    }
}

impl Standing {
    /// Whether it is approved.
    pub(crate) fn is_approved(&self) -> bool {
        self.kind == DecisionKind::Approved
    }
}

/// An answer to the same question that was approved and holds on the day.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Approved {
    /// Its record.
    pub record: String,
    /// The day on which it was approved, in Vietnam.
    #[schema(value_type = String, format = Date)]
    pub at: Date,
    /// By whom: the role.
    pub by: &'static str,
    /// The day whose law it was made for.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// Whether it claims and quotes the same as this answer.
    pub same: bool,
}

/// A decision that was taken.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Decided {
    /// `approved`, `rejected`, `corrected`, `withdrawn`.
    #[schema(value_type = String)]
    pub kind: DecisionKind,
    /// When, in Vietnam's time.
    pub at: String,
    /// The account that took it.
    pub who: String,
    /// What else was said.
    pub note: String,
    /// Citations that were not accepted.
    pub refused: Vec<Refused>,
}

/// A citation that was not accepted.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Refused {
    /// The claim's number, from 1.
    pub claim: usize,
    /// The quote's number in it, from 1.
    pub quote: usize,
    /// Why not.
    pub reason: String,
}

impl Decided {
    pub(crate) fn new(decision: &Decision) -> Self {
        let refused = decision.judged.iter().filter(|judged| !judged.accepted);
        Self {
            kind: decision.kind,
            at: local(decision.at),
            who: decision.who.clone(),
            note: decision.note.clone(),
            refused: refused
                .map(|judged| Refused {
                    claim: judged.claim,
                    quote: judged.quote,
                    reason: judged.reason.clone(),
                })
                .collect(),
        }
    }
}

/// A document that touches a provision.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Touching {
    /// What it does: `amends`, `repeals`, …
    pub kind: String,
    /// Its name.
    pub document: String,
    /// Where it says so.
    pub url: String,
    /// "khoản 2 Điều 5": to which unit; empty for the whole.
    pub unit: String,
}

/// A citation of an answer beside its source.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReviewedQuote {
    /// The claim's number, from 1.
    pub claim: usize,
    /// The quote's number in it, from 1.
    pub quote: usize,
    /// As the answer has it.
    #[serde(skip)]
    pub(crate) kept: KeptQuote,
    /// The words as the answer quotes them.
    pub text: String,
    /// "khoản 2 Điều 5 Nghị định số 30/2020/NĐ-CP".
    pub citation: String,
    /// The words before the quote in its article, as it is held now.
    pub before: String,
    /// The quoted words as they stand there now; empty: they do not.
    pub stands: String,
    /// The words after it.
    pub after: String,
    /// When it applies, and the words that say so; absent where it is not held any more.
    pub validity: Option<Validity>,
    /// What touches it.
    pub touching: Vec<Touching>,
    /// The pages of the file as issued on which the words stand, boxed.
    pub sheets: Vec<Sheet>,
    /// Where it can be recorded that it ended.
    #[serde(skip)]
    pub(crate) resolve: Option<String>,
}

/// A claim of an answer, with all that speaks for it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ReviewedClaim {
    /// As the answer has it.
    #[serde(skip)]
    pub(crate) kept: KeptClaim,
    /// The sentence.
    pub text: String,
    /// `checked`, `partly`.
    pub verdict: String,
    /// Each figure that it claims, and where what it quotes has it.
    #[schema(value_type = Vec<Object>)]
    pub figures: Vec<FigureBeside>,
    /// Its citations.
    pub quotes: Vec<ReviewedQuote>,
}

impl ReviewedClaim {
    /// Its checks, those that failed first.
    pub(crate) fn checks(&self) -> Vec<&KeptCheck> {
        let mut checks: Vec<&KeptCheck> = self.kept.checks.iter().collect();
        checks.sort_by_key(|check| check.passed);
        checks
    }
}

/// An answer as a checker reviews it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Reviewed {
    /// Its record.
    pub record: String,
    /// The question; personal data of somebody else is masked.
    pub question: String,
    /// The day whose law was asked for.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// When it was made, in Vietnam's time.
    pub made: String,
    /// The model that wrote; `null`: extractive, or a person.
    pub model: Option<String>,
    /// Why there is no (full) answer.
    pub refusal: Option<String>,
    /// Its standing notice, which tells in what language it was made.
    #[serde(skip)]
    pub(crate) notice: String,
    /// It bears the mark of doubt.
    pub doubtful: bool,
    /// Why somebody should look at it, the weightiest first.
    pub reasons: Vec<Reason>,
    /// How it stands.
    pub standing: Option<Standing>,
    /// The answer in whose place it was written.
    pub corrects: Option<String>,
    /// Whether what it rests on is still what it was when it was made: only then it can be approved.
    pub unchanged: bool,
    /// What is not.
    pub changes: Vec<super::Changed>,
    /// Why whoever reads this may not approve it: `own-answer`, `unknown-asker`; `null`: may.
    pub barred: Option<&'static str>,
    /// Its claims.
    pub claims: Vec<ReviewedClaim>,
    /// Sentences that were not proved.
    pub unproved: Vec<String>,
    /// What people say is wrong with it.
    pub complaints: Vec<Complaint>,
    /// What was decided before, the latest first.
    pub decisions: Vec<Decided>,
}

impl Reviewed {
    /// Whether somebody waits to hear what came of a complaint.
    pub(crate) fn is_reported(&self) -> bool {
        self.complaints.iter().any(|one| one.settled.is_none())
    }
}

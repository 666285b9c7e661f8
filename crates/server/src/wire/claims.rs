//! Claims that are handed in with their references, and how far they are proved, on the wire.

use answer::{CitedClaim, CitedWords};
use legal::{Date, Status};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Check;
use crate::address;
use crate::language::{Language, Texts};

/// Claims to lay beside the law.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct Claims {
    /// The day whose law is asked for, YYYY-MM-DD; today in Vietnam where it is absent.
    #[serde(default)]
    pub on: Option<String>,
    /// The claims.
    pub claims: Vec<ClaimToCheck>,
}

/// A sentence and what it cites.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct ClaimToCheck {
    /// The sentence.
    pub text: String,
    /// What it cites; a claim without any is unchecked.
    #[serde(default)]
    pub citations: Vec<Citation>,
}

/// A reference and the words that are said to stand there.
#[derive(Clone, Debug, Deserialize, ToSchema)]
pub struct Citation {
    /// "khoản 2 Điều 5 Nghị định số 30/2020/NĐ-CP".
    pub reference: String,
    /// Empty or absent: the sentence is laid beside the whole provision.
    #[serde(default)]
    pub quote: Option<String>,
}

impl Claims {
    /// As `answer::check_claims` takes them.
    pub fn cited(&self) -> Vec<CitedClaim> {
        let words = |citation: &Citation| CitedWords {
            reference: citation.reference.clone(),
            quote: citation.quote.clone().unwrap_or_default(),
        };
        let claim = |claim: &ClaimToCheck| CitedClaim {
            text: claim.text.clone(),
            citations: claim.citations.iter().map(words).collect(),
        };
        self.claims.iter().map(claim).collect()
    }
}

/// A claim and how far it is proved.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CheckedClaim {
    /// The sentence.
    pub text: String,
    /// `checked`, `partly`, `unchecked`.
    #[schema(value_type = String)]
    pub verdict: answer::Verdict,
    /// Every check and what it saw; of the kinds `quote`, `numbers`, `reference`, `validity`, `modality`, `authority`,
    /// `coverage`.
    pub checks: Vec<Check>,
    /// What its references led to; checks name them by their number, from 1.
    pub provisions: Vec<CitedProvision>,
}

/// Checks in words.
fn checks(all: &[answer::ClaimCheck], texts: Texts) -> Vec<Check> {
    let check = |check: &answer::ClaimCheck| Check {
        kind: check.kind(),
        passed: check.passed(),
        detail: match check {
            answer::ClaimCheck::Led(led) => texts.led(led),
            answer::ClaimCheck::Compared(check) => texts.seen(&check.seen),
        },
    };
    all.iter().map(check).collect()
}

/// Another answer that somebody wrote in the place of one.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Rewritten {
    /// Under which id it is kept; `null`: a sentence is not proved, and nothing was kept.
    pub record: Option<String>,
    /// What was seen of each sentence; empty where it is kept.
    pub claims: Vec<WrittenSentence>,
}

/// A sentence that somebody wrote.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WrittenSentence {
    /// The sentence.
    pub text: String,
    /// Whether it is proved.
    pub proved: bool,
    /// Every check and what it saw.
    pub checks: Vec<Check>,
}

impl Rewritten {
    /// Of sentences that were not all proved.
    pub(crate) fn unproved(
        claims: &[CitedClaim],
        judged: &[answer::WrittenClaim],
        language: Language,
    ) -> Self {
        let one = |(claim, judged): (&CitedClaim, &answer::WrittenClaim)| WrittenSentence {
            text: claim.text.clone(),
            proved: judged.proved,
            checks: checks(&judged.checks, Texts(language)),
        };
        Self {
            record: None,
            claims: claims.iter().zip(judged).map(one).collect(),
        }
    }
}

/// A provision that was cited.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CitedProvision {
    /// "Nghị định số 30/2020/NĐ-CP".
    pub document: String,
    /// "khoản 2 Điều 5"; empty for a whole document.
    pub citation: String,
    /// Its state on the day.
    #[schema(value_type = String)]
    pub status: Status,
    /// Its page.
    pub url: String,
}

impl CitedProvision {
    /// Of provisions, each once, on a day.
    pub(super) fn all(evidence: &[search::Evidence], on: Date) -> Vec<Self> {
        let provision = |evidence: &search::Evidence| Self {
            document: evidence.document.name(),
            citation: evidence.path.citation(),
            status: evidence.status,
            url: address::provision_on(&evidence.document.slug, &evidence.path, on),
        };
        evidence.iter().map(provision).collect()
    }
}

/// The claims that were handed in, in their order.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CheckedClaims {
    /// The day whose law was asked for.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// One for each claim.
    pub claims: Vec<CheckedClaim>,
    /// That a machine made it and a person must check and decide.
    pub notice: String,
}

impl CheckedClaims {
    /// Of claims that were checked as of a day, in a language.
    pub fn new(
        claims: &[CitedClaim],
        checked: &[answer::CheckedClaim],
        on: Date,
        language: Language,
    ) -> Self {
        let texts = Texts(language);
        let one = |(claim, checked): (&CitedClaim, &answer::CheckedClaim)| CheckedClaim {
            text: claim.text.clone(),
            verdict: checked.verdict,
            checks: checks(&checked.checks, texts),
            provisions: CitedProvision::all(&checked.provisions, on),
        };
        Self {
            on,
            claims: claims.iter().zip(checked).map(one).collect(),
            notice: texts.get("notice").to_owned(),
        }
    }
}

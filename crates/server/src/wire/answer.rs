//! Answers on the wire.

use legal::{Date, Status};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Asks, Cited, Conflict, Evidence, Narrowed, SameNumber};
use crate::address;
use crate::language::{Language, Texts};

/// One check and what it saw.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Check {
    /// `evidence`, `quote`, `numbers`, `reference`, `modality`, `authority`, `coverage`, `validity`, `source`.
    #[schema(value_type = String)]
    pub kind: answer::CheckKind,
    /// Whether it held.
    pub passed: bool,
    /// What was seen, in the language of the request.
    pub detail: String,
}

impl Check {
    /// Of checks, in a language.
    pub fn all(checks: &[answer::Check], language: Language) -> Vec<Self> {
        let wire = |check: &answer::Check| Self {
            kind: check.kind,
            passed: check.passed,
            detail: Texts(language).seen(&check.seen),
        };
        checks.iter().map(wire).collect()
    }
}

/// Words that stand in a provision.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Quote {
    /// Number of the evidence, from 1.
    pub evidence: usize,
    /// "Nghị định số 30/2020/NĐ-CP".
    pub document: String,
    /// The document in addresses.
    pub slug: String,
    /// `dieu-5/khoan-2`.
    pub path: String,
    /// "khoản 2 Điều 5".
    pub citation: String,
    /// The words as they stand in the law.
    pub text: String,
    /// First page, where the format has pages.
    pub page: Option<u32>,
    /// Whether the words were recognised from a picture: their figures and symbols are not verified.
    pub recognised: bool,
    /// Whether the words open a list and end before it does: the rest stands in the provision.
    pub cut: bool,
    /// The provision's state on the asked day.
    #[schema(value_type = String)]
    pub status: Status,
    /// The provision's page with these words marked.
    pub url: String,
    /// The page of the file as issued with these words boxed, where the format has pages.
    pub sheet: Option<String>,
}

/// The cells of a row of a table; the basis is the quotes of its claim.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Row {
    /// What is to be done.
    pub duty: String,
    /// Who does it.
    pub who: String,
    /// By when; empty where the law sets no day.
    pub deadline: String,
}

/// A sentence whose every quote was found in the provision it cites.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Claim {
    /// The sentence; of a row, what its cells say.
    pub text: String,
    /// What part of an answer it is: `plain`, `rule`, `condition`, `exception`, `authority`, `deadline`, `papers`,
    /// `sanction`, `row`.
    #[schema(value_type = String)]
    pub kind: answer::ClaimKind,
    /// The cells, where it is a row of a table.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<Row>,
    /// `checked`, `partly`, `unchecked`.
    #[schema(value_type = String)]
    pub verdict: answer::Verdict,
    /// Every check and what it saw.
    pub checks: Vec<Check>,
    /// Its quotes, at least one.
    pub quotes: Vec<Quote>,
}

impl Claim {
    /// Of a claim, on the asked day, in a language.
    pub fn new(claim: &answer::Claim, on: Date, language: Language) -> Self {
        let quote = |quote: &answer::Quote| Quote {
            evidence: quote.evidence(),
            document: quote.document().to_owned(),
            slug: quote.slug().to_owned(),
            path: quote.path().to_string(),
            citation: quote.path().citation(),
            text: quote.text().to_owned(),
            page: quote.page(),
            recognised: quote.is_recognised(),
            cut: quote.is_cut(),
            status: quote.status(),
            url: address::quote(quote.slug(), quote.path(), on, quote.text(), quote.span()),
            sheet: quote
                .page()
                .map(|page| address::sheet(quote.slug(), page, Some(quote.span()))),
        };
        let row = |row: &answer::Row| Row {
            duty: row.duty.clone(),
            who: row.who.clone(),
            deadline: row.deadline.clone(),
        };
        Self {
            text: claim.text().to_owned(),
            kind: claim.kind(),
            row: claim.row().map(row),
            verdict: claim.verdict(),
            checks: Check::all(claim.checks(), language),
            quotes: claim.quotes().iter().map(quote).collect(),
        }
    }
}

/// A sentence of the model that no quote supports.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Dropped {
    /// The sentence.
    pub text: String,
    /// The checks, at least one of them failed.
    pub checks: Vec<Check>,
}

impl Dropped {
    /// Of a sentence that was not proved, in a language.
    pub fn new(dropped: &answer::Unsupported, language: Language) -> Self {
        Self {
            text: dropped.text.clone(),
            checks: Check::all(&dropped.checks, language),
        }
    }
}

/// What was decided about the model before it was asked.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Egress {
    /// Where the model is: `loopback` (this machine), `named` (any other).
    #[schema(value_type = String)]
    pub endpoint: models::Endpoint,
    /// Provisions that were found and not shown to it, for their level of confidentiality.
    pub kept_back: usize,
    /// Personal data found in the question.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub personal: Vec<Personal>,
    /// What became of the question: `sent`, `masked` (each piece replaced by its mask), `kept` (it did not go).
    #[schema(value_type = String)]
    pub handling: answer::Handling,
}

/// A piece of personal data in a question.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Personal {
    /// `citizen_number`, `old_identity_number`, `phone`, `account`, `tax_code`, `plate`, `mail`, `passport`,
    /// `social_insurance`, `health_insurance`, `name`, `birth`, `address`.
    #[schema(value_type = String)]
    pub kind: answer::personal::PersonalKind,
    /// Its words in the question.
    pub text: String,
    /// What stands for it in what the model gets: `[CCCD]`.
    pub mask: &'static str,
}

impl Egress {
    fn new(egress: &answer::Egress) -> Self {
        Self {
            endpoint: egress.endpoint,
            kept_back: egress.kept_back,
            personal: egress
                .personal
                .iter()
                .map(|(kind, text)| Personal {
                    kind: *kind,
                    text: text.clone(),
                    mask: kind.mask(),
                })
                .collect(),
            handling: egress.handling,
        }
    }
}

/// A complete answer.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Answer {
    /// The question as typed.
    pub question: String,
    /// The question as it was meant, where it was typed with the Vietnamese keyboard (Telex) off or with
    /// slips of the finger.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_as: Option<String>,
    /// What the search could not do as configured: `meaning_off`, `reranker_late`, `reranker_failed`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(value_type = Vec<String>)]
    pub notes: Vec<search::Note>,
    /// The day whose law was asked for.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// The model that wrote; `null`: extractive, the provisions themselves.
    pub model: Option<String>,
    /// Why there is no (full) answer: `nothing_found`, `only_not_in_force`, `not_held`, `nothing_within`,
    /// `outside`, `out_of_scope`, `about_person`, `missing_fact`, `writer_down`, `writer_busy`, `nothing_checked`,
    /// `policy_forbids` and `personal_kept` (the provisions themselves are the answer); `null` where there is one.
    #[schema(value_type = Option<String>)]
    pub refusal: Option<answer::Refusal>,
    /// What was decided about the model; absent where none was to be asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub egress: Option<Egress>,
    /// What was found may have to do with the question, and is not sure to answer it.
    pub doubtful: bool,
    /// Facts that the answer hangs on and the question leaves out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<Asks>,
    /// Documents of the evidence beside which others of their number are held.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub same_number: Vec<SameNumber>,
    /// Provisions that say the same matter otherwise.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conflicts: Vec<Conflict>,
    /// What was proved.
    pub claims: Vec<Claim>,
    /// What was not, where the settings show such sentences.
    pub dropped: Vec<Dropped>,
    /// How many sentences of the model could not be checked, whether they are shown or not.
    pub unverified: usize,
    /// What was found; quotes name it by its number, from 1.
    pub evidence: Vec<Evidence>,
    /// What references in the question led to.
    pub cited: Vec<Cited>,
    /// Found, but not in force on the day.
    pub not_in_force: Vec<Evidence>,
    /// What the question was narrowed to, where it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filters: Option<Narrowed>,
    /// That a machine made it and a person must check and decide.
    pub notice: String,
    /// The id under which the answer can be read again, `CC-7K3M-9QXW-2TPD`; `null`: it was not recorded.
    pub record: Option<String>,
    /// An answer to the same question that a legal checker approved and that holds on the day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approved: Option<super::Approved>,
    /// It should have been recorded and could not be.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unrecorded: bool,
}

impl Answer {
    /// What is to be known of an evidence before it is taken for law, if anything.
    pub(crate) fn caution(&self, evidence: &usize) -> Option<&'static str> {
        let found = evidence.checked_sub(1).and_then(|at| self.evidence.get(at));
        found.map_or(Some("no_rules"), Evidence::caution)
    }

    /// Whether what is not in force is all that there is to show.
    pub(crate) fn only_others(&self) -> bool {
        let refused = self.refusal == Some(answer::Refusal::OnlyNotInForce);
        refused || (self.evidence.is_empty() && self.claims.is_empty())
    }

    /// Whether some of its claims are rows of a table.
    pub(crate) fn has_rows(&self) -> bool {
        self.claims.iter().any(|claim| claim.row.is_some())
    }

    /// Of an answer to a question on a day, in a language.
    pub fn new(answer: &answer::Answer, question: &str, on: Date, language: Language) -> Self {
        Self {
            question: question.to_owned(),
            read_as: answer.read_as.clone(),
            notes: answer.notes.clone(),
            on,
            model: answer.model.clone(),
            refusal: answer.refusal,
            egress: answer.egress.as_ref().map(Egress::new),
            doubtful: answer.doubtful,
            asks: Asks::all(answer, question),
            same_number: SameNumber::all(answer, on),
            conflicts: Conflict::all(answer, on),
            claims: answer
                .claims
                .iter()
                .map(|claim| Claim::new(claim, on, language))
                .collect(),
            dropped: answer
                .shown()
                .iter()
                .map(|dropped| Dropped::new(dropped, language))
                .collect(),
            unverified: answer.dropped.len(),
            evidence: Evidence::all(&answer.evidence, on),
            cited: answer
                .cited
                .iter()
                .map(|cited| Cited::new(cited, on))
                .collect(),
            not_in_force: Evidence::all(&answer.not_in_force, on),
            filters: answer.within.as_ref().map(Narrowed::new),
            notice: Texts(language).get("notice").to_owned(),
            record: None,
            approved: None,
            unrecorded: false,
        }
    }
}

//! What was found in a person's draft, on the wire.

use answer::{Finding, Remark, Review, State};
use legal::Date;
use serde::Serialize;
use utoipa::ToSchema;

use super::CitedProvision;
use crate::language::{Language, Texts};

/// A draft laid beside the law. Nothing of the draft is kept.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DraftReport {
    /// The file's name.
    pub file: String,
    /// The day whose law was asked for.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// How many citations are in each state.
    pub counts: DraftCounts,
    /// Sentences of the draft, and parts of sentences closed by a semicolon.
    pub sentences: usize,
    /// Those of them that cite another document; only these were judged.
    pub cited: usize,
    /// References to the draft itself, which were not judged.
    pub own: usize,
    /// Citations beyond the most that are looked at.
    pub beyond: usize,
    /// What the citations led to, in the order of the draft; the same citation with the same outcome stands once.
    pub findings: Vec<DraftFinding>,
    /// What to know of the reading of the file.
    #[schema(value_type = Vec<Object>)]
    pub flags: serde_json::Value,
    /// That a machine made it and a person must check and decide.
    pub notice: String,
}

/// How many citations are in each state.
#[derive(Clone, Copy, Debug, Default, Serialize, ToSchema)]
pub struct DraftCounts {
    /// The provision does not exist, or what is said of it does not stand there.
    pub wrong: usize,
    /// Not in force on the day.
    pub outdated: usize,
    /// The library cannot tell.
    pub unclear: usize,
    /// The document is not held.
    pub not_held: usize,
    /// It exists, is in force, and what was compared stands there.
    pub right: usize,
}

/// A citation of a draft.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DraftFinding {
    /// `wrong`, `outdated`, `unclear`, `not_held`, `right`.
    #[schema(value_type = String)]
    pub state: State,
    /// The words of the citation.
    pub words: String,
    /// The sentence in which it stands first.
    pub sentence: String,
    /// Whether it is one of the draft's legal bases.
    pub basis: bool,
    /// Where it stands.
    pub places: Vec<DraftPlace>,
    /// What was seen, the worst first.
    pub remarks: Vec<DraftRemark>,
    /// What it led to.
    pub provisions: Vec<CitedProvision>,
}

/// A place in a draft.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct DraftPlace {
    /// Line from 1; a paragraph in formats without lines (DOCX, HTML).
    pub line: usize,
    /// Page, where the format has pages.
    pub page: Option<u32>,
}

/// What was seen of a citation.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DraftRemark {
    /// `no_provision`, `part_not_held`, `not_held`, `other_kind`, `other_name`, `other_day`, `quote_absent`,
    /// `quote_stands`, `figures_absent`, `figures_stand`, `not_in_force`, `validity_unknown`, `ended_here`, `several`.
    pub kind: String,
    /// The state that it gives the citation.
    #[schema(value_type = String)]
    pub state: State,
    /// In words.
    pub detail: String,
}

impl DraftRemark {
    fn new(remark: &Remark, texts: Texts) -> Self {
        let json = serde_json::to_value(remark).unwrap_or_default();
        Self {
            kind: json["seen"].as_str().unwrap_or_default().to_owned(),
            state: remark.state(),
            detail: texts.remark(remark),
        }
    }
}

impl DraftFinding {
    fn new(finding: &Finding, on: Date, texts: Texts) -> Self {
        let places = finding.places.iter().map(|spot| DraftPlace {
            line: spot.line,
            page: spot.page,
        });
        let remarks = finding.remarks.iter();
        Self {
            state: finding.state,
            words: finding.words.clone(),
            sentence: finding.sentence.clone(),
            basis: finding.basis,
            places: places.collect(),
            remarks: remarks.map(|one| DraftRemark::new(one, texts)).collect(),
            provisions: CitedProvision::all(&finding.provisions, on),
        }
    }
}

impl DraftReport {
    /// Of a draft in a file of this name, as of a day, in a language. `flags` are those of its reading.
    pub fn new(
        file: &str,
        review: &Review,
        flags: serde_json::Value,
        on: Date,
        language: Language,
    ) -> Self {
        let texts = Texts(language);
        let findings = review.findings.iter();
        Self {
            file: file.to_owned(),
            on,
            counts: DraftCounts {
                wrong: review.count(State::Wrong),
                outdated: review.count(State::Outdated),
                unclear: review.count(State::Unclear),
                not_held: review.count(State::NotHeld),
                right: review.count(State::Right),
            },
            sentences: review.sentences,
            cited: review.cited,
            own: review.own,
            beyond: review.beyond,
            findings: findings
                .map(|one| DraftFinding::new(one, on, texts))
                .collect(),
            flags,
            notice: texts.get("notice").to_owned(),
        }
    }
}

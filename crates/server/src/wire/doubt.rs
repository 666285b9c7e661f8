//! What an answer leaves to the person, on the wire: facts that are asked for, provisions that differ.

use answer::{Answer, Fact, Guidance as Rule, Over};
use legal::{Date, Rank};
use serde::Serialize;
use utoipa::ToSchema;

use super::DocumentRef;
use crate::address;

/// A fact that the answer hangs on and the question leaves out.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Asks {
    /// `territory`, `day`, `matter`.
    #[schema(value_type = String)]
    pub fact: Fact,
    /// Nothing is answered before it is known; else the answer stands and may be another one.
    pub must_know: bool,
    /// How to ask again.
    pub choices: Vec<Choice>,
}

/// The question again with one field of its address changed.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Choice {
    /// `territory`, `on`, `q`.
    pub field: &'static str,
    /// The field's value.
    pub value: String,
    /// The value as people read it.
    pub label: String,
}

impl Asks {
    /// Of what an answer asks for.
    pub(super) fn all(answer: &Answer, question: &str) -> Vec<Self> {
        let wire = |asks: &answer::Asks| Self {
            fact: asks.fact,
            must_know: asks.must_know,
            choices: asks
                .choices
                .iter()
                .map(|choice| Choice::new(choice, question))
                .collect(),
        };
        answer.asks.iter().map(wire).collect()
    }

    /// Whether it only says that another day has another rule.
    pub(crate) fn is_hint(&self) -> bool {
        self.fact == Fact::Day && !self.must_know
    }
}

impl Choice {
    fn new(choice: &answer::Choice, question: &str) -> Self {
        let (field, value, label) = match choice {
            answer::Choice::Territory(place) => ("territory", place.clone(), place.clone()),
            answer::Choice::Day(day) => {
                ("on", day.to_string(), day.strftime("%d/%m/%Y").to_string())
            }
            answer::Choice::Matter(matter) => {
                let question = question.trim_end_matches(['?', ' ', '.']);
                ("q", format!("{question} – {matter}"), matter.clone())
            }
        };
        Self {
            field,
            value,
            label,
        }
    }
}

/// A document among what was found, beside which others of its number and body are held: only one can be official.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SameNumber {
    /// What was found.
    pub document: DocumentRef,
    /// The others.
    pub others: Vec<DocumentRef>,
}

impl SameNumber {
    /// Of an answer, on the asked day.
    pub(super) fn all(answer: &Answer, on: Date) -> Vec<Self> {
        let wire = |twins: &search::Twins| Self {
            document: DocumentRef::new(&twins.document, on),
            others: twins
                .others
                .iter()
                .map(|other| DocumentRef::new(other, on))
                .collect(),
        };
        answer.twins.iter().map(wire).collect()
    }
}

/// Two provisions of different acts that say the same matter otherwise. Nobody but the person decides.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Conflict {
    /// `figures`, `modality`.
    #[schema(value_type = String)]
    pub over: Over,
    /// Both.
    pub sides: Vec<Side>,
    /// What Article 58 of Law 64/2025/QH15 says of it, in the order in which it is asked.
    pub guidance: Vec<Guidance>,
}

/// One of the two.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Side {
    /// Number of the evidence, from 1.
    pub evidence: usize,
    /// The words that differ.
    pub text: String,
    /// "Nghị định số 30/2020/NĐ-CP".
    pub document: String,
    /// "Điều 5".
    pub citation: String,
    /// The provision's page with these words marked.
    pub url: String,
    /// The rank of its act: `law`, `government`, `minister` …; `null` where its head does not say.
    pub rank: Option<&'static str>,
    /// When it was issued.
    #[schema(value_type = Option<String>, format = Date)]
    pub issued: Option<Date>,
    /// From when it is in force.
    #[schema(value_type = Option<String>, format = Date)]
    pub from: Option<Date>,
}

/// One rule and the act that it speaks for.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Guidance {
    /// `precedence`, `treaty`, `higher_rank`, `later_issued`, `same_number`, `undecided`.
    pub rule: &'static str,
    /// The act; empty where none.
    pub document: String,
}

impl Conflict {
    /// Of an answer, on the asked day.
    pub(super) fn all(answer: &Answer, on: Date) -> Vec<Self> {
        let wire = |conflict: &answer::Conflict| {
            let sides: Vec<Side> = conflict
                .sides
                .iter()
                .filter_map(|side| Side::new(answer, side, on))
                .collect();
            let guidance = conflict.guidance.iter();
            let guidance = guidance.map(|rule| Guidance::new(*rule, &sides)).collect();
            Self {
                over: conflict.over,
                guidance,
                sides,
            }
        };
        answer.conflicts.iter().map(wire).collect()
    }
}

impl Side {
    fn new(answer: &Answer, side: &answer::Side, on: Date) -> Option<Self> {
        let evidence = answer.evidence.get(side.evidence.checked_sub(1)?)?;
        let slug = &evidence.document.slug;
        Some(Self {
            evidence: side.evidence,
            text: side.text.clone(),
            document: evidence.document.name(),
            citation: evidence.path.citation(),
            url: address::provision_on(slug, &evidence.path, on),
            rank: side.rank.map(rank),
            issued: side.issued,
            from: side.from,
        })
    }
}

impl Guidance {
    fn new(rule: Rule, sides: &[Side]) -> Self {
        let (rule, side) = match rule {
            Rule::Precedence(side) => ("precedence", Some(side)),
            Rule::Treaty(side) => ("treaty", Some(side)),
            Rule::HigherRank(side) => ("higher_rank", Some(side)),
            Rule::LaterIssued(side) => ("later_issued", Some(side)),
            Rule::SameNumber => ("same_number", None),
            Rule::Undecided => ("undecided", None),
        };
        let side = side.and_then(|side| sides.get(side));
        Self {
            rule,
            document: side.map(|side| side.document.clone()).unwrap_or_default(),
        }
    }
}

/// The name of a rank on the wire and in the translations.
fn rank(rank: Rank) -> &'static str {
    match rank {
        Rank::CONSTITUTION => "constitution",
        Rank::LAW => "law",
        Rank::ORDINANCE => "ordinance",
        Rank::PRESIDENT => "president",
        Rank::GOVERNMENT => "government",
        Rank::PRIME_MINISTER => "prime_minister",
        Rank::JUDGES => "judges",
        Rank::MINISTER => "minister",
        Rank::MINISTERS => "ministers",
        Rank::PROVINCE_COUNCIL => "province_council",
        Rank::PROVINCE | Rank::PROVINCE_CHAIR => "province",
        Rank::DISTRICT => "district",
        Rank::COMMUNE_COUNCIL => "commune_council",
        _ => "commune",
    }
}

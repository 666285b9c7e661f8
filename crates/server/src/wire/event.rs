//! The steps of an answer on the wire: one JSON object a line (`application/x-ndjson`).

use legal::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::language::Language;

use super::{Answer, Claim, Dropped, Evidence, Problem};

/// A step of an answer. `evidence` comes first, claims as they are checked, `done` or `problem` last.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(tag = "event", rename_all = "snake_case")]
pub enum AskEvent {
    /// What was found, before any model is asked.
    Evidence {
        /// The passages; quotes name them by number, from 1.
        evidence: Vec<Evidence>,
    },
    /// A claim whose quotes were found.
    Claim {
        /// The claim.
        claim: Claim,
    },
    /// A sentence that could not be checked.
    Dropped {
        /// The sentence.
        dropped: Dropped,
    },
    /// The whole answer again, complete.
    Done {
        /// The answer.
        answer: Box<Answer>,
    },
    /// The answer could not be finished.
    Problem {
        /// Why.
        problem: Problem,
    },
}

impl AskEvent {
    /// Of a step, on the asked day, in a language. The end is sent apart, with the whole answer.
    pub fn new(event: &answer::Event, on: Date, language: Language) -> Option<Self> {
        Some(match event {
            answer::Event::Evidence(evidence) => Self::Evidence {
                evidence: Evidence::all(evidence, on),
            },
            answer::Event::Claim(claim) => Self::Claim {
                claim: Claim::new(claim, on, language),
            },
            answer::Event::Dropped(dropped) => Self::Dropped {
                dropped: Dropped::new(dropped, language),
            },
            answer::Event::Done { .. } => return None,
        })
    }

    /// As a line.
    pub fn line(&self) -> String {
        // Maps with string keys and numbers always have a JSON form.
        let mut line = serde_json::to_string(self).unwrap_or_default();
        line.push('\n');
        line
    }
}

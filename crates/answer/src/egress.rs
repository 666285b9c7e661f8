//! The guard before the one way out: what of a question and its evidence may be put before a model.
//!
//! A prompt is written from [`Admitted`] alone, and only [`admit`] makes that, so that no word of a provision reaches
//! a model without having passed here. Evidence that may not go is left out; where none is left, the model is not
//! asked at all. Personal data in the question is masked, or the question stays here, also where the model is on this
//! machine: what listens there may hand on what it gets. The search has seen the question as typed. Embedding and reranking are no way out: those models run inside this process, and only the writer
//! opens a socket (`tests/tidy` holds both).

use std::collections::HashSet;

use models::Endpoint;
use search::{Evidence, Library};

use crate::personal::{self, Personal, PersonalKind};
use crate::{PersonalRule, Policy};

/// What passed the guard: the question as it may be sent, and numbered evidence.
#[derive(Debug)]
pub(crate) struct Admitted<'a> {
    question: String,
    evidence: Vec<(usize, &'a Evidence)>,
}

impl<'a> Admitted<'a> {
    /// The question as it may be sent.
    pub(crate) fn question(&self) -> &str {
        &self.question
    }

    /// What the model may read and cite, each with its number (from 1) among all that was found.
    pub(crate) fn evidence(&self) -> &[(usize, &'a Evidence)] {
        &self.evidence
    }
}

/// Why nothing may be put before the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Denied {
    /// No provision that was found may go to this endpoint.
    Policy,
    /// The question holds personal data, and such questions stay here.
    Personal,
}

/// What was decided about one question, for the person who asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Egress {
    /// Where the model is.
    pub endpoint: Endpoint,
    /// Provisions that were found and not shown to it.
    pub kept_back: usize,
    /// Personal data that was found in the question: its kind and its words, for the person who asked and nobody else.
    pub personal: Vec<(PersonalKind, String)>,
    /// What was done about it.
    pub handling: Handling,
}

/// What became of the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Handling {
    /// It went as it was: nothing personal was found in it.
    Sent,
    /// It went with each piece of personal data replaced by the name of its kind.
    Masked,
    /// It did not go.
    Kept,
}

impl Egress {
    /// Before anything was decided.
    pub fn to(endpoint: Endpoint) -> Self {
        Self {
            endpoint,
            kept_back: 0,
            personal: Vec::new(),
            handling: Handling::Kept,
        }
    }
}

/// Decides what may go to a model at `endpoint`. What is told goes into `egress`.
pub(crate) fn admit<'a>(
    policy: &Policy,
    egress: &mut Egress,
    question: &str,
    evidence: &'a [Evidence],
) -> Result<Admitted<'a>, Denied> {
    let may_go = |one: &Evidence| policy.allows(one.document.confidentiality, egress.endpoint);
    let numbered = (1..).zip(evidence);
    let admitted: Vec<(usize, &Evidence)> = numbered.filter(|(_, one)| may_go(one)).collect();
    egress.kept_back = evidence.len() - admitted.len();
    let found = personal::find(question);
    let words = |one: &Personal| (one.kind, question[one.range.clone()].to_owned());
    egress.personal = found.iter().map(words).collect();
    if admitted.is_empty() {
        return Err(Denied::Policy);
    }
    if !found.is_empty() && policy.personal() == PersonalRule::Block {
        return Err(Denied::Personal);
    }
    egress.handling = if found.is_empty() {
        Handling::Sent
    } else {
        Handling::Masked
    };
    Ok(Admitted {
        question: personal::masked(question, &found),
        evidence: admitted,
    })
}

/// A library as a model at an endpoint may see it: what no line of the policy lets go there is as if it were not held.
/// For whoever hands results on to a model that we do not ask ourselves.
pub fn shown_to(
    library: &Library,
    policy: &Policy,
    endpoint: Endpoint,
) -> Result<Library, search::Error> {
    let levels = library.catalogue.levels(library.generation.seq())?;
    let open = levels
        .into_iter()
        .filter(|(_, level)| policy.allows(*level, endpoint));
    let open: HashSet<_> = open.map(|(row, _)| row).collect();
    library.seen(&|row| open.contains(&row))
}

#[cfg(test)]
mod tests;

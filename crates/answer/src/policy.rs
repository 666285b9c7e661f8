//! What may leave: which levels of confidentiality may be put before a model at which endpoint.
//!
//! A table of allowances, closed where it says nothing. A document whose level nobody stated counts as internal unless
//! the settings say otherwise: a model on this machine may read it, so that a library of published law answers without
//! any setting, and no other may, since nobody has said that the document is public. Nothing lets restricted words out
//! but a line of the settings that names them.

use models::Endpoint;
use search::Confidentiality;

/// What becomes of personal data in a question that goes to a model.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonalRule {
    /// Each is replaced by the name of its kind: `[CCCD]`.
    #[default]
    Mask,
    /// The model is not asked.
    Block,
}

/// What may leave. `Policy::default()` lets public documents go to any configured endpoint, internal ones to this
/// machine and restricted ones nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    /// By level and endpoint (loopback, named).
    allowed: [[bool; 2]; 3],
    unstated: Confidentiality,
    personal: PersonalRule,
}

impl Default for Policy {
    fn default() -> Self {
        use Confidentiality::{Internal, Public};
        use Endpoint::{Loopback, Named};
        let open = [(Public, Loopback), (Public, Named), (Internal, Loopback)];
        Self::closed().allowing(&open)
    }
}

impl Policy {
    /// Nothing may leave.
    pub fn closed() -> Self {
        Self {
            allowed: [[false; 2]; 3],
            unstated: Confidentiality::Internal,
            personal: PersonalRule::Mask,
        }
    }

    /// The same, and these may.
    pub fn allowing(mut self, open: &[(Confidentiality, Endpoint)]) -> Self {
        for (level, endpoint) in open {
            if let Some(column) = column(*endpoint) {
                self.allowed[row(*level)][column] = true;
            }
        }
        self
    }

    /// The same with another level for documents of which nobody stated one.
    pub fn with_unstated(self, unstated: Confidentiality) -> Self {
        Self { unstated, ..self }
    }

    /// The same with another rule for personal data.
    pub fn with_personal(self, personal: PersonalRule) -> Self {
        Self { personal, ..self }
    }

    /// Whether words of a level may go to an endpoint; `None`: nobody stated the level.
    pub fn allows(&self, level: Option<Confidentiality>, endpoint: Endpoint) -> bool {
        let level = level.unwrap_or(self.unstated);
        column(endpoint).is_some_and(|column| self.allowed[row(level)][column])
    }

    /// As what a document counts of which nobody stated the level.
    pub fn unstated(&self) -> Confidentiality {
        self.unstated
    }

    /// What becomes of personal data.
    pub fn personal(&self) -> PersonalRule {
        self.personal
    }
}

/// Written out, so that a new level does not compile until somebody has thought of it.
fn row(level: Confidentiality) -> usize {
    match level {
        Confidentiality::Public => 0,
        Confidentiality::Internal => 1,
        Confidentiality::Restricted => 2,
    }
}

/// Nothing goes to no endpoint.
fn column(endpoint: Endpoint) -> Option<usize> {
    match endpoint {
        Endpoint::None => None,
        Endpoint::Loopback => Some(0),
        Endpoint::Named => Some(1),
    }
}

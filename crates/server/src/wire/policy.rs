//! The policy of what may leave, on the wire.

use catalogue::Confidentiality;
use models::Endpoint;
use serde::Serialize;
use utoipa::ToSchema;

/// Where documents of a level may go.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LevelRow {
    /// `public`, `internal`, `restricted`.
    #[schema(value_type = String)]
    pub level: Confidentiality,
    /// To a model on this machine.
    pub loopback: bool,
    /// To a model on another machine.
    pub named: bool,
}

/// What may be put before a model.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Policy {
    /// Where the configured model is: `none`, `loopback` (this machine), `named` (any other).
    #[schema(value_type = String)]
    pub endpoint: Endpoint,
    /// By level, from open to strict.
    pub levels: Vec<LevelRow>,
    /// As what a document counts of which nobody stated the level.
    #[schema(value_type = String)]
    pub unstated: Confidentiality,
    /// As what the models of assistants (`/mcp`) count: `named`, `loopback`; `none`: there is no such door.
    #[schema(value_type = String)]
    pub assistant: Endpoint,
    /// What becomes of personal data in a question: `mask`, `block`.
    #[schema(value_type = String)]
    pub personal: answer::PersonalRule,
}

impl Policy {
    /// Of a policy, the endpoint that is configured, and as what the models of assistants count.
    pub fn new(policy: &answer::Policy, endpoint: Endpoint, assistant: Endpoint) -> Self {
        let row = |level| LevelRow {
            level,
            loopback: policy.allows(Some(level), Endpoint::Loopback),
            named: policy.allows(Some(level), Endpoint::Named),
        };
        Self {
            endpoint,
            levels: Confidentiality::ALL.map(row).to_vec(),
            assistant,
            unstated: policy.unstated(),
            personal: policy.personal(),
        }
    }
}

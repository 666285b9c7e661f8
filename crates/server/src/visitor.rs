//! Who asks.

use axum::extract::Request;
use catalogue::Role;

use crate::{desk::Office, failure::Failure};

/// Who asks, as far as that is known.
#[derive(Clone, Debug)]
pub(crate) enum Visitor {
    /// Whoever sits at this machine, while it has no accounts: may do everything.
    Alone,
}

/// What a request shows of who sends it.
#[derive(Clone, Debug)]
pub(crate) struct Shown;

impl Shown {
    /// Of a request.
    pub(crate) fn of(_request: &Request) -> Self {
        Self
    }
}

impl Visitor {
    /// Of what a request shows.
    pub(crate) async fn of(_office: &Office, _shown: Shown) -> Result<Self, Failure> {
        Ok(Self::Alone)
    }

    /// Whether nobody knows who it is.
    pub(crate) fn is_stranger(&self) -> bool {
        false
    }

    /// Whether a role is among those that the visitor has.
    pub(crate) fn has(&self, _role: Role) -> bool {
        true
    }
}

//! Problem details (RFC 9457): what went wrong and what to do, in fixed words; never a path, a query or a trace.

use serde::Serialize;
use utoipa::ToSchema;

use super::ProvisionRef;
use crate::request_id::RequestId;

/// A problem, sent as `application/problem+json`.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct Problem {
    /// Names the kind of problem: `/problems/empty-query`. Stable.
    #[serde(rename = "type")]
    pub kind: String,
    /// The kind in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What to do about it.
    pub detail: String,
    /// For a provision that is not there: the nearest ones that are.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub nearest: Vec<ProvisionRef>,
    /// The filter of which an unknown value was asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<&'static str>,
    /// The values of that filter that are held.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<String>,
    /// The id of the request, to be named when the problem is reported.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

impl Problem {
    /// Of a kind (its short name: `empty-query`), its status and its words.
    pub fn new(
        kind: &str,
        status: u16,
        title: impl Into<String>,
        detail: impl Into<String>,
    ) -> Self {
        Self {
            kind: format!("/problems/{kind}"),
            title: title.into(),
            status,
            detail: detail.into(),
            nearest: Vec::new(),
            filter: None,
            held: Vec::new(),
            request_id: None,
        }
    }

    /// The same, of a request with an id.
    pub(crate) fn of_request(self, id: Option<RequestId>) -> Self {
        Self {
            request_id: id.map(|id| id.to_string()),
            ..self
        }
    }
}

//! What checkers look at and decide.

use axum::{
    Json,
    extract::{Path, rejection::JsonRejection},
    http::StatusCode,
};
use catalogue::{DecisionKind, Judged};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    desk::{Desk, Ruling, Written},
    failure::Failure,
    fields::Fields,
    pages::Frame,
    review::Reason,
    wire,
};

/// Most sentences of an answer that somebody writes.
const MOST_SENTENCES: usize = 12;

/// A decision about an answer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Deciding {
    /// `approved`, `rejected`, `withdrawn`.
    decision: String,
    /// Citation by citation; to approve, each of them must be accepted.
    #[serde(default)]
    citations: Vec<CitationJudged>,
    /// What else there is to say, at most 2,000 characters.
    #[serde(default)]
    note: String,
    /// What those hear who complained of the answer; left out: that it was decided so.
    #[serde(default)]
    outcome: String,
}

/// What is thought of a citation.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CitationJudged {
    /// The claim's number, from 1.
    claim: usize,
    /// The quote's number in it, from 1.
    quote: usize,
    /// Whether it bears the claim.
    accepted: bool,
    /// Why not.
    #[serde(default)]
    reason: String,
}

/// Another answer to the same question.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(example = json!({
    "claims": [{
        "text": "Thời hạn chứng thực bản sao là ngay trong ngày.",
        "citations": [{ "reference": "khoản 1 Điều 8 Nghị định số 901/2024/NĐ-CPMAU", "quote": "ngay trong ngày" }]
    }],
    "note": "rút gọn"
}))]
pub(crate) struct Rewriting {
    /// Its sentences, each with what it cites; at most 12.
    claims: Vec<wire::ClaimToCheck>,
    /// What else there is to say, at most 2,000 characters.
    #[serde(default)]
    note: String,
}

/// Answers that ask for a checker's eyes, the most urgent first; twenty a page.
#[utoipa::path(get, path = "/api/reviews",
    params(
        ("ly-do" = Option<String>, Query, description = "Only those that wait for this reason: `stale`, `reported`, `written`, `unproved`, `partly`, `amended`, `unknown`, `recognised`, `doubtful`, `often`"),
        ("trang" = Option<u32>, Query, description = "Page, from 1"),
    ),
    responses((status = 200, body = wire::ReviewQueue)))]
pub(crate) async fn queue(desk: Desk, fields: Fields) -> Result<Json<wire::ReviewQueue>, Failure> {
    let only = match fields.get("ly-do") {
        Some(name) => Some(Reason::from_name(name).ok_or(Failure::NoPage)?),
        None => None,
    };
    let number = fields.number()? as usize;
    desk.queue(number, only).await.map(Json)
}

/// An answer with all that speaks for it: each citation beside its source as that is held now.
#[utoipa::path(get, path = "/api/reviews/{id}",
    params(("id" = String, Path, description = "CC-7K3M-9QXW-2TPD")),
    responses(
        (status = 200, body = wire::Reviewed),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn one(
    desk: Desk,
    Path(id): Path<String>,
) -> Result<Json<wire::Reviewed>, Failure> {
    desk.reviewed(id).await.map(Json)
}

/// Approves an answer, turns it down, or takes an approval back. Nobody approves what they asked or wrote themselves.
#[utoipa::path(post, path = "/api/reviews/{id}", request_body = Deciding,
    params(("id" = String, Path, description = "CC-7K3M-9QXW-2TPD")),
    responses(
        (status = 200, body = wire::Reviewed),
        (status = 400, body = wire::Problem, content_type = "application/problem+json"),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
        (status = 422, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn decide(
    desk: Desk,
    Path(id): Path<String>,
    frame: Frame,
    decided: Result<Json<Deciding>, JsonRejection>,
) -> Result<Json<wire::Reviewed>, Failure> {
    let Json(decided) = decided.map_err(|_| Failure::BadBody)?;
    let kind = DecisionKind::from_name(&decided.decision);
    let kind = kind.filter(|kind| *kind != DecisionKind::Corrected);
    let judged = decided.citations.into_iter().map(|one| Judged {
        claim: one.claim,
        quote: one.quote,
        accepted: one.accepted,
        reason: one.reason,
    });
    let ruling = Ruling {
        kind: kind.ok_or(Failure::BadBody)?,
        judged: judged.collect(),
        note: decided.note,
        outcome: decided.outcome,
    };
    desk.decide(id.clone(), ruling, frame.t).await?;
    desk.reviewed(id).await.map(Json)
}

/// Writes another answer in the place of one. It is kept where every sentence is proved, and has to be approved by
/// somebody else; where one is not, nothing is kept and each is told what was seen of it.
#[utoipa::path(post, path = "/api/reviews/{id}/rewrite", operation_id = "rewrite", request_body = Rewriting,
    params(
        ("id" = String, Path, description = "CC-7K3M-9QXW-2TPD"),
        ("lang" = Option<String>, Query, description = "The language of details: vi, en, fr"),
    ),
    responses(
        (status = 201, body = wire::Rewritten, description = "It is kept, under this id"),
        (status = 400, body = wire::Problem, content_type = "application/problem+json"),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
        (status = 422, body = wire::Rewritten, description = "A sentence is not proved: nothing was kept"),
    ))]
pub(crate) async fn rewrite(
    desk: Desk,
    Path(id): Path<String>,
    frame: Frame,
    sent: Result<Json<Rewriting>, JsonRejection>,
) -> Result<(StatusCode, Json<wire::Rewritten>), Failure> {
    let Json(sent) = sent.map_err(|_| Failure::BadBody)?;
    let claims = wire::Claims {
        on: None,
        claims: sent.claims,
    };
    let claims = claims.cited();
    let is_empty = |claim: &answer::CitedClaim| claim.text.trim().is_empty();
    if claims.is_empty() || claims.len() > MOST_SENTENCES || claims.iter().any(is_empty) {
        return Err(Failure::Unapproved("no-claims"));
    }
    let written = desk
        .write_instead(id, claims.clone(), sent.note, frame.t)
        .await?;
    Ok(match written {
        Written::Kept(record) => {
            let kept = wire::Rewritten {
                record: Some(record.to_string()),
                claims: Vec::new(),
            };
            (StatusCode::CREATED, Json(kept))
        }
        Written::Unproved(judged) => {
            let unproved = wire::Rewritten::unproved(&claims, &judged, frame.t.0);
            (StatusCode::UNPROCESSABLE_ENTITY, Json(unproved))
        }
    })
}

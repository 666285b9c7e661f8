//! What checkers record of validity.

use axum::{
    Json,
    extract::{Path as Place, rejection::JsonRejection},
    http::StatusCode,
};
use legal::Path;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    desk::{Desk, Resolving},
    failure::Failure,
    fields::Fields,
    wire,
};

/// Something to record.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({
    "document": "901-2024-nd-cpmau", "path": "dieu-4/khoan-1/diem-c", "kind": "ended", "day": "2025-11-01",
    "by": "905-2025-nd-cpmau", "words": "Bãi bỏ điểm c khoản 1 Điều 4"
}))]
pub(crate) struct ToRecord {
    /// The document, by its slug or id.
    document: String,
    /// Which unit of it: `dieu-5/khoan-2`; left out: the whole.
    #[serde(default)]
    path: String,
    /// `ended`, `applies`, `unofficial`.
    kind: String,
    /// From which day it ended, or applies; YYYY-MM-DD.
    #[serde(default)]
    day: Option<String>,
    /// The held act that it rests on, by its slug or id; left out: something outside, only for `unofficial`.
    #[serde(default)]
    by: Option<String>,
    /// Its words, as they stand there; of something outside what that is.
    words: String,
}

/// What checkers recorded: which act ended a provision and when, from when one applies, which document is not the official
/// one of its number. The latest first, also what was taken back.
#[utoipa::path(get, path = "/api/resolutions", responses((status = 200, body = Vec<wire::Resolution>)))]
pub(crate) async fn resolutions(desk: Desk) -> Result<Json<Vec<wire::Resolution>>, Failure> {
    desk.resolutions().await.map(Json)
}

/// How a provision stands, which acts touch it and may be what a resolution rests on, and what was recorded of it.
#[utoipa::path(get, path = "/api/resolutions/about",
    params(
        ("document" = String, Query, description = "Its slug or id"),
        ("path" = Option<String>, Query, description = "`dieu-5/khoan-2`; left out: the whole"),
    ),
    responses(
        (status = 200, body = wire::Resolvable),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn about(desk: Desk, fields: Fields) -> Result<Json<wire::Resolvable>, Failure> {
    let slug = fields
        .get("document")
        .ok_or(Failure::NoDocument)?
        .to_owned();
    let path = fields.get("path").unwrap_or_default().parse();
    let path = path.map_err(|_| Failure::NoPage)?;
    desk.resolvable(slug, path).await.map(Json)
}

/// Records it: in effect at once, with its line of the audit. The words must stand in the act that they are said to be of.
#[utoipa::path(post, path = "/api/resolutions", operation_id = "resolve", request_body = ToRecord,
    responses(
        (status = 201, body = wire::Resolution),
        (status = 400, body = wire::Problem, content_type = "application/problem+json"),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
        (status = 409, body = wire::Problem, content_type = "application/problem+json"),
        (status = 422, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn resolve(
    desk: Desk,
    sent: Result<Json<ToRecord>, JsonRejection>,
) -> Result<(StatusCode, Json<wire::Resolution>), Failure> {
    let Json(sent) = sent.map_err(|_| Failure::BadBody)?;
    let path: Path = sent.path.parse().map_err(|_| Failure::BadBody)?;
    let day = sent.day.map(|day| day.parse());
    let id = desk
        .resolve(Resolving {
            slug: sent.document,
            path,
            kind: sent.kind,
            day: day.transpose().map_err(|_| Failure::BadDate)?,
            by: sent.by,
            words: sent.words,
        })
        .await?;
    let mut all = desk.resolutions().await?.into_iter();
    let recorded = all.find(|one| one.id == id).ok_or(Failure::Internal)?;
    Ok((StatusCode::CREATED, Json(recorded)))
}

/// Takes one back: the document is again as it was read.
#[utoipa::path(delete, path = "/api/resolutions/{row}", operation_id = "withdraw_resolution",
    params(("row" = i64, Path, description = "Its number")),
    responses(
        (status = 204, description = "It was taken back"),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
        (status = 409, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn withdraw(desk: Desk, Place(row): Place<i64>) -> Result<StatusCode, Failure> {
    desk.unresolve(row).await.map(|()| StatusCode::NO_CONTENT)
}

//! One's own: complaints, the history, saved questions.

use axum::{
    Json,
    extract::{Path, rejection::JsonRejection},
    http::StatusCode,
};
use catalogue::ComplaintKind;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    desk::{Desk, Subject},
    failure::Failure,
    fields::Fields,
    wire,
};

/// What is wrong, and with what: `record`, or `document` with `path`.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Telling {
    /// The id of a record.
    record: Option<String>,
    /// Or the slug of a document,
    document: Option<String>,
    /// and a provision of it; left out: the whole document.
    path: Option<String>,
    /// `wrong_article`, `not_in_force`, `wrong_figure`, `incomplete`, `unclear`, `other`.
    kind: String,
    /// What else there is to say, at most 2,000 characters.
    #[serde(default)]
    note: String,
}

/// A question in words.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    /// The question, at most 1,000 characters.
    question: String,
}

/// What is complained of.
pub(crate) fn subject(
    record: Option<String>,
    document: Option<String>,
    path: Option<String>,
) -> Result<Subject, Failure> {
    match (record, document) {
        (Some(record), None) => Ok(Subject::Record(record)),
        (None, Some(slug)) => {
            let path = path.unwrap_or_default().parse();
            Ok(Subject::Provision(slug, path.map_err(|_| Failure::NoPage)?))
        }
        _ => Err(Failure::BadComplaint),
    }
}

/// Tells that an answer or a provision is wrong.
#[utoipa::path(post, path = "/api/complaints", request_body = Telling,
    responses(
        (status = 200, body = wire::Complaint),
        (status = 400, body = wire::Problem, content_type = "application/problem+json"),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn complain(
    desk: Desk,
    told: Result<Json<Telling>, JsonRejection>,
) -> Result<Json<wire::Complaint>, Failure> {
    let Json(told) = told.map_err(|_| Failure::BadBody)?;
    let kind = ComplaintKind::from_name(&told.kind).ok_or(Failure::BadComplaint)?;
    let about = desk
        .subject(subject(told.record, told.document, told.path)?)
        .await?;
    let id = desk.complain(about, kind, told.note).await?;
    desk.complaint(id.to_string()).await.map(Json)
}

/// What one complained of, the newest first, with what came of it.
#[utoipa::path(get, path = "/api/complaints",
    responses((status = 200, body = Vec<wire::Complaint>)))]
pub(crate) async fn complaints(desk: Desk) -> Result<Json<Vec<wire::Complaint>>, Failure> {
    desk.complaints().await.map(Json)
}

/// What one asked, twenty a page, and the questions that one saved.
#[utoipa::path(get, path = "/api/history",
    params(("trang" = Option<u32>, Query, description = "Page, from 1")),
    responses((status = 200, body = wire::History)))]
pub(crate) async fn history(desk: Desk, fields: Fields) -> Result<Json<wire::History>, Failure> {
    let history = desk.history(fields.number()? as usize).await?;
    let saved = history.saved.into_iter();
    Ok(Json(wire::History {
        total: history.total,
        answers: history.lines,
        saved: saved
            .map(|one| wire::SavedQuestion {
                row: one.row,
                question: one.question,
            })
            .collect(),
    }))
}

/// Empties one's history; the records stay as long as records are kept.
#[utoipa::path(delete, path = "/api/history", responses((status = 204)))]
pub(crate) async fn empty(desk: Desk) -> Result<StatusCode, Failure> {
    desk.empty_history().await.map(|()| StatusCode::NO_CONTENT)
}

/// Saves a question among one's own.
#[utoipa::path(post, path = "/api/history/saved", request_body = Words,
    responses(
        (status = 204),
        (status = 400, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn save(
    desk: Desk,
    words: Result<Json<Words>, JsonRejection>,
) -> Result<StatusCode, Failure> {
    let Json(words) = words.map_err(|_| Failure::BadBody)?;
    desk.save_question(words.question)
        .await
        .map(|()| StatusCode::NO_CONTENT)
}

/// Takes a saved question away.
#[utoipa::path(delete, path = "/api/history/saved/{row}",
    params(("row" = i64, Path, description = "As the history gives it")),
    responses((status = 204)))]
pub(crate) async fn unsave(desk: Desk, Path(row): Path<i64>) -> Result<StatusCode, Failure> {
    desk.unsave(row).await.map(|()| StatusCode::NO_CONTENT)
}

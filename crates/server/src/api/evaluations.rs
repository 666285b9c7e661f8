//! Evaluations with the office's gold questions, as JSON.

use axum::{
    Json,
    extract::{Path, rejection::JsonRejection},
    http::StatusCode,
};

use crate::{desk::Desk, failure::Failure, wire};

/// The gold questions of the office, counted, and every run of them.
#[utoipa::path(get, path = "/api/evaluations", operation_id = "evaluations",
    responses((status = 200, body = wire::Evaluations)))]
pub(crate) async fn list(desk: Desk) -> Result<Json<wire::Evaluations>, Failure> {
    desk.evaluations().await.map(|found| Json(found.told))
}

/// Begins to ask every gold question of the library as it is; look at the list again for how far it is.
#[utoipa::path(post, path = "/api/evaluations", operation_id = "begin_evaluation",
    responses(
        (status = 202, body = wire::Evaluations, description = "It was begun"),
        (status = 409, body = wire::Problem, content_type = "application/problem+json", description = "They are being asked already"),
        (status = 422, body = wire::Problem, content_type = "application/problem+json", description = "There are no gold questions"),
        (status = 503, body = wire::Problem, content_type = "application/problem+json", description = "Nothing is held that could be asked"),
    ))]
pub(crate) async fn begin(desk: Desk) -> Result<(StatusCode, Json<wire::Evaluations>), Failure> {
    desk.begin_evaluation().await?;
    let found = desk.evaluations().await?;
    Ok((StatusCode::ACCEPTED, Json(found.told)))
}

/// A run: its figures, what it was compared with, and each question.
#[utoipa::path(get, path = "/api/evaluations/{run}", operation_id = "evaluation",
    params(("run" = String, Path, description = "Its name")),
    responses(
        (status = 200, body = wire::Evaluation),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn show(
    desk: Desk,
    Path(name): Path<String>,
) -> Result<Json<wire::Evaluation>, Failure> {
    desk.evaluation(name).await.map(Json)
}

/// Has later runs, and publishes, compared with this run.
#[utoipa::path(post, path = "/api/evaluations/{run}/mark", operation_id = "mark_evaluation",
    params(("run" = String, Path, description = "Its name")),
    responses(
        (status = 204, description = "It is the mark"),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
        (status = 422, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn mark(desk: Desk, Path(name): Path<String>) -> Result<StatusCode, Failure> {
    desk.set_mark(name).await.map(|()| StatusCode::NO_CONTENT)
}

/// The gold questions as they are kept.
#[utoipa::path(get, path = "/api/gold", operation_id = "gold",
    responses((status = 200, body = wire::Gold)))]
pub(crate) async fn gold(desk: Desk) -> Result<Json<wire::Gold>, Failure> {
    let found = desk.evaluations().await?;
    Ok(Json(wire::Gold { lines: found.lines }))
}

/// Keeps other gold questions. Where a line is wrong nothing is kept, and every such line is told.
#[utoipa::path(post, path = "/api/gold", operation_id = "keep_gold",
    request_body = wire::Gold,
    responses(
        (status = 200, body = wire::Evaluations),
        (status = 422, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn keep_gold(
    desk: Desk,
    sent: Result<Json<wire::Gold>, JsonRejection>,
) -> Result<Json<wire::Evaluations>, Failure> {
    let Json(sent) = sent.map_err(|_| Failure::BadBody)?;
    desk.keep_gold(sent.lines).await?;
    desk.evaluations().await.map(|found| Json(found.told))
}

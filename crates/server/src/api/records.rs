//! Records: read again as they were, and the same question asked again.

use axum::{Json, extract::Path};
use tokio::sync::mpsc;

use crate::{desk::Desk, failure::Failure, pages::Frame, wire};

/// An answer as it was given, by the id that it was given with.
#[utoipa::path(get, path = "/api/records/{id}",
    params(("id" = String, Path, description = "CC-7K3M-9QXW-2TPD")),
    responses(
        (status = 200, body = wire::Record),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn record(
    desk: Desk,
    Path(id): Path<String>,
) -> Result<Json<wire::Record>, Failure> {
    let (found, changes) = desk.compared(id).await?;
    let (review, corrects) = desk.standing_of(&found).await?;
    Ok(Json(wire::Record {
        review,
        corrects,
        ..wire::Record::new(found, changes)
    }))
}

/// The same question on the same day, asked again, and what differs.
#[utoipa::path(get, path = "/api/records/{id}/again",
    params(("id" = String, Path, description = "CC-7K3M-9QXW-2TPD")),
    responses(
        (status = 200, body = wire::Again),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
        (status = 503, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn again(
    desk: Desk,
    Path(id): Path<String>,
    frame: Frame,
) -> Result<Json<wire::Again>, Failure> {
    let found = desk.found(id).await?;
    // Held to the end: the answer stops when the reader goes and this is dropped.
    let (events, _steps) = mpsc::unbounded_channel();
    let answer = desk.answer(found.head.query(), events, frame.t).await?;
    Ok(Json(wire::Again {
        record: found.id.to_string(),
        differences: found.compare(&answer),
        answer,
    }))
}

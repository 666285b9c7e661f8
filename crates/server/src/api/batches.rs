//! Batches of files: received, looked at, published and taken back, as JSON.

use axum::{
    Json,
    extract::{Multipart, Path, multipart::MultipartRejection, rejection::JsonRejection},
    http::StatusCode,
};

use super::documents::Files;
use crate::{
    desk::Desk,
    failure::Failure,
    wire::{self, BatchPlace, FileDecision},
};

/// Batches received, the latest first.
#[utoipa::path(get, path = "/api/batches", operation_id = "batches",
    responses((status = 200, body = wire::Batches)))]
pub(crate) async fn list(desk: Desk) -> Result<Json<wire::Batches>, Failure> {
    desk.batches().await.map(Json)
}

/// Receives files as a batch: they are read and wait for a person, and nothing of them can be found before it is published.
#[utoipa::path(post, path = "/api/batches", operation_id = "receive_batch",
    request_body(content = Files, content_type = "multipart/form-data", description = "As for a load"),
    responses(
        (status = 201, body = wire::Batch, description = "Received; its files are being read"),
        (status = 400, body = wire::Problem, content_type = "application/problem+json"),
        (status = 413, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn receive(
    desk: Desk,
    form: Result<Multipart, MultipartRejection>,
) -> Result<(StatusCode, Json<wire::Batch>), Failure> {
    let form = form.map_err(|_| Failure::BadUpload)?;
    let name = desk.receive_batch(form).await?;
    Ok((StatusCode::CREATED, Json(desk.batch(name).await?)))
}

/// A batch: what was read of each file, with the words it was read from, and what must be decided.
#[utoipa::path(get, path = "/api/batches/{batch}", operation_id = "batch",
    params(("batch" = String, Path, description = "Its name")),
    responses(
        (status = 200, body = wire::Batch),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn show(
    desk: Desk,
    Path(name): Path<String>,
) -> Result<Json<wire::Batch>, Failure> {
    desk.batch(name).await.map(Json)
}

/// Decides about a file of a batch: confirms what is known of it, with what is put right, leaves it out, agrees that it
/// takes the place of what is held.
#[utoipa::path(post, path = "/api/batches/{batch}/files/{number}", operation_id = "decide_file",
    params(
        ("batch" = String, Path, description = "The batch's name"),
        ("number" = u32, Path, description = "The file's number in it"),
    ),
    request_body = FileDecision,
    responses(
        (status = 200, body = wire::Batch),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
        (status = 409, body = wire::Problem, content_type = "application/problem+json"),
        (status = 422, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn decide(
    desk: Desk,
    Path((name, number)): Path<(String, u32)>,
    decision: Result<Json<FileDecision>, JsonRejection>,
) -> Result<Json<wire::Batch>, Failure> {
    let Json(decision) = decision.map_err(|_| Failure::BadBody)?;
    desk.decide_file(name.clone(), number, decision).await?;
    desk.batch(name).await.map(Json)
}

/// Publishes a batch when its turn comes: all of it becomes searchable at once, or nothing.
#[utoipa::path(post, path = "/api/batches/{batch}/publish", operation_id = "publish_batch",
    params(("batch" = String, Path, description = "Its name")),
    request_body = BatchPlace,
    responses(
        (status = 202, body = wire::Batch, description = "It will be published; look at it again"),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
        (status = 409, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn publish(
    desk: Desk,
    Path(name): Path<String>,
    place: Result<Json<BatchPlace>, JsonRejection>,
) -> Result<(StatusCode, Json<wire::Batch>), Failure> {
    let Json(place) = place.map_err(|_| Failure::BadBody)?;
    desk.publish_batch(name.clone(), place).await?;
    Ok((StatusCode::ACCEPTED, Json(desk.batch(name).await?)))
}

/// Takes a published batch, or a bulk change, back: its documents leave, and those whose place they took are held again.
#[utoipa::path(post, path = "/api/batches/{batch}/take-back", operation_id = "take_batch_back",
    params(("batch" = String, Path, description = "Its name")),
    responses(
        (status = 204, description = "It was taken back"),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
        (status = 409, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn take_back(desk: Desk, Path(name): Path<String>) -> Result<StatusCode, Failure> {
    desk.take_back(name).await.map(|_| StatusCode::NO_CONTENT)
}

/// What taking a published batch, or a bulk change, back would do now; nothing is done.
#[utoipa::path(get, path = "/api/batches/{batch}/take-back", operation_id = "taking_batch_back",
    params(("batch" = String, Path, description = "Its name")),
    responses(
        (status = 200, body = wire::TakingBack),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn taking_back(
    desk: Desk,
    Path(name): Path<String>,
) -> Result<Json<wire::TakingBack>, Failure> {
    desk.taking_back(name).await.map(Json)
}

/// Gives up a batch that was not published: what was received is deleted.
#[utoipa::path(delete, path = "/api/batches/{batch}", operation_id = "discard_batch",
    params(("batch" = String, Path, description = "Its name")),
    responses(
        (status = 204, description = "Nothing of it is left"),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
        (status = 409, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn discard(desk: Desk, Path(name): Path<String>) -> Result<StatusCode, Failure> {
    desk.discard_batch(name)
        .await
        .map(|()| StatusCode::NO_CONTENT)
}

//! Months in counts.

use axum::{Json, extract::Path};

use crate::{desk::Desk, failure::Failure, wire};

/// A month in counts: no question, no name, no group of fewer than five, also not by taking counts from each other.
#[utoipa::path(get, path = "/api/months/{month}",
    params(("month" = String, Path, description = "2026-11")),
    responses(
        (status = 200, body = wire::Month),
        (status = 400, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn month(
    desk: Desk,
    Path(month): Path<String>,
) -> Result<Json<wire::Month>, Failure> {
    desk.month(Some(month)).await.map(Json)
}

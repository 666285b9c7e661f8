//! What checkers recorded of validity.

use axum::Json;

use crate::{desk::Desk, failure::Failure, wire};

/// What checkers recorded: which act ended a provision and when, from when one applies, which document is not the official
/// one of its number. The latest first, also what was taken back.
#[utoipa::path(get, path = "/api/resolutions", responses((status = 200, body = Vec<wire::Resolution>)))]
pub(crate) async fn resolutions(desk: Desk) -> Result<Json<Vec<wire::Resolution>>, Failure> {
    desk.resolutions().await.map(Json)
}

//! Comparing wordings.

use axum::Json;

use crate::{desk::Desk, failure::Failure, fields::Fields, pages::compare::wanted, wire};

/// One provision on two days, or two provisions, word by word, with the acts that made the difference.
#[utoipa::path(get, path = "/api/compare",
    params(
        ("a" = String, Query, description = "A reference: \"Điều 8 Nghị định số 30/2020/NĐ-CP\"; without an article the whole document as issued"),
        ("tu" = Option<String>, Query, description = "The day of the first wording, YYYY-MM-DD; that of the second where it is absent"),
        ("b" = Option<String>, Query, description = "Another reference; the same where it is absent"),
        ("den" = Option<String>, Query, description = "The day of the second wording, YYYY-MM-DD; today in Vietnam"),
    ),
    responses(
        (status = 200, body = wire::Comparison),
        (status = 400, body = wire::Problem, content_type = "application/problem+json"),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn compare(desk: Desk, fields: Fields) -> Result<Json<wire::Comparison>, Failure> {
    let (old, new) = wanted(&fields)?.ok_or(Failure::EmptyQuery)?;
    desk.compare(old, new).await.map(Json)
}

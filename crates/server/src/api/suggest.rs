//! Suggestions while somebody types.

use axum::Json;

use crate::{desk::Desk, failure::Failure, fields::Fields, wire};

/// What a beginning may become: documents by number or title, legal terms, headings of articles. They come from what is
/// held, never from what others asked, and what is typed here is kept nowhere.
#[utoipa::path(get, path = "/api/suggest",
    params(
        ("q" = String, Query, description = "The words typed so far, at most 1,000 characters; nothing is suggested beyond 200"),
        ("on" = Option<String>, Query, description = "The day whose law is asked for, YYYY-MM-DD; today in Vietnam"),
    ),
    responses(
        (status = 200, body = wire::Suggestions),
        (status = 400, body = wire::Problem, content_type = "application/problem+json"),
        (status = 503, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn suggest(
    desk: Desk,
    fields: Fields,
) -> Result<Json<wire::Suggestions>, Failure> {
    let (typed, on) = (fields.beginning()?, fields.day()?);
    let found = desk.suggest(typed.clone(), on).await?;
    Ok(Json(wire::Suggestions::new(&found, &typed, on)))
}

//! Searching.

use axum::Json;

use super::Asking;
use crate::{desk::Desk, failure::Failure, fields::Fields, wire};

/// The provisions that fit a query best.
#[utoipa::path(get, path = "/api/search",
    params(
        ("q" = String, Query, description = "Words or a reference, at most 1,000 characters"),
        ("on" = Option<String>, Query, description = "The day whose law is asked for, YYYY-MM-DD; today in Vietnam"),
        ("limit" = Option<usize>, Query, description = "1 to 100; 10"),
        Asking,
    ),
    responses(
        (status = 200, body = wire::SearchResults),
        (status = 400, body = wire::Problem, content_type = "application/problem+json"),
        (status = 503, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn search(
    desk: Desk,
    fields: Fields,
) -> Result<Json<wire::SearchResults>, Failure> {
    let query = fields.query()?;
    let (text, on) = (query.text.clone(), query.on);
    Ok(Json(wire::SearchResults::new(
        &desk.search(query).await?,
        &text,
        on,
    )))
}

/// What searches can be narrowed to: the values that the held documents have.
#[utoipa::path(get, path = "/api/filters", responses((status = 200, body = wire::Filters)))]
pub(crate) async fn filters(desk: Desk) -> Result<Json<wire::Filters>, Failure> {
    let read = desk.read(|held| {
        let holdings = held.catalogue.holdings(held.at)?;
        Ok(wire::Filters::new(&holdings))
    });
    match read.await {
        Err(Failure::EmptyLibrary) => Ok(Json(wire::Filters::default())),
        read => read.map(Json),
    }
}

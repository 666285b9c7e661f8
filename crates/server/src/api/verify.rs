//! Claims and drafts laid beside the law.

use axum::{
    Json,
    body::Bytes,
    extract::{Multipart, multipart::MultipartRejection, rejection::BytesRejection},
    http::StatusCode,
};

use crate::{checking, desk::Desk, failure::Failure, fields::Fields, pages::Frame, wire};

/// Most claims of one request.
const MOST: usize = 1_000;

/// Checks claims against the provisions that they cite: quotes word for word, figures, references, validity on the day,
/// modality, authority, words. One result for each claim, in their order.
#[utoipa::path(post, path = "/api/verify",
    params(("lang" = Option<String>, Query, description = "The language of details: vi, en, fr")),
    request_body = wire::Claims,
    responses(
        (status = 200, body = wire::CheckedClaims),
        (status = 400, body = wire::Problem, content_type = "application/problem+json"),
        (status = 413, body = wire::Problem, content_type = "application/problem+json"),
        (status = 503, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn claims(
    desk: Desk,
    frame: Frame,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<wire::CheckedClaims>, Failure> {
    let body = body.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Failure::TooLarge,
        _ => Failure::BadClaims,
    })?;
    let claims: wire::Claims = serde_json::from_slice(&body).map_err(|_| Failure::BadClaims)?;
    let on = claims.on.clone().unwrap_or_default();
    let on = Fields::new(vec![("on".to_owned(), on)]).day()?;
    if claims.claims.len() > MOST {
        return Err(Failure::TooLarge);
    }
    let (claims, checked) = desk.check_claims(claims.cited(), on).await?;
    Ok(Json(wire::CheckedClaims::new(
        &claims, &checked, on, frame.t.0,
    )))
}

/// A draft as a form sends it.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub(crate) struct Draft {
    /// The draft as a file: DOCX, TXT, MD, PDF …
    #[schema(value_type = Option<String>, format = Binary)]
    file: Option<Vec<u8>>,
    /// Or its words.
    text: Option<String>,
    /// The day whose law it is laid beside, YYYY-MM-DD; today in Vietnam where it is left out.
    on: Option<String>,
}

/// Checks a person's draft (a file, or text): every citation of another document, the words that are quoted from it and
/// the figures that lean on it. Nothing of the draft is kept.
#[utoipa::path(post, path = "/api/draft",
    params(("lang" = Option<String>, Query, description = "The language of details: vi, en, fr")),
    request_body(content = Draft, content_type = "multipart/form-data",
        description = "`file`: the draft, or `text`: its words; `on`: the day, YYYY-MM-DD, today where it is absent"),
    responses(
        (status = 200, body = wire::DraftReport),
        (status = 400, body = wire::Problem, content_type = "application/problem+json"),
        (status = 413, body = wire::Problem, content_type = "application/problem+json"),
        (status = 422, body = wire::Problem, content_type = "application/problem+json"),
        (status = 503, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn draft(
    desk: Desk,
    frame: Frame,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Json<wire::DraftReport>, Failure> {
    let form = form.map_err(|_| Failure::BadUpload)?;
    checking::review(&desk, form, frame.t.0).await.map(Json)
}

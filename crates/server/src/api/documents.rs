//! Documents: listed, shown, loaded, removed.

use axum::{
    Json,
    extract::{Multipart, Path, multipart::MultipartRejection},
    http::StatusCode,
};

use crate::{
    desk::Desk,
    failure::Failure,
    fields::Fields,
    pages::document::{missing, span},
    upload,
    wire::{self, LoadReport},
};

/// Documents held, newest issue first, twenty a page.
#[utoipa::path(get, path = "/api/documents",
    params(
        ("q" = Option<String>, Query, description = "Words that symbol, title or issuer hold; accents optional"),
        ("trang" = Option<u32>, Query, description = "Page, from 1"),
        ("on" = Option<String>, Query, description = "The day for which states are given, YYYY-MM-DD"),
    ),
    responses((status = 200, body = wire::Documents)))]
pub(crate) async fn list(desk: Desk, fields: Fields) -> Result<Json<wire::Documents>, Failure> {
    let (on, filter) = (fields.day()?, fields.list()?);
    let read = desk.read(move |held| {
        let (rows, total) = held.catalogue.documents(held.at, &filter)?;
        Ok(wire::Documents::new(&rows, total, on))
    });
    match read.await {
        Err(Failure::EmptyLibrary) => Ok(Json(wire::Documents {
            total: 0,
            documents: Vec::new(),
        })),
        read => read.map(Json),
    }
}

/// A document with its structure.
#[utoipa::path(get, path = "/api/documents/{slug}",
    params(("slug" = String, Path, description = "30-2020-nd-cp")),
    responses(
        (status = 200, body = wire::Document),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn document(
    desk: Desk,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Json<wire::Document>, Failure> {
    let on = fields.day()?;
    desk.read(move |held| Ok(Json(wire::Document::new(&held.document(&slug)?, on))))
        .await
}

/// One provision with its words.
#[utoipa::path(get, path = "/api/documents/{slug}/provisions/{path}",
    params(
        ("slug" = String, Path, description = "30-2020-nd-cp"),
        ("path" = String, Path, description = "dieu-5/khoan-2"),
    ),
    responses(
        (status = 200, body = wire::Provision),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn provision(
    desk: Desk,
    Path((slug, path)): Path<(String, String)>,
) -> Result<Json<wire::Provision>, Failure> {
    let path: legal::Path = path.parse().map_err(|_| Failure::NoPage)?;
    desk.read(move |held| {
        let document = held.document(&slug)?;
        let provision = document
            .unit(&path)
            .ok_or_else(|| missing(&document, &path))?;
        Ok(Json(wire::Provision::new(&provision, &document.source)))
    })
    .await
}

/// A look at a provision without its page: its first words, with its state on a day.
#[utoipa::path(get, path = "/api/documents/{slug}/preview",
    params(
        ("slug" = String, Path, description = "30-2020-nd-cp"),
        ("path" = Option<String>, Query, description = "dieu-5/khoan-2; left out: the document's title"),
        ("on" = Option<String>, Query, description = "The day for which the state is given, YYYY-MM-DD"),
    ),
    responses(
        (status = 200, body = wire::Preview),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn preview(
    desk: Desk,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Json<wire::Preview>, Failure> {
    let on = fields.day()?;
    let path = fields.get("path").unwrap_or_default();
    let path: legal::Path = path.parse().map_err(|_| Failure::NoPage)?;
    desk.read(move |held| {
        let row = held.row(&slug)?;
        let found = search::provision(&held.library, &row, &path, on)?;
        let found = found.ok_or(Failure::NoProvision {
            slug: row.slug.clone(),
            nearest: Vec::new(),
        })?;
        Ok(Json(wire::Preview::new(&found, on)))
    })
    .await
}

/// Pages of the file as issued, with the boxes around the words of a span.
#[utoipa::path(get, path = "/api/documents/{slug}/pages",
    params(
        ("slug" = String, Path, description = "30-2020-nd-cp"),
        ("doan" = Option<String>, Query, description = "Bytes of the reading text whose words are boxed: `120-180`, as in the address of a quote; only their pages are given"),
    ),
    responses(
        (status = 200, body = wire::Sheets),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn pages(
    desk: Desk,
    Path(slug): Path<String>,
    fields: Fields,
) -> Result<Json<wire::Sheets>, Failure> {
    let span = fields
        .get("doan")
        .map(|typed| span(typed).ok_or(Failure::NoPage));
    let span = span.transpose()?;
    desk.read(move |held| Ok(Json(wire::Sheets::new(&held.document(&slug)?, span))))
        .await
}

/// Files as a form sends them.
#[derive(utoipa::ToSchema)]
#[expect(dead_code, reason = "only its description is used")]
pub(crate) struct Files {
    /// The files, any number.
    #[schema(value_type = Vec<String>, format = Binary)]
    files: Vec<Vec<u8>>,
    /// The collection to put them in.
    collection: Option<String>,
    /// How confidential they are: `public`, `internal`, `restricted`.
    level: Option<String>,
    /// Why they are loaded although the office's gold questions fall.
    despite: Option<String>,
}

/// Loads files (multipart form, any number of files) and publishes them.
#[utoipa::path(post, path = "/api/documents",
    request_body(content = Files, content_type = "multipart/form-data",
        description = "Files; `collection`: into which collection they are put; `level`: public, internal or restricted, \
                       the level that they get of their own. Either may be left out: then what holds already stays. \
                       Where the office keeps gold questions they are asked of the library as it would be first, and a \
                       fall is answered with 409 `load-fell`: nothing is loaded. Whoever got that answer may send the files \
                       again with `despite`: why, for the audit. Any other field is refused."),
    responses(
        (status = 200, body = LoadReport, description = "What became of each file"),
        (status = 400, body = wire::Problem, content_type = "application/problem+json"),
        (status = 409, body = wire::Problem, content_type = "application/problem+json"),
        (status = 413, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn load(
    desk: Desk,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Json<LoadReport>, Failure> {
    let form = form.map_err(|_| Failure::BadUpload)?;
    upload::load(&desk, form).await.map(Json)
}

/// Removes a document: afterwards no search finds it, and no record of an answer holds its words. The SHA-256 of a file
/// that was replaced takes what records hold of that file, and nothing else.
#[utoipa::path(delete, path = "/api/documents/{slug}",
    params(("slug" = String, Path, description = "30-2020-nd-cp, or the SHA-256 of a replaced file")),
    responses(
        (status = 204),
        (status = 404, body = wire::Problem, content_type = "application/problem+json"),
        (status = 409, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn remove(desk: Desk, Path(slug): Path<String>) -> Result<StatusCode, Failure> {
    upload::remove(&desk, slug)
        .await
        .map(|()| StatusCode::NO_CONTENT)
}

//! Styles, scripts and pictures, built into the program.

use axum::{
    extract::Path,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse as _, Response},
};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::failure::Failure;

#[derive(RustEmbed)]
#[folder = "../../web/styles/"]
struct Styles;

#[derive(RustEmbed)]
#[folder = "../../web/scripts/"]
struct Scripts;

/// Pictures of the guide.
#[derive(RustEmbed)]
#[folder = "../../web/picture/guide/"]
struct Pictures;

/// `/static/{file}`.
pub(crate) async fn file(
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Failure> {
    let file = Styles::get(&name)
        .or_else(|| Scripts::get(&name))
        .or_else(|| Pictures::get(&name))
        .ok_or(Failure::NoPage)?;
    Ok(send(&name, &file, &headers))
}

/// `/favicon.ico`, which browsers ask for unasked.
pub(crate) async fn icon(headers: HeaderMap) -> Result<Response, Failure> {
    let name = "mark.svg";
    Styles::get(name)
        .map(|file| send(name, &file, &headers))
        .ok_or(Failure::NoPage)
}

/// The file, or "not modified" to a browser that has it.
fn send(name: &str, file: &EmbeddedFile, headers: &HeaderMap) -> Response {
    let hash: String = file
        .metadata
        .sha256_hash()
        .iter()
        .take(12)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let tag = format!("\"{hash}\"");
    let caching = [
        (header::ETAG, tag.clone()),
        (header::CACHE_CONTROL, "no-cache".to_owned()),
    ];
    let held = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|held| held.to_str().ok());
    if held == Some(tag.as_str()) {
        return (StatusCode::NOT_MODIFIED, caching).into_response();
    }
    let media = mime_guess::from_path(name).first_or_octet_stream();
    let media = if media.type_() == "text" {
        format!("{media}; charset=utf-8")
    } else {
        media.to_string()
    };
    (
        caching,
        [(header::CONTENT_TYPE, media)],
        file.data.clone().into_owned(),
    )
        .into_response()
}

//! The page of a document and of one of its provisions, and the file as issued.

use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse as _, Response},
};
use legal::Date;

use super::{Frame, page};
use crate::{address, desk::Desk, failure::Failure};

mod view;

use view::{View, Wanted};
pub(crate) use view::{missing, span};

/// `/vb/{slug}?on=`: the whole document.
pub(crate) async fn whole(
    desk: Desk,
    Path(slug): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    show(&desk, slug, String::new(), frame).await
}

/// `/vb/{slug}/{path}?on=&doan=&trich=`: one provision in its article, with the quoted words marked.
pub(crate) async fn provision(
    desk: Desk,
    Path((slug, path)): Path<(String, String)>,
    frame: Frame,
) -> Result<Response, Failure> {
    show(&desk, slug, path, frame).await
}

async fn show(desk: &Desk, slug: String, path: String, frame: Frame) -> Result<Response, Failure> {
    let on: Date = frame.fields.day()?;
    let mut wanted = Wanted {
        path: path.parse().map_err(|_| Failure::NoPage)?,
        quote: frame.fields.get("trich").map(str::to_owned),
        hint: frame.fields.get("doan").and_then(span),
        find: frame
            .fields
            .get("tim")
            .map(|words| words.chars().take(200).collect()),
        on,
    };
    let t = frame.t;
    let text = desk.read(move |held| {
        let document = held.document(&slug)?;
        wanted.path = document.held_path(&wanted.path);
        View::new(&frame, t, held, &document, &wanted).and_then(|view| page(&view))
    });
    text.await
}

/// `/vb/{slug}/ban-goc`: the file as issued, only ever to be saved: it comes from elsewhere and is not ours to run.
pub(crate) async fn original(desk: Desk, Path(slug): Path<String>) -> Result<Response, Failure> {
    let (row, bytes) = desk
        .read(move |held| {
            let row = held.row(&slug)?;
            let bytes = held
                .catalogue
                .original(&row.original)?
                .ok_or(Failure::NoOriginal)?;
            Ok((row, bytes))
        })
        .await?;
    let name = row.file_name.rsplit(['/', '\\']).next().unwrap_or_default();
    let headers = [
        (header::CONTENT_TYPE, media_type(&row.media).to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename*=UTF-8''{}", address::encode(name)),
        ),
        (
            header::CONTENT_SECURITY_POLICY,
            "sandbox; default-src 'none'".to_owned(),
        ),
    ];
    Ok((headers, bytes).into_response())
}

/// What a browser may show after saving keeps its type; what it could run (HTML) is bytes.
fn media_type(media: &str) -> &'static str {
    match media {
        "pdf" => "application/pdf",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "doc" => "application/msword",
        "rtf" => "application/rtf",
        "zip" => "application/zip",
        "text" | "markdown" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

//! The upload form and its report.

use askama::Template;
use axum::{
    extract::{Multipart, multipart::MultipartRejection},
    http::{HeaderValue, header},
    response::Response,
};

use super::{
    Frame,
    notes::{flag_notes, issue_note, once},
    page,
};
use crate::{address, desk::Desk, failure::Failure, language::Texts, upload, wire};

/// A file of the report, with links to its documents.
struct Loaded {
    file: wire::LoadedFile,
    /// Name and page.
    links: Vec<(String, String)>,
    /// What to know before relying on it.
    notes: Vec<String>,
}

#[derive(Template)]
#[template(path = "upload.html")]
struct Upload<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    megabytes: u64,
    report: Option<Vec<Loaded>>,
}

/// `/nap`: the form.
pub(crate) async fn form(desk: Desk, frame: Frame) -> Result<Response, Failure> {
    show(&desk, &frame, None)
}

/// `POST /nap`: loads the files and reports on each.
pub(crate) async fn load(
    desk: Desk,
    frame: Frame,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Failure> {
    let form = form.map_err(|_| Failure::BadUpload)?;
    let report = upload::load(&desk, form).await?;
    let linked = report.clone();
    // Nothing may be published yet, if every file was refused.
    let links = desk.read(move |held| {
        let name = |id: &String| {
            held.row(id)
                .map(|row| (row.name(), address::document(&row.slug)))
        };
        let links = |file: &wire::LoadedFile| {
            file.documents
                .iter()
                .filter_map(|id| name(id).ok())
                .collect()
        };
        Ok(linked
            .files
            .iter()
            .map(links)
            .collect::<Vec<Vec<(String, String)>>>())
    });
    let mut links = links.await.unwrap_or_default().into_iter();
    let loaded = |file: wire::LoadedFile| {
        let issues = file
            .issues
            .iter()
            .map(|issue| issue_note(frame.t, issue.kind, &issue.detail, None));
        let notes = once(flag_notes(frame.t, &file.flags).into_iter().chain(issues));
        Loaded {
            file,
            links: links.next().unwrap_or_default(),
            notes,
        }
    };
    show(
        &desk,
        &frame,
        Some(report.files.into_iter().map(loaded).collect()),
    )
}

fn show(desk: &Desk, frame: &Frame, report: Option<Vec<Loaded>>) -> Result<Response, Failure> {
    let megabytes = desk.setup.max_upload_bytes >> 20;
    let mut response = page(&Upload {
        frame,
        t: frame.t,
        section: "upload",
        megabytes,
        report,
    })?;
    // With "no-referrer" browsers send `Origin: null` with this form, and we could not tell it from a foreign one.
    response.headers_mut().insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    );
    Ok(response)
}

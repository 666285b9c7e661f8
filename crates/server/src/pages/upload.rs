//! The upload form and its report.

use askama::Template;
use axum::{
    extract::{Multipart, multipart::MultipartRejection},
    http::{HeaderValue, header},
    response::Response,
};
use catalogue::Confidentiality;

use super::{
    Frame,
    notes::{flag_notes, issue_note, once},
    page,
};
use crate::{address, desk::Desk, failure::Failure, language::Texts, upload, wire};

/// A document of the report.
struct Link {
    name: String,
    href: String,
    /// Its level, its own or that of its collection; `None`: nobody stated one.
    level: Option<&'static str>,
}

/// A file of the report, with links to its documents.
struct Loaded {
    file: wire::LoadedFile,
    links: Vec<Link>,
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
    levels: [&'static str; 3],
    /// As what a document counts of which nobody stated the level.
    unstated: &'static str,
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
        let link = |id: &String| {
            held.row(id).map(|row| Link {
                name: row.name(),
                href: address::document(&row.slug),
                level: row.confidentiality.map(Confidentiality::name),
            })
        };
        let links = |file: &wire::LoadedFile| {
            let documents = file.documents.iter();
            documents.filter_map(|id| link(id).ok()).collect()
        };
        let links: Vec<Vec<Link>> = linked.files.iter().map(links).collect();
        Ok(links)
    });
    let mut links = links.await.unwrap_or_default().into_iter();
    let loaded = |file: wire::LoadedFile| {
        let issues = file
            .issues
            .iter()
            .map(|issue| issue_note(frame.t, issue.kind, &issue.detail, None));
        let beside = [
            ("upload.replaced", &file.replaced),
            ("upload.same_number", &file.same_number),
        ];
        let beside = beside.into_iter().filter(|(_, names)| !names.is_empty());
        let beside = beside.map(|(key, names)| frame.t.fill(key, names.join("; ")));
        let flags = flag_notes(frame.t, &file.flags).into_iter();
        let notes = once(beside.chain(flags).chain(issues));
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
        levels: Confidentiality::ALL.map(Confidentiality::name),
        unstated: desk.setup.policy.unstated().name(),
        report,
    })?;
    // With "no-referrer" browsers send `Origin: null` with this form, and we could not tell it from a foreign one.
    response.headers_mut().insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    );
    Ok(response)
}

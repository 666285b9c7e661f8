//! "Báo lỗi": telling that an answer or a provision is wrong, in two clicks, and what came of it.

use askama::Template;
use axum::{
    Form,
    extract::{Path, rejection::FormRejection},
    response::{IntoResponse as _, Redirect, Response},
};
use catalogue::ComplaintKind;
use serde::Deserialize;

use super::{Frame, page};
use crate::{
    api::own::subject,
    desk::{Desk, Subject},
    failure::Failure,
    language::Texts,
    wire,
};

#[derive(Template)]
#[template(path = "complain.html")]
struct Complain<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    kinds: [ComplaintKind; 6],
    record: Option<String>,
    document: Option<String>,
    path: String,
    /// What it is about, in words.
    about: String,
}

#[derive(Template)]
#[template(path = "complaints.html")]
struct Complaints<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    complaints: Vec<wire::Complaint>,
    /// One was just made.
    thanks: bool,
}

/// What the form sends.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sent {
    #[serde(rename = "ho-so")]
    record: Option<String>,
    vb: Option<String>,
    muc: Option<String>,
    kind: String,
    #[serde(default)]
    note: String,
}

/// `/bao-loi?ho-so=` or `?vb=&muc=`: the kinds to choose from; without either, one's own complaints.
pub(crate) async fn form(desk: Desk, frame: Frame) -> Result<Response, Failure> {
    let field = |name: &str| frame.fields.get(name).map(str::to_owned);
    let (record, document) = (field("ho-so"), field("vb"));
    if record.is_none() && document.is_none() {
        return list(&desk, &frame, desk.complaints().await?, false);
    }
    let wanted = subject(record.clone(), document.clone(), field("muc"))?;
    let about = match &wanted {
        Subject::Record(typed) => desk.found(typed.clone()).await?.head.question,
        Subject::Provision(slug, path) => {
            let (slug, path) = (slug.clone(), path.clone());
            let name = desk.read(move |held| Ok(held.row(&slug)?.name())).await?;
            format!("{} {name}", path.citation())
        }
    };
    desk.subject(wanted).await?;
    page(&Complain {
        t: frame.t,
        section: "",
        kinds: ComplaintKind::ALL,
        record,
        document,
        path: field("muc").unwrap_or_default(),
        about: about.trim().to_owned(),
        frame: &frame,
    })
}

/// `POST /bao-loi`: keeps it and leads to its page.
pub(crate) async fn send(
    desk: Desk,
    sent: Result<Form<Sent>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(sent) = sent.map_err(|_| Failure::BadComplaint)?;
    let kind = ComplaintKind::from_name(&sent.kind).ok_or(Failure::BadComplaint)?;
    let about = desk
        .subject(subject(sent.record, sent.vb, sent.muc)?)
        .await?;
    let id = desk.complain(about, kind, sent.note).await?;
    Ok(Redirect::to(&format!("/bao-loi/{id}?xong=1")).into_response())
}

/// `/bao-loi/{id}`: what was told, and what came of it.
pub(crate) async fn show(
    desk: Desk,
    Path(id): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    let complaint = desk.complaint(id).await?;
    let thanks = frame.fields.ticked("xong");
    list(&desk, &frame, vec![complaint], thanks)
}

fn list(
    _desk: &Desk,
    frame: &Frame,
    complaints: Vec<wire::Complaint>,
    thanks: bool,
) -> Result<Response, Failure> {
    page(&Complaints {
        t: frame.t,
        section: "",
        frame,
        complaints,
        thanks,
    })
}

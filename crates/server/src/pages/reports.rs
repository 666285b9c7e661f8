//! "Phản ánh": what people say is wrong, for whoever checks it, and telling them what came of it.

use askama::Template;
use axum::{extract::Path, response::Response};

use super::{Frame, form_page, see};
use crate::{desk::Desk, failure::Failure, language::Texts, sent::Sent, wire};

#[derive(Template)]
#[template(path = "reports.html")]
struct Reports<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    reports: Vec<wire::Complaint>,
    /// Settled ones are shown too.
    all: bool,
    done: bool,
}

/// `/phan-anh?tat-ca=1&xong=1`: those that nobody settled yet, or all.
pub(crate) async fn list(desk: Desk, frame: Frame) -> Result<Response, Failure> {
    let all = frame.fields.ticked("tat-ca");
    let reports = desk.reports(!all).await?;
    form_page(&Reports {
        t: frame.t,
        section: "reports",
        reports,
        all,
        done: frame.fields.ticked("xong"),
        frame: &frame,
    })
}

/// `POST /phan-anh/{id}`: what came of one; whoever reported it sees it on their page.
pub(crate) async fn settle(
    desk: Desk,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let sent = sent.only(&["outcome"])?;
    let outcome = sent.get("outcome").unwrap_or_default().to_owned();
    desk.settle(id, outcome).await?;
    Ok(see("/phan-anh?xong=1"))
}

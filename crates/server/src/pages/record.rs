//! The page of a record, its plain-text and Word forms, and the same question asked again.

use askama::Template;
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse as _, Redirect, Response},
};
use jiff::tz;
use tokio::sync::mpsc;

use super::{Frame, page};
use crate::{
    address,
    desk::Desk,
    failure::Failure,
    language::Texts,
    record::{self, Differences, Found, KeptAnswer, KeptClaim},
    wire,
};

#[derive(Template)]
#[template(path = "record.html")]
struct Record<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    id: String,
    made: String,
    kept: KeptAnswer,
    unshown: Vec<KeptClaim>,
    block: String,
    found: &'a Found,
    changes: Vec<wire::Changed>,
    again: Option<Again>,
}

/// What came of asking again.
struct Again {
    differences: Differences,
    record: Option<String>,
}

#[derive(Template)]
#[template(path = "records.html")]
struct Search<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
}

impl Record<'_> {
    /// When the answer was made, as it is read.
    fn made(found: &Found) -> String {
        let there = found.made.to_zoned(tz::offset(7).to_time_zone());
        there.strftime("%H:%M:%S %d/%m/%Y").to_string()
    }
}

/// `/ho-so?ma=`: to the record of an id that somebody read out or wrote down.
pub(crate) async fn find(frame: Frame) -> Result<Response, Failure> {
    if let Some(typed) = frame.fields.get("ma") {
        let typed: String = typed.chars().take(64).collect();
        return Ok(Redirect::to(&format!("/ho-so/{}", address::encode(&typed))).into_response());
    }
    page(&Search {
        t: frame.t,
        frame: &frame,
        section: "",
    })
}

/// `/ho-so/{id}`: the answer as it was given, and whether what it rests on is still the same.
pub(crate) async fn show(
    desk: Desk,
    Path(id): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    let (found, changes) = desk.compared(id).await?;
    shown(&frame, &found, changes, None)
}

/// `/ho-so/{id}/hoi-lai`: the same, and what differs where the question is asked again now.
pub(crate) async fn again(
    desk: Desk,
    Path(id): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    let (found, changes) = desk.compared(id).await?;
    // Held to the end: the answer stops when the reader goes and this is dropped.
    let (events, _steps) = mpsc::unbounded_channel();
    let answer = desk.answer(found.head.query(), events, frame.t).await?;
    let differences = found.compare(&answer);
    let again = Again {
        differences,
        record: answer.record,
    };
    shown(&frame, &found, changes, Some(again))
}

fn shown(
    frame: &Frame,
    found: &Found,
    changes: Vec<answer::Changed>,
    again: Option<Again>,
) -> Result<Response, Failure> {
    page(&Record {
        frame,
        t: frame.t,
        section: "",
        id: found.id.to_string(),
        made: Record::made(found),
        kept: KeptAnswer::new(&found.answer),
        unshown: KeptClaim::all(&found.unshown),
        block: record::block(found),
        found,
        changes: changes.into_iter().map(wire::Changed::new).collect(),
        again,
    })
}

/// `/ho-so/{id}/can-cu.txt`: the legal-basis block.
pub(crate) async fn block(desk: Desk, Path(id): Path<String>) -> Result<Response, Failure> {
    let found = desk.found(id).await?;
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    Ok((headers, record::block(&found)).into_response())
}

/// `/ho-so/{id}/docx`: the answer in the form of Decree 30/2020.
pub(crate) async fn docx(desk: Desk, Path(id): Path<String>) -> Result<Response, Failure> {
    let found = desk.found(id).await?;
    let media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    let headers = [
        (header::CONTENT_TYPE, media.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}.docx\"", found.id),
        ),
    ];
    Ok((headers, record::docx(&found)).into_response())
}

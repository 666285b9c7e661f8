//! The page of a record, its plain-text and Word forms, and the same question asked again.

use askama::Template;
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse as _, Redirect, Response},
};
use jiff::tz;
use tokio::sync::mpsc;

use super::{Frame, in_two, page};
use crate::{
    address,
    desk::Desk,
    failure::Failure,
    fields::Fields,
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
    /// The language in which it was made, where it can be told.
    made_in: Option<Texts>,
    unshown: Vec<KeptClaim>,
    block: String,
    /// As what the answer can go on paper.
    forms: [&'static str; 3],
    found: &'a Found,
    changes: Vec<wire::Changed>,
    /// How it stands with those who check.
    standing: Option<wire::Standing>,
    /// The answer in whose place it was written.
    corrects: Option<String>,
    /// The question is being asked again.
    asking: bool,
    again: Option<Again>,
    /// Why it could not be.
    problem: Option<wire::Problem>,
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

impl<'a> Record<'a> {
    fn new(frame: &'a Frame, found: &'a Found, changes: &[answer::Changed]) -> Self {
        let kept = KeptAnswer::new(&found.answer);
        let made = found.made.to_zoned(tz::offset(7).to_time_zone());
        Self {
            frame,
            t: frame.t,
            section: "",
            id: found.id.to_string(),
            made: made.strftime("%H:%M:%S %d/%m/%Y").to_string(),
            made_in: Texts::of_notice(&kept.notice),
            kept,
            unshown: KeptClaim::all(&found.unshown),
            block: record::block(found),
            forms: export::Form::ALL.map(export::Form::code),
            found,
            changes: changes.iter().cloned().map(wire::Changed::new).collect(),
            standing: None,
            corrects: None,
            asking: false,
            again: None,
            problem: None,
        }
    }
}

impl Record<'_> {
    /// The standing notice in the language of whoever reads, where it is one of ours.
    fn notice(&self) -> &str {
        match self.made_in {
            Some(_) => self.t.get("notice"),
            None => &self.kept.notice,
        }
    }

    /// Whether it was approved and is not as it was then, which says more than that it is as it was when it was made.
    fn is_stale(&self) -> bool {
        let same = self.changes.is_empty() && self.found.removed.is_empty();
        same && self
            .standing
            .as_ref()
            .is_some_and(|standing| standing.stale)
    }
}

impl Again {
    fn new(found: &Found, answer: wire::Answer) -> Self {
        Self {
            differences: found.compare(&answer),
            record: answer.record,
        }
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
    let (standing, corrects) = desk.standing_of(&found).await?;
    page(&Record {
        standing,
        corrects,
        ..Record::new(&frame, &found, &changes)
    })
}

/// `/ho-so/{id}/hoi-lai`: the same, and what differs where the question is asked again now. While that is being
/// answered, the head of the record is seen already.
pub(crate) async fn again(
    desk: Desk,
    Path(id): Path<String>,
    frame: Frame,
) -> Result<Response, Failure> {
    let (found, changes) = desk.compared(id).await?;
    let (standing, corrects) = desk.standing_of(&found).await?;
    let opening = Record {
        asking: true,
        standing: standing.clone(),
        corrects: corrects.clone(),
        ..Record::new(&frame, &found, &changes)
    }
    .render();
    let rest = async move {
        // Held to the end: the answer stops when the reader goes and this is dropped.
        let (events, _steps) = mpsc::unbounded_channel();
        let answered = desk.answer(found.head.query(), events, frame.t).await;
        let (again, problem) = match answered {
            Ok(answer) => (Some(Again::new(&found, answer)), None),
            Err(failure) => (None, Some(failure.problem(frame.t))),
        };
        Record {
            again,
            problem,
            standing,
            corrects,
            ..Record::new(&frame, &found, &changes)
        }
        .render()
    };
    in_two(opening, rest)
}

/// `/ho-so/{id}/can-cu.txt`: the legal-basis block.
pub(crate) async fn block(desk: Desk, Path(id): Path<String>) -> Result<Response, Failure> {
    let found = desk.found(id).await?;
    let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
    Ok((headers, record::block(&found)).into_response())
}

/// `/ho-so/{id}/docx?loai=`: the answer in the form of Decree 30/2020, as a report where no kind is named.
pub(crate) async fn docx(
    desk: Desk,
    Path(id): Path<String>,
    fields: Fields,
) -> Result<Response, Failure> {
    let form = match fields.get("loai") {
        Some(code) => export::Form::from_code(code).ok_or(Failure::NoPage)?,
        None => export::Form::default(),
    };
    let found = desk.found(id).await?;
    let media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    let headers = [
        (header::CONTENT_TYPE, media.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{}.docx\"", found.id),
        ),
    ];
    Ok((headers, record::docx(&found, form)).into_response())
}

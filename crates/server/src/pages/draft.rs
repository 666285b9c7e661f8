//! "Kiểm tra dự thảo": a draft sent in, and what its citations led to.

use answer::State as Standing;
use askama::Template;
use axum::{
    extract::{Multipart, multipart::MultipartRejection},
    http::{HeaderValue, header},
    response::{IntoResponse as _, Response},
};
use legal::Date;

use super::{Frame, notes::flag_notes, page};
use crate::{
    checking, clock,
    desk::Desk,
    failure::Failure,
    language::Texts,
    wire::{DraftPlace, DraftReport, Problem},
};

#[derive(Template)]
#[template(path = "draft.html")]
struct Draft<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    on: Date,
    megabytes: usize,
    problem: Option<Problem>,
    report: Option<DraftReport>,
    /// What to know of the reading of the file.
    notes: Vec<String>,
    /// How many citations are in each state, what a person must look at first before the others.
    counts: Vec<(Standing, usize)>,
}

impl Draft<'_> {
    /// "trang 2, dòng 14".
    fn place(&self, place: &DraftPlace) -> String {
        let line = self.t.fill("draft.line", place.line);
        match place.page {
            Some(page) => format!("{}, {line}", self.t.fill("page", page)),
            None => line,
        }
    }
}

/// `/kiem-tra`: the form.
pub(crate) async fn form(frame: Frame) -> Result<Response, Failure> {
    let on = frame.fields.day().unwrap_or_else(|_| clock::today());
    show(&frame, on, None, None)
}

/// `POST /kiem-tra`: the report; what was wrong with the draft is said over the form.
pub(crate) async fn check(
    desk: Desk,
    frame: Frame,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, Failure> {
    let checked = match form {
        Ok(form) => checking::review(&desk, form, frame.t.0).await,
        Err(_) => Err(Failure::BadUpload),
    };
    match checked {
        Ok(report) => show(&frame, report.on, Some(report), None),
        Err(failure @ (Failure::Internal | Failure::Busy | Failure::EmptyLibrary)) => Err(failure),
        Err(failure) => {
            let status = failure.status();
            let problem = failure.problem(frame.t);
            let body = show(&frame, clock::today(), None, Some(problem))?;
            Ok((status, body).into_response())
        }
    }
}

fn show(
    frame: &Frame,
    on: Date,
    report: Option<DraftReport>,
    problem: Option<Problem>,
) -> Result<Response, Failure> {
    let counts = report.as_ref().map(|report| report.counts);
    let counts = counts.map(|counts| {
        let of = |state| match state {
            Standing::Wrong => counts.wrong,
            Standing::Outdated => counts.outdated,
            Standing::Unclear => counts.unclear,
            Standing::NotHeld => counts.not_held,
            Standing::Right => counts.right,
        };
        Standing::ALL.map(|state| (state, of(state))).to_vec()
    });
    let flags = report
        .as_ref()
        .map(|report| flag_notes(frame.t, &report.flags));
    let mut response = page(&Draft {
        frame,
        t: frame.t,
        section: "draft",
        on,
        megabytes: checking::MOST_BYTES >> 20,
        problem,
        report,
        notes: flags.unwrap_or_default(),
        counts: counts.unwrap_or_default(),
    })?;
    // With "no-referrer" browsers send `Origin: null` with this form, and we could not tell it from a foreign one.
    response.headers_mut().insert(
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    );
    Ok(response)
}

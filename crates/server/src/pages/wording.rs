//! The table of everyday words and the words of the law for them: shown, tried, changed.

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use search::Wordings;

use super::{Frame, form_page, see};
use crate::{desk::Desk, failure::Failure, language::Texts, sent::Sent};

/// Most characters of a question that is tried.
const LONGEST: usize = 300;

#[derive(Template)]
#[template(path = "wording.html")]
struct Page<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    lines: String,
    own: &'static str,
    tried: String,
    /// What the question that was tried is searched with beside its own words.
    beside: Option<Vec<String>>,
    wrong: Option<String>,
    done: bool,
}

/// `/quan-ly/tu-ngu?q=`.
pub(crate) async fn show(desk: Desk, frame: Frame) -> Result<Response, Failure> {
    let lines = desk.wordings().await?;
    let table = desk.shelf.wordings();
    shown(&frame, lines, &table, None)
}

fn shown(
    frame: &Frame,
    lines: String,
    table: &Wordings,
    wrong: Option<String>,
) -> Result<Response, Failure> {
    let typed = frame.fields.get("q").unwrap_or_default();
    let tried: String = typed.chars().take(LONGEST).collect();
    form_page(&Page {
        frame,
        t: frame.t,
        section: "wording",
        lines,
        own: Wordings::own_lines(),
        beside: (!tried.is_empty()).then(|| table.beside_words(&tried)),
        tried,
        wrong,
        done: frame.fields.get("xong").is_some(),
    })
}

/// `POST /quan-ly/tu-ngu`: keeps the table, and searches with it from the next question on.
pub(crate) async fn keep(desk: Desk, frame: Frame, sent: Sent) -> Result<Response, Failure> {
    let sent = sent.only(&["lines"])?;
    let lines = sent.exact("lines").to_owned();
    match desk.keep_wordings(lines.clone()).await {
        Ok(()) => Ok(see("/quan-ly/tu-ngu?xong=1")),
        Err(failure @ Failure::BadWording { .. }) => {
            let wrong = failure.problem(frame.t).detail;
            let again = shown(&frame, lines, &desk.shelf.wordings(), Some(wrong))?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response())
        }
        Err(failure) => Err(failure),
    }
}

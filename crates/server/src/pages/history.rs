//! What one asked, and the questions that one saved: for that person alone.

use askama::Template;
use axum::{
    Form,
    extract::{Path, rejection::FormRejection},
    response::{IntoResponse as _, Redirect, Response},
};
use serde::Deserialize;

use super::{Frame, page};
use crate::{
    address,
    desk::{Desk, LISTED, OwnHistory},
    failure::Failure,
    language::Texts,
};

#[derive(Template)]
#[template(path = "history.html")]
struct Page<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    history: OwnHistory,
    before: Option<String>,
    after: Option<String>,
    /// Whether answers are recorded at all.
    recorded: bool,
    days: u32,
}

impl Page<'_> {
    /// The address of a question, asked for today.
    fn asked(&self, question: &str) -> String {
        format!("/hoi?q={}", address::encode(question))
    }
}

/// A question to save.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    question: String,
}

/// `/lich-su?trang=`.
pub(crate) async fn history(desk: Desk, frame: Frame) -> Result<Response, Failure> {
    let number = frame.fields.number()?;
    let history = desk.history(number as usize).await?;
    let link = |number: u32| frame.with("trang", &number.to_string());
    let shown = u64::from(number) * LISTED as u64;
    page(&Page {
        t: frame.t,
        section: "history",
        before: (number > 1).then(|| link(number - 1)),
        after: (shown < history.total).then(|| link(number + 1)),
        history,
        recorded: desk.setup.record_days > 0,
        days: desk.setup.record_days,
        frame: &frame,
    })
}

fn back() -> Response {
    Redirect::to("/lich-su").into_response()
}

/// `POST /lich-su/xoa`: empties it.
pub(crate) async fn empty(desk: Desk) -> Result<Response, Failure> {
    desk.empty_history().await?;
    Ok(back())
}

/// `POST /lich-su/luu`: saves a question.
pub(crate) async fn save(
    desk: Desk,
    words: Result<Form<Words>, FormRejection>,
) -> Result<Response, Failure> {
    let Form(words) = words.map_err(|_| Failure::EmptyQuery)?;
    desk.save_question(words.question).await?;
    Ok(back())
}

/// `POST /lich-su/luu/{row}/xoa`: takes one away.
pub(crate) async fn unsave(desk: Desk, Path(row): Path<i64>) -> Result<Response, Failure> {
    desk.unsave(row).await?;
    Ok(back())
}

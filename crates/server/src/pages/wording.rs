//! The table of everyday words and the words of the law for them: shown, tried, changed.

use std::{path::Path, sync::Arc};

use askama::Template;
use axum::{
    http::StatusCode,
    response::{IntoResponse as _, Response},
};
use catalogue::Deed;
use search::Wordings;

use super::{Frame, form_page, see};
use crate::{desk::Desk, evaluation::write_whole, failure::Failure, language::Texts, sent::Sent};

/// The file of the data folder that adds to the program's own table.
const FILE: &str = "wording.txt";
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
    let root = desk.setup.root.clone();
    let lines = desk.view(move || read(&root)).await?;
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
    let lines = sent.exact("lines").replace("\r\n", "\n");
    let table = match Wordings::own().with(&lines) {
        Ok(table) => Arc::new(table),
        Err(bad) => {
            let values = [bad.line.to_string(), bad.text];
            let values = values.each_ref().map(String::as_str);
            let wrong = frame.t.fill_all("wording.bad", &values);
            let again = shown(&frame, lines, &desk.shelf.wordings(), Some(wrong))?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response());
        }
    };
    let keeper = desk.clone();
    desk.view(move || {
        write_whole(&keeper.setup.root.join(FILE), lines.as_bytes())?;
        keeper.shelf.set_wordings(table);
        let count = lines.lines().filter(|line| line.contains('=')).count();
        keeper.note(Deed::WordingsChanged, &count.to_string(), "");
        Ok(())
    })
    .await?;
    Ok(see("/quan-ly/tu-ngu?xong=1"))
}

fn read(root: &Path) -> Result<String, Failure> {
    match std::fs::read_to_string(root.join(FILE)) {
        Ok(lines) => Ok(lines),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(String::new()),
        Err(error) => Err((&error).into()),
    }
}

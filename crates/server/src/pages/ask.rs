//! The ask page and the answer page.

use askama::Template;
use axum::response::Response;
use tokio::sync::mpsc;

use super::{Form, Frame, page};
use crate::{desk::Desk, failure::Failure, language::Texts, wire};

#[derive(Template)]
#[template(path = "ask.html")]
struct Ask<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    form: Form,
    answer: Option<wire::Answer>,
    /// Whether anything can be asked about.
    empty: bool,
}

impl Ask<'_> {
    /// Whether a claim says no more than its one quote and where that stands: then the quote alone is shown.
    fn only_quotes(&self, claim: &wire::Claim) -> bool {
        let [quote] = claim.quotes.as_slice() else {
            return false;
        };
        let place = format!("{} {}", quote.citation, quote.document);
        claim.text.contains(quote.text.trim()) || claim.text.trim() == place
    }
}

/// `/`: the question, its day and its filter.
pub(crate) async fn home(desk: Desk, frame: Frame) -> Result<Response, Failure> {
    let empty = desk.library().is_err();
    page(&Ask {
        t: frame.t,
        form: frame.form_over(&desk).await,
        frame: &frame,
        section: "ask",
        answer: None,
        empty,
    })
}

/// `/hoi?q=&on=`: the whole answer.
pub(crate) async fn answer(desk: Desk, frame: Frame) -> Result<Response, Failure> {
    // Held to the end: the answer stops when the reader goes and this is dropped.
    let (events, _steps) = mpsc::unbounded_channel();
    let answer = desk.answer(frame.fields.query()?, events, frame.t).await?;
    page(&Ask {
        t: frame.t,
        form: frame.form_over(&desk).await,
        frame: &frame,
        section: "ask",
        answer: Some(answer),
        empty: false,
    })
}

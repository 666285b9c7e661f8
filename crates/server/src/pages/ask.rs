//! The ask page and the answer page.

use std::time::Duration;

use answer::Event;
use askama::Template;
use axum::response::Response;
use tokio::sync::mpsc;

use super::{Form, Frame, in_two, page};
use crate::{desk::Desk, failure::Failure, language::Texts, wire};

/// An answer that is there so soon is sent as one page.
const AT_ONCE: Duration = Duration::from_millis(700);

#[derive(Template)]
#[template(path = "ask.html")]
struct Ask<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    form: Form,
    /// What was asked; empty: nothing yet.
    asked: String,
    /// What was found, while the answer is being written.
    waiting: Option<Vec<wire::Evidence>>,
    /// The longest that a writer takes.
    seconds: u64,
    /// The same question as a search.
    search: String,
    answer: Option<wire::Answer>,
    /// Why there is none.
    problem: Option<wire::Problem>,
    /// Whether anything can be asked about.
    empty: bool,
}

impl<'a> Ask<'a> {
    async fn new(desk: &Desk, frame: &'a Frame) -> Self {
        let author = desk.setup.author.as_ref();
        Self {
            t: frame.t,
            form: frame.form_over(desk).await,
            frame,
            section: "ask",
            asked: String::new(),
            waiting: None,
            seconds: author.map_or(0, |author| author.writer.total().as_secs()),
            search: frame.at("/tim"),
            answer: None,
            problem: None,
            empty: false,
        }
    }
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
    let library = desk.library();
    let empty = library.map_or(true, |library| library.generation.passages() == 0);
    page(&Ask {
        empty,
        ..Ask::new(&desk, &frame).await
    })
}

/// `/hoi?q=&on=`: the answer. While a model writes, the provisions are seen already, without any script: they are the
/// first part of the page, the answer is the rest of it.
pub(crate) async fn answer(desk: Desk, frame: Frame) -> Result<Response, Failure> {
    let query = frame.fields.query()?;
    let asked = query.text.clone();
    // Held to the end: the answer stops when the reader goes and this is dropped.
    let (events, mut steps) = mpsc::unbounded_channel();
    let (desk_too, t) = (desk.clone(), frame.t);
    let mut answer = Box::pin(async move { desk_too.answer(query, events, t).await });
    let found = tokio::select! {
        answered = &mut answer => return page(&answered_page(&desk, &frame, asked, Ok(answered?)).await),
        Some(Event::Evidence(found)) = steps.recv() => found,
    };
    if let Ok(answered) = tokio::time::timeout(AT_ONCE, &mut answer).await {
        return page(&answered_page(&desk, &frame, asked, Ok(answered?)).await);
    }
    let opening = Ask::new(&desk, &frame).await;
    let opening = Ask {
        waiting: Some(wire::Evidence::all(&found, opening.form.on)),
        asked: asked.clone(),
        ..opening
    }
    .render();
    let rest = async move {
        // Whoever loses the right to read loses what is still to come.
        let answered = tokio::select! {
            answered = answer => answered,
            () = desk.sent_away() => Err(Failure::SignIn),
        };
        drop(steps);
        answered_page(&desk, &frame, asked, answered).await.render()
    };
    in_two(opening, rest)
}

async fn answered_page<'a>(
    desk: &Desk,
    frame: &'a Frame,
    asked: String,
    answered: Result<wire::Answer, Failure>,
) -> Ask<'a> {
    let (answer, problem) = match answered {
        Ok(answer) => (Some(answer), None),
        Err(failure) => (None, Some(failure.problem(frame.t))),
    };
    Ask {
        asked,
        answer,
        problem,
        ..Ask::new(desk, frame).await
    }
}

//! The search page: ranked provisions, each with why it stands where it stands.

use askama::Template;
use axum::response::Response;

use super::{Form, Frame, page};
use crate::{desk::Desk, failure::Failure, language::Texts, wire};

/// Results on a page.
const LISTED: usize = 20;

#[derive(Template)]
#[template(path = "search.html")]
struct Search<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    form: Form,
    found: Option<wire::SearchResults>,
}

/// `/tim?q=&on=`: results, or the form alone where nothing is asked yet.
pub(crate) async fn results(desk: Desk, frame: Frame) -> Result<Response, Failure> {
    let found = match frame.fields.query() {
        Err(Failure::EmptyQuery) => None,
        Err(failure) => return Err(failure),
        Ok(query) => {
            // What is not likely is folded away.
            let query = search::Query {
                limit: query.limit.max(LISTED),
                ..query
            };
            let (text, on) = (query.text.clone(), query.on);
            Some(wire::SearchResults::new(
                &desk.search(query).await?,
                &text,
                on,
            ))
        }
    };
    page(&Search {
        t: frame.t,
        form: frame.form_over(&desk).await,
        frame: &frame,
        section: "search",
        found,
    })
}

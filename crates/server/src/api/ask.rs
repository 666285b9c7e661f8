//! Asking: whole answers, and answers as they are made.

use std::convert::Infallible;

use axum::{
    Extension, Json,
    body::Body,
    extract::rejection::JsonRejection,
    http::header,
    response::{IntoResponse as _, Response},
};
use catalogue::Facet;
use serde::Deserialize;
use tokio::sync::mpsc;
use tokio_stream::{StreamExt as _, wrappers::UnboundedReceiverStream};
use tracing::Instrument as _;
use utoipa::ToSchema;

use super::Asking;
use crate::{
    desk::Desk, failure::Failure, fields::Fields, pages::Frame, request_id::RequestId, wire,
};

/// A question as JSON.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Question {
    /// The question, at most 1,000 characters.
    question: String,
    /// The day whose law is asked for, YYYY-MM-DD; today in Vietnam.
    on: Option<String>,
    /// Only documents of these kinds: "Nghị định".
    #[serde(default)]
    kind: Vec<String>,
    /// Only what these bodies issued.
    #[serde(default)]
    issuer: Vec<String>,
    /// Only of these levels: `central`, `province`, `district`, `commune`.
    #[serde(default)]
    level: Vec<String>,
    /// Only of these provinces or communes.
    #[serde(default)]
    territory: Vec<String>,
    /// Only what stands in these collections; `-`: in none.
    #[serde(default)]
    collection: Vec<String>,
    /// `in_force`, `not_in_force`, `all`.
    status: Option<String>,
    /// Slips of the finger and Telex are left as they are.
    #[serde(default)]
    as_typed: bool,
}

impl Question {
    /// As the same question in an address.
    fn fields(self) -> Fields {
        let lists = [
            (Facet::Kind, self.kind),
            (Facet::Issuer, self.issuer),
            (Facet::Level, self.level),
            (Facet::Territory, self.territory),
            (Facet::Collection, self.collection),
        ];
        let lists = lists.into_iter().flat_map(|(facet, values)| {
            let values = values.into_iter();
            values.map(move |value| (facet.name().to_owned(), value))
        });
        let mut fields = vec![("q".to_owned(), self.question)];
        fields.extend(self.on.map(|on| ("on".to_owned(), on)));
        fields.extend(self.status.map(|status| ("status".to_owned(), status)));
        fields.extend(lists);
        if self.as_typed {
            fields.push(("as_typed".to_owned(), "true".to_owned()));
        }
        Fields::new(fields)
    }
}

/// An answer whose every claim quotes the law.
#[utoipa::path(get, path = "/api/ask",
    params(
        ("q" = String, Query, description = "The question, at most 1,000 characters"),
        ("on" = Option<String>, Query, description = "The day whose law is asked for, YYYY-MM-DD; today in Vietnam"),
        Asking,
    ),
    responses(
        (status = 200, body = wire::Answer),
        (status = 400, body = wire::Problem, content_type = "application/problem+json"),
        (status = 503, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn ask(desk: Desk, frame: Frame) -> Result<Json<wire::Answer>, Failure> {
    answered(&desk, &frame.fields, &frame).await.map(Json)
}

/// The same for a question that should not stand in an address.
#[utoipa::path(post, path = "/api/ask", request_body = Question,
    responses(
        (status = 200, body = wire::Answer),
        (status = 400, body = wire::Problem, content_type = "application/problem+json"),
        (status = 503, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn ask_json(
    desk: Desk,
    frame: Frame,
    question: Result<Json<Question>, JsonRejection>,
) -> Result<Json<wire::Answer>, Failure> {
    let Json(question) = question.map_err(|_| Failure::BadBody)?;
    answered(&desk, &question.fields(), &frame).await.map(Json)
}

async fn answered(desk: &Desk, fields: &Fields, frame: &Frame) -> Result<wire::Answer, Failure> {
    // Held to the end: the answer stops when the reader goes and this is dropped.
    let (events, _steps) = mpsc::unbounded_channel();
    desk.answer(fields.query()?, events, frame.t).await
}

/// The steps of an answer as they happen, one JSON object a line: evidence first, each claim once it is checked.
#[utoipa::path(get, path = "/api/ask/stream",
    params(
        ("q" = String, Query, description = "The question, at most 1,000 characters"),
        ("on" = Option<String>, Query, description = "The day whose law is asked for, YYYY-MM-DD; today in Vietnam"),
        Asking,
    ),
    responses(
        (status = 200, body = wire::AskEvent, content_type = "application/x-ndjson"),
        (status = 400, body = wire::Problem, content_type = "application/problem+json"),
    ))]
pub(crate) async fn stream(
    desk: Desk,
    id: Option<Extension<RequestId>>,
    frame: Frame,
) -> Result<Response, Failure> {
    let id = id.map(|Extension(id)| id);
    let query = frame.fields.query()?;
    let (on, t) = (query.on, frame.t);
    let (events, steps) = mpsc::unbounded_channel();
    let sent_away = {
        let desk = desk.clone();
        async move { desk.sent_away().await }
    };
    let steps = UnboundedReceiverStream::new(steps)
        .filter_map(move |event| wire::AskEvent::new(&event, on, t.0));
    // Runs on while the steps are read; once the reader is gone, the channel closes and the answer stops.
    let answer = async move { desk.answer(query, events, t).await };
    let answer = tokio::spawn(answer.in_current_span());
    let last = async move {
        match answer.await.unwrap_or(Err(Failure::Internal)) {
            Ok(answer) => wire::AskEvent::Done {
                answer: Box::new(answer),
            },
            Err(failure) => wire::AskEvent::Problem {
                problem: failure.problem(t).of_request(id),
            },
        }
    };
    let lines = steps
        .chain(futures_util::stream::once(last))
        .map(|event| Ok::<_, Infallible>(event.line()));
    // Whoever loses the right to read loses what is still to come.
    let lines = futures_util::StreamExt::take_until(lines, Box::pin(sent_away));
    Ok((
        [(header::CONTENT_TYPE, "application/x-ndjson")],
        Body::from_stream(lines),
    )
        .into_response())
}

//! Suggestions on the wire.

use legal::{Date, Status};
use serde::Serialize;
use utoipa::ToSchema;

use crate::address;

/// What a beginning may become.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Suggestions {
    /// The beginning as typed.
    pub query: String,
    /// The day whose law was asked for.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// The best first, at most 8.
    pub suggestions: Vec<Suggestion>,
}

/// One of them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Suggestion {
    /// `document`, `term` or `article`.
    pub kind: &'static str,
    /// What to put in place of the words typed.
    pub text: String,
    /// What tells it from others: the title of a document with its issuer and day, the article of a heading.
    pub detail: String,
    /// The act's state on the day; absent for a term.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub status: Option<Status>,
    /// The page of the document or article; absent for a term.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

impl Suggestions {
    /// Of what was found for a beginning on a day.
    pub fn new(found: &[search::Suggestion], query: &str, on: Date) -> Self {
        Self {
            query: query.to_owned(),
            on,
            suggestions: found.iter().map(Suggestion::new).collect(),
        }
    }
}

impl Suggestion {
    fn new(found: &search::Suggestion) -> Self {
        use search::SuggestionKind::{Article, Document, Term};
        let act = &found.act;
        let kind = match found.kind {
            Document => "document",
            Term => "term",
            Article => "article",
        };
        let issued = act.issued.map(|day| day.strftime("%d/%m/%Y").to_string());
        let parts = match found.kind {
            Document => vec![Some(act.title.clone()), act.issuer.clone(), issued],
            Article => vec![Some(format!("{} {}", found.path.citation(), act.name))],
            Term => Vec::new(),
        };
        let parts: Vec<String> = parts
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect();
        let placed = found.kind != Term;
        Self {
            kind,
            text: found.text.clone(),
            detail: parts.join(" · "),
            status: placed.then_some(found.status),
            url: placed.then(|| address::provision(&act.slug, &found.path)),
        }
    }
}

//! A look at a provision, on the wire.

use legal::{Date, Status};
use serde::Serialize;
use utoipa::ToSchema;

use crate::address;

/// Most characters of a look.
const LONGEST: usize = 700;

/// The first words of a provision, beside a reference to it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Preview {
    /// Its document: "Nghị định số 30/2020/NĐ-CP".
    pub document: String,
    /// The document's title.
    pub title: Option<String>,
    /// "khoản 2 Điều 5"; empty for the whole document.
    pub citation: String,
    /// Its state on the day: `in_force`, `not_yet`, `expired`, `suspended`, `unknown`.
    #[schema(value_type = String)]
    pub status: Status,
    /// Its first words; of a whole document its title.
    pub text: String,
    /// Whether the text goes on.
    pub cut: bool,
    /// Its page on that day.
    pub url: String,
}

impl Preview {
    /// Of a provision that was looked up, on a day.
    pub fn new(evidence: &search::Evidence, on: Date) -> Self {
        let document = &evidence.document;
        Self {
            document: document.name(),
            title: document.header.title.clone(),
            citation: evidence.path.citation(),
            status: evidence.status,
            cut: evidence.text.chars().count() > LONGEST,
            text: evidence.text.chars().take(LONGEST).collect(),
            url: address::provision_on(&document.slug, &evidence.path, on),
        }
    }
}

//! What got no answer, and where to go from there: to loading, to the wordings, to the reports.

use askama::Template;
use axum::response::Response;

use super::{Frame, page};
use crate::{
    address,
    desk::{Desk, Unanswered},
    failure::Failure,
    language::Texts,
    month::{Count, Counts},
};

#[derive(Template)]
#[template(path = "unanswered.html")]
struct Page<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    found: Unanswered,
    before: String,
    after: Option<String>,
}

impl Page<'_> {
    fn named(&self) -> String {
        let (year, month) = self.found.month.split_once('-').unwrap_or_default();
        format!("{month}/{year}")
    }

    /// A cause in words.
    fn kind(&self, name: &str) -> &'static str {
        self.t.get(&format!("month.refusal.{name}"))
    }

    fn topic<'a>(&self, name: &'a str) -> &'a str {
        match name {
            "" => self.t.get("month.no_topic"),
            name => name,
        }
    }

    /// The page of wordings with a term tried.
    fn wording(&self, term: &str) -> String {
        format!("/quan-ly/tu-ngu?q={}", address::encode(term))
    }

    /// What is shown of counts: the groups, then the others together.
    fn rows(&self, counts: &Counts) -> Vec<Count> {
        let others = counts.others.map(|count| Count {
            name: "…".to_owned(),
            count,
        });
        counts.groups.iter().cloned().chain(others).collect()
    }
}

/// `/quan-ly/chua-tra-loi?thang=2026-11`.
pub(crate) async fn show(desk: Desk, frame: Frame) -> Result<Response, Failure> {
    let named = frame.fields.get("thang").map(str::to_owned);
    let found = desk.unanswered(named).await?;
    let first: legal::Date = format!("{}-01", found.month)
        .parse()
        .map_err(|_| Failure::BadDate)?;
    let link = |day: legal::Date| format!("/quan-ly/chua-tra-loi?thang={}", day.strftime("%Y-%m"));
    page(&Page {
        t: frame.t,
        section: "unanswered",
        before: link(first.yesterday().unwrap_or(first)),
        after: (!found.running).then(|| link(first.last_of_month().tomorrow().unwrap_or(first))),
        found,
        frame: &frame,
    })
}

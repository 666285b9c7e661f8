//! A month in counts, with plots that are drawn here and told in tables.

use askama::Template;
use axum::response::Response;

use super::{Frame, page};
use crate::{
    desk::Desk,
    failure::Failure,
    language::Texts,
    month::{Count, Counts},
    wire,
};

/// Width of the longest bar.
const WIDE: u64 = 320;
/// Height of the tallest one.
const TALL: u64 = 120;

#[derive(Template)]
#[template(path = "month.html")]
struct Page<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    month: wire::Month,
    before: String,
    after: Option<String>,
    plots: Vec<Plot>,
}

/// Bars of one kind of count.
struct Plot {
    id: &'static str,
    title: &'static str,
    note: &'static str,
    counts: Counts,
    bars: Vec<Bar>,
}

/// A bar beside its name.
struct Bar {
    name: String,
    count: u64,
    /// Its length.
    length: u64,
}

impl Plot {
    fn new(t: Texts, id: &'static str, group: &str, counts: &Counts) -> Self {
        let most = counts.most();
        let others = counts.others.map(|count| Count {
            name: "-".to_owned(),
            count,
        });
        let name = |name: &str| match name {
            "-" => t.get("month.others").to_owned(),
            "" => t.get("month.no_topic").to_owned(),
            name => match t.get(&format!("{group}.{name}")) {
                "" => name.to_owned(),
                words => words.to_owned(),
            },
        };
        let groups = counts.groups.iter().cloned().chain(others);
        let bars = groups.map(|one| Bar {
            name: name(&one.name),
            count: one.count,
            length: (one.count * WIDE / most).max(1),
        });
        Self {
            id,
            title: t.get(&format!("month.{id}")),
            note: t.get(&format!("month.{id}.note")),
            bars: bars.collect(),
            counts: counts.clone(),
        }
    }
}

impl Page<'_> {
    /// A month as people write it: 11/2026.
    fn named(&self, month: &str) -> String {
        let (year, month) = month.split_once('-').unwrap_or_default();
        format!("{month}/{year}")
    }

    /// The bars of the months: left, top, height, and the month.
    fn months(&self) -> Vec<(u64, u64, u64, &wire::MonthTotal)> {
        let most = self
            .month
            .months
            .iter()
            .filter_map(|one| one.questions)
            .max();
        let most = most.unwrap_or(1).max(1);
        let months = (0..).zip(&self.month.months);
        let bar = |(at, one): (u64, _)| {
            let one: &wire::MonthTotal = one;
            let height = one.questions.unwrap_or_default() * TALL / most;
            (at * 56 + 8, TALL - height + 20, height, one)
        };
        months.map(bar).collect()
    }
}

/// `/thang?thang=2026-11`.
pub(crate) async fn month(desk: Desk, frame: Frame) -> Result<Response, Failure> {
    let named = frame.fields.get("thang").map(str::to_owned);
    let month = desk.month(named).await?;
    let t = frame.t;
    let plots = vec![
        Plot::new(t, "questions", "month.group", &month.questions),
        Plot::new(t, "refusals", "month.refusal", &month.refusals),
        Plot::new(t, "topics", "month.topic", &month.topics),
        Plot::new(t, "claims", "verdict", &month.claims),
        Plot::new(t, "reported", "complaint.kind", &month.reported),
        Plot::new(t, "decided", "review.decided", &month.decided),
    ];
    let first: legal::Date = format!("{}-01", month.month)
        .parse()
        .map_err(|_| Failure::BadDate)?;
    let link = |day: legal::Date| format!("/thang?thang={}", day.strftime("%Y-%m"));
    page(&Page {
        t,
        section: "month",
        before: link(first.yesterday().unwrap_or(first).first_of_month()),
        after: (!month.running).then(|| link(first.last_of_month().tomorrow().unwrap_or(first))),
        plots,
        month,
        frame: &frame,
    })
}

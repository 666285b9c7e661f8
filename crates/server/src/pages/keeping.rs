//! Keeping documents: a list to choose from, what a decision would do, and what can be taken back.

use askama::Template;
use axum::response::Response;
use catalogue::{Collection, Confidentiality};

use super::{Frame, account, batch, form_page, see};
use crate::{
    clock,
    desk::{Decision, Desk, Kept},
    failure::Failure,
    fields::{Fields, LISTED},
    language::Texts,
    sent::Sent,
    wire,
};

/// Documents that a preview names; the rest is counted.
const NAMED: usize = 50;
/// Most characters of a reason.
const LONGEST: usize = 300;
/// Changes that are listed to be taken back.
const LATEST: u32 = 10;

/// The states that a list can be narrowed to.
const STATUSES: [&str; 5] = ["in_force", "not_yet", "expired", "suspended", "unknown"];

/// A change that can be taken back.
struct Change {
    name: String,
    kind: &'static str,
    at: String,
    who: String,
    documents: u64,
    undone: bool,
}

#[derive(Template)]
#[template(path = "keeping.html")]
struct List<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    filter: Kept,
    documents: Vec<wire::DocumentSummary>,
    total: u64,
    collections: Vec<String>,
    levels: [&'static str; 3],
    statuses: [&'static str; 5],
    changes: Vec<Change>,
    before: Option<String>,
    after: Option<String>,
    first: u32,
    done: bool,
    today: legal::Date,
}

#[derive(Template)]
#[template(path = "keep.html")]
struct Asked<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    deed: &'static str,
    touched: Vec<wire::DocumentRef>,
    more: usize,
    untouched: usize,
    opened: usize,
    /// What is sent again with the decision.
    fields: Vec<(String, String)>,
    ids: Vec<String>,
    target: String,
}

impl List<'_> {
    fn last(&self) -> usize {
        self.first as usize + self.documents.len() - 1
    }
}

fn filter(fields: &Fields) -> Result<Kept, Failure> {
    let given = |name: &str| fields.get(name).map(str::to_owned);
    Ok(Kept {
        words: given("q").unwrap_or_default(),
        collection: given("collection"),
        level: given("level"),
        status: given("status"),
        on: fields.day()?,
        page: fields.number()?,
    })
}

/// `/quan-ly/van-ban?q=&collection=&level=&status=&trang=`.
pub(crate) async fn list(desk: Desk, frame: Frame) -> Result<Response, Failure> {
    let filter = filter(&frame.fields)?;
    let (rows, total) = desk.kept(filter.clone()).await?;
    let on = filter.on;
    let changes = desk.read(move |held| Ok(held.catalogue.batches(LATEST)?));
    let changes = changes.await.unwrap_or_default();
    let link = |number: u32| frame.with("trang", &number.to_string());
    let page = filter.page.max(1);
    form_page(&List {
        t: frame.t,
        section: "keeping",
        documents: rows
            .iter()
            .map(|row| wire::DocumentSummary::new(row, on))
            .collect(),
        before: (page > 1).then(|| link(page - 1)),
        after: (u64::from(page * LISTED) < total).then(|| link(page + 1)),
        first: (page - 1) * LISTED + 1,
        total,
        collections: batch::collections(&desk).await,
        levels: Confidentiality::ALL.map(Confidentiality::name),
        statuses: STATUSES,
        changes: changes
            .into_iter()
            .map(|one| Change {
                kind: one.kind.name(),
                at: account::moment(&one.at),
                who: one.who,
                documents: one.documents,
                undone: one.undone.is_some(),
                name: one.name,
            })
            .collect(),
        done: frame.fields.get("xong").is_some(),
        today: clock::today(),
        filter,
        frame: &frame,
    })
}

/// What a form decides.
fn decision(sent: &Fields) -> Result<(Decision, &'static str), Failure> {
    match sent.get("viec") {
        Some("chuyen") => {
            let collection = match sent.get("bo-suu-tap") {
                None => None,
                Some(typed) => Some(Collection::new(typed).ok_or(Failure::BadCollection)?),
            };
            Ok((Decision::Move(collection), "move"))
        }
        Some("muc") => {
            let level = match sent.get("muc") {
                None => None,
                Some(typed) => Some(Confidentiality::from_name(typed).ok_or(Failure::BadLevel)?),
            };
            Ok((Decision::Level(level), "level"))
        }
        Some("cham-dut") => {
            let day = sent.day_of("ngay")?.ok_or(Failure::BadDate)?;
            let reason: Vec<&str> = sent
                .get("ly-do")
                .ok_or(Failure::Unapproved("no-reason"))?
                .split_whitespace()
                .collect();
            let reason: String = reason.join(" ").chars().take(LONGEST).collect();
            Ok((Decision::Retire(day, reason), "retire"))
        }
        Some("go") => Ok((Decision::Remove, "remove")),
        _ => Err(Failure::BadBody),
    }
}

/// The fields of the forms: those of a decision, and the filter for "all of them".
const FIELDS: [&str; 14] = [
    "id",
    "viec",
    "bo-suu-tap",
    "muc",
    "ngay",
    "ly-do",
    "tat-ca",
    "q",
    "collection",
    "level",
    "status",
    "on",
    "mo-rong",
    "trang",
];

/// `POST /quan-ly/van-ban/xem-truoc`: what a decision would do.
pub(crate) async fn preview(desk: Desk, frame: Frame, sent: Sent) -> Result<Response, Failure> {
    let sent = sent.only(&FIELDS)?;
    let (wanted, deed) = decision(&sent)?;
    let ids = match sent.ticked("tat-ca") {
        true => {
            let all = desk.kept_all(filter(&sent)?).await?;
            all.into_iter().map(|row| row.id.to_string()).collect()
        }
        false => sent.all("id").map(str::to_owned).collect::<Vec<_>>(),
    };
    if ids.is_empty() {
        return Err(Failure::NothingChosen);
    }
    let preview = desk.preview(ids, wanted.clone()).await?;
    let on = clock::today();
    let named = preview.touched.iter().take(NAMED);
    let kept = ["viec", "bo-suu-tap", "muc", "ngay", "ly-do"];
    let fields = kept.iter().filter_map(|name| {
        let value = sent.get(name)?;
        Some(((*name).to_owned(), value.to_owned()))
    });
    form_page(&Asked {
        frame: &frame,
        t: frame.t,
        section: "keeping",
        deed,
        touched: named.map(|row| wire::DocumentRef::new(row, on)).collect(),
        more: preview.touched.len().saturating_sub(NAMED),
        untouched: preview.untouched,
        opened: preview.opened,
        fields: fields.collect(),
        ids: preview
            .touched
            .iter()
            .map(|row| row.id.to_string())
            .collect(),
        target: target(frame.t, &wanted),
    })
}

/// The decision in words.
fn target(t: Texts, decision: &Decision) -> String {
    match decision {
        Decision::Move(None) => t.get("keep.no_collection").to_owned(),
        Decision::Move(Some(name)) => name.as_str().to_owned(),
        Decision::Level(None) => t.get("upload.level.blank").to_owned(),
        Decision::Level(Some(level)) => t.of("confidentiality", level).to_owned(),
        Decision::Retire(day, reason) => format!("{}: {reason}", t.day(day)),
        Decision::Remove => String::new(),
    }
}

/// `POST /quan-ly/van-ban`: does it.
pub(crate) async fn decide(desk: Desk, sent: Sent) -> Result<Response, Failure> {
    let sent = sent.only(&FIELDS)?;
    let (wanted, _) = decision(&sent)?;
    let ids = sent.all("id").map(str::to_owned).collect();
    let opened = sent.get("mo-rong").and_then(|typed| typed.parse().ok());
    desk.decide_about(ids, wanted, opened.unwrap_or(0)).await?;
    Ok(see("/quan-ly/van-ban?xong=1"))
}

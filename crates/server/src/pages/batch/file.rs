//! The page of a staged file: what was read, with the words it was read from and the page as issued beside it.

use std::collections::BTreeMap;

use askama::Template;
use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse as _, Response},
};
use ingest::{BatchState, FileState};

mod relations;

use super::{at, file_state, left, moment};
use crate::{
    desk::Desk,
    failure::Failure,
    language::Texts,
    pages::{
        Frame, form_page,
        notes::{flag_notes, issue_note, once},
        quality, see,
    },
    sent::Sent,
    wire,
};

/// Documents of one file that are shown on one page.
const SHOWN: usize = 20;

/// A document with its report in words.
struct Shown<'a> {
    number: usize,
    document: &'a wire::StagedDocument,
    figures: Vec<String>,
    doubts: Vec<String>,
    pages: u32,
}

/// The page that is looked at: its picture beside the words that were read.
struct Sheet {
    page: u32,
    words: String,
    picture: String,
    before: Option<String>,
    after: Option<String>,
    pages: u32,
}

#[derive(Template)]
#[template(path = "staged.html")]
struct Staged<'a> {
    frame: &'a Frame,
    t: Texts,
    section: &'static str,
    batch: &'a wire::Batch,
    file: &'a wire::BatchFile,
    documents: Vec<Shown<'a>>,
    more: Option<String>,
    kinds: [legal::RelationKind; 10],
    sheet: Option<Sheet>,
    wrong: Option<String>,
    before: Option<String>,
    after: Option<String>,
}

impl Staged<'_> {
    fn is_open(&self) -> bool {
        self.batch.state == BatchState::Open
    }

    fn is_read(&self) -> bool {
        self.file.state == FileState::Read
    }

    fn state(&self) -> &'static str {
        file_state(self.t, self.file)
    }

    fn left(&self) -> String {
        left(self.t, self.file)
    }

    fn here(&self) -> String {
        format!("{}/{}", at(&self.batch.name), self.file.number)
    }

    fn back(&self) -> String {
        at(&self.batch.name)
    }

    fn moment(&self, iso: &str) -> String {
        moment(iso)
    }

    /// The kind of control that a field is typed into.
    fn control(&self, field: &str) -> &'static str {
        match field {
            "issued" | "effective" | "until" => "date",
            // Titles are long.
            "title" => "textarea",
            _ => "text",
        }
    }

    /// What stands in the fields of a relation.
    fn typed(&self, relation: &wire::StagedRelation) -> wire::StatedRelation {
        let shown = relation.stated.as_ref().or(relation.read.as_ref());
        shown.cloned().unwrap_or_else(|| self.blank())
    }

    fn blank(&self) -> wire::StatedRelation {
        wire::StatedRelation {
            kind: legal::RelationKind::Amends,
            symbol: String::new(),
            unit: String::new(),
            from: String::new(),
        }
    }

    /// What was read of a relation, in one field.
    fn as_read(&self, read: &wire::StatedRelation) -> String {
        relations::read(read)
    }

    fn to_page(&self, document: &usize, page: &u32) -> String {
        format!("?vb={document}&trang={page}#trang")
    }
}

/// `/nap/{batch}/{number}?vb=&trang=&tu=`.
pub(crate) async fn show(
    desk: Desk,
    Path((name, number)): Path<(String, u32)>,
    frame: Frame,
) -> Result<Response, Failure> {
    shown(&desk, &frame, name, number, None).await
}

/// A form that was not taken: why, and what was typed.
struct Refused {
    why: String,
    typed: BTreeMap<u32, BTreeMap<String, String>>,
    relations: BTreeMap<u32, wire::RelationsRight>,
    replaces: bool,
}

impl Refused {
    /// Nobody types it again.
    fn put_back(&self, file: &mut wire::BatchFile) {
        file.replaces = self.replaces;
        for (at, right) in &self.relations {
            let Some(document) = file.documents.get_mut(*at as usize) else {
                continue;
            };
            document.relations.retain(|one| one.number.is_some());
            for one in &mut document.relations {
                let stated = one.number.and_then(|number| right.stated.get(&number));
                one.dropped = stated == Some(&None);
                one.stated = stated.cloned().flatten();
            }
            let added = right.added.iter().cloned();
            document
                .relations
                .extend(added.map(wire::StagedRelation::typed));
        }
        for (at, typed) in &self.typed {
            let document = file.documents.get_mut(*at as usize);
            let fields = document.map(|document| document.fields.iter_mut());
            for field in fields.into_iter().flatten() {
                if let Some(value) = typed.get(&field.field) {
                    field.value.clone_from(value);
                }
            }
        }
    }
}

async fn shown(
    desk: &Desk,
    frame: &Frame,
    name: String,
    number: u32,
    refused: Option<Refused>,
) -> Result<Response, Failure> {
    let mut batch = desk.batch(name.clone()).await?;
    let at_file = batch.files.iter().position(|file| file.number == number);
    let at_file = at_file.ok_or(Failure::NoBatch)?;
    if let Some(refused) = &refused {
        refused.put_back(&mut batch.files[at_file]);
    }
    let wrong = refused.map(|refused| refused.why);
    let file = &batch.files[at_file];
    let t = frame.t;
    let first: usize = frame
        .fields
        .get("tu")
        .and_then(|at| at.parse().ok())
        .unwrap_or(0);
    let all = file.documents.iter().enumerate().skip(first).take(SHOWN);
    let documents = all.map(|(number, document)| {
        let report: ingest::Report =
            serde_json::from_value(document.report.clone()).unwrap_or_default();
        let issues = document.issues.iter();
        let issues = issues.map(|issue| issue_note(t, issue.kind, &issue.detail, issue.page));
        let flags = flag_notes(t, &document.flags).into_iter();
        let doubts = quality::doubts(t, &report).into_iter();
        Shown {
            number,
            document,
            figures: quality::figures(t, &report),
            doubts: once(doubts.chain(flags).chain(issues)),
            pages: report.pages,
        }
    });
    let documents: Vec<Shown<'_>> = documents.collect();
    let rest = file.documents.len() > first + SHOWN;
    let beside = |other: Option<usize>| {
        let other = batch.files.get(other?)?;
        Some(format!("{}/{}", at(&batch.name), other.number))
    };
    let sheet = sheet(desk, frame, &batch.name, file, &documents).await?;
    form_page(&Staged {
        frame,
        t,
        section: "upload",
        more: rest.then(|| format!("?tu={}", first + SHOWN)),
        documents,
        kinds: relations::KINDS,
        sheet,
        wrong,
        before: beside(at_file.checked_sub(1)),
        after: beside(Some(at_file + 1)),
        file,
        batch: &batch,
    })
}

/// The page that was asked for; the first one of the first document where none was.
async fn sheet(
    desk: &Desk,
    frame: &Frame,
    batch: &str,
    file: &wire::BatchFile,
    documents: &[Shown<'_>],
) -> Result<Option<Sheet>, Failure> {
    let typed = |name: &str| {
        frame
            .fields
            .get(name)
            .and_then(|typed| typed.parse::<u32>().ok())
    };
    let document = typed("vb").map_or(0, |number| number as usize);
    let Some(shown) = documents.iter().find(|one| one.number == document) else {
        return Ok(None);
    };
    let page = typed("trang").unwrap_or(1);
    if page == 0 || page > shown.pages {
        return Ok(None);
    }
    let number = u32::try_from(document).unwrap_or_default();
    let words = desk.staged_words(batch.to_owned(), file.number, number, page);
    let link = |page: u32| format!("?vb={document}&trang={page}#trang");
    Ok(Some(Sheet {
        page,
        words: words.await?.unwrap_or_default(),
        picture: format!("{}/{}/anh/{document}/{page}", at(batch), file.number),
        before: (page > 1).then(|| link(page - 1)),
        after: (page < shown.pages).then(|| link(page + 1)),
        pages: shown.pages,
    }))
}

/// `POST /nap/{batch}/{number}`: confirms with what was put right, leaves out, takes in again, agrees to a replacement.
pub(crate) async fn decide(
    desk: Desk,
    Path((name, number)): Path<(String, u32)>,
    frame: Frame,
    sent: Sent,
) -> Result<Response, Failure> {
    let sent = sent.any();
    let mut decision = wire::FileDecision {
        replaces: Some(sent.ticked("replaces")),
        replaced: sent.get("replaces").map(str::to_owned),
        ..wire::FileDecision::default()
    };
    match sent.get("viec") {
        Some("xac-nhan") => {
            decision.confirm = true;
            decision.left_out = Some(false);
        }
        Some("bo") => (decision.left_out, decision.replaces) = (Some(true), None),
        Some("lay-lai") => (decision.left_out, decision.replaces) = (Some(false), None),
        _ => return Err(Failure::BadBody),
    }
    if decision.confirm {
        let mut corrections: BTreeMap<u32, BTreeMap<String, String>> = BTreeMap::new();
        let (rest, relations) = relations::typed(&sent)?;
        decision.relations = relations;
        for (field, value) in rest {
            let Some((field, at)) = field.split_once('.') else {
                match ["viec", "replaces"].contains(&field) {
                    true => continue,
                    false => return Err(Failure::BadBody),
                }
            };
            let at = at.parse().map_err(|_| Failure::BadBody)?;
            let one = corrections.entry(at).or_default();
            one.insert(field.to_owned(), value.to_owned());
        }
        decision.corrections = corrections;
    }
    let (typed, relations) = (decision.corrections.clone(), decision.relations.clone());
    let replaces = decision.replaces.unwrap_or_default();
    match desk.decide_file(name.clone(), number, decision).await {
        Ok(()) => {}
        Err(failure @ (Failure::BadField(_) | Failure::Unapproved(_))) => {
            let refused = Refused {
                why: failure.problem(frame.t).detail,
                typed,
                relations,
                // What was agreed to is not what is there any more.
                replaces: replaces && matches!(failure, Failure::BadField(_)),
            };
            let again = shown(&desk, &frame, name, number, Some(refused)).await?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, again).into_response());
        }
        Err(failure) => return Err(failure),
    }
    // On to the next one that waits for a person.
    let batch = desk.batch(name.clone()).await?;
    let open = |file: &&wire::BatchFile| {
        file.goes() && (file.confirmed.is_none() || (file.asks && !file.replaces))
    };
    let mut rest = batch.files.iter().filter(open);
    let next = rest
        .clone()
        .find(|file| file.number > number)
        .or_else(|| rest.next());
    Ok(see(&match next {
        Some(file) => format!("{}/{}", at(&name), file.number),
        None => at(&name),
    }))
}

/// `/nap/{batch}/{number}/anh/{document}/{page}`: the page as issued.
pub(crate) async fn picture(
    desk: Desk,
    Path((name, number, document, page)): Path<(String, u32, u32, u32)>,
) -> Result<Response, Failure> {
    let picture = desk.staged_picture(name, number, document, page).await?;
    let headers = [
        (header::CONTENT_TYPE, "image/png"),
        (header::CACHE_CONTROL, "private, max-age=600"),
    ];
    Ok((headers, picture).into_response())
}

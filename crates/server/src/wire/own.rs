//! What is a visitor's own, on the wire: complaints and the history.

use catalogue::{About, ComplaintKind};
use jiff::{Timestamp, tz};
use legal::Date;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{address, record::Found};

/// What somebody says is wrong, and what came of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Complaint {
    /// `BL-7K3M-9QXW-2TPD`.
    pub id: String,
    /// When it was made, in Vietnam's time.
    pub made: String,
    /// `wrong_article`, `not_in_force`, `wrong_figure`, `incomplete`, `unclear`, `other`.
    #[schema(value_type = String)]
    pub kind: ComplaintKind,
    /// The record of the answer that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
    /// Or the key of the document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// As people name it: "Nghị định số 30/2020/NĐ-CP"; absent where it is not held any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// And the provision: `dieu-5/khoan-2`; empty for the whole document.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The page of what it is about; absent where that is not held any more.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// What else the person said.
    pub note: String,
    /// When it was settled, in Vietnam's time; `null`: it is open.
    pub settled: Option<String>,
    /// With what outcome.
    pub outcome: Option<String>,
}

/// A moment as people in Vietnam read it.
fn local(moment: Timestamp) -> String {
    let moment = moment.to_zoned(tz::offset(7).to_time_zone());
    moment.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

impl Complaint {
    /// Of a complaint, and the document that it is about, where that is held.
    pub fn new(
        complaint: &catalogue::Complaint,
        document: Option<&catalogue::DocumentRow>,
    ) -> Self {
        let name = document.map(catalogue::DocumentRow::name);
        let told = &complaint.told;
        let (record, key, path, url) = match &told.about {
            About::Record(id) => {
                let url = format!("/ho-so/{id}");
                (Some(id.to_string()), None, None, Some(url))
            }
            About::Provision(id, path) => {
                let url = document.map(|row| address::provision(&row.slug, path));
                (None, Some(id.to_string()), Some(path.to_string()), url)
            }
        };
        let (settled, outcome) = complaint.settled.clone().unzip();
        Self {
            id: complaint.id.to_string(),
            made: local(told.made),
            kind: told.kind,
            record,
            document: key,
            name,
            path,
            url,
            note: told.note.clone(),
            settled: settled.map(local),
            outcome,
        }
    }

    /// As a page names what it is about.
    pub(crate) fn subject(&self) -> String {
        let path = self.path.as_deref().unwrap_or_default();
        let citation = path.parse().map(|path: legal::Path| path.citation());
        let named = self.name.as_deref().or(self.document.as_deref());
        let document = self.record.as_deref().or(named);
        format!(
            "{} {}",
            citation.unwrap_or_default(),
            document.unwrap_or_default()
        )
        .trim()
        .to_owned()
    }
}

/// An answer that somebody was given.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct HistoryLine {
    /// Its record.
    pub record: String,
    /// When, in Vietnam's time.
    pub made: String,
    /// The question as typed.
    pub question: String,
    /// The day whose law was asked for.
    #[schema(value_type = String, format = Date)]
    pub on: Date,
    /// Whether it was answered, and not refused.
    pub answered: bool,
}

impl HistoryLine {
    /// Of a record.
    pub(crate) fn new(found: &Found) -> Self {
        Self {
            record: found.id.to_string(),
            made: local(found.made),
            question: found.head.question.clone(),
            on: found.head.on,
            answered: found.answer["refusal"].is_null(),
        }
    }
}

/// A question that somebody saved.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SavedQuestion {
    /// By which it is taken away again.
    pub row: i64,
    /// Its words.
    pub question: String,
}

/// One's own history.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct History {
    /// How many answers there are.
    pub total: u64,
    /// Twenty of them, the newest first.
    pub answers: Vec<HistoryLine>,
    /// What was saved, all of it.
    pub saved: Vec<SavedQuestion>,
}

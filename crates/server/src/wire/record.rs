//! Records on the wire.

use jiff::{Timestamp, tz};
use legal::Status;
use serde::Serialize;
use utoipa::ToSchema;

use crate::record::Found;

/// An answer as it was given, and what can be checked of it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Record {
    /// Its id: `CC-7K3M-9QXW-2TPD`.
    pub id: String,
    /// When the answer was made, in Vietnam's time.
    pub made: String,
    /// What was asked (`question`, `on`, `limit`, `as_typed`, `narrowed`, `standing`), with what it was answered
    /// (`means`), and what the answer rests on by place and SHA-256 (`bases`, `quotes`). No word of any document.
    #[schema(value_type = Object)]
    pub head: answer::Head,
    /// The answer exactly as it was sent. What rested on a document that was removed since is `{"removed": true}` with
    /// the SHA-256 of what stood there.
    #[schema(value_type = Object)]
    pub answer: serde_json::Value,
    /// Sentences of the model that were not proved and, by the settings, not shown either: `text` and `checks`. Not to
    /// be used.
    #[schema(value_type = Vec<Object>)]
    pub unshown: Vec<serde_json::Value>,
    /// Keys of the documents that were removed since.
    pub removed: Vec<String>,
    /// Whether what the answer rests on is still what it was.
    pub unchanged: bool,
    /// What is not.
    pub changes: Vec<Changed>,
    /// How it stands with those who check; absent: nobody decided anything about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<super::Standing>,
    /// The answer in whose place it was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub corrects: Option<String>,
}

/// A piece of evidence that is not what it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Changed {
    /// Its number in the answer, from 1.
    pub evidence: usize,
    /// Its document's key.
    pub document: String,
    /// Its provision.
    pub path: String,
    /// `not_held`, `file` (read from another file since), `words` (what was quoted stands there no more), `status` (its
    /// state on the asked day is another one than was known).
    pub kind: &'static str,
    /// For `status`: what was known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub was: Option<Status>,
    /// For `status`: what is known now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub now: Option<Status>,
}

impl Changed {
    /// Of a piece of evidence.
    pub fn new(changed: answer::Changed) -> Self {
        let (kind, was, now) = match changed.change {
            answer::Change::NotHeld => ("not_held", None, None),
            answer::Change::File => ("file", None, None),
            answer::Change::Words => ("words", None, None),
            answer::Change::Status { was, now } => ("status", Some(was), Some(now)),
        };
        Self {
            evidence: changed.evidence,
            document: changed.document,
            path: changed.path,
            kind,
            was,
            now,
        }
    }
}

impl Record {
    /// Of a record and what changed since.
    pub fn new(found: Found, changes: Vec<answer::Changed>) -> Self {
        Self {
            id: found.id.to_string(),
            made: made(found.made),
            head: found.head,
            answer: found.answer,
            unshown: found.unshown,
            unchanged: found.removed.is_empty() && changes.is_empty(),
            removed: found.removed,
            changes: changes.into_iter().map(Changed::new).collect(),
            review: None,
            corrects: None,
        }
    }
}

/// A moment in Vietnam, to the digit that is kept.
fn made(moment: Timestamp) -> String {
    let there = moment.to_zoned(tz::offset(7).to_time_zone());
    there.strftime("%Y-%m-%dT%H:%M:%S%.f%:z").to_string()
}

/// The same question, asked again.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Again {
    /// The id of the record.
    pub record: String,
    /// What differs.
    #[serde(flatten)]
    pub differences: crate::record::Differences,
    /// The new answer, which has a record of its own.
    pub answer: super::Answer,
}

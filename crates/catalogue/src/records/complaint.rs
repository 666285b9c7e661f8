//! What people say is wrong: with an answer, by the id of its record, or with a provision. Kept beside the records, as
//! confidential as they are, and gone with what they speak of.

use std::fmt;

use jiff::Timestamp;
use legal::{DocumentId, Path};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use super::{RecordId, Records, empty_log, open};
use crate::{Error, read::collect};

/// Most characters of a note, and of an outcome.
const LONGEST: usize = 2_000;

/// What is wrong, from a short list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ComplaintKind {
    /// Another article would have answered.
    WrongArticle,
    /// The law is not in force on that day, or another is.
    NotInForce,
    /// A figure, a day or a number is not as in the law.
    WrongFigure,
    /// Something that belongs to it is missing.
    Incomplete,
    /// It cannot be understood.
    Unclear,
    /// Anything else: the note says it.
    Other,
}

impl ComplaintKind {
    /// All, in the order in which they are shown.
    pub const ALL: [Self; 6] = [
        Self::WrongArticle,
        Self::NotInForce,
        Self::WrongFigure,
        Self::Incomplete,
        Self::Unclear,
        Self::Other,
    ];

    /// `wrong_article`.
    pub fn name(self) -> &'static str {
        match self {
            Self::WrongArticle => "wrong_article",
            Self::NotInForce => "not_in_force",
            Self::WrongFigure => "wrong_figure",
            Self::Incomplete => "incomplete",
            Self::Unclear => "unclear",
            Self::Other => "other",
        }
    }

    /// From such a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// The id of a complaint: random, written `BL-7K3M-9QXW-2TPD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ComplaintId(RecordId);

/// Stands before every id, in place of that of a record.
const MARK: &str = "BL";

impl ComplaintId {
    /// As somebody wrote it down.
    pub fn parse(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        let rest = typed.strip_prefix(MARK).unwrap_or(typed);
        RecordId::parse(rest).map(Self)
    }
}

impl fmt::Display for ComplaintId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.0.to_string();
        write!(f, "{MARK}{}", id.get(2..).unwrap_or_default())
    }
}

/// What a complaint is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// An answer, by its record.
    Record(RecordId),
    /// A provision of a document; the root for the whole.
    Provision(DocumentId, Path),
}

/// A complaint to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewComplaint {
    /// When.
    pub made: Timestamp,
    /// What is wrong.
    pub kind: ComplaintKind,
    /// With what.
    pub about: About,
    /// What else the person says; may be empty. Cut at 2,000 characters.
    pub note: String,
    /// Who says it: a key of whoever keeps them apart.
    pub by: String,
}

/// A complaint as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Complaint {
    /// Its id.
    pub id: ComplaintId,
    /// As it was made.
    pub told: NewComplaint,
    /// When it was settled, and with what outcome; `None`: it is open.
    pub settled: Option<(Timestamp, String)>,
}

/// The table; made in older files too.
pub(super) const TABLE: &str = "
CREATE TABLE IF NOT EXISTS complaint (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    made INTEGER NOT NULL,
    kind TEXT NOT NULL,
    record TEXT,
    document TEXT,
    path TEXT,
    note TEXT NOT NULL,
    by TEXT NOT NULL,
    settled INTEGER,
    outcome TEXT
);
CREATE INDEX IF NOT EXISTS complaint_record ON complaint (record);
CREATE INDEX IF NOT EXISTS complaint_document ON complaint (document);
";

const COLUMNS: &str = "id, made, kind, record, document, path, note, by, settled, outcome";

impl Records {
    /// Keeps a complaint; durable when it returns.
    pub fn complain(&self, told: &NewComplaint) -> Result<ComplaintId, Error> {
        self.write(|writer| {
            let id = ComplaintId(RecordId::fresh()?);
            let (record, document, path) = match &told.about {
                About::Record(id) => (Some(id.to_string()), None, None),
                About::Provision(id, path) => (None, Some(id.to_string()), Some(path.to_string())),
            };
            writer.execute(
                "INSERT INTO complaint (id, made, kind, record, document, path, note, by)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                params![
                    id.to_string(),
                    told.made.as_microsecond(),
                    told.kind.name(),
                    record,
                    document,
                    path,
                    short(&told.note),
                    told.by
                ],
            )?;
            Ok(id)
        })
    }

    /// A complaint by its id.
    pub fn complaint(&self, id: &ComplaintId) -> Result<Option<Complaint>, Error> {
        let found = self.complaints_where("id = ?1", &id.to_string())?;
        Ok(found.into_iter().next())
    }

    /// All complaints, the newest first; only those that are open where `open`.
    pub fn complaints(&self, open: bool) -> Result<Vec<Complaint>, Error> {
        let which = match open {
            true => "settled IS NULL AND ?1 = ''",
            false => "?1 = ''",
        };
        self.complaints_where(which, "")
    }

    /// Those that one person made, the newest first.
    pub fn complaints_of(&self, by: &str) -> Result<Vec<Complaint>, Error> {
        self.complaints_where("by = ?1", by)
    }

    fn complaints_where(&self, which: &str, value: &str) -> Result<Vec<Complaint>, Error> {
        let Some(reader) = open::reader(&self.file)? else {
            return Ok(Vec::new());
        };
        if !open::has_table(&reader, "complaint")? {
            return Ok(Vec::new());
        }
        let mut find = reader.prepare(&format!(
            "SELECT {COLUMNS} FROM complaint WHERE {which} ORDER BY made DESC, row DESC"
        ))?;
        collect(find.query([value])?, read)
    }

    /// Settles a complaint with an outcome in words; whether there is such a one. Settling again replaces the words.
    pub fn settle(&self, id: &ComplaintId, at: Timestamp, outcome: &str) -> Result<bool, Error> {
        if !self.file.is_file() {
            return Ok(false);
        }
        self.write(|writer| {
            let settled = writer.execute(
                "UPDATE complaint SET settled = ?2, outcome = ?3 WHERE id = ?1",
                params![id.to_string(), at.as_microsecond(), short(outcome)],
            )?;
            Ok(settled > 0)
        })
    }

    /// Deletes a complaint for good; whether there was one.
    pub fn forget_complaint(&self, id: &ComplaintId) -> Result<bool, Error> {
        if !self.file.is_file() {
            return Ok(false);
        }
        self.write(|writer| {
            let gone = writer.execute("DELETE FROM complaint WHERE id = ?1", [id.to_string()])?;
            empty_log(writer)?;
            Ok(gone > 0)
        })
    }
}

/// What people say of a document that is removed, or of an answer that rests on it, may hold its words: the notes and
/// outcomes go. Whether there were any.
pub(super) fn empty_notes(change: &Connection, document: &str) -> Result<bool, Error> {
    let emptied = change.execute(
        "UPDATE complaint SET note = '', outcome = CASE WHEN outcome IS NULL THEN NULL ELSE '' END
         WHERE (note <> '' OR outcome <> '') AND (document = ?1 OR record IN
         (SELECT r.id FROM basis b JOIN record r ON r.row = b.record WHERE b.document = ?1))",
        [document],
    )?;
    Ok(emptied > 0)
}

/// Complaints about answers that are no longer kept go with them, and what is older than records are kept.
pub(super) fn thin(change: &Connection, moment: Option<Timestamp>) -> Result<usize, Error> {
    let moment = moment.map(Timestamp::as_microsecond);
    Ok(change.execute(
        "DELETE FROM complaint WHERE made < ?1
         OR (record IS NOT NULL AND record NOT IN (SELECT id FROM record))",
        [moment],
    )?)
}

fn short(text: &str) -> String {
    text.trim().chars().take(LONGEST).collect()
}

fn read(row: &rusqlite::Row<'_>) -> Result<Complaint, Error> {
    let text = |column: usize| row.get::<_, String>(column);
    let id = text(0)?;
    let damaged = || Error::Damaged(format!("complaint {id}"));
    let moment = |micro: i64| Timestamp::from_microsecond(micro).map_err(|_| damaged());
    let record: Option<String> = row.get(3)?;
    let document: Option<String> = row.get(4)?;
    let about = match (record, document) {
        (Some(record), _) => About::Record(RecordId::parse(&record).ok_or_else(damaged)?),
        (None, Some(document)) => {
            let path: Option<String> = row.get(5)?;
            let path = path.unwrap_or_default().parse().map_err(|_| damaged())?;
            About::Provision(DocumentId::from_stored(&document), path)
        }
        (None, None) => return Err(damaged()),
    };
    let (settled, outcome): (Option<i64>, Option<String>) = (row.get(8)?, row.get(9)?);
    Ok(Complaint {
        id: ComplaintId::parse(&id).ok_or_else(damaged)?,
        told: NewComplaint {
            made: moment(row.get(1)?)?,
            kind: ComplaintKind::from_name(&text(2)?).ok_or_else(damaged)?,
            about,
            note: text(6)?,
            by: text(7)?,
        },
        settled: settled
            .map(|at| Ok::<_, Error>((moment(at)?, outcome.unwrap_or_default())))
            .transpose()?,
    })
}

impl Complaint {
    /// Whether it is open.
    pub fn is_open(&self) -> bool {
        self.settled.is_none()
    }
}

#[cfg(test)]
mod tests;

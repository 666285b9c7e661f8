//! What checkers record where the texts do not say it plainly: which act ended a clause and when, from when an act of
//! which nobody knows it applies, which of two documents of one number is not the official one.
//!
//! A resolution is kept with who, when and the words of the act that it rests on, and can be taken back. It counts once
//! the audit has its line, as every decision: they lie in two files, so the line is told after the resolution is
//! written, and at the next look where somebody was stopped between. It counts while the act that it rests on is held: when
//! that leaves, taken back with its batch or removed, nothing proves it any more, and when that comes back with the same
//! words it stands again. What counts is worked into the validity of its document by whoever stores documents; `applied`
//! says whether it is.

use std::collections::BTreeSet;

use jiff::Timestamp;
use legal::{Date, DocumentId, Path};
use rusqlite::{Row, params};

use crate::{Act, Catalogue, Deed, Error, People, read::collect};

mod apply;
mod words;

pub use apply::Unapplied;
pub(crate) use words::{empty, forget_applied};

/// Most characters of the words that it rests on.
const LONGEST: usize = 2_000;

/// The number of a resolution: never used again.
pub type ResolutionId = i64;

/// A resolution to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewResolution {
    /// Of which document.
    pub document: DocumentId,
    /// Of which unit of it; the root for the whole.
    pub unit: Path,
    /// First day in force; `None`: as it was read.
    pub from: Option<Date>,
    /// First day no longer in force; `None`: as it was read.
    pub until: Option<Date>,
    /// The document is not the one that its number stands for, and never was in force.
    pub unofficial: bool,
    /// The act that it rests on; `None`: something outside (the gazette, a letter).
    pub by: Option<DocumentId>,
    /// The words that say so.
    pub words: String,
}

/// A resolution as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resolution {
    /// Its number.
    pub id: ResolutionId,
    /// As it was given; its words are empty once a document was removed that they stand in.
    pub told: NewResolution,
    /// Who.
    pub who: String,
    /// When.
    pub at: Timestamp,
    /// When it was taken back, and by whom.
    pub withdrawn: Option<(Timestamp, String)>,
    /// It was not taken back, and the act that it rests on is held.
    pub counts: bool,
}

/// Came after the first data folders of this format, and is made in those too; an older program passes it over.
/// `told` and `told_back`: the audit has their lines. `applied`: 0 not worked in, 1 as one that counts, 2 as one that does
/// not. `resolution_proof`: what is left of words that went, see `words`; `resolution_basis`: that the act which it rests on
/// left, or came back, for the audit.
pub(crate) const TABLES: &str = "
CREATE TABLE IF NOT EXISTS resolution (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document TEXT NOT NULL,
    unit TEXT NOT NULL,
    from_day TEXT,
    until_day TEXT,
    unofficial INTEGER NOT NULL,
    by_document TEXT,
    words TEXT NOT NULL,
    who TEXT NOT NULL,
    origin TEXT NOT NULL,
    at INTEGER NOT NULL,
    told INTEGER NOT NULL,
    back_who TEXT,
    back_origin TEXT,
    back_at INTEGER,
    told_back INTEGER NOT NULL,
    applied INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS resolution_document ON resolution (document);
CREATE TABLE IF NOT EXISTS resolution_proof (
    resolution INTEGER PRIMARY KEY,
    hash TEXT NOT NULL,
    length INTEGER NOT NULL
);
CREATE TABLE IF NOT EXISTS resolution_basis (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    resolution INTEGER NOT NULL,
    held INTEGER NOT NULL,
    told INTEGER NOT NULL
);
";

const COLUMNS: &str = "id, document, unit, from_day, until_day, unofficial, by_document, words, who, at, back_who, \
     back_at, told_back";
/// Told, and not taken back.
const TOLD: &str = "told = 1 AND (back_at IS NULL OR told_back = 0)";
/// What it rests on is held, with the words that it was recorded with.
const PROVED: &str =
    "(by_document IS NULL OR (EXISTS (SELECT 1 FROM document d WHERE d.id = by_document
     AND d.removed_seq IS NULL) AND (words <> '' OR NOT EXISTS (SELECT 1 FROM resolution_proof p
     WHERE p.resolution = resolution.id))))";

impl Catalogue {
    /// Keeps a resolution with its line of the audit.
    pub fn resolve(
        &self,
        people: &People,
        act: &Act,
        new: &NewResolution,
    ) -> Result<ResolutionId, Error> {
        let words: String = new.words.trim().chars().take(LONGEST).collect();
        let id = self.write(|writer| {
            writer.execute(
                "INSERT INTO resolution (document, unit, from_day, until_day, unofficial, by_document, words, who,
                 origin, at, told, told_back, applied) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, 0, 0, 0)",
                params![
                    new.document.as_str(),
                    new.unit.to_string(),
                    new.from.map(|day| day.to_string()),
                    new.until.map(|day| day.to_string()),
                    new.unofficial,
                    new.by.as_ref().map(DocumentId::as_str),
                    words,
                    act.who,
                    act.from,
                    act.at.as_microsecond(),
                ],
            )?;
            Ok(writer.last_insert_rowid())
        })?;
        self.tell_audit(people, act.at)?;
        Ok(id)
    }

    /// Takes a resolution back, with its line of the audit; whether there was one that stood.
    pub fn withdraw_resolution(
        &self,
        people: &People,
        act: &Act,
        id: ResolutionId,
    ) -> Result<bool, Error> {
        let taken = self.write(|writer| {
            Ok(writer.execute(
                "UPDATE resolution SET back_who = ?2, back_origin = ?3, back_at = ?4, applied = 0
                 WHERE id = ?1 AND back_at IS NULL",
                params![id, act.who, act.from, act.at.as_microsecond()],
            )?)
        })?;
        self.tell_audit(people, act.at)?;
        Ok(taken > 0)
    }

    /// Tells the audit what it does not have yet: of removals, moves, and what checkers recorded; `now` is when it is told
    /// that what one of these rests on left or came back.
    pub fn tell_audit(&self, people: &People, now: Timestamp) -> Result<(), Error> {
        self.tell_untold(people)?;
        type Untold = (i64, String, String, String, String, i64, bool);
        let untold = self.read(|reader| {
            let mut find = reader.prepare(
                "SELECT id, document, unit, who, origin, at, 0 FROM resolution WHERE told = 0 UNION ALL
                 SELECT id, document, unit, back_who, back_origin, back_at, 1 FROM resolution
                 WHERE back_at IS NOT NULL AND told_back = 0 ORDER BY 1, 7",
            )?;
            collect(find.query([])?, |row| -> Result<Untold, Error> {
                Ok((
                    row.get(0)?,
                    row.get(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get(4)?,
                    row.get(5)?,
                    row.get(6)?,
                ))
            })
        })?;
        for (id, document, unit, who, from, at, back) in untold {
            let at = Timestamp::from_microsecond(at)
                .map_err(|_| Error::Damaged(format!("resolution {id}")))?;
            let (deed, told) = match back {
                false => (Deed::ValidityResolved, "told"),
                true => (Deed::ResolutionWithdrawn, "told_back"),
            };
            let about = about(document, &unit);
            people.note_once(&Act { who, at, from }, deed, &about, &format!("{id}"))?;
            self.write(|writer| {
                writer.execute(
                    &format!("UPDATE resolution SET {told} = 1 WHERE id = ?1"),
                    [id],
                )?;
                Ok(())
            })?;
        }
        self.tell_bases(people, now)
    }

    /// Every resolution about a document, or (`None`) about any, the latest first; also those that were taken back.
    pub fn resolutions(&self, document: Option<&DocumentId>) -> Result<Vec<Resolution>, Error> {
        let wanted = document.map(DocumentId::as_str).unwrap_or_default();
        self.resolutions_where(
            "told = 1 AND (?1 = '' OR document = ?1) ORDER BY id DESC",
            wanted,
        )
    }

    /// Those about a document that count, in their order.
    pub fn standing_resolutions(&self, document: &DocumentId) -> Result<Vec<Resolution>, Error> {
        self.resolutions_where("counts AND document = ?1 ORDER BY id", document.as_str())
    }

    /// Those that count and rest on one of these documents, or are about one of them, in their order: what they decide
    /// falls when these leave.
    pub fn resolutions_on(&self, documents: &BTreeSet<String>) -> Result<Vec<Resolution>, Error> {
        let mut found = self.resolutions_where("counts AND ?1 = '' ORDER BY id", "")?;
        found.retain(|one| {
            let by = one.told.by.as_ref().map(DocumentId::as_str);
            let touched = |id: &str| documents.contains(id);
            touched(one.told.document.as_str()) || by.is_some_and(touched)
        });
        Ok(found)
    }

    fn resolutions_where(&self, which: &str, value: &str) -> Result<Vec<Resolution>, Error> {
        if !self.has_resolutions("resolution")? {
            return Ok(Vec::new());
        }
        // A folder that no writer opened since it learnt of proofs has none.
        let counts = match self.has_resolutions("resolution_proof")? {
            true => format!("({TOLD} AND {PROVED})"),
            false => format!("({TOLD})"),
        };
        self.read(|reader| {
            let mut find = reader.prepare(&format!(
                "SELECT {COLUMNS}, counts FROM (SELECT *, {counts} AS counts FROM resolution) WHERE {which}"
            ))?;
            collect(find.query([value])?, resolution)
        })
    }

    /// Whether this data folder has a table yet: it gets it when it is next opened for writing.
    fn has_resolutions(&self, table: &str) -> Result<bool, Error> {
        self.read(|reader| {
            let mut find = reader.prepare("SELECT 1 FROM sqlite_master WHERE name = ?1")?;
            Ok(find.exists([table])?)
        })
    }
}

/// What it is about, in a line of the audit.
fn about(document: String, unit: &str) -> String {
    match unit {
        "" => document,
        unit => format!("{document}#{unit}"),
    }
}

fn resolution(row: &Row<'_>) -> Result<Resolution, Error> {
    let id: ResolutionId = row.get(0)?;
    let damaged = || Error::Damaged(format!("resolution {id}"));
    let text = |column: usize| row.get::<_, Option<String>>(column);
    let day = |column: usize| -> Result<Option<Date>, Error> {
        text(column)?
            .map(|day| day.parse().map_err(|_| damaged()))
            .transpose()
    };
    let moment = |micros: i64| Timestamp::from_microsecond(micros).map_err(|_| damaged());
    let unit = text(2)?.unwrap_or_default();
    let back: (Option<String>, Option<i64>, bool) = (row.get(10)?, row.get(11)?, row.get(12)?);
    let withdrawn = match back {
        (Some(who), Some(at), true) => Some((moment(at)?, who)),
        _ => None,
    };
    Ok(Resolution {
        id,
        told: NewResolution {
            document: DocumentId::from_stored(&row.get::<_, String>(1)?),
            unit: unit.parse().map_err(|_| damaged())?,
            from: day(3)?,
            until: day(4)?,
            unofficial: row.get(5)?,
            by: text(6)?.as_deref().map(DocumentId::from_stored),
            words: text(7)?.unwrap_or_default(),
        },
        who: text(8)?.unwrap_or_default(),
        at: moment(row.get(9)?)?,
        withdrawn,
        counts: row.get(13)?,
    })
}

#[cfg(test)]
mod tests;

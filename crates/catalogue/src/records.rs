//! Records of answers: what was asked, what was answered and on what that rests, to be read again exactly as it was.
//!
//! A store of its own (`records.sqlite`), for three reasons: an answer is recorded while a load holds the writer lock of
//! the catalogue; several processes record at once; and questions are confidential, so that the file is its owner's
//! alone and is thinned out by age. SQLite in WAL mode with synchronous FULL: what [`Records::keep`] returned an id for
//! survives a power cut.
//!
//! A record is a head, which holds no word of any document, and parts, each bound to the documents whose words it may
//! hold. When a document is removed, the parts bound to it are emptied in every record that was made before; their
//! hashes stay. That also holds for an answer that is being made meanwhile and is recorded after the removal: removals
//! are remembered with their change number, and a record says of which generation it is.

use std::{
    collections::BTreeSet,
    path::{Path as FilePath, PathBuf},
    sync::{Mutex, PoisonError},
};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};

use crate::{Error, Hash, Seq, blob, store::stored};

mod check;
mod complaint;
mod decision;
mod history;
mod id;
mod marks;
mod month;
mod open;

pub use complaint::{About, Complaint, ComplaintId, ComplaintKind, NewComplaint};
pub use decision::{Decision, DecisionKind, Judged, NewDecision};
pub use history::Saved;
pub use id::RecordId;
pub use marks::{Marks, Waiting};

/// The records of one data folder. Making one touches no file; cheap to share behind an `Arc`.
#[derive(Debug)]
pub struct Records {
    file: PathBuf,
    /// Opened by the first change and kept, unless something failed.
    writer: Mutex<Option<Connection>>,
}

/// A record to keep.
#[derive(Clone, Debug, PartialEq)]
pub struct NewRecord {
    /// When the answer was made.
    pub made: Timestamp,
    /// The change number of the generation that it was made from.
    pub generation: Seq,
    /// What is no document's word, as JSON.
    pub head: String,
    /// What documents say, in parts.
    pub parts: Vec<NewPart>,
    /// What of it asks for a checker's eyes, in figures.
    pub marks: Option<Marks>,
}

/// A part of a record to keep.
#[derive(Clone, Debug, PartialEq)]
pub struct NewPart {
    /// What it is, for whoever puts the record together again.
    pub name: String,
    /// Its content, as JSON.
    pub body: String,
    /// Ids of the documents of which it may hold words.
    pub rests_on: BTreeSet<String>,
}

/// A record as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// Its id.
    pub id: RecordId,
    /// When the answer was made.
    pub made: Timestamp,
    /// The change number of the generation that it was made from.
    pub generation: Seq,
    /// As it was given.
    pub head: String,
    /// In the order in which they were given.
    pub parts: Vec<Part>,
    /// Ids of the documents that were removed since: parts that rest on them are empty.
    pub removed: BTreeSet<String>,
}

/// A part of a record as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// As it was given.
    pub name: String,
    /// As it was given; `None`: a document that it rests on was removed since.
    pub body: Option<String>,
    /// SHA-256 of the content as it was given.
    pub hash: Hash,
    /// Ids of the documents that it rests on.
    pub rests_on: BTreeSet<String>,
}

impl Records {
    /// The records of a data folder.
    pub fn new(root: &FilePath) -> Self {
        Self {
            file: root.join("records.sqlite"),
            writer: Mutex::default(),
        }
    }

    /// Keeps a record; durable when it returns. Parts whose documents were removed after the record's generation are
    /// kept empty.
    pub fn keep(&self, record: &NewRecord) -> Result<RecordId, Error> {
        self.write(|writer| {
            let change = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let id = RecordId::fresh()?;
            let (name, made) = (id.to_string(), record.made.as_microsecond());
            let head = blob::pack(record.head.as_bytes())?;
            // Of 2^60 ids one is drawn twice once in many lifetimes; the answer then goes without a record.
            change.execute(
                "INSERT INTO record (id, made, generation, head, crc) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    name,
                    made,
                    stored(record.generation),
                    head,
                    record_checksum(&name, made, record.generation, &head)
                ],
            )?;
            let row = change.last_insert_rowid();
            if let Some(marks) = &record.marks {
                marks::store(&change, row, marks)?;
            }
            for (number, part) in (0_i64..).zip(&record.parts) {
                let gone = removed_since(&change, part, record.generation)?;
                let body = (!gone)
                    .then(|| blob::pack(part.body.as_bytes()))
                    .transpose()?;
                let part = Part {
                    name: part.name.clone(),
                    body: None,
                    hash: Hash::of(part.body.as_bytes()),
                    rests_on: part.rests_on.clone(),
                };
                let sum = part_checksum(&name, number, &part, body.as_deref());
                change.execute(
                    "INSERT INTO part (record, number, name, hash, body, crc) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    params![row, number, part.name, part.hash.as_str(), body, sum],
                )?;
                for document in &part.rests_on {
                    change.execute(
                        "INSERT INTO basis (document, record, part) VALUES (?1, ?2, ?3)",
                        params![document, row, number],
                    )?;
                }
            }
            change.commit()?;
            Ok(id)
        })
    }

    /// A record; `None` if there is none of this id, or no more.
    pub fn find(&self, id: &RecordId) -> Result<Option<Record>, Error> {
        let Some(reader) = open::reader(&self.file)? else {
            return Ok(None);
        };
        // One state for the head and its parts.
        let reader = reader.unchecked_transaction()?;
        let found = reader
            .query_row(
                "SELECT row FROM record WHERE id = ?1",
                [id.to_string()],
                |row| row.get(0),
            )
            .optional()?;
        let row: Option<i64> = found;
        row.map(|row| read(&reader, row)).transpose()
    }

    /// The head of a record alone; `None` if there is none of this id, or no more.
    pub fn head(&self, id: &RecordId) -> Result<Option<String>, Error> {
        let Some(reader) = open::reader(&self.file)? else {
            return Ok(None);
        };
        let row = reader.query_row(
            "SELECT row FROM record WHERE id = ?1",
            [id.to_string()],
            |row| row.get(0),
        );
        let row: Option<i64> = row.optional()?;
        let head = row.map(|row| read_head(&reader, row)).transpose()?;
        Ok(head.map(|head| head.words))
    }

    /// How many there are.
    pub fn count(&self) -> Result<u64, Error> {
        let Some(reader) = open::reader(&self.file)? else {
            return Ok(0);
        };
        let count: i64 = reader.query_row("SELECT count(*) FROM record", [], |row| row.get(0))?;
        Ok(count.unsigned_abs())
    }

    /// Deletes a record for good; whether there was one. Its bytes are overwritten.
    pub fn forget(&self, id: &RecordId) -> Result<bool, Error> {
        if !self.file.is_file() {
            return Ok(false);
        }
        self.write(|writer| {
            let gone = writer.execute("DELETE FROM record WHERE id = ?1", [id.to_string()])?;
            complaint::thin(writer, None)?;
            history::thin(writer)?;
            decision::thin(writer)?;
            empty_log(writer)?;
            Ok(gone > 0)
        })
    }

    /// Deletes for good what was made before a moment, but not an answer that is approved: the office relies on it. How
    /// many that were.
    pub fn forget_before(&self, moment: Timestamp) -> Result<u64, Error> {
        if !self.file.is_file() {
            return Ok(0);
        }
        self.write(|writer| {
            let gone = writer.execute(
                &format!(
                    "DELETE FROM record WHERE made < ?1 AND id NOT IN
                     (SELECT d.record FROM decision d WHERE d.kind = 'approved' AND {})",
                    decision::LATEST
                ),
                [moment.as_microsecond()],
            )?;
            let others = complaint::thin(writer, Some(moment))?
                + history::thin(writer)?
                + decision::thin(writer)?;
            if gone + others > 0 {
                empty_log(writer)?;
            }
            Ok(gone as u64)
        })
    }

    /// Empties every part that rests on one of these documents, in records of generations before the change that
    /// removed it, and remembers the removal for records that are still being made. Twice is once.
    pub(crate) fn empty(&self, removed: &[(String, Seq)]) -> Result<(), Error> {
        if removed.is_empty() {
            return Ok(());
        }
        self.write(|writer| {
            let change = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let mut emptied = false;
            for (document, at) in removed {
                let known: Option<i64> = change
                    .query_row(
                        "SELECT seq FROM removed WHERE document = ?1",
                        [document],
                        |row| row.get(0),
                    )
                    .optional()?;
                if known.is_some_and(|known| known >= stored(*at)) {
                    continue;
                }
                change.execute(
                    "INSERT OR REPLACE INTO removed (document, seq) VALUES (?1, ?2)",
                    params![document, stored(*at)],
                )?;
                emptied |= empty_parts(&change, document, *at)?;
                emptied |= complaint::empty_notes(&change, document)?;
                emptied |= decision::empty_notes(&change, document)?;
            }
            change.commit()?;
            if emptied {
                empty_log(writer)?;
            }
            Ok(())
        })
    }

    /// Runs one change. After a failure the connection is given up: the next change opens the file anew.
    fn write<T>(&self, run: impl FnOnce(&mut Connection) -> Result<T, Error>) -> Result<T, Error> {
        let mut kept = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut writer = match kept.take() {
            Some(writer) => writer,
            None => open::writer(&self.file)?,
        };
        let done = run(&mut writer)?;
        *kept = Some(writer);
        Ok(done)
    }
}

/// Whether a document that the part rests on was removed after a generation.
fn removed_since(change: &Connection, part: &NewPart, generation: Seq) -> Result<bool, Error> {
    let mut find = change.prepare("SELECT 1 FROM removed WHERE document = ?1 AND seq > ?2")?;
    for document in &part.rests_on {
        if find.exists(params![document, stored(generation)])? {
            return Ok(true);
        }
    }
    Ok(false)
}

fn empty_parts(change: &Connection, document: &str, at: Seq) -> Result<bool, Error> {
    let mut find = change.prepare(
        "SELECT r.row, b.part FROM basis b JOIN record r ON r.row = b.record
         JOIN part p ON p.record = b.record AND p.number = b.part
         WHERE b.document = ?1 AND r.generation < ?2 AND p.body IS NOT NULL",
    )?;
    let rows = find.query_map(params![document, stored(at)], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    let parts: Vec<(i64, i64)> = rows.collect::<Result<_, _>>()?;
    for (row, number) in &parts {
        let id: String =
            change.query_row("SELECT id FROM record WHERE row = ?1", [row], |found| {
                found.get(0)
            })?;
        let part = read_part(change, *row, *number)?.part;
        let sum = part_checksum(&id, *number, &part, None);
        change.execute(
            "UPDATE part SET body = NULL, crc = ?3 WHERE record = ?1 AND number = ?2",
            params![row, number, sum],
        )?;
    }
    Ok(!parts.is_empty())
}

/// Deleted bytes also leave the log. A reader may hold it; then a later change, or the last close, empties it.
fn empty_log(writer: &Connection) -> Result<(), Error> {
    writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
    Ok(())
}

/// The row of a record itself.
struct StoredHead {
    id: String,
    made: i64,
    generation: u64,
    words: String,
}

fn read_head(reader: &Connection, row: i64) -> Result<StoredHead, Error> {
    let (id, made, generation, head, crc): (String, i64, i64, Vec<u8>, i64) = reader.query_row(
        "SELECT id, made, generation, head, crc FROM record WHERE row = ?1",
        [row],
        |found| {
            Ok((
                found.get(0)?,
                found.get(1)?,
                found.get(2)?,
                found.get(3)?,
                found.get(4)?,
            ))
        },
    )?;
    let place = || format!("record {row}");
    let generation = generation.unsigned_abs();
    if record_checksum(&id, made, generation, &head) != crc {
        return Err(Error::Damaged(place()));
    }
    Ok(StoredHead {
        words: utf8(&head, &place)?,
        id,
        made,
        generation,
    })
}

/// A record by its row, every part of it checked against its checksum.
fn read(reader: &Connection, row: i64) -> Result<Record, Error> {
    let StoredHead {
        id,
        made,
        generation,
        words,
    } = read_head(reader, row)?;
    let place = || format!("record {row}");
    let damaged = || Error::Damaged(place());
    let mut numbers =
        reader.prepare("SELECT number FROM part WHERE record = ?1 ORDER BY number")?;
    let numbers = numbers.query_map([row], |found| found.get(0))?;
    let numbers: Vec<i64> = numbers.collect::<Result<_, _>>()?;
    let mut parts = Vec::with_capacity(numbers.len());
    for number in numbers {
        let Stored { part, body, crc } = read_part(reader, row, number)?;
        if part_checksum(&id, number, &part, body.as_deref()) != crc {
            return Err(damaged());
        }
        let body = body.map(|body| utf8(&body, &place)).transpose()?;
        parts.push(Part { body, ..part });
    }
    let mut removed = reader.prepare(
        "SELECT b.document FROM basis b JOIN removed m ON m.document = b.document
         WHERE b.record = ?1 AND m.seq > ?2",
    )?;
    let removed = removed.query_map(params![row, stored(generation)], |found| found.get(0))?;
    Ok(Record {
        removed: removed.collect::<Result<_, _>>()?,
        id: RecordId::parse(&id).ok_or_else(damaged)?,
        made: Timestamp::from_microsecond(made).map_err(|_| damaged())?,
        generation,
        head: words,
        parts,
    })
}

/// A part as it is stored: its body still packed, beside its checksum.
struct Stored {
    part: Part,
    body: Option<Vec<u8>>,
    crc: i64,
}

fn read_part(reader: &Connection, row: i64, number: i64) -> Result<Stored, Error> {
    let (name, hash, body, crc): (String, String, Option<Vec<u8>>, i64) = reader.query_row(
        "SELECT name, hash, body, crc FROM part WHERE record = ?1 AND number = ?2",
        [row, number],
        |found| Ok((found.get(0)?, found.get(1)?, found.get(2)?, found.get(3)?)),
    )?;
    let mut basis = reader.prepare("SELECT document FROM basis WHERE record = ?1 AND part = ?2")?;
    let rests_on = basis.query_map([row, number], |found| found.get(0))?;
    let part = Part {
        name,
        body: None,
        hash: Hash::parse(&hash).ok_or_else(|| Error::Damaged(format!("record {row}")))?,
        rests_on: rests_on.collect::<Result<_, _>>()?,
    };
    Ok(Stored { part, body, crc })
}

fn utf8(packed: &[u8], place: &dyn Fn() -> String) -> Result<String, Error> {
    String::from_utf8(blob::unpack(packed, place)?).map_err(|_| Error::Damaged(place()))
}

fn record_checksum(id: &str, made: i64, generation: Seq, head: &[u8]) -> i64 {
    blob::checksum(&[
        id.as_bytes(),
        &made.to_le_bytes(),
        &generation.to_le_bytes(),
        head,
    ])
}

/// With the id, so that a part cannot change hands.
fn part_checksum(id: &str, number: i64, part: &Part, body: Option<&[u8]>) -> i64 {
    let number = number.to_le_bytes();
    let hash = part.hash.as_str().as_bytes();
    let mut sums: Vec<&[u8]> = vec![id.as_bytes(), &number, part.name.as_bytes(), hash];
    match body {
        Some(body) => sums.push(body),
        // Two where there is one: no body can be taken for none.
        None => sums.extend([&b"emptied"[..], &[]]),
    }
    sums.extend(part.rests_on.iter().map(String::as_bytes));
    blob::checksum(&sums)
}

#[cfg(test)]
mod tests;

//! What of an answer asks for a checker's eyes, in figures: kept beside the record when it is made, so that a queue does
//! not read every answer again. Without a word of any document and, but for the symbol of an act that it asks for and that
//! is not held, of any question.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use legal::Date;
use rusqlite::{Connection, Row, params};

use super::{DecisionKind, RecordId, Records, decision, open};
use crate::{Error, read::collect};

/// What there is to know of an answer before anybody reads it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Marks {
    /// SHA-256 of the question, folded, with what it was narrowed to: the same question has the same.
    pub asked: String,
    /// The day whose law was asked for.
    pub on: Date,
    /// Why there is no (full) answer.
    pub refusal: Option<String>,
    /// Claims.
    pub claims: u32,
    /// Of them those that are proved in part.
    pub partly: u32,
    /// Sentences of a model that were not proved.
    pub unproved: u32,
    /// What is quoted and of which nobody knows whether it is in force.
    pub unknown: u32,
    /// What is quoted and touched by an act that changes or ends parts of its own.
    pub amended: u32,
    /// What is quoted and was recognised from a picture.
    pub recognised: u32,
    /// It bears the mark of doubt.
    pub doubtful: bool,
    /// The symbol of an act that the question names and that was not held.
    pub absent: Option<String>,
    /// The key of the document of the best that was found.
    pub nearest: Option<String>,
}

/// An answer that may ask for eyes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Its record.
    pub record: RecordId,
    /// When it was made.
    pub made: Timestamp,
    /// What is known of it.
    pub marks: Marks,
    /// Complaints about it that are open.
    pub complaints: u32,
    /// How often the question was asked.
    pub times: u32,
    /// What was decided about it last.
    pub decided: Option<DecisionKind>,
    /// The answer in whose place it was written.
    pub corrects: Option<RecordId>,
}

/// The table; made in older files too.
pub(super) const TABLE: &str = "
CREATE TABLE IF NOT EXISTS mark (
    record INTEGER PRIMARY KEY REFERENCES record ON DELETE CASCADE,
    asked TEXT NOT NULL,
    on_day TEXT NOT NULL,
    refusal TEXT,
    claims INTEGER NOT NULL,
    partly INTEGER NOT NULL,
    unproved INTEGER NOT NULL,
    unknown INTEGER NOT NULL,
    amended INTEGER NOT NULL,
    recognised INTEGER NOT NULL,
    doubtful INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS mark_asked ON mark (asked);
CREATE TABLE IF NOT EXISTS topic (
    record INTEGER PRIMARY KEY REFERENCES record ON DELETE CASCADE,
    absent TEXT,
    nearest TEXT
);
";

/// What [`read`] reads; `r` is the record.
pub(super) const COLUMNS: &str = "m.asked, m.on_day, m.refusal, m.claims, m.partly, m.unproved, m.unknown, m.amended, \
     m.recognised, m.doubtful, t.absent, t.nearest";
/// Where that stands.
pub(super) const JOINED: &str =
    "JOIN mark m ON m.record = r.row LEFT JOIN topic t ON t.record = r.row";
/// The tables of both.
pub(super) const NAMES: [&str; 2] = ["mark", "topic"];

/// Keeps the marks of a record, by its row. What was counted when it was made stays as it is.
pub(super) fn store(change: &Connection, row: i64, marks: &Marks) -> Result<(), Error> {
    change.execute(
        "INSERT OR REPLACE INTO topic VALUES (?1, ?2, ?3)",
        params![row, marks.absent, marks.nearest],
    )?;
    change.execute(
        "INSERT OR IGNORE INTO mark VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        params![
            row,
            marks.asked,
            marks.on.to_string(),
            marks.refusal,
            marks.claims,
            marks.partly,
            marks.unproved,
            marks.unknown,
            marks.amended,
            marks.recognised,
            marks.doubtful
        ],
    )?;
    Ok(())
}

/// Reads the columns [`COLUMNS`] from one on.
pub(super) fn read(row: &Row<'_>, from: usize) -> Result<Marks, Error> {
    let count = |column: usize| row.get::<_, u32>(from + column);
    let day: String = row.get(from + 1)?;
    Ok(Marks {
        asked: row.get(from)?,
        on: day
            .parse()
            .map_err(|_| Error::Damaged("the marks of a record".to_owned()))?,
        refusal: row.get(from + 2)?,
        claims: count(3)?,
        partly: count(4)?,
        unproved: count(5)?,
        unknown: count(6)?,
        amended: count(7)?,
        recognised: count(8)?,
        doubtful: row.get(from + 9)?,
        absent: row.get(from + 10)?,
        nearest: row.get(from + 11)?,
    })
}

impl Records {
    /// Records that were made before there were marks, or all of them, the newest first.
    pub fn unmarked(&self, most: u32) -> Result<Vec<RecordId>, Error> {
        let Some(reader) = open::reader(&self.file)? else {
            return Ok(Vec::new());
        };
        // It came last, and is written with the other.
        let lacking = match open::has_table(&reader, "topic")? {
            true => "WHERE row NOT IN (SELECT record FROM topic)",
            false => "",
        };
        let mut find = reader.prepare(&format!(
            "SELECT id FROM record {lacking} ORDER BY made DESC LIMIT ?1"
        ))?;
        let names = collect(find.query([most])?, |row| Ok(row.get::<_, String>(0)?))?;
        Ok(names
            .iter()
            .filter_map(|name| RecordId::parse(name))
            .collect())
    }

    /// Gives records their marks.
    pub fn mark(&self, marked: &[(RecordId, Marks)]) -> Result<(), Error> {
        self.write(|writer| {
            let change = writer.transaction()?;
            for (id, marks) in marked {
                let row: Option<i64> = rusqlite::OptionalExtension::optional(change.query_row(
                    "SELECT row FROM record WHERE id = ?1",
                    [id.to_string()],
                    |found| found.get(0),
                ))?;
                if let Some(row) = row {
                    store(&change, row, marks)?;
                }
            }
            Ok(change.commit()?)
        })
    }

    /// Answers about which nobody decided anything yet, or of which somebody complains; the newest first.
    pub fn waiting(&self, most: u32) -> Result<Vec<Waiting>, Error> {
        let which = format!(
            "WHERE (c.open > 0 OR NOT EXISTS (SELECT 1 FROM decision d WHERE d.record = r.id AND d.told = 1))
             ORDER BY r.made DESC LIMIT {most}"
        );
        self.waiting_where(&which, "")
    }

    /// An answer as one that may ask for eyes; `None` if it is not kept, or has no marks yet.
    pub fn waiting_of(&self, record: &RecordId) -> Result<Option<Waiting>, Error> {
        let found = self.waiting_where("WHERE r.id = ?1", &record.to_string())?;
        Ok(found.into_iter().next())
    }

    fn waiting_where(&self, which: &str, value: &str) -> Result<Vec<Waiting>, Error> {
        let Some(reader) = self.reader_of_marks()? else {
            return Ok(Vec::new());
        };
        let mut find = reader.prepare(&format!(
            "WITH c AS (SELECT record AS id, count(*) AS open FROM complaint WHERE settled IS NULL GROUP BY record)
             SELECT r.id, r.made, coalesce(c.open, 0), (SELECT count(*) FROM mark n WHERE n.asked = m.asked),
             (SELECT d.kind FROM decision d WHERE d.record = r.id AND {latest}),
             (SELECT d.record FROM decision d WHERE d.other = r.id AND d.told = 1), {COLUMNS}
             FROM record r {JOINED} LEFT JOIN c ON c.id = r.id
             {which}",
            latest = decision::LATEST
        ))?;
        let rows = match value {
            "" => find.query([])?,
            value => find.query([value])?,
        };
        collect(rows, |row| {
            let damaged = || Error::Damaged("a record".to_owned());
            let id: String = row.get(0)?;
            let decided: Option<String> = row.get(4)?;
            let corrects: Option<String> = row.get(5)?;
            Ok(Waiting {
                record: RecordId::parse(&id).ok_or_else(damaged)?,
                made: Timestamp::from_microsecond(row.get(1)?).map_err(|_| damaged())?,
                complaints: row.get(2)?,
                times: row.get(3)?,
                decided: decided.as_deref().and_then(DecisionKind::from_name),
                corrects: corrects.as_deref().and_then(RecordId::parse),
                marks: read(row, 6)?,
            })
        })
    }

    /// The documents that each of these records rests on, by their keys.
    pub fn bases(
        &self,
        records: &[RecordId],
    ) -> Result<BTreeMap<RecordId, BTreeSet<String>>, Error> {
        let mut found = BTreeMap::new();
        let Some(reader) = open::reader(&self.file)? else {
            return Ok(found);
        };
        let mut find = reader.prepare(
            "SELECT DISTINCT b.document FROM record r JOIN basis b ON b.record = r.row WHERE r.id = ?1",
        )?;
        for record in records {
            let rows = find.query([record.to_string()])?;
            let documents = collect(rows, |row| Ok(row.get::<_, String>(0)?))?;
            found.insert(*record, documents.into_iter().collect());
        }
        Ok(found)
    }

    /// Opened once the tables are there that came later.
    fn reader_of_marks(&self) -> Result<Option<Connection>, Error> {
        let Some(reader) = open::reader(&self.file)? else {
            return Ok(None);
        };
        for table in NAMES.into_iter().chain(["decision", "complaint"]) {
            if !open::has_table(&reader, table)? {
                return Ok(None);
            }
        }
        Ok(Some(reader))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{About, Act, ComplaintKind, NewComplaint, NewDecision, NewRecord, People};

    fn moment(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn marks(asked: &str) -> Marks {
        Marks {
            asked: asked.to_owned(),
            on: Date::constant(2026, 3, 1),
            claims: 2,
            partly: 1,
            doubtful: true,
            ..Marks::default()
        }
    }

    fn record(records: &Records, second: i64, marks: Option<Marks>) -> RecordId {
        let new = NewRecord {
            made: moment(second),
            generation: 1,
            head: "{}".to_owned(),
            parts: Vec::new(),
            marks,
        };
        records.keep(&new).unwrap()
    }

    fn waiting(records: &Records) -> Vec<RecordId> {
        let all = records.waiting(10).unwrap().into_iter();
        all.map(|one| one.record).collect()
    }

    #[test]
    fn what_nobody_decided_waits_and_what_is_complained_of_again() {
        let root = tempfile::tempdir().unwrap();
        let (records, people) = (Records::new(root.path()), People::new(root.path()));
        assert_eq!(waiting(&records), []);
        let first = record(&records, 1, Some(marks("a")));
        let second = record(&records, 2, Some(marks("a")));
        assert_eq!(waiting(&records), [second, first]);
        let known = records.waiting_of(&first).unwrap().unwrap();
        assert_eq!((known.times, known.complaints), (2, 0));
        assert_eq!(known.marks, marks("a"));
        let act = Act {
            who: "binh".to_owned(),
            at: moment(3),
            from: String::new(),
        };
        let decision = NewDecision {
            record: first,
            kind: DecisionKind::Rejected,
            asked: "a".to_owned(),
            made_by: BTreeSet::new(),
            judged: Vec::new(),
            note: String::new(),
            bound: String::new(),
            rests_on: BTreeSet::new(),
            other: Some(second),
        };
        records.decide(&people, &act, &decision).unwrap();
        assert_eq!(waiting(&records), [second]);
        let corrects = records.waiting_of(&second).unwrap().unwrap().corrects;
        assert_eq!(corrects, Some(first));
        let told = NewComplaint {
            made: moment(4),
            kind: ComplaintKind::Unclear,
            about: About::Record(first),
            note: String::new(),
            by: "person 1".to_owned(),
        };
        records.complain(&told).unwrap();
        assert_eq!(waiting(&records), [second, first]);
        let known = records.waiting_of(&first).unwrap().unwrap();
        assert_eq!(
            (known.complaints, known.decided),
            (1, Some(DecisionKind::Rejected))
        );
    }

    #[test]
    fn older_records_get_their_marks() {
        let root = tempfile::tempdir().unwrap();
        let records = Records::new(root.path());
        let old = record(&records, 1, None);
        record(&records, 2, Some(marks("a")));
        assert_eq!(records.unmarked(10).unwrap(), [old]);
        records.mark(&[(old, marks("b"))]).unwrap();
        assert_eq!(records.unmarked(10).unwrap(), []);
        assert_eq!(waiting(&records).len(), 2);
        // A file that was marked before there were topics: they are added, and what was counted stays.
        let file = Connection::open(root.path().join("records.sqlite")).unwrap();
        file.execute_batch("DROP TABLE topic").unwrap();
        drop(file);
        let records = Records::new(root.path());
        assert_eq!(records.unmarked(10).unwrap().len(), 2);
        let now = Marks {
            absent: Some("1/2020/NĐ-CP".to_owned()),
            partly: 0,
            ..marks("c")
        };
        records.mark(&[(old, now)]).unwrap();
        let kept = records.waiting_of(&old).unwrap().unwrap().marks;
        assert_eq!(kept.absent.as_deref(), Some("1/2020/NĐ-CP"));
        assert_eq!((kept.asked.as_str(), kept.partly), ("b", 1));
    }
}

//! What each person asked, for that person alone: lines that name records, and questions that somebody saved in words.
//!
//! A line of the history holds no question of its own: it goes with the record that it names, and emptying the history
//! leaves the records, which others may have been given the ids of. A saved question is what the person put there, and
//! stays until the person takes it away.

use jiff::Timestamp;
use rusqlite::{Connection, params};

use super::{RecordId, Records, empty_log, open};
use crate::{Error, read::collect};

/// Most saved questions of one person; more are not found again anyway.
const MOST_SAVED: usize = 200;
/// Most characters of a saved question: as many as can be asked.
const LONGEST: usize = 1_000;

/// The tables; made in older files too.
pub(super) const TABLES: &str = "
CREATE TABLE IF NOT EXISTS history (
    person TEXT NOT NULL,
    record TEXT NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (person, record)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS history_record ON history (record);
CREATE TABLE IF NOT EXISTS saved (
    row INTEGER PRIMARY KEY,
    person TEXT NOT NULL,
    question TEXT NOT NULL,
    at INTEGER NOT NULL,
    UNIQUE (person, question)
);
";

/// A question that somebody saved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// Its row.
    pub row: i64,
    /// Its words.
    pub question: String,
    /// When it was saved.
    pub at: Timestamp,
}

impl Records {
    /// Remembers that a person was given the answer of a record.
    pub fn remember(&self, person: &str, record: &RecordId, at: Timestamp) -> Result<(), Error> {
        self.write(|writer| {
            writer.execute(
                "INSERT OR IGNORE INTO history VALUES (?1, ?2, ?3)",
                params![person, record.to_string(), at.as_microsecond()],
            )?;
            Ok(())
        })
    }

    /// The records of a person's answers, the newest first, and how many there are.
    pub fn history(
        &self,
        person: &str,
        from: usize,
        most: usize,
    ) -> Result<(Vec<RecordId>, u64), Error> {
        let Some(reader) = self.reader_of_history()? else {
            return Ok((Vec::new(), 0));
        };
        let total: i64 = reader.query_row(
            "SELECT count(*) FROM history WHERE person = ?1",
            [person],
            |row| row.get(0),
        )?;
        let mut find = reader.prepare(
            "SELECT record FROM history WHERE person = ?1 ORDER BY at DESC, record LIMIT ?2 OFFSET ?3",
        )?;
        let rows = find.query(params![person, most as i64, from as i64])?;
        let names = collect(rows, |row| Ok(row.get::<_, String>(0)?))?;
        let ids = names.iter().filter_map(|name| RecordId::parse(name));
        Ok((ids.collect(), total.unsigned_abs()))
    }

    /// Empties a person's history; the records stay as long as they are kept.
    pub fn empty_history(&self, person: &str) -> Result<(), Error> {
        self.change_of(person, "DELETE FROM history WHERE person = ?1")
    }

    /// Saves a question; one that is saved already stays where it stands.
    pub fn save_question(&self, person: &str, question: &str, at: Timestamp) -> Result<(), Error> {
        let question: String = question.trim().chars().take(LONGEST).collect();
        if question.is_empty() {
            return Ok(());
        }
        self.write(|writer| {
            let count: i64 = writer.query_row(
                "SELECT count(*) FROM saved WHERE person = ?1",
                [person],
                |row| row.get(0),
            )?;
            if count.unsigned_abs() as usize >= MOST_SAVED {
                return Err(Error::Refused(format!(
                    "{MOST_SAVED} questions are saved already"
                )));
            }
            writer.execute(
                "INSERT OR IGNORE INTO saved (person, question, at) VALUES (?1, ?2, ?3)",
                params![person, question, at.as_microsecond()],
            )?;
            Ok(())
        })
    }

    /// The questions that a person saved, the newest first.
    pub fn saved(&self, person: &str) -> Result<Vec<Saved>, Error> {
        let Some(reader) = self.reader_of_history()? else {
            return Ok(Vec::new());
        };
        let mut find = reader.prepare(
            "SELECT row, question, at FROM saved WHERE person = ?1 ORDER BY at DESC, row DESC",
        )?;
        collect(find.query([person])?, |row| {
            Ok(Saved {
                row: row.get(0)?,
                question: row.get(1)?,
                at: Timestamp::from_microsecond(row.get(2)?)
                    .map_err(|_| Error::Damaged("a saved question".to_owned()))?,
            })
        })
    }

    /// Takes a saved question away; another person's row is none.
    pub fn unsave(&self, person: &str, row: i64) -> Result<(), Error> {
        if !self.file.is_file() {
            return Ok(());
        }
        self.write(|writer| {
            writer.execute(
                "DELETE FROM saved WHERE person = ?1 AND row = ?2",
                params![person, row],
            )?;
            empty_log(writer)
        })
    }

    fn change_of(&self, person: &str, statement: &str) -> Result<(), Error> {
        if !self.file.is_file() {
            return Ok(());
        }
        self.write(|writer| {
            writer.execute(statement, [person])?;
            empty_log(writer)
        })
    }

    fn reader_of_history(&self) -> Result<Option<Connection>, Error> {
        let Some(reader) = open::reader(&self.file)? else {
            return Ok(None);
        };
        Ok(open::has_table(&reader, "history")?.then_some(reader))
    }
}

/// Lines of records that are no longer kept go with them.
pub(super) fn thin(change: &Connection) -> Result<usize, Error> {
    Ok(change.execute(
        "DELETE FROM history WHERE record NOT IN (SELECT id FROM record)",
        [],
    )?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NewRecord;

    fn moment(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    fn record(records: &Records, second: i64) -> RecordId {
        let new = NewRecord {
            made: moment(second),
            generation: 1,
            head: "{}".to_owned(),
            parts: Vec::new(),
            marks: None,
        };
        records.keep(&new).unwrap()
    }

    fn lines(records: &Records, person: &str) -> Vec<RecordId> {
        let (lines, total) = records.history(person, 0, 20).unwrap();
        assert_eq!(lines.len() as u64, total);
        lines
    }

    #[test]
    fn a_history_is_one_s_own_and_can_be_emptied() {
        let root = tempfile::tempdir().unwrap();
        let records = Records::new(root.path());
        assert_eq!(lines(&records, "a"), []);
        records.empty_history("a").unwrap();
        let ids: Vec<RecordId> = (1..=3).map(|second| record(&records, second)).collect();
        for (person, id, second) in [("a", 0, 1), ("a", 1, 2), ("b", 2, 3), ("a", 1, 9)] {
            records.remember(person, &ids[id], moment(second)).unwrap();
        }
        assert_eq!(lines(&records, "a"), [ids[1], ids[0]]);
        assert_eq!(lines(&records, "b"), [ids[2]]);
        assert_eq!(records.history("a", 1, 1).unwrap(), (vec![ids[0]], 2));
        records.empty_history("a").unwrap();
        assert_eq!(lines(&records, "a"), []);
        assert_eq!(lines(&records, "b"), [ids[2]]);
        assert!(records.find(&ids[0]).unwrap().is_some(), "the record stays");
    }

    #[test]
    fn a_line_goes_with_its_record() {
        let root = tempfile::tempdir().unwrap();
        let records = Records::new(root.path());
        let ids: Vec<RecordId> = (1..=3).map(|second| record(&records, second)).collect();
        for id in &ids {
            records.remember("a", id, moment(5)).unwrap();
        }
        records.forget(&ids[0]).unwrap();
        assert_eq!(lines(&records, "a").len(), 2);
        records.forget_before(moment(3)).unwrap();
        assert_eq!(lines(&records, "a"), [ids[2]]);
    }

    #[test]
    fn saved_questions_are_words_of_the_person() {
        let root = tempfile::tempdir().unwrap();
        let records = Records::new(root.path());
        for (person, question) in [("a", " phí? "), ("a", "phí?"), ("b", "phí?"), ("a", " ")] {
            records.save_question(person, question, moment(1)).unwrap();
        }
        let saved = records.saved("a").unwrap();
        assert_eq!(saved.len(), 1);
        assert_eq!(saved[0].question, "phí?");
        records.unsave("b", saved[0].row).unwrap();
        assert_eq!(records.saved("a").unwrap().len(), 1, "another's row");
        records.unsave("a", saved[0].row).unwrap();
        assert_eq!(records.saved("a").unwrap(), []);
        assert_eq!(records.saved("b").unwrap().len(), 1);
    }
}

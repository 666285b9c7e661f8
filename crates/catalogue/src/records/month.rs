//! What was asked, complained of and decided in a span of time: for counts. Without a word of any question.

use jiff::Timestamp;
use rusqlite::params;

use super::{Complaint, Decision, Marks, RecordId, Records, marks, open};
use crate::{Error, read::collect};

impl Records {
    /// The answers that were made from a moment until another (exclusive), in order.
    pub fn made_between(
        &self,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<(RecordId, Timestamp, Marks)>, Error> {
        let Some(reader) = open::reader(&self.file)? else {
            return Ok(Vec::new());
        };
        for table in marks::NAMES {
            if !open::has_table(&reader, table)? {
                return Ok(Vec::new());
            }
        }
        let mut find = reader.prepare(&format!(
            "SELECT r.id, r.made, {} FROM record r {}
             WHERE r.made >= ?1 AND r.made < ?2 ORDER BY r.made",
            marks::COLUMNS,
            marks::JOINED
        ))?;
        let rows = find.query(params![from.as_microsecond(), until.as_microsecond()])?;
        collect(rows, |row| {
            let damaged = || Error::Damaged("a record".to_owned());
            let id: String = row.get(0)?;
            Ok((
                RecordId::parse(&id).ok_or_else(damaged)?,
                Timestamp::from_microsecond(row.get(1)?).map_err(|_| damaged())?,
                marks::read(row, 2)?,
            ))
        })
    }

    /// Complaints that were made, or settled, from a moment until another.
    pub fn complaints_between(
        &self,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<(Vec<Complaint>, Vec<Complaint>), Error> {
        let within = |at: Timestamp| at >= from && at < until;
        let all = self.complaints(false)?;
        let made = all.iter().filter(|one| within(one.told.made)).cloned();
        let settled = all
            .iter()
            .filter(|one| one.settled.as_ref().is_some_and(|(at, _)| within(*at)));
        Ok((made.collect(), settled.cloned().collect()))
    }

    /// Decisions that were taken from a moment until another, the latest first.
    pub fn decided_between(
        &self,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Decision>, Error> {
        let all = self.all_decisions()?.into_iter();
        Ok(all.filter(|one| one.at >= from && one.at < until).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NewRecord;

    #[test]
    fn what_was_made_in_a_span_of_time() {
        let root = tempfile::tempdir().unwrap();
        let records = Records::new(root.path());
        let moment = |second| Timestamp::from_second(second).unwrap();
        let made = |from, until| {
            let found = records.made_between(moment(from), moment(until)).unwrap();
            found
                .into_iter()
                .map(|(_, at, _)| at.as_second())
                .collect::<Vec<_>>()
        };
        assert!(made(0, 9).is_empty());
        for second in [1, 5, 9] {
            let new = NewRecord {
                made: moment(second),
                generation: 1,
                head: "{}".to_owned(),
                parts: Vec::new(),
                marks: Some(Marks::default()),
            };
            records.keep(&new).unwrap();
        }
        assert_eq!(made(1, 9), [1, 5]);
        assert_eq!(made(2, 10), [5, 9]);
        assert_eq!(records.decided_between(moment(0), moment(9)).unwrap(), []);
        let (told, settled) = records.complaints_between(moment(0), moment(9)).unwrap();
        assert_eq!((told.len(), settled.len()), (0, 0));
    }
}

//! Checking the records: every row against its checksum.

use super::{Records, decision, open, read};
use crate::{Error, Problem};

/// Problems beyond this many are not listed one by one.
const LISTED: usize = 100;

impl Records {
    /// Checks the file and every row; nothing where nothing was recorded yet. A problem names the row and never the
    /// id, which is as good as a key.
    pub fn check(&self) -> Result<Vec<Problem>, Error> {
        let file = self.file.display().to_string();
        let mut problems = Vec::new();
        match self.check_rows(&mut problems) {
            Err(Error::Damaged(detail)) => problems.push(Problem {
                place: file.clone(),
                detail,
            }),
            // A value of the wrong type is damage too.
            Err(Error::Sqlite(error)) => problems.push(Problem {
                place: file.clone(),
                detail: format!("{error}: restore from a backup"),
            }),
            checked => checked?,
        }
        problems.truncate(LISTED);
        Ok(problems)
    }

    fn check_rows(&self, problems: &mut Vec<Problem>) -> Result<(), Error> {
        let Some(reader) = open::reader(&self.file)? else {
            return Ok(());
        };
        let reader = reader.unchecked_transaction()?;
        let file = self.file.display().to_string();
        let mut check = reader.prepare("PRAGMA integrity_check")?;
        for line in check.query_map([], |row| row.get::<_, String>(0))? {
            let line = line?;
            if line != "ok" {
                problems.push(Problem {
                    place: file.clone(),
                    detail: format!("{line}: restore from a backup"),
                });
            }
        }
        for place in decision::check(&reader)? {
            problems.push(Problem {
                place: format!("{file}, {place}"),
                detail: "does not match its checksum: restore from a backup".to_owned(),
            });
        }
        let mut rows = reader.prepare("SELECT row FROM record ORDER BY row")?;
        for row in rows.query_map([], |found| found.get::<_, i64>(0))? {
            let row = row?;
            match read(&reader, row) {
                Ok(_) => {}
                Err(Error::Damaged(_) | Error::Sqlite(rusqlite::Error::InvalidColumnType(..))) => {
                    problems.push(Problem {
                        place: format!("{file}, record {row}"),
                        detail: "does not match its checksum: restore from a backup".to_owned(),
                    });
                }
                Err(other) => return Err(other),
            }
        }
        Ok(())
    }
}

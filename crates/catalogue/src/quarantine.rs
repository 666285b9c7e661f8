//! Files refused for a state secrecy mark: that they came, and nothing of what they hold.
//!
//! The file itself is not copied and no word of it is kept. The record is for the person who must act on it: find the
//! file by its name or hash, and move it to where such a file may lie.

use legal::Date;
use rusqlite::params;

use crate::{Catalogue, Error, Hash};

/// One refused file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quarantined {
    /// The hash of its content.
    pub original: Hash,
    /// Its name without folders.
    pub file_name: String,
    /// The mark that it bears: MẬT, TỐI MẬT, TUYỆT MẬT.
    pub mark: String,
    /// The day on which it was first refused.
    pub day: Date,
}

impl Catalogue {
    /// Keeps the record of a refused file; one that comes again keeps its first record.
    pub fn quarantine(
        &self,
        original: &Hash,
        file_name: &str,
        mark: &str,
        day: Date,
    ) -> Result<(), Error> {
        self.write(|writer| {
            writer.execute(
                "INSERT OR IGNORE INTO quarantine VALUES (?1, ?2, ?3, ?4)",
                params![original.as_str(), file_name, mark, day.to_string()],
            )?;
            Ok(())
        })
    }

    /// Every refused file, the latest first.
    pub fn quarantined(&self) -> Result<Vec<Quarantined>, Error> {
        self.read(|reader| {
            // Data folders made before this record was kept have no such table until the next load.
            let made: bool = reader.query_row(
                "SELECT count(*) FROM sqlite_master WHERE name = 'quarantine'",
                [],
                |row| row.get(0),
            )?;
            if !made {
                return Ok(Vec::new());
            }
            let mut found = reader.prepare(
                "SELECT original, file_name, mark, day FROM quarantine ORDER BY day DESC, file_name",
            )?;
            let mut rows = found.query([])?;
            let mut list = Vec::new();
            while let Some(row) = rows.next()? {
                let day: String = row.get(3)?;
                let damaged = |_| Error::Damaged("the record of refused files".to_owned());
                list.push(Quarantined {
                    original: Hash(row.get(0)?),
                    file_name: row.get(1)?,
                    mark: row.get(2)?,
                    day: day.parse().map_err(damaged)?,
                });
            }
            Ok(list)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: &str) -> Date {
        day.parse().unwrap()
    }

    #[test]
    fn a_refused_file_leaves_its_name_and_mark_and_nothing_else() {
        let folder = tempfile::tempdir().unwrap();
        let catalogue = Catalogue::open(folder.path()).unwrap();
        let hash = Hash::of(b"mat");
        let refuse = |on: &str| catalogue.quarantine(&hash, "cv-12.pdf", "TỐI MẬT", day(on));
        refuse("2026-03-01").unwrap();
        refuse("2026-03-02").unwrap();
        let list = catalogue.quarantined().unwrap();
        let [one] = list.as_slice() else {
            panic!("{list:?}");
        };
        assert_eq!(
            (
                one.file_name.as_str(),
                one.mark.as_str(),
                one.day,
                &one.original
            ),
            ("cv-12.pdf", "TỐI MẬT", day("2026-03-01"), &hash)
        );
        assert!(
            !folder
                .path()
                .join("originals")
                .join(&hash.as_str()[..2])
                .exists()
        );
    }
}

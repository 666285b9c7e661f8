//! Checking the store: what is wrong, where, and what to do.

use rusqlite::Connection;

use crate::{
    Catalogue, Error, Hash, blob, confidentiality,
    read::{DOCUMENT, PASSAGE, document_row, passage_row},
};

/// Something that `check` found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where: a file or a row.
    pub place: String,
    /// What, and what to do.
    pub detail: String,
}

/// Problems beyond this many are not listed one by one: the store as a whole is bad then.
const LISTED: usize = 100;

impl Catalogue {
    /// Checks: format and quick integrity; `deep` also every original, row hash and vector checksum.
    pub fn check(&self, deep: bool) -> Result<Vec<Problem>, Error> {
        let file = self.file().display().to_string();
        let mut problems = Vec::new();
        let checked = self.read(|reader| {
            database(reader, deep, &file, &mut problems)?;
            originals(self, reader, deep, &mut problems)?;
            levels(reader, &mut problems)?;
            if deep {
                documents(reader, &mut problems)?;
                passages(reader, &mut problems)?;
            }
            Ok(())
        });
        match checked {
            // A damaged page can stop the reading itself: that is a finding, not a failure to check.
            Err(Error::Damaged(detail)) => problems.push(Problem {
                place: file,
                detail,
            }),
            Err(other) => return Err(other),
            Ok(()) => {}
        }
        problems.truncate(LISTED);
        Ok(problems)
    }
}

fn database(
    reader: &Connection,
    deep: bool,
    file: &str,
    problems: &mut Vec<Problem>,
) -> Result<(), Error> {
    let pragma = if deep {
        "PRAGMA integrity_check"
    } else {
        "PRAGMA quick_check"
    };
    let mut check = reader.prepare(pragma)?;
    for line in check.query_map([], |row| row.get::<_, String>(0))? {
        let line = line?;
        if line != "ok" {
            problems.push(Problem {
                place: file.to_owned(),
                detail: format!("{line}: restore from a backup"),
            });
        }
    }
    if deep {
        let mut check = reader.prepare("PRAGMA foreign_key_check")?;
        for table in check.query_map([], |row| row.get::<_, String>(0))? {
            let detail = format!(
                "a row of {} belongs to nothing: restore from a backup",
                table?
            );
            problems.push(Problem {
                place: file.to_owned(),
                detail,
            });
        }
    }
    Ok(())
}

fn originals(
    catalogue: &Catalogue,
    reader: &Connection,
    deep: bool,
    problems: &mut Vec<Problem>,
) -> Result<(), Error> {
    let mut originals =
        reader.prepare("SELECT DISTINCT original FROM document ORDER BY original")?;
    for original in originals.query_map([], |row| row.get::<_, String>(0))? {
        // A hash that is none is found by the row's checksum.
        if let Some(hash) = Hash::parse(&original?) {
            problems.extend(catalogue.files.originals.problem(&hash, deep));
        }
    }
    Ok(())
}

/// A level of a collection that is not what was written counts as the strictest until it is set again.
fn levels(reader: &Connection, problems: &mut Vec<Problem>) -> Result<(), Error> {
    for collection in confidentiality::damaged(reader)? {
        problems.push(Problem {
            place: format!("the level of the collection {collection}"),
            detail: "cannot be read and counts as restricted: set it again".to_owned(),
        });
    }
    Ok(())
}

fn documents(reader: &Connection, problems: &mut Vec<Problem>) -> Result<(), Error> {
    let mut all = reader.prepare(&format!(
        "SELECT {DOCUMENT}, b.text, b.words, b.structure FROM document d LEFT JOIN body b ON b.document = d.row"
    ))?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        let place = || format!("document {number}");
        let mut found = document_row(row).map(|_| ());
        for column in 14..17 {
            let value = row.get_ref(column)?.as_blob_or_null()?.unwrap_or_default();
            found = found.and(blob::unpack(value, &place).map(|_| ()));
        }
        report(found, place(), problems)?;
    }
    Ok(())
}

fn passages(reader: &Connection, problems: &mut Vec<Problem>) -> Result<(), Error> {
    let mut all = reader.prepare(&format!(
        "SELECT {PASSAGE}, v.value FROM passage p JOIN document d ON d.row = p.document
         LEFT JOIN vector v ON v.passage = p.id"
    ))?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        let number: i64 = row.get(0)?;
        let place = || format!("passage {number}");
        let mut found = passage_row(row).map(|_| ());
        if let Some(value) = row.get_ref(12)?.as_blob_or_null()? {
            found = found.and(blob::unpack_vector(value, &place).map(|_| ()));
        }
        report(found, place(), problems)?;
    }
    Ok(())
}

fn report(
    found: Result<(), Error>,
    place: String,
    problems: &mut Vec<Problem>,
) -> Result<(), Error> {
    match found {
        Ok(()) => Ok(()),
        // A value of the wrong type is damage too.
        Err(Error::Damaged(_) | Error::Sqlite(rusqlite::Error::InvalidColumnType(..))) => {
            let detail =
                "does not match its checksum: load its file again, or restore from a backup"
                    .to_owned();
            problems.push(Problem { place, detail });
            Ok(())
        }
        Err(other) => Err(other),
    }
}

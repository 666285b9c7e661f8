//! The tables of the records, and opening a connection on them.

use std::{path::Path as FilePath, time::Duration};

use rusqlite::{Connection, TransactionBehavior};

use super::{complaint, decision, history, marks};
use crate::{Error, connect::Store};

/// The format this program writes and the newest it reads.
const FORMAT: u32 = 1;

/// `made` in microseconds since 1970; `removed` remembers removals for records that are being made meanwhile.
const TABLES: &str = "
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS record (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    made INTEGER NOT NULL,
    generation INTEGER NOT NULL,
    head BLOB NOT NULL,
    crc INTEGER NOT NULL
);
CREATE INDEX IF NOT EXISTS record_made ON record (made);
CREATE TABLE IF NOT EXISTS part (
    record INTEGER NOT NULL REFERENCES record ON DELETE CASCADE,
    number INTEGER NOT NULL,
    name TEXT NOT NULL,
    hash TEXT NOT NULL,
    body BLOB,
    crc INTEGER NOT NULL,
    PRIMARY KEY (record, number)
);
CREATE TABLE IF NOT EXISTS basis (
    document TEXT NOT NULL,
    record INTEGER NOT NULL REFERENCES record ON DELETE CASCADE,
    part INTEGER NOT NULL,
    PRIMARY KEY (document, record, part)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS basis_record ON basis (record, part);
CREATE TABLE IF NOT EXISTS removed (document TEXT PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;
";

fn store(file: &FilePath) -> Store<'_> {
    Store {
        file,
        format: FORMAT,
        // An answer does not wait longer for another process that is recording.
        wait: Duration::from_secs(3),
        name: "records",
    }
}

/// Opens for changes; makes the file, which only its owner can read, and the tables where they are not there yet.
pub(super) fn writer(file: &FilePath) -> Result<Connection, Error> {
    let mut writer = store(file).made_writer(TABLES)?;
    // They came after the first files of this format; an older program passes them over. Whoever reads meanwhile sees all
    // of them or none.
    let change = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
    change.execute_batch(complaint::TABLE)?;
    change.execute_batch(history::TABLES)?;
    change.execute_batch(decision::TABLES)?;
    change.execute_batch(marks::TABLE)?;
    change.commit()?;
    Ok(writer)
}

/// Whether a table is there: a file that an older program made has fewer.
pub(super) fn has_table(reader: &Connection, name: &str) -> Result<bool, Error> {
    let mut find =
        reader.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?1")?;
    Ok(find.exists([name])?)
}

/// Opens for reading; `None` where nothing was recorded yet.
pub(super) fn reader(file: &FilePath) -> Result<Option<Connection>, Error> {
    store(file).reader()
}

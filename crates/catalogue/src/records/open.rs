//! The tables of the records, and opening a connection on them.

use std::{
    path::Path as FilePath,
    time::{Duration, Instant},
};

use fs_err::os::unix::fs::OpenOptionsExt as _;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, TransactionBehavior};

use crate::Error;

/// The format this program writes and the newest it reads.
const FORMAT: u32 = 1;
/// An answer does not wait longer for another process that is recording.
const WAIT: Duration = Duration::from_secs(3);

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

/// Opens for changes; makes the file, which only its owner can read, and the tables where they are not there yet.
pub(super) fn writer(file: &FilePath) -> Result<Connection, Error> {
    // SQLite gives its log and its index the rights of the file.
    fs_err::OpenOptions::new()
        .create(true)
        .append(true)
        .mode(0o600)
        .open(file)?;
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut writer = Connection::open_with_flags(file, flags)?;
    prepare(&writer)?;
    let made = known_format(&writer)?.is_some();
    let mode = into_wal(&writer)?;
    if mode != "wal" {
        return Err(Error::Disk(std::io::Error::other(format!(
            "{}: this file system cannot hold a write-ahead log (journal mode {mode}): use a local disk",
            file.display()
        ))));
    }
    writer.pragma_update(None, "synchronous", "FULL")?;
    writer.pragma_update(None, "secure_delete", "ON")?;
    if !made {
        // Two processes may find none at the same moment: the second finds them made.
        let change = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        change.execute_batch(TABLES)?;
        change.execute(
            "INSERT OR IGNORE INTO meta VALUES ('format', ?1)",
            [FORMAT.to_string()],
        )?;
        change.commit()?;
        if let Some(folder) = file.parent() {
            crate::original::sync_folder(folder)?;
        }
    }
    Ok(writer)
}

/// Changes over to a write-ahead log. While another process does the same, SQLite does not wait as it else does.
fn into_wal(writer: &Connection) -> Result<String, rusqlite::Error> {
    const PAUSE: Duration = Duration::from_millis(20);
    let started = Instant::now();
    loop {
        let mode = writer.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0));
        let busy = mode
            .as_ref()
            .err()
            .and_then(rusqlite::Error::sqlite_error_code)
            == Some(rusqlite::ErrorCode::DatabaseBusy);
        if !busy || started.elapsed() > WAIT {
            return mode;
        }
        std::thread::sleep(PAUSE);
    }
}

/// Opens for reading; `None` where nothing was recorded yet.
pub(super) fn reader(file: &FilePath) -> Result<Option<Connection>, Error> {
    if !file.is_file() {
        return Ok(None);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let reader = Connection::open_with_flags(file, flags)?;
    prepare(&reader)?;
    Ok(known_format(&reader)?.is_some().then_some(reader))
}

fn prepare(connection: &Connection) -> Result<(), Error> {
    connection.busy_timeout(WAIT)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    Ok(())
}

fn known_format(connection: &Connection) -> Result<Option<u32>, Error> {
    let made: bool = connection.query_row(
        "SELECT count(*) FROM sqlite_master WHERE name = 'meta'",
        [],
        |row| row.get(0),
    )?;
    if !made {
        return Ok(None);
    }
    let found: Option<String> = connection
        .query_row("SELECT value FROM meta WHERE key = 'format'", [], |row| {
            row.get(0)
        })
        .optional()?;
    let found: u32 = found.and_then(|value| value.parse().ok()).ok_or_else(|| {
        Error::Damaged(
            "the format number of the records cannot be read: restore from a backup".to_owned(),
        )
    })?;
    match found > FORMAT {
        true => Err(Error::Newer {
            found,
            known: FORMAT,
        }),
        false => Ok(Some(found)),
    }
}

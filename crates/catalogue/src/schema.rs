//! The tables, and opening a connection on them.

use std::path::Path as FilePath;

use rusqlite::{Connection, OpenFlags, OptionalExtension as _};

use crate::{Error, next, replaced};

/// The format this program writes and the newest it reads.
pub(crate) const FORMAT: u32 = 1;

/// `document` and `passage` keep what is queried as columns, `body` the rest compressed, `vector` the dear part.
/// `gone` remembers removals after a purge, so that an index restored from an older copy still learns of them.
const TABLES: &str = "
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE document (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    added_seq INTEGER NOT NULL,
    removed_seq INTEGER,
    id TEXT NOT NULL,
    slug TEXT NOT NULL,
    original TEXT NOT NULL,
    part TEXT NOT NULL,
    file_name TEXT NOT NULL,
    media TEXT NOT NULL,
    pages INTEGER NOT NULL,
    articles INTEGER NOT NULL,
    flags TEXT NOT NULL,
    header TEXT NOT NULL,
    validity TEXT NOT NULL,
    issued TEXT,
    symbol TEXT,
    number TEXT,
    name TEXT,
    words TEXT NOT NULL,
    content TEXT NOT NULL,
    model TEXT NOT NULL,
    dims INTEGER NOT NULL,
    crc INTEGER NOT NULL
);
CREATE INDEX document_id ON document (id);
CREATE INDEX document_slug ON document (slug);
CREATE INDEX document_symbol ON document (symbol);
CREATE INDEX document_number ON document (number);
CREATE INDEX document_name ON document (name);
CREATE INDEX document_original ON document (original);
CREATE INDEX document_file ON document (file_name, part);
CREATE INDEX document_added ON document (added_seq);
CREATE INDEX document_removed ON document (removed_seq);
CREATE TABLE body (
    document INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE,
    text BLOB NOT NULL,
    words BLOB NOT NULL,
    structure BLOB NOT NULL
);
CREATE TABLE passage (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    path TEXT NOT NULL,
    article_key TEXT NOT NULL,
    breadcrumb TEXT NOT NULL,
    text TEXT NOT NULL,
    span_start INTEGER NOT NULL,
    span_end INTEGER NOT NULL,
    page INTEGER,
    validity TEXT,
    crc INTEGER NOT NULL
);
CREATE INDEX passage_document ON passage (document);
CREATE TABLE vector (
    passage INTEGER PRIMARY KEY REFERENCES passage ON DELETE CASCADE,
    value BLOB NOT NULL
);
CREATE TABLE gone (row INTEGER PRIMARY KEY, added_seq INTEGER NOT NULL, removed_seq INTEGER NOT NULL);
CREATE INDEX gone_removed ON gone (removed_seq);
CREATE TABLE ending (
    document INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    target TEXT NOT NULL
);
CREATE INDEX ending_document ON ending (document);
CREATE INDEX ending_target ON ending (target);
CREATE TABLE loaded (original TEXT NOT NULL, model TEXT NOT NULL, PRIMARY KEY (original, model)) WITHOUT ROWID;
";

/// Came after the first data folders of this format, and is made in those too. An older program passes it over.
const LATER: &str = "
CREATE TABLE IF NOT EXISTS quarantine (
    original TEXT PRIMARY KEY,
    file_name TEXT NOT NULL,
    mark TEXT NOT NULL,
    day TEXT NOT NULL
) WITHOUT ROWID;
";

/// Opens for writing and creates the tables where there are none, in one transaction.
pub(crate) fn open_writer(file: &FilePath) -> Result<Connection, Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut writer = Connection::open_with_flags(file, flags)?;
    let known = known_format(&writer)?;
    if known.is_none() {
        writer.pragma_update(None, "page_size", 8192)?;
    }
    prepare(&writer)?;
    let mode: String = writer.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        return Err(Error::Disk(std::io::Error::other(format!(
            "{}: this file system cannot hold a write-ahead log (journal mode {mode}): use a local disk",
            file.display()
        ))));
    }
    writer.pragma_update(None, "synchronous", "FULL")?;
    writer.pragma_update(None, "secure_delete", "ON")?;
    writer.pragma_update(None, "cache_size", -65536)?;
    if known.is_none() {
        let change = writer.transaction()?;
        change.execute_batch(TABLES)?;
        change.execute(
            "INSERT INTO meta VALUES ('format', ?1), ('seq', '0')",
            [FORMAT.to_string()],
        )?;
        change.commit()?;
    }
    writer.execute_batch(LATER)?;
    writer.execute_batch(next::TABLES)?;
    writer.execute_batch(replaced::TABLES)?;
    Ok(writer)
}

/// Opens for reading; `None` where no catalogue was made yet.
pub(crate) fn open_reader(file: &FilePath) -> Result<Option<Connection>, Error> {
    if !file.is_file() {
        return Ok(None);
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let reader = Connection::open_with_flags(file, flags)?;
    prepare(&reader)?;
    reader.pragma_update(None, "cache_size", -16384)?;
    Ok(known_format(&reader)?.is_some().then_some(reader))
}

fn prepare(connection: &Connection) -> Result<(), Error> {
    connection.busy_timeout(std::time::Duration::from_secs(30))?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    Ok(())
}

/// The format of an existing catalogue; `None` where the tables were not made yet.
fn known_format(connection: &Connection) -> Result<Option<u32>, Error> {
    connection.busy_timeout(std::time::Duration::from_secs(30))?;
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
        Error::Damaged("the format number cannot be read: restore from a backup".to_owned())
    })?;
    if found > FORMAT {
        return Err(Error::Newer {
            found,
            known: FORMAT,
        });
    }
    Ok(Some(found))
}

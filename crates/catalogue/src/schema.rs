//! The tables, and opening a connection on them.

use std::{path::Path as FilePath, time::Duration};

use rusqlite::{Connection, TransactionBehavior};

use crate::{Error, batch, connect::Store, mention, next, replaced, resolution};

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
CREATE INDEX IF NOT EXISTS gone_added ON gone (added_seq);
CREATE INDEX IF NOT EXISTS document_issued ON document (issued IS NULL, issued DESC, row DESC);
";

fn store(file: &FilePath) -> Store<'_> {
    Store {
        file,
        format: FORMAT,
        wait: Duration::from_secs(30),
        name: "catalogue",
    }
}

/// Opens for writing and creates the tables where there are none, in one transaction.
pub(crate) fn open_writer(file: &FilePath) -> Result<Connection, Error> {
    let create = fs_err::OpenOptions::new()
        .create(true)
        .append(true)
        .open(file);
    drop(create?);
    let (mut writer, made) = store(file).writer()?;
    writer.pragma_update(None, "cache_size", -65536)?;
    if !made {
        let change = writer.transaction()?;
        change.execute_batch(TABLES)?;
        change.execute(
            "INSERT INTO meta VALUES ('format', ?1), ('seq', '0')",
            [FORMAT.to_string()],
        )?;
        change.commit()?;
    }
    // Whoever reads meanwhile sees all of them or none.
    let change = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
    change.execute_batch(LATER)?;
    change.execute_batch(next::TABLES)?;
    change.execute_batch(replaced::TABLES)?;
    change.execute_batch(batch::TABLES)?;
    change.execute_batch(batch::continued::TABLES)?;
    change.execute_batch(resolution::TABLES)?;
    change.execute_batch(batch::retired::TABLES)?;
    change.commit()?;
    writer.execute_batch(mention::TABLE)?;
    mention::fill(&mut writer)?;
    Ok(writer)
}

/// Opens for reading; `None` where no catalogue was made yet.
pub(crate) fn open_reader(file: &FilePath) -> Result<Option<Connection>, Error> {
    let reader = store(file).reader()?;
    if let Some(reader) = &reader {
        reader.pragma_update(None, "cache_size", -65536)?;
    }
    Ok(reader)
}

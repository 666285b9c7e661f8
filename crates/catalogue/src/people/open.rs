//! The tables of people and of the audit, and opening a connection on them.

use std::{path::Path as FilePath, time::Duration};

use rusqlite::Connection;

use crate::{Error, connect::Store};

/// The format this program writes and the newest it reads.
const FORMAT: u32 = 1;

/// Moments in microseconds since 1970. Of every secret only its SHA-256 is here. Lines of the audit can be added, and
/// the database itself refuses to change or delete one; what goes round that is found by the chain of hashes.
const TABLES: &str = "
CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS person (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    shown TEXT NOT NULL,
    roles TEXT NOT NULL,
    hash TEXT,
    disabled INTEGER NOT NULL,
    made INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS team (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS member (
    team TEXT NOT NULL REFERENCES team ON DELETE CASCADE,
    person INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    PRIMARY KEY (team, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS member_person ON member (person);
CREATE TABLE IF NOT EXISTS given (
    collection TEXT NOT NULL,
    team TEXT NOT NULL REFERENCES team,
    PRIMARY KEY (collection, team)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sharing (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    collection TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS session (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    secret TEXT NOT NULL UNIQUE,
    person INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    made INTEGER NOT NULL,
    seen INTEGER NOT NULL,
    address TEXT NOT NULL
) STRICT;
CREATE INDEX IF NOT EXISTS session_person ON session (person);
CREATE TABLE IF NOT EXISTS token (
    row INTEGER PRIMARY KEY AUTOINCREMENT,
    secret TEXT NOT NULL UNIQUE,
    person INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    name TEXT NOT NULL,
    roles TEXT NOT NULL,
    made INTEGER NOT NULL,
    expires INTEGER NOT NULL,
    used INTEGER
) STRICT;
CREATE INDEX IF NOT EXISTS token_person ON token (person);
CREATE TABLE IF NOT EXISTS invitation (
    secret TEXT PRIMARY KEY,
    person INTEGER REFERENCES person ON DELETE CASCADE,
    expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS vouched (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    person INTEGER NOT NULL REFERENCES person ON DELETE CASCADE,
    PRIMARY KEY (issuer, subject)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS tries (
    name TEXT NOT NULL,
    address TEXT NOT NULL,
    count INTEGER NOT NULL,
    until INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (name, address)
) STRICT, WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS audit (
    number INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    origin TEXT NOT NULL,
    deed TEXT NOT NULL,
    about TEXT NOT NULL,
    detail TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;
CREATE TRIGGER IF NOT EXISTS audit_stays BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
CREATE TRIGGER IF NOT EXISTS audit_remains BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is only added to'); END;
";

fn store(file: &FilePath) -> Store<'_> {
    Store {
        file,
        format: FORMAT,
        // Nobody waits longer for another process that is changing something.
        wait: Duration::from_secs(5),
        name: "accounts",
    }
}

/// Opens for changes; makes the folder, the file, which only its owner can read, and the tables where they are not there
/// yet.
pub(super) fn writer(file: &FilePath) -> Result<Connection, Error> {
    if let Some(folder) = file.parent() {
        fs_err::create_dir_all(folder)?;
    }
    store(file).made_writer(TABLES)
}

/// Opens for reading; `None` where nothing was written yet.
pub(super) fn reader(file: &FilePath) -> Result<Option<Connection>, Error> {
    store(file).reader()
}

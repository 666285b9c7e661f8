//! What a batch put there and something else worked over since: another act ended it, a checker recorded something of it, a
//! person ended it. It is the same reading of the same file, so it still leaves with its batch, and what the batch
//! replaced still has something in whose place to come back.

use rusqlite::{Connection, params};

use crate::{DocumentRowId, Error};

/// Came after the first data folders of this format, and is made in those too.
pub(crate) const TABLES: &str = "
CREATE TABLE IF NOT EXISTS continued (
    row INTEGER NOT NULL REFERENCES document ON DELETE CASCADE,
    batch TEXT NOT NULL,
    PRIMARY KEY (row, batch)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS continued_batch ON continued (batch);
";

/// Says that a row goes on as another.
pub(crate) fn carry(
    change: &Connection,
    from: DocumentRowId,
    to: DocumentRowId,
) -> Result<(), Error> {
    change.execute(
        "INSERT OR IGNORE INTO continued SELECT ?2, batch FROM continued WHERE row = ?1",
        params![from, to],
    )?;
    change.execute(
        "INSERT OR IGNORE INTO continued SELECT ?2, b.name FROM batch b JOIN document d ON d.added_seq = b.seq
         WHERE d.row = ?1 AND b.undone IS NULL AND b.kind <> 'moved'",
        params![from, to],
    )?;
    change.execute(
        "UPDATE kept SET successor = ?2 WHERE successor = ?1",
        params![from, to],
    )?;
    Ok(())
}

/// The held rows that go on for a batch; none in a data folder that no writer opened since it has this table.
pub(crate) fn held(reader: &Connection, batch: &str) -> Result<Vec<DocumentRowId>, Error> {
    let mut made = reader.prepare("SELECT 1 FROM sqlite_master WHERE name = 'continued'")?;
    if !made.exists([])? {
        return Ok(Vec::new());
    }
    let mut find = reader.prepare(
        "SELECT c.row FROM continued c JOIN document d ON d.row = c.row
         WHERE c.batch = ?1 AND d.removed_seq IS NULL ORDER BY c.row",
    )?;
    let rows = find.query_map([batch], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

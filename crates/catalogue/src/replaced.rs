//! Which readings were replaced by others: what a later removal must also find in the records of answers.
//!
//! A corrected file takes the place of the old one, and the old one's rows are purged. Records of answers keep its
//! words, since reading an old answer again is what they are for; but who removes the document means all of it, also
//! what an older file said under another key (its number or date was read differently). So the keys, the hash of the
//! file and the change number of every such replacement stay, and no word of it.

use std::collections::BTreeMap;

use rusqlite::{Connection, params};

use crate::{
    Catalogue, Error, Hash, Seq, batch, removal,
    store::{seq, stored},
};

/// Came after the first data folders of this format, and is made in those too; an older program passes it over.
/// Until `seq`, `original` was held under `id`; since then what took its place is held under `successor`.
pub(crate) const TABLES: &str = "
CREATE TABLE IF NOT EXISTS replaced (
    id TEXT NOT NULL,
    original TEXT NOT NULL,
    seq INTEGER NOT NULL,
    successor TEXT NOT NULL,
    PRIMARY KEY (id, original, seq, successor)
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS replaced_successor ON replaced (successor);
CREATE INDEX IF NOT EXISTS replaced_original ON replaced (original);
";

/// A document by its key and the file that it was read from.
#[derive(Clone, Copy)]
pub(crate) struct Reading<'a> {
    pub(crate) id: &'a str,
    pub(crate) original: &'a str,
}

/// Remembers that one reading took the place of another. The same file under the same key is the same document, read
/// again: a removal finds it by its key.
pub(crate) fn remember(
    change: &Connection,
    was: Reading<'_>,
    now: Reading<'_>,
    at: Seq,
) -> Result<(), Error> {
    if was.id == now.id && was.original == now.original {
        return Ok(());
    }
    change.execute(
        "INSERT OR IGNORE INTO replaced (id, original, seq, successor) VALUES (?1, ?2, ?3, ?4)",
        params![was.id, was.original, stored(at), now.id],
    )?;
    Ok(())
}

/// The removed documents, and before them all whose place they had taken, each with the change until which it was
/// held. Where a key was held several times, older readings of it are included: they left the records already, or
/// nobody can tell them apart.
pub(crate) fn with_predecessors(
    reader: &Connection,
    removed: Vec<(String, Seq)>,
) -> Result<Vec<(String, Seq)>, Error> {
    let mut found: BTreeMap<String, Seq> = BTreeMap::new();
    let mut open = removed;
    if !made(reader)? {
        return Ok(open);
    }
    let mut find =
        reader.prepare("SELECT id, seq FROM replaced WHERE successor = ?1 AND seq <= ?2")?;
    while let Some((id, at)) = open.pop() {
        if found.get(&id).is_some_and(|known| *known >= at) {
            continue;
        }
        let rows = find.query_map(params![id, stored(at)], read)?;
        for row in rows {
            open.push(row?);
        }
        found.insert(id, at);
    }
    Ok(found.into_iter().collect())
}

impl Catalogue {
    /// Takes the words of a file that was replaced out of the records of answers, by its SHA-256, or by the key under
    /// which it was held, where nothing is held under that any more. Whether there was such a file. What took its
    /// place stays, with the records that rest on it.
    pub fn forget_replaced(&self, name: &str) -> Result<bool, Error> {
        let hash = Hash::parse(&name.to_ascii_lowercase());
        let named = hash.as_ref().map_or(name, Hash::as_str);
        let found = self.read(|reader| {
            if !made(reader)? {
                return Ok(Vec::new());
            }
            // A file that came back is held: it goes with its document.
            let mut find = reader.prepare(
                "SELECT r.id, max(r.seq) FROM replaced r WHERE (r.original = ?1 OR r.id = ?1)
                 AND NOT EXISTS (SELECT 1 FROM document d WHERE d.removed_seq IS NULL AND (d.id = ?1 OR d.original = ?1))
                 GROUP BY r.id",
            )?;
            let rows = find.query_map([named], read)?;
            Ok(rows.collect::<Result<Vec<_>, _>>()?)
        })?;
        // Nothing of the catalogue changes, but only who may change it may take this away.
        self.write(|writer| {
            if batch::let_go_of(writer, named)? > 0 {
                removal::forget_next(writer, seq(writer)?)?;
            }
            Ok(())
        })?;
        self.files.records.empty(&found)?;
        Ok(!found.is_empty())
    }
}

/// Whether this data folder has the table yet: it gets it when it is next opened for writing.
fn made(reader: &Connection) -> Result<bool, Error> {
    let mut find = reader.prepare("SELECT 1 FROM sqlite_master WHERE name = 'replaced'")?;
    Ok(find.exists([])?)
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<(String, Seq)> {
    Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs()))
}

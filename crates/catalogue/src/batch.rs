//! Batches: what was published, ended or moved together, by whom and when, and can be taken back together.
//!
//! A batch is one transaction: all of it is held, or none. What it took the place of is kept from the purge, so that
//! taking the batch back is one transaction too, needs no file and embeds nothing: the readings that it replaced are held
//! again, as new rows, which the index follows like any other. Kept readings stand beside their successors: as soon as a
//! successor is removed or replaced by something else there is nothing to come back to, and they are purged like
//! everything that is gone.

use jiff::Timestamp;
use legal::DocumentId;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};

use crate::{
    Added, Catalogue, DocumentRow, DocumentRowId, Error, Hash, NewDocument, Seq, loaded,
    people::{hex, random},
    read::{DOCUMENT, collect, document_row},
    store::{seq, stored},
    write,
};

mod back;
pub(crate) mod continued;
pub(crate) mod retired;
mod shelving;

pub use back::{TakenBack, TakingBack};
pub use shelving::Shelving;

/// Came after the first data folders of this format, and is made in those too; an older program passes it over.
/// `kept`: a reading that `successor` (nothing: it left a collection) took the place of, and the shelf on which the
/// batch put that. `moved`: where a document stood before, and where it was put.
pub(crate) const TABLES: &str = "
CREATE TABLE IF NOT EXISTS batch (
    name TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    who TEXT NOT NULL,
    seq INTEGER NOT NULL,
    documents INTEGER NOT NULL,
    undone INTEGER
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS kept (
    row INTEGER PRIMARY KEY REFERENCES document ON DELETE CASCADE,
    batch TEXT NOT NULL,
    successor INTEGER,
    shelf TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS kept_batch ON kept (batch);
CREATE TABLE IF NOT EXISTS moved (
    batch TEXT NOT NULL,
    id TEXT NOT NULL,
    collection_before TEXT,
    level_before TEXT,
    collection_after TEXT,
    level_after TEXT,
    PRIMARY KEY (batch, id)
) WITHOUT ROWID;
";

/// What a batch did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BatchKind {
    /// Published documents.
    Published,
    /// Ended documents by a person's decision.
    Retired,
    /// Put documents into another collection, or gave them another level.
    Moved,
}

impl BatchKind {
    /// `published`, `retired`, `moved`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Retired => "retired",
            Self::Moved => "moved",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        let all = [Self::Published, Self::Retired, Self::Moved];
        all.into_iter().find(|kind| kind.name() == name)
    }
}

/// A batch to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewBatch {
    /// Its name, never used before.
    pub name: String,
    /// When.
    pub at: Timestamp,
    /// Whose decision it is.
    pub who: String,
}

impl NewBatch {
    /// One with a name of its own: its day, and random digits.
    pub fn fresh(at: Timestamp, who: &str) -> Result<Self, Error> {
        let bits = hex(&random::<4>()?);
        Ok(Self {
            name: format!("{}-{bits}", at.strftime("%Y%m%d")),
            at,
            who: who.to_owned(),
        })
    }
}

/// A batch that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// Its name.
    pub name: String,
    /// What it did.
    pub kind: BatchKind,
    /// When.
    pub at: Timestamp,
    /// Whose decision it was.
    pub who: String,
    /// Its change.
    pub seq: Seq,
    /// How many documents it touched.
    pub documents: u64,
    /// When it was taken back.
    pub undone: Option<Timestamp>,
}

/// A file of which every document is in a batch: what an earlier file of its name held and it does not is no longer held.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WholeFile {
    /// Its hash.
    pub original: Hash,
    /// Its name.
    pub file_name: String,
    /// The model of its vectors.
    pub model: String,
    /// The documents in it.
    pub documents: Vec<DocumentId>,
}

/// What a batch changed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Documents that were not held before, as far as they are held still.
    pub new: Vec<DocumentId>,
    /// Documents that took the place of another reading, with the hash of their file.
    pub replaced: Vec<(DocumentId, Hash)>,
}

impl Catalogue {
    /// Adds or replaces documents like [`Catalogue::add`] and remembers them as a batch, all in one transaction.
    pub fn add_batch(
        &self,
        batch: &NewBatch,
        kind: BatchKind,
        documents: &[NewDocument],
        files: &[WholeFile],
    ) -> Result<Added, Error> {
        let added = self.write(|writer| {
            let change = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let added = add_in(&change, batch, kind, documents, files)?;
            change.commit()?;
            Ok(added)
        })?;
        self.not_pending(documents);
        self.empty_records()?;
        Ok(added)
    }

    /// A batch by its name.
    pub fn batch(&self, name: &str) -> Result<Option<Batch>, Error> {
        self.read(|reader| match is_made(reader)? {
            true => find(reader, name),
            false => Ok(None),
        })
    }

    /// The batches made last, the latest first.
    pub fn batches(&self, limit: u32) -> Result<Vec<Batch>, Error> {
        self.read(|reader| {
            if !is_made(reader)? {
                return Ok(Vec::new());
            }
            let mut find = reader.prepare(&format!(
                "SELECT {BATCH} FROM batch ORDER BY seq DESC, name LIMIT ?1"
            ))?;
            collect(find.query([limit])?, read_batch)
        })
    }

    /// What a batch of documents changed, as far as it still stands.
    pub fn changed_by(&self, batch: &Batch) -> Result<Changed, Error> {
        let seen = self.seen();
        self.read(|reader| {
            let mut find = reader.prepare(&format!(
                "SELECT d.id, d.original, EXISTS (SELECT 1 FROM kept k WHERE k.successor = d.row) FROM document d
                 WHERE d.added_seq = ?1{seen} ORDER BY d.row"
            ))?;
            let mut rows = find.query([stored(batch.seq)])?;
            let mut changed = Changed::default();
            while let Some(row) = rows.next()? {
                let id = DocumentId::from_stored(row.get::<_, String>(0)?);
                match row.get(2)? {
                    true => changed.replaced.push((id, Hash(row.get(1)?))),
                    false => changed.new.push(id),
                }
            }
            Ok(changed)
        })
    }

    /// Forgets what is needed to take batches back that were made before a moment: what they replaced is purged by the
    /// next publish.
    pub fn forget_batches(&self, before: Timestamp) -> Result<(), Error> {
        self.write(|writer| {
            let change = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            for table in ["kept", "moved"] {
                change.execute(
                    &format!(
                        "DELETE FROM {table} WHERE batch IN (SELECT name FROM batch WHERE at < ?1)"
                    ),
                    [before.as_microsecond()],
                )?;
            }
            change.execute("DELETE FROM batch WHERE at < ?1", [before.as_microsecond()])?;
            Ok(change.commit()?)
        })
    }
}

/// Adds a batch in a transaction of the caller's.
fn add_in(
    change: &Connection,
    batch: &NewBatch,
    kind: BatchKind,
    documents: &[NewDocument],
    files: &[WholeFile],
) -> Result<Added, Error> {
    let now = seq(change)? + 1;
    let mut added = Added {
        seq: now,
        new: Vec::new(),
        replaced: Vec::new(),
        other_file: Vec::new(),
        unchanged: Vec::new(),
    };
    let taken = write::add_all(change, documents, now, &mut added)?;
    write::one_model(change, documents)?;
    for (row, successor) in taken {
        keep(change, batch, row, Some(successor))?;
    }
    // What leaves with nothing in its place is a change of its own: records lose its words.
    let mut last = now;
    for file in files {
        for row in loaded::finish(change, file, now + 1)? {
            keep(change, batch, row, None)?;
            last = now + 1;
        }
    }
    let touched = added.new.len() + added.replaced.len();
    remember(change, batch, kind, now, touched)?;
    set_seq(change, last)?;
    added.seq = last;
    Ok(added)
}

/// Keeps a reading from the purge.
fn keep(
    change: &Connection,
    batch: &NewBatch,
    row: DocumentRowId,
    successor: Option<DocumentRowId>,
) -> Result<(), Error> {
    let shelf = match successor {
        Some(successor) => back::shelf(change, successor)?,
        None => String::new(),
    };
    change.execute(
        "INSERT OR REPLACE INTO kept VALUES (?1, ?2, ?3, ?4)",
        params![row, batch.name, successor, shelf],
    )?;
    Ok(())
}

fn remember(
    change: &Connection,
    batch: &NewBatch,
    kind: BatchKind,
    at: Seq,
    documents: usize,
) -> Result<(), Error> {
    change.execute(
        "INSERT INTO batch VALUES (?1, ?2, ?3, ?4, ?5, ?6, NULL)",
        params![
            batch.name,
            kind.name(),
            batch.at.as_microsecond(),
            batch.who,
            stored(at),
            documents as i64
        ],
    )?;
    Ok(())
}

fn set_seq(change: &Connection, now: Seq) -> Result<(), Error> {
    change.execute(
        "UPDATE meta SET value = ?1 WHERE key = 'seq'",
        [now.to_string()],
    )?;
    Ok(())
}

/// The columns that make a [`Batch`].
const BATCH: &str = "name, kind, at, who, seq, documents, undone";

fn read_batch(row: &rusqlite::Row<'_>) -> Result<Batch, Error> {
    let name: String = row.get(0)?;
    let damaged = || Error::Damaged(format!("batch {name}"));
    let moment = |micros: i64| Timestamp::from_microsecond(micros).map_err(|_| damaged());
    let undone: Option<i64> = row.get(6)?;
    Ok(Batch {
        kind: BatchKind::from_name(&row.get::<_, String>(1)?).ok_or_else(damaged)?,
        at: moment(row.get(2)?)?,
        who: row.get(3)?,
        seq: row.get::<_, i64>(4)?.unsigned_abs(),
        documents: row.get::<_, i64>(5)?.unsigned_abs(),
        undone: undone.map(moment).transpose()?,
        name,
    })
}

fn find(reader: &Connection, name: &str) -> Result<Option<Batch>, Error> {
    let mut find = reader.prepare(&format!("SELECT {BATCH} FROM batch WHERE name = ?1"))?;
    let mut rows = find.query([name])?;
    rows.next()?.map(read_batch).transpose()
}

/// Whether this data folder has the tables yet: it gets them when it is next opened for writing.
pub(crate) fn is_made(reader: &Connection) -> Result<bool, Error> {
    let mut find = reader.prepare("SELECT 1 FROM sqlite_master WHERE name = 'kept'")?;
    Ok(find.exists([])?)
}

/// Lets go of kept readings whose successor is no longer held: the purge takes them.
pub(crate) fn let_go(change: &Connection) -> Result<usize, Error> {
    Ok(change.execute(
        "DELETE FROM kept WHERE successor IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM document d WHERE d.row = kept.successor AND d.removed_seq IS NULL)",
        [],
    )?)
}

/// Lets go of kept readings by key or file: somebody wants their words to be gone.
pub(crate) fn let_go_of(change: &Connection, named: &str) -> Result<usize, Error> {
    Ok(change.execute(
        "DELETE FROM kept WHERE row IN (SELECT row FROM document WHERE removed_seq IS NOT NULL AND (id = ?1 OR original = ?1))",
        [named],
    )?)
}

/// Documents under a condition on `d`, held or not.
fn rows(
    reader: &Connection,
    condition: &str,
    value: &dyn rusqlite::ToSql,
) -> Result<Vec<DocumentRow>, Error> {
    let mut find = reader.prepare(&format!(
        "SELECT {DOCUMENT} FROM document d WHERE {condition} ORDER BY d.row"
    ))?;
    collect(find.query([value])?, document_row)
}

/// Whether something is held under a key.
fn is_held(reader: &Connection, id: &str) -> Result<bool, Error> {
    let found = reader
        .query_row(
            "SELECT 1 FROM document WHERE id = ?1 AND removed_seq IS NULL",
            [id],
            |_| Ok(()),
        )
        .optional()?;
    Ok(found.is_some())
}

#[cfg(test)]
pub(crate) mod tests;

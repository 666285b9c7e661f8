//! Removing what is held, and purging what no generation points to any more.

use std::collections::HashSet;

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::{
    Act, Catalogue, Deed, DocumentRowId, Error, Hash, Seq, batch,
    replaced::with_predecessors,
    resolution,
    store::{seq, stored},
    untold::tell_later,
};

/// The key of `meta` with the change that removed something last, until nothing of it is left.
const FORGET: &str = "forget";

/// The next publish does away with every byte of what was removed by a change.
pub(crate) fn forget_next(change: &Connection, at: Seq) -> Result<(), Error> {
    change.execute(
        "INSERT OR REPLACE INTO meta VALUES (?1, ?2)",
        params![FORGET, at.to_string()],
    )?;
    Ok(())
}

impl Catalogue {
    /// Removes a document by id or slug; `None` if there is none. Its words stay readable at older `Seq`s
    /// until [`Self::purge`]; the records of answers lose them now.
    pub fn remove(&self, id: &str) -> Result<Option<Seq>, Error> {
        let (removed, seq) = self.take_out(&[id], None)?;
        Ok((!removed.is_empty()).then_some(seq))
    }

    /// Removes documents by id or slug, all or none; the ids of those that there were. The audit is told of it with
    /// [`Self::tell_audit`], whatever happens in between.
    pub fn remove_all(&self, ids: &[impl AsRef<str>], act: &Act) -> Result<Vec<String>, Error> {
        let ids: Vec<&str> = ids.iter().map(AsRef::as_ref).collect();
        Ok(self.take_out(&ids, Some(act))?.0)
    }

    fn take_out(&self, ids: &[&str], act: Option<&Act>) -> Result<(Vec<String>, Seq), Error> {
        let (removed, now) = self.write(|writer| {
            let change =
                writer.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            let now = seq(&change)? + 1;
            let mut removed = Vec::new();
            for id in ids {
                // An id goes before a slug: only one document can be meant.
                let found: Option<(DocumentRowId, String)> = change
                    .query_row(
                        "SELECT row, id FROM document WHERE removed_seq IS NULL AND (id = ?1 OR slug = ?1)
                         ORDER BY id = ?1 DESC LIMIT 1",
                        [id],
                        |row| Ok((row.get(0)?, row.get(1)?)),
                    )
                    .optional()?;
                let Some((row, key)) = found else { continue };
                change.execute(
                    "UPDATE document SET removed_seq = ?1 WHERE row = ?2",
                    params![stored(now), row],
                )?;
                // An earlier reading that a batch kept must not come back when that is taken back.
                batch::let_go_of(&change, &key)?;
                removed.push(key);
            }
            if removed.is_empty() {
                return Ok((removed, now));
            }
            change.execute(
                "UPDATE meta SET value = ?1 WHERE key = 'seq'",
                [now.to_string()],
            )?;
            forget_next(&change, now)?;
            let words = removed.iter().map(|key| (key.clone(), now)).collect();
            resolution::empty(&change, words)?;
            if let Some(act) = act {
                let lines = removed.iter().cloned();
                let lines = lines.map(|key| (Deed::Removed, key, String::new()));
                tell_later(&change, now, act, lines)?;
            }
            change.commit()?;
            Ok((removed, now))
        })?;
        if !removed.is_empty() {
            self.empty_records()?;
        }
        Ok((removed, now))
    }

    /// Whether something was removed of which bytes may lie on the disk: the next publish does away with them, whoever does
    /// it. Kept with the removal, so that a stop after it forgets nothing.
    pub fn is_to_forget(&self) -> Result<bool, Error> {
        self.read(|reader| {
            let mut find = reader.prepare("SELECT 1 FROM meta WHERE key = ?1")?;
            Ok(find.exists([FORGET])?)
        })
    }

    /// Nothing derived from the catalogue has a byte of what was removed up to `upto`, and it was purged; what of it lies
    /// in the log is overwritten here. Where somebody reads the log just then, the next publish tries again.
    pub fn forgotten(&self, upto: Seq) -> Result<(), Error> {
        self.write(|writer| {
            let emptied = "PRAGMA wal_checkpoint(TRUNCATE)";
            let busy: i64 = writer.query_row(emptied, [], |row| row.get(0))?;
            if busy == 0 {
                writer.execute(
                    "DELETE FROM meta WHERE key = ?1 AND CAST(value AS INTEGER) <= ?2",
                    params![FORGET, stored(upto)],
                )?;
            }
            Ok(())
        })
    }

    /// The next purge looks for originals that nothing refers to: some are about to be stored, and whoever stores them may
    /// be stopped before anything does.
    pub fn sweep_next(&self) -> Result<(), Error> {
        self.write(|writer| {
            writer.execute("INSERT OR REPLACE INTO meta VALUES ('sweep', '1')", [])?;
            Ok(())
        })
    }

    /// Deletes originals that were stored for documents that never came; those that something refers to stay.
    pub fn forget_originals(&self, hashes: &[Hash]) -> Result<(), Error> {
        self.write(|writer| {
            let pending = self.files.pending.lock();
            let mut pending = pending.unwrap_or_else(std::sync::PoisonError::into_inner);
            let mut find = writer.prepare("SELECT 1 FROM document WHERE original = ?1")?;
            for hash in hashes {
                pending.remove(hash);
                if !find.exists([hash.as_str()])? {
                    self.files.originals.delete(hash)?;
                }
            }
            Ok(())
        })
    }

    /// Takes the words of every document that was removed out of the records of answers, also those of older files
    /// whose place it had taken. What was only replaced is still held: records of the older file stay what they are,
    /// and say so.
    pub(crate) fn empty_records(&self) -> Result<(), Error> {
        let removed = self.read(|reader| {
            // A change that replaces has also added, be that purged meanwhile.
            let mut find = reader.prepare(
                "SELECT d.id, d.removed_seq FROM document d WHERE d.removed_seq IS NOT NULL
                 AND NOT EXISTS (SELECT 1 FROM document n WHERE n.added_seq = d.removed_seq)
                 AND NOT EXISTS (SELECT 1 FROM gone n WHERE n.added_seq = d.removed_seq)",
            )?;
            let rows = find.query_map([], |row| {
                Ok((
                    row.get::<_, String>(0)?,
                    row.get::<_, i64>(1)?.unsigned_abs(),
                ))
            })?;
            with_predecessors(reader, rows.collect::<Result<_, _>>()?)
        })?;
        self.files.records.empty(&removed)
    }

    /// Deletes for good what was removed at or before `published`, with originals that nothing refers to.
    /// Deleted bytes are overwritten in the database and the log is emptied.
    pub fn purge(&self, published: Seq) -> Result<(), Error> {
        self.empty_records()?;
        let upto = stored(published);
        self.write(|writer| {
            let change = writer.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            let let_go = batch::let_go(&change)?;
            change.execute(
                "INSERT OR IGNORE INTO gone SELECT row, added_seq, removed_seq FROM document
                 WHERE removed_seq <= ?1 AND row NOT IN (SELECT row FROM kept)",
                [upto],
            )?;
            let deleted = change.execute(
                "DELETE FROM document WHERE removed_seq <= ?1 AND row NOT IN (SELECT row FROM kept)",
                [upto],
            )?;
            if deleted + let_go > 0 {
                // Files are unlinked after the transaction: should we be stopped between, this mark remains.
                change.execute("INSERT OR REPLACE INTO meta VALUES ('sweep', '1')", [])?;
                change.commit()?;
            } else {
                change.rollback()?;
            }
            let sweep: bool =
                writer.query_row("SELECT count(*) FROM meta WHERE key = 'sweep'", [], |row| row.get(0))?;
            if !sweep {
                return Ok(());
            }
            let mut keep: HashSet<String> = HashSet::new();
            let mut originals = writer.prepare("SELECT DISTINCT original FROM document")?;
            for original in originals.query_map([], |row| row.get(0))? {
                keep.insert(original?);
            }
            drop(originals);
            let pending = self.files.pending.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            keep.extend(pending.iter().map(|hash| hash.as_str().to_owned()));
            // The lock is kept: a file being stored right now must be seen as pending or not exist yet.
            self.files.originals.sweep(&keep)?;
            drop(pending);
            writer.execute("DELETE FROM meta WHERE key = 'sweep'", [])?;
            // A reader may hold the log; it is emptied then by a later purge or at the last close.
            writer.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?;
            Ok(())
        })
    }
}

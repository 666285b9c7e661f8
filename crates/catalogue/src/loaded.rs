//! Which files were loaded as a whole: a collection is stored in several transactions, and one that was
//! stopped half-way must be read again.

use std::collections::HashSet;

use legal::DocumentId;
use rusqlite::{Connection, params};

use crate::{
    Catalogue, DocumentRowId, Error, Hash, Seq,
    batch::WholeFile,
    resolution,
    store::{seq, stored},
};

impl Catalogue {
    /// Notes that every document of a file is stored. Documents that an earlier version of the same collection
    /// (same `file_name`, another content) held and this one does not are removed in the same transaction.
    pub fn finish_original(
        &self,
        original: &Hash,
        file_name: &str,
        model: &str,
        ids: &[DocumentId],
    ) -> Result<(), Error> {
        let file = WholeFile {
            original: original.clone(),
            file_name: file_name.to_owned(),
            model: model.to_owned(),
            documents: ids.to_vec(),
        };
        self.write(|writer| {
            let change =
                writer.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            let now = seq(&change)? + 1;
            if !finish(&change, &file, now)?.is_empty() {
                change.execute(
                    "UPDATE meta SET value = ?1 WHERE key = 'seq'",
                    [now.to_string()],
                )?;
            }
            change.commit()?;
            Ok(())
        })
    }
}

/// The same in a transaction of the caller's; the rows that are no longer held.
pub(crate) fn finish(
    change: &Connection,
    file: &WholeFile,
    now: Seq,
) -> Result<Vec<DocumentRowId>, Error> {
    let ids: HashSet<&str> = file.documents.iter().map(DocumentId::as_str).collect();
    let original = file.original.as_str();
    change.execute(
        "INSERT OR REPLACE INTO loaded VALUES (?1, ?2)",
        [original, &file.model],
    )?;
    let mut earlier = change.prepare(
        "SELECT row, id FROM document
         WHERE removed_seq IS NULL AND media = 'articles' AND file_name = ?1 AND original <> ?2",
    )?;
    let rows = earlier.query_map([&file.file_name, original], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })?;
    let mut rows: Vec<(DocumentRowId, String)> = rows.collect::<Result<_, _>>()?;
    rows.retain(|(_, id)| !ids.contains(id.as_str()));
    for (row, _) in &rows {
        change.execute(
            "UPDATE document SET removed_seq = ?1 WHERE row = ?2",
            params![stored(now), row],
        )?;
    }
    let leaving = rows.iter().map(|(_, id)| (id.clone(), now)).collect();
    resolution::empty(change, leaving)?;
    Ok(rows.into_iter().map(|(row, _)| row).collect())
}

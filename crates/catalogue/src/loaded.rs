//! Which files were loaded as a whole: a collection is stored in several transactions, and one that was
//! stopped half-way must be read again.

use std::collections::HashSet;

use legal::DocumentId;
use rusqlite::params;

use crate::{
    Catalogue, DocumentRowId, Error, Hash,
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
        let ids: HashSet<&str> = ids.iter().map(DocumentId::as_str).collect();
        self.write(|writer| {
            let change = writer.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            change.execute("INSERT OR REPLACE INTO loaded VALUES (?1, ?2)", [original.as_str(), model])?;
            let mut earlier = change.prepare(
                "SELECT row, id FROM document
                 WHERE removed_seq IS NULL AND media = 'articles' AND file_name = ?1 AND original <> ?2",
            )?;
            let rows = earlier.query_map([file_name, original.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let rows: Vec<(DocumentRowId, String)> = rows.collect::<Result<_, _>>()?;
            drop(earlier);
            let now = seq(&change)? + 1;
            let mut removed = 0;
            for (row, _) in rows.iter().filter(|(_, id)| !ids.contains(id.as_str())) {
                removed += change
                    .execute("UPDATE document SET removed_seq = ?1 WHERE row = ?2", params![stored(now), row])?;
            }
            if removed > 0 {
                change.execute("UPDATE meta SET value = ?1 WHERE key = 'seq'", [now.to_string()])?;
            }
            change.commit()?;
            Ok(())
        })
    }
}

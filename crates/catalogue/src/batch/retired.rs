//! Ending documents by decision. The decision is kept as a resolution, so that it holds also when the document is read again;
//! it goes when its batch is taken back. Its line of the audit is that of the batch.

use jiff::Timestamp;
use rusqlite::{Connection, TransactionBehavior, params};

use super::{Added, BatchKind, NewBatch, add_in};
use crate::{Catalogue, Error, NewDocument, NewResolution};

/// Which resolutions were made by which batch.
pub(crate) const TABLES: &str = "
CREATE TABLE IF NOT EXISTS resolution_batch (
    resolution INTEGER PRIMARY KEY,
    batch TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS resolution_batch_batch ON resolution_batch (batch);
";

impl Catalogue {
    /// Stores documents that somebody ended, with what was decided of each, as one batch.
    pub fn retire_batch(
        &self,
        batch: &NewBatch,
        documents: &[NewDocument],
        told: &[NewResolution],
    ) -> Result<Added, Error> {
        let added = self.write(|writer| {
            let change = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let added = add_in(&change, batch, BatchKind::Retired, documents, &[])?;
            for one in told {
                change.execute(
                    "INSERT INTO resolution (document, unit, from_day, until_day, unofficial, by_document, words, who,
                     origin, at, told, told_back, applied) VALUES (?1, ?2, NULL, ?3, 0, NULL, ?4, ?5, '', ?6, 1, 0, 1)",
                    params![
                        one.document.as_str(),
                        one.unit.to_string(),
                        one.until.map(|day| day.to_string()),
                        one.words,
                        batch.who,
                        batch.at.as_microsecond(),
                    ],
                )?;
                change.execute(
                    "INSERT INTO resolution_batch VALUES (?1, ?2)",
                    params![change.last_insert_rowid(), batch.name],
                )?;
            }
            change.commit()?;
            Ok(added)
        })?;
        self.not_pending(documents);
        self.empty_records()?;
        Ok(added)
    }
}

/// What a batch decided does not hold any more. A document that was read again since then still shows it, until resolutions
/// are worked in the next time.
pub(super) fn withdraw(
    change: &Connection,
    batch: &str,
    who: &str,
    at: Timestamp,
) -> Result<(), Error> {
    change.execute(
        "UPDATE resolution SET back_who = ?1, back_origin = '', back_at = ?2, told_back = 1, applied = 0
         WHERE back_at IS NULL AND id IN (SELECT resolution FROM resolution_batch WHERE batch = ?3)",
        params![who, at.as_microsecond(), batch],
    )?;
    Ok(())
}

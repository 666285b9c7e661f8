//! Vectors of the model that comes next, gathered beside those in use until all are there.
//!
//! `next_vector` fills in many small transactions; one transaction then gives it the name `vector`, and what that
//! was is emptied afterwards. A stop at any point leaves the vectors in use whole and what was gathered kept.

use rusqlite::{Connection, OptionalExtension as _, params};

use crate::{
    Catalogue, Error, PassageId, Seq, blob,
    store::{seq, stored},
};

/// Came after the first data folders of this format, and is made in those too; an older program passes it over.
pub(crate) const TABLES: &str = "
CREATE TABLE IF NOT EXISTS next_vector (
    passage INTEGER PRIMARY KEY REFERENCES passage ON DELETE CASCADE,
    value BLOB NOT NULL
);
";

/// Rows deleted in one transaction: the log stays small, so that a nearly full disk is enough.
const SWEEP: usize = 4_096;

impl Catalogue {
    /// The model whose vectors are being gathered; `None`: none is.
    pub fn next_model(&self) -> Result<Option<String>, Error> {
        self.read(next_model)
    }

    /// Begins or goes on gathering vectors of a model. What was gathered for another one is deleted first.
    pub fn begin_model(&self, model: &str) -> Result<(), Error> {
        if self.next_model()?.as_deref() != Some(model) {
            self.forget_next_model()?;
            self.write(|writer| {
                writer.execute(
                    "INSERT OR REPLACE INTO meta VALUES ('next_model', ?1)",
                    [model],
                )?;
                Ok(())
            })?;
        }
        self.sweep("old_vector")
    }

    /// Deletes what was gathered for the next model: the one in use stays.
    pub fn forget_next_model(&self) -> Result<(), Error> {
        self.write(|writer| {
            writer.execute("DELETE FROM meta WHERE key = 'next_model'", [])?;
            Ok(())
        })?;
        self.sweep("next_vector")
    }

    /// Passages held now that have no vector of the next model yet, ascending.
    pub fn without_next_vector(&self) -> Result<Vec<PassageId>, Error> {
        self.read(|reader| {
            let mut lacking = reader.prepare(&format!("{LACKING} ORDER BY p.id"))?;
            let ids = lacking.query_map([], |row| row.get::<_, i64>(0))?;
            ids.map(|id| Ok(id?.unsigned_abs())).collect()
        })
    }

    /// Stores vectors of the next model; durable when it returns. Those of passages that were deleted meanwhile are
    /// left out. An error if another model was begun meanwhile.
    pub fn add_next_vectors(
        &self,
        model: &str,
        vectors: &[(PassageId, Vec<f32>)],
    ) -> Result<(), Error> {
        self.write(|writer| {
            let change =
                writer.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            same_model(&change, model)?;
            let mut insert = change.prepare(
                "INSERT OR REPLACE INTO next_vector
                 SELECT ?1, ?2 WHERE EXISTS (SELECT 1 FROM passage WHERE id = ?1)",
            )?;
            for (passage, vector) in vectors {
                insert.execute(params![stored(*passage), blob::pack_vector(vector)?])?;
            }
            drop(insert);
            Ok(change.commit()?)
        })
    }

    /// Puts the vectors of the next model, of this width, in the place of those in use, all or none. `None`: some
    /// passages lack theirs (loaded meanwhile, or damaged and deleted); gather those and try again.
    pub fn change_model(&self, model: &str, dims: usize) -> Result<Option<Seq>, Error> {
        self.delete_damaged(dims)?;
        self.write(|writer| {
            let change = writer.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            same_model(&change, model)?;
            let lacking = change.query_row(&format!("{LACKING} LIMIT 1"), [], |_| Ok(()));
            if lacking.optional()?.is_some() {
                return Ok(None);
            }
            let now = seq(&change)? + 1;
            change.execute(
                "INSERT OR IGNORE INTO loaded SELECT original, ?1 FROM loaded
                 WHERE model IN (SELECT model FROM document WHERE removed_seq IS NULL AND dims > 0)",
                [model],
            )?;
            change.execute(
                "UPDATE document SET model = ?1, dims = ?2
                 WHERE removed_seq IS NULL AND EXISTS (SELECT 1 FROM passage p WHERE p.document = document.row)",
                params![model, dims as i64],
            )?;
            // A new name costs nothing, whatever the size.
            change.execute_batch(
                "DROP TABLE IF EXISTS old_vector;
                 ALTER TABLE vector RENAME TO old_vector;
                 ALTER TABLE next_vector RENAME TO vector;
                 DELETE FROM meta WHERE key = 'next_model';",
            )?;
            change.execute_batch(TABLES)?;
            change.execute("UPDATE meta SET value = ?1 WHERE key = 'seq'", [now.to_string()])?;
            change.commit()?;
            Ok(Some(now))
        })
    }

    /// Deletes the vectors of the model before, if any are left: once nothing needs them any more.
    pub fn forget_old_model(&self) -> Result<(), Error> {
        self.sweep("old_vector")
    }

    /// A vector that cannot be read is made again before it can be put in use.
    fn delete_damaged(&self, dims: usize) -> Result<(), Error> {
        let damaged = self.read(|reader| {
            let mut damaged = Vec::new();
            let mut all = reader.prepare("SELECT passage, value FROM next_vector")?;
            let mut rows = all.query([])?;
            while let Some(row) = rows.next()? {
                let vector = blob::unpack_vector(row.get_ref(1)?.as_blob()?, &String::new);
                if vector.map_or(0, |vector| vector.len()) != dims {
                    damaged.push(row.get::<_, i64>(0)?);
                }
            }
            Ok(damaged)
        })?;
        self.write(|writer| {
            let change = writer.transaction()?;
            for passage in damaged {
                change.execute("DELETE FROM next_vector WHERE passage = ?1", [passage])?;
            }
            Ok(change.commit()?)
        })
    }

    /// Empties a table of vectors a little at a time.
    fn sweep(&self, table: &str) -> Result<(), Error> {
        let find = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = ?1";
        let exists: bool =
            self.read(|reader| Ok(reader.query_row(find, [table], |row| row.get(0))?))?;
        if !exists {
            return Ok(());
        }
        let sweep = format!(
            "DELETE FROM {table} WHERE passage IN (SELECT passage FROM {table} LIMIT {SWEEP})"
        );
        while self.write(|writer| Ok(writer.execute(&sweep, [])?))? > 0 {}
        Ok(())
    }
}

/// Passages that are held and have no vector of the next model.
const LACKING: &str = "SELECT p.id FROM document d JOIN passage p ON p.document = d.row
    WHERE d.removed_seq IS NULL AND NOT EXISTS (SELECT 1 FROM next_vector n WHERE n.passage = p.id)";

fn next_model(connection: &Connection) -> Result<Option<String>, Error> {
    let find = "SELECT value FROM meta WHERE key = 'next_model'";
    Ok(connection
        .query_row(find, [], |row| row.get(0))
        .optional()?)
}

/// Two programs may have been told of two models.
fn same_model(change: &Connection, model: &str) -> Result<(), Error> {
    let begun = next_model(change)?.unwrap_or_default();
    if begun == model {
        return Ok(());
    }
    Err(Error::OtherModel {
        held: begun,
        given: model.to_owned(),
    })
}

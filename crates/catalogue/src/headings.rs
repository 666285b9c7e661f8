//! What stands above each passage, read in one pass over all that is held.

use crate::{Catalogue, DocumentRowId, Error, PassageId, Seq, store::stored};

impl Catalogue {
    /// Gives `each` the id, the document and the breadcrumb of every passage held at `at`, in the order of ids.
    /// Their words are not read and their checksums not compared: for hints, never for what is quoted.
    pub fn breadcrumbs(
        &self,
        at: Seq,
        mut each: impl FnMut(PassageId, DocumentRowId, &str),
    ) -> Result<(), Error> {
        let held = self.held();
        self.read(|reader| {
            let mut find = reader.prepare(&format!(
                "SELECT p.id, p.document, p.breadcrumb FROM passage p JOIN document d ON d.row = p.document
                 WHERE {held} ORDER BY p.id"
            ))?;
            let mut rows = find.query([stored(at)])?;
            while let Some(row) = rows.next()? {
                let id: i64 = row.get(0)?;
                each(id.unsigned_abs(), row.get(1)?, row.get_ref(2)?.as_str()?);
            }
            Ok(())
        })
    }
}

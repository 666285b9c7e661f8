//! What is held beside that which was asked for and is not.

use crate::{
    Catalogue, DocumentRow, Error, Seq,
    read::{DOCUMENT, HELD, collect, document_row},
    store::stored,
};

impl Catalogue {
    /// Documents whose symbol has this year: "2024" of 15/2024/NĐ-CP.
    pub fn by_year(&self, at: Seq, year: &str) -> Result<Vec<DocumentRow>, Error> {
        self.read(|reader| {
            let mut find = reader.prepare(&format!(
                "SELECT {DOCUMENT} FROM document d WHERE d.number LIKE '%/' || ?2 AND {HELD} ORDER BY d.row"
            ))?;
            collect(find.query((stored(at), year))?, document_row)
        })
    }

    /// The names of laws and codes that are held, folded without accents, each once.
    pub fn law_names(&self, at: Seq) -> Result<Vec<String>, Error> {
        self.read(|reader| {
            let mut find = reader.prepare(&format!(
                "SELECT DISTINCT d.name FROM document d WHERE d.name IS NOT NULL AND {HELD} ORDER BY d.name"
            ))?;
            collect(find.query([stored(at)])?, |row| Ok(row.get(0)?))
        })
    }
}

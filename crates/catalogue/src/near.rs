//! What is held beside that which was asked for and is not.

use crate::{
    Catalogue, DocumentRow, Error, Seq,
    read::{DOCUMENT, collect, document_row},
    store::stored,
    words,
};

impl Catalogue {
    /// Documents whose symbol has this year: "2024" of 15/2024/NĐ-CP.
    pub fn by_year(&self, at: Seq, year: &str) -> Result<Vec<DocumentRow>, Error> {
        let held = self.held();
        self.read(|reader| {
            let mut find = reader.prepare(&format!(
                "SELECT {DOCUMENT} FROM document d WHERE d.number LIKE '%/' || ?2 AND {held} ORDER BY d.row"
            ))?;
            collect(find.query((stored(at), year))?, document_row)
        })
    }

    /// Other documents that bear the number of this one and come, as far as both say, from the same body. A symbol
    /// without a year begins anew every year.
    pub fn twins(&self, at: Seq, of: &DocumentRow) -> Result<Vec<DocumentRow>, Error> {
        let mut found = self.namesakes(at, &of.id, &of.header)?;
        found.retain(|other| other.row != of.row);
        Ok(found)
    }

    /// The same of a document that is not held (yet).
    pub fn namesakes(
        &self,
        at: Seq,
        id: &legal::DocumentId,
        header: &legal::Header,
    ) -> Result<Vec<DocumentRow>, Error> {
        let Some(symbol) = &header.symbol else {
            return Ok(Vec::new());
        };
        let mut found = self.by_symbol(at, symbol)?;
        let own = legal::issuers(header);
        let has_year = words::number_year(symbol).is_some();
        let year = |header: &legal::Header| header.issued.map(legal::Date::year);
        found.retain(|other| {
            let its = legal::issuers(&other.header);
            let same_body = own.is_empty() || its.is_empty() || own == its;
            let same_year = has_year || year(header) == year(&other.header);
            other.id != *id && same_body && same_year
        });
        Ok(found)
    }

    /// The names of laws and codes that are held, folded without accents, each once.
    pub fn law_names(&self, at: Seq) -> Result<Vec<String>, Error> {
        let held = self.held();
        self.read(|reader| {
            let mut find = reader.prepare(&format!(
                "SELECT DISTINCT d.name FROM document d WHERE d.name IS NOT NULL AND {held} ORDER BY d.name"
            ))?;
            collect(find.query([stored(at)])?, |row| Ok(row.get(0)?))
        })
    }
}

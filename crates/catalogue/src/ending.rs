//! Which held documents say that they end which others: a document's validity is also what later ones say of it.

use legal::{Confidence, Date, Relation, RelationKind, Symbol};
use rusqlite::Connection;

use crate::{
    Catalogue, DocumentRow, DocumentRowId, Error, PassageId, PassageRow, Seq,
    read::{PASSAGE, passage_row},
    store::stored,
};

/// The symbols of the documents that these relations end as a whole, each once, with the day where that is not the
/// first day of the act that says so (of several the latest). An act that also touches single
/// units of another, or amends it, does not end it, and only what the words say plainly counts: law must not be called
/// ended by mistake.
pub fn ended(relations: &[Relation]) -> Vec<(&Symbol, Option<Date>)> {
    use RelationKind::{Amends, Corrects, Repeals, Replaces, Supplements, Suspends};
    let named = |relation: &'_ Relation| relation.symbol.clone().or(relation.target.symbol.clone());
    let in_part = |symbol: &Symbol| {
        relations.iter().any(|relation| {
            let part = !relation.target.path.steps().is_empty()
                && matches!(relation.kind, Replaces | Repeals | Suspends | Corrects);
            (part || matches!(relation.kind, Amends | Supplements))
                && named(relation).is_some_and(|other| other.folded() == symbol.folded())
        })
    };
    let whole = relations.iter().filter(|relation| {
        matches!(relation.kind, Replaces | Repeals)
            && relation.target.path.steps().is_empty()
            && relation.confidence == Confidence::High
    });
    let mut symbols: Vec<(&Symbol, Option<Date>)> = whole
        .filter_map(|relation| {
            let symbol = relation
                .symbol
                .as_ref()
                .or(relation.target.symbol.as_ref())?;
            Some((symbol, relation.from))
        })
        .filter(|(symbol, _)| !in_part(symbol))
        .collect();
    symbols.sort_unstable_by_key(|(symbol, day)| (symbol.folded(), std::cmp::Reverse(*day)));
    symbols.dedup_by_key(|(symbol, _)| symbol.folded());
    symbols
}

/// Stores what a new document ends.
pub(crate) fn store(
    connection: &Connection,
    row: DocumentRowId,
    relations: &[Relation],
) -> Result<(), Error> {
    let mut insert = connection.prepare("INSERT INTO ending VALUES (?1, ?2)")?;
    for (symbol, _) in ended(relations) {
        insert.execute((row, symbol.folded()))?;
    }
    Ok(())
}

/// Most passages of one article that are looked at.
const MOST: u32 = 40;

impl Catalogue {
    /// The passages of a document held at `at`, ascending.
    pub fn passages_of(&self, at: Seq, row: DocumentRowId) -> Result<Vec<PassageId>, Error> {
        if self.document_row(at, row)?.is_none() {
            return Ok(Vec::new());
        }
        self.read(|reader| {
            let mut found =
                reader.prepare("SELECT id FROM passage WHERE document = ?1 ORDER BY id")?;
            let ids = found.query_map([row], |row| Ok(row.get::<_, i64>(0)?.unsigned_abs()))?;
            Ok(ids.collect::<Result<_, _>>()?)
        })
    }

    /// The first passages of one article of a document held at `at`, in the order of the text: an annex may have
    /// thousands.
    pub fn passages_of_article(
        &self,
        at: Seq,
        row: DocumentRowId,
        article_key: &str,
    ) -> Result<Vec<PassageRow>, Error> {
        let held = self.held();
        self.read(|reader| {
            let mut found = reader.prepare(&format!(
                "SELECT {PASSAGE} FROM passage p JOIN document d ON d.row = p.document
                 WHERE p.document = ?2 AND p.article_key = ?3 AND {held} ORDER BY p.span_start, p.id LIMIT {MOST}"
            ))?;
            let mut rows = found.query(rusqlite::params![stored(at), row, article_key])?;
            let mut passages = Vec::new();
            while let Some(row) = rows.next()? {
                passages.push(passage_row(row)?);
            }
            Ok(passages)
        })
    }

    /// The documents held at `at` that say they replace or repeal the whole of the document with this symbol.
    pub fn ended_by(&self, at: Seq, symbol: &Symbol) -> Result<Vec<DocumentRow>, Error> {
        let rows: Vec<DocumentRowId> = self.read(|reader| {
            let mut found = reader.prepare(
                "SELECT e.document FROM ending e JOIN document d ON d.row = e.document
                 WHERE e.target = ?1 AND d.added_seq <= ?2 AND (d.removed_seq IS NULL OR d.removed_seq > ?2)
                 ORDER BY e.document",
            )?;
            let rows = found.query_map((symbol.folded(), stored(at)), |row| row.get(0))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })?;
        let documents = rows.into_iter().map(|row| self.document_row(at, row));
        Ok(documents
            .collect::<Result<Vec<_>, _>>()?
            .into_iter()
            .flatten()
            .collect())
    }
}

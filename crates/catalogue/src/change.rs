//! What the index follows: changes between two numbers, and the passages with their vectors.

use rusqlite::params;

use crate::{
    Catalogue, DocumentRowId, Error, PassageId, PassageRow, Seq, blob,
    read::{PASSAGE, passage_row},
    store::stored,
};

/// What changed between two `Seq`s, for the index to follow.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// Passages to add, ascending.
    pub added: Vec<PassageId>,
    /// Documents whose passages are to be taken out.
    pub removed: Vec<DocumentRowId>,
}

/// Ids this near to each other are read in one sweep; what lies between is skipped.
const SWEEP_GAP: u64 = 64;

impl Catalogue {
    /// What changed after `from` up to `to`, for the index. Documents that came and went between the two are
    /// in neither list.
    pub fn changes(&self, from: Seq, to: Seq) -> Result<Change, Error> {
        let range = [stored(from), stored(to)];
        self.read(|reader| {
            let mut added = reader.prepare(
                "SELECT p.id FROM document d JOIN passage p ON p.document = d.row
                 WHERE d.added_seq > ?1 AND d.added_seq <= ?2 AND (d.removed_seq IS NULL OR d.removed_seq > ?2)
                 ORDER BY p.id",
            )?;
            let added = added.query_map(range, |row| row.get::<_, i64>(0))?;
            let added = added.map(|id| Ok(id?.unsigned_abs())).collect::<Result<_, Error>>()?;
            let mut removed = reader.prepare(
                "SELECT row FROM document WHERE added_seq <= ?1 AND removed_seq > ?1 AND removed_seq <= ?2
                 UNION SELECT row FROM gone WHERE added_seq <= ?1 AND removed_seq > ?1 AND removed_seq <= ?2
                 ORDER BY row",
            )?;
            let removed = removed.query_map(range, |row| row.get(0))?.collect::<Result<_, _>>()?;
            Ok(Change { added, removed })
        })
    }

    /// Hands every passage of `ids` with its vector to `sink`, ascending, in one read transaction. A passage
    /// that was stored without a vector comes with an empty one.
    /// A vector that fails its checksum is [`Error::Damaged`].
    pub fn for_each_passage(
        &self,
        ids: &[PassageId],
        sink: &mut dyn FnMut(PassageRow, Vec<f32>),
    ) -> Result<(), Error> {
        self.read(|reader| {
            let reader = reader.unchecked_transaction()?;
            let mut find = reader.prepare(&format!(
                "SELECT {PASSAGE}, v.value FROM passage p JOIN document d ON d.row = p.document
                 LEFT JOIN vector v ON v.passage = p.id WHERE p.id BETWEEN ?1 AND ?2 ORDER BY p.id"
            ))?;
            for run in ids.chunk_by(|one, next| next.saturating_sub(*one) <= SWEEP_GAP) {
                let (Some(first), Some(last)) = (run.first(), run.last()) else {
                    continue;
                };
                let mut wanted = run.iter().peekable();
                let mut rows = find.query(params![stored(*first), stored(*last)])?;
                while let Some(row) = rows.next()? {
                    let id = row.get::<_, i64>(0)?.unsigned_abs();
                    while wanted.next_if(|next| **next < id).is_some() {}
                    if wanted.next_if(|next| **next == id).is_none() {
                        continue;
                    }
                    let vector = match row.get_ref(12)?.as_blob_or_null()? {
                        Some(value) => {
                            blob::unpack_vector(value, &|| format!("the vector of passage {id}"))?
                        }
                        None => Vec::new(),
                    };
                    sink(passage_row(row)?, vector);
                }
            }
            Ok(())
        })
    }

    /// The embedding model of the stored vectors and its dimension; `None` while empty.
    pub fn model(&self) -> Result<Option<(String, usize)>, Error> {
        use rusqlite::OptionalExtension as _;
        self.read(|reader| {
            let found: Option<(String, i64)> = reader
                .query_row(
                    "SELECT model, dims FROM document WHERE removed_seq IS NULL AND dims > 0 LIMIT 1",
                    [],
                    |row| Ok((row.get(0)?, row.get(1)?)),
                )
                .optional()?;
            Ok(found.map(|(model, dims)| (model, usize::try_from(dims).unwrap_or_default())))
        })
    }
}

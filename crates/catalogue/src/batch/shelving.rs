//! Putting many documents into a collection or giving them a level, as one decision that can be taken back.

use legal::DocumentId;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};

use super::{Batch, BatchKind, NewBatch, TakenBack, TakingBack, remember, rows, set_seq};
use crate::{
    Act, Catalogue, Collection, Confidentiality, Deed, DocumentRow, Error,
    collection::{self, Beside},
    read::{DOCUMENT, collect, document_row},
    store::seq,
    untold::tell_later,
};

/// Where documents are put.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shelving {
    /// Into which collection (`Some(None)`: into none); `None`: they stay in theirs.
    pub collection: Option<Option<Collection>>,
    /// Which level of their own (`Some(None)`: none, so that their collection's holds); `None`: they keep theirs.
    pub level: Option<Option<Confidentiality>>,
}

impl Catalogue {
    /// Puts documents elsewhere in one transaction; those that were not there already. Seen at once, also by readers of
    /// an older generation. The audit is told of it, with `detail`, by [`Self::tell_audit`].
    pub fn arrange(
        &self,
        batch: &NewBatch,
        ids: &[DocumentId],
        to: &Shelving,
        (act, detail): (&Act, &str),
    ) -> Result<Vec<DocumentId>, Error> {
        self.write(|writer| {
            let change = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let now = seq(&change)? + 1;
            let mut moved = Vec::new();
            for id in ids {
                let Some(before) = held(&change, id.as_str())? else {
                    continue;
                };
                let after = Beside {
                    collection: to.collection.clone().unwrap_or(before.collection.clone()),
                    confidentiality: to.level.unwrap_or(before.confidentiality),
                };
                if same(&before, &after) {
                    continue;
                }
                put(&change, id.as_str(), &after)?;
                let (was_in, was) = columns(&before);
                let (is_in, is) = columns(&after);
                change.execute(
                    "INSERT OR REPLACE INTO moved VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    params![batch.name, id.as_str(), was_in, was, is_in, is],
                )?;
                moved.push(id.clone());
            }
            if !moved.is_empty() {
                remember(&change, batch, BatchKind::Moved, now, moved.len())?;
                set_seq(&change, now)?;
                let about = format!("{}: {}", batch.name, moved.len());
                tell_later(&change, now, act, [(Deed::Moved, about, detail.to_owned())])?;
                change.commit()?;
            }
            Ok(moved)
        })
    }
}

fn same(one: &Beside, other: &Beside) -> bool {
    one.collection == other.collection && one.confidentiality == other.confidentiality
}

fn columns(beside: &Beside) -> (Option<&str>, Option<&'static str>) {
    let collection = beside.collection.as_ref().map(Collection::as_str);
    (
        collection,
        beside.confidentiality.map(Confidentiality::name),
    )
}

/// Where the held document of a key stands.
fn held(change: &Connection, id: &str) -> Result<Option<Beside>, Error> {
    let row: Option<i64> = change
        .query_row(
            "SELECT row FROM document WHERE id = ?1 AND removed_seq IS NULL",
            [id],
            |row| row.get(0),
        )
        .optional()?;
    row.map(|row| collection::held(change, row)).transpose()
}

/// Puts every reading of a document there, also those that somebody still looks at and those that may return.
fn put(change: &Connection, id: &str, to: &Beside) -> Result<(), Error> {
    let mut find = change.prepare(&format!(
        "SELECT {DOCUMENT} FROM document d WHERE d.id = ?1"
    ))?;
    let read = |row: &rusqlite::Row<'_>| Ok((document_row(row)?, row.get(4)?));
    let all: Vec<(DocumentRow, String)> = collect(find.query([id])?, read)?;
    for (document, validity) in all {
        let header =
            collection::column(&document.header, to.collection.as_ref(), to.confidentiality)?;
        let crc = collection::checksum(&document, &header, &validity);
        change.execute(
            "UPDATE document SET header = ?1, crc = ?2 WHERE row = ?3",
            params![header, crc, document.row],
        )?;
    }
    Ok(())
}

/// A document that was moved: from where, to where.
struct Moved {
    id: String,
    before: Beside,
    after: Beside,
}

fn moved(reader: &Connection, batch: &Batch) -> Result<Vec<Moved>, Error> {
    let mut find = reader.prepare(
        "SELECT id, collection_before, level_before, collection_after, level_after FROM moved WHERE batch = ?1 ORDER BY id",
    )?;
    collect(find.query([&batch.name])?, |row| {
        let beside = |collection: usize, level: usize| -> Result<Beside, Error> {
            let collection: Option<String> = row.get(collection)?;
            let level: Option<String> = row.get(level)?;
            // A level that cannot be read is the strictest.
            let level = level.map(|name| {
                Confidentiality::from_name(&name).unwrap_or(Confidentiality::Restricted)
            });
            Ok(Beside {
                collection: collection.as_deref().and_then(Collection::new),
                confidentiality: level,
            })
        };
        Ok(Moved {
            id: row.get(0)?,
            before: beside(1, 2)?,
            after: beside(3, 4)?,
        })
    })
}

/// Those that still stand where the batch put them.
fn untouched(reader: &Connection, batch: &Batch) -> Result<Vec<Moved>, Error> {
    let mut stand = Vec::new();
    for one in moved(reader, batch)? {
        if held(reader, &one.id)?.is_some_and(|now| same(&now, &one.after)) {
            stand.push(one);
        }
    }
    Ok(stand)
}

pub(super) fn moving_back(
    reader: &Connection,
    batch: &Batch,
    seen: &str,
) -> Result<TakingBack, Error> {
    let all = untouched(reader, batch)?;
    let changed_since = batch.documents.saturating_sub(all.len() as u64);
    let mut returns = Vec::new();
    for one in all {
        let condition = format!("d.id = ?1 AND d.removed_seq IS NULL{seen}");
        returns.extend(rows(reader, &condition, &one.id)?);
    }
    Ok(TakingBack {
        leaves: Vec::new(),
        returns,
        changed_since,
    })
}

pub(super) fn move_back(change: &Connection, batch: &Batch) -> Result<TakenBack, Error> {
    let mut returned = Vec::new();
    for one in untouched(change, batch)? {
        put(change, &one.id, &one.before)?;
        returned.push(DocumentId::from_stored(one.id));
    }
    Ok(TakenBack {
        seq: seq(change)? + 1,
        left: Vec::new(),
        returned,
    })
}

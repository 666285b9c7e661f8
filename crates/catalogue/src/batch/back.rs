//! Taking a batch back.

use std::collections::HashSet;

use jiff::Timestamp;
use legal::DocumentId;
use rusqlite::{Connection, TransactionBehavior, params};

use super::{
    Batch, BatchKind, continued, find, is_held, is_made, retired, rows, set_seq, shelving,
};
use crate::{
    Catalogue, DocumentRow, DocumentRowId, Error, Seq, collection,
    read::{DOCUMENT, collect, document_row},
    removal,
    replaced::{self, Reading},
    resolution,
    slugs::free_slug,
    store::{seq, stored},
};

/// What taking a batch back would do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TakingBack {
    /// Documents that would no longer be held as they are.
    pub leaves: Vec<DocumentRow>,
    /// Readings that would be held again.
    pub returns: Vec<DocumentRow>,
    /// How many of its documents were removed, replaced or moved by something else since: they stay as they are.
    pub changed_since: u64,
}

/// What taking a batch back did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TakenBack {
    /// The change.
    pub seq: Seq,
    /// Documents that are held no longer.
    pub left: Vec<DocumentId>,
    /// Documents that are held again as they were.
    pub returned: Vec<DocumentId>,
}

/// A kept reading.
struct Kept {
    row: DocumentRowId,
    successor: Option<DocumentRowId>,
    shelf: String,
}

impl Catalogue {
    /// What taking a batch back would do now; `None`: there is no such batch, or it was taken back, or so long ago that
    /// nothing of it was kept.
    pub fn taking_back(&self, name: &str) -> Result<Option<TakingBack>, Error> {
        let seen = self.seen();
        self.read(|reader| {
            let reader = reader.unchecked_transaction()?;
            let Some(batch) = standing(&reader, name)? else {
                return Ok(None);
            };
            if batch.kind == BatchKind::Moved {
                return shelving::moving_back(&reader, &batch, &seen).map(Some);
            }
            let (leaves, kept) = plan(&reader, &batch)?;
            let changed_since = batch.documents.saturating_sub(leaves.len() as u64);
            let leaving = leaves;
            let mut leaves = Vec::new();
            for row in &leaving {
                leaves.extend(rows(&reader, &format!("d.row = ?1{seen}"), row)?);
            }
            let mut returns = Vec::new();
            for kept in kept {
                returns.extend(rows(&reader, &format!("d.row = ?1{seen}"), &kept.row)?);
            }
            Ok(Some(TakingBack {
                leaves,
                returns,
                changed_since,
            }))
        })
    }

    /// Takes a batch back for somebody, in one transaction: its documents are no longer held, and those whose place they had taken
    /// are again. What was removed, replaced or moved by something else since stays as it is. `None`: as for
    /// [`Self::taking_back`].
    pub fn take_back(
        &self,
        name: &str,
        who: &str,
        at: Timestamp,
    ) -> Result<Option<TakenBack>, Error> {
        let taken = self.write(|writer| {
            let change = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let Some(batch) = standing(&change, name)? else {
                return Ok(None);
            };
            let taken = match batch.kind {
                BatchKind::Moved => shelving::move_back(&change, &batch)?,
                BatchKind::Published | BatchKind::Retired => {
                    let taken = undo(&change, &batch)?;
                    removal::forget_next(&change, taken.seq)?;
                    taken
                }
            };
            retired::withdraw(&change, name, who, at)?;
            set_seq(&change, taken.seq)?;
            change.execute("DELETE FROM kept WHERE batch = ?1", [name])?;
            change.execute("DELETE FROM moved WHERE batch = ?1", [name])?;
            change.execute(
                "UPDATE batch SET undone = ?1 WHERE name = ?2",
                params![at.as_microsecond(), name],
            )?;
            change.commit()?;
            Ok(Some(taken))
        })?;
        if taken.is_some() {
            self.empty_records()?;
        }
        Ok(taken)
    }
}

/// A batch that was not taken back.
fn standing(reader: &Connection, name: &str) -> Result<Option<Batch>, Error> {
    match is_made(reader)? {
        true => Ok(find(reader, name)?.filter(|batch| batch.undone.is_none())),
        false => Ok(None),
    }
}

/// The rows that leave, and the kept readings that return.
fn plan(reader: &Connection, batch: &Batch) -> Result<(Vec<DocumentRowId>, Vec<Kept>), Error> {
    let mut held = reader.prepare(
        "SELECT row FROM document WHERE added_seq = ?1 AND removed_seq IS NULL ORDER BY row",
    )?;
    let leaves = held.query_map([stored(batch.seq)], |row| row.get(0))?;
    let mut leaves: Vec<DocumentRowId> = leaves.collect::<Result<_, _>>()?;
    for row in continued::held(reader, &batch.name)? {
        if !leaves.contains(&row) {
            leaves.push(row);
        }
    }
    let mut kept = reader.prepare(
        "SELECT k.row, k.successor, k.shelf, d.id FROM kept k JOIN document d ON d.row = k.row
         WHERE k.batch = ?1 ORDER BY k.row",
    )?;
    let mut found = kept.query([&batch.name])?;
    let mut returns = Vec::new();
    while let Some(row) = found.next()? {
        let kept = Kept {
            row: row.get(0)?,
            successor: row.get(1)?,
            shelf: row.get(2)?,
        };
        let id: String = row.get(3)?;
        let fits = match kept.successor {
            Some(successor) => leaves.contains(&successor),
            None => !is_held(reader, &id)?,
        };
        if fits {
            returns.push(kept);
        }
    }
    Ok((leaves, returns))
}

/// What leaves with nothing in its place is a change before that of what is replaced: records lose the words of the
/// first, and keep what they quoted of the second.
fn undo(change: &Connection, batch: &Batch) -> Result<TakenBack, Error> {
    let (leaves, returns) = plan(change, batch)?;
    let (first, second) = (seq(change)? + 1, seq(change)? + 2);
    one_model(change, &returns)?;
    let answered: HashSet<DocumentRowId> =
        returns.iter().filter_map(|kept| kept.successor).collect();
    let mut left = Vec::new();
    let mut gone = Vec::new();
    for row in &leaves {
        let at = match answered.contains(row) {
            true => second,
            false => first,
        };
        change.execute(
            "UPDATE document SET removed_seq = ?1 WHERE row = ?2",
            params![stored(at), row],
        )?;
        let ids = rows(change, "d.row = ?1", row)?
            .into_iter()
            .map(|row| row.id);
        let ids: Vec<DocumentId> = ids.collect();
        if at == first {
            gone.extend(ids.iter().map(|id| (id.to_string(), first)));
        }
        left.extend(ids);
    }
    resolution::empty(change, gone)?;
    let mut returned = Vec::new();
    for kept in &returns {
        returned.push(restore(change, kept, second)?);
    }
    Ok(TakenBack {
        seq: if returns.is_empty() { first } else { second },
        left,
        returned,
    })
}

/// Where a document stands, in words that two states of a row can be compared by.
pub(super) fn shelf(change: &Connection, row: DocumentRowId) -> Result<String, Error> {
    let beside = collection::held(change, row)?;
    let collection = beside.collection.as_ref();
    let level = beside.confidentiality.map(crate::Confidentiality::name);
    Ok(format!(
        "{} {}",
        level.unwrap_or("-"),
        collection.map_or("", |name| name.as_str())
    ))
}

/// Holds a kept reading again, as a new row. A shelf that somebody chose for its successor since then is a decision
/// about the document, and stays.
fn restore(change: &Connection, kept: &Kept, now: Seq) -> Result<DocumentId, Error> {
    let mut find = change.prepare(&format!(
        "SELECT {DOCUMENT} FROM document d WHERE d.row = ?1"
    ))?;
    let read = |row: &rusqlite::Row<'_>| Ok((document_row(row)?, row.get(3)?, row.get(4)?));
    let found = collect(find.query([kept.row])?, read)?.pop();
    let (mut document, mut header, validity): (DocumentRow, String, String) =
        found.ok_or_else(|| Error::Damaged(format!("document {}", kept.row)))?;
    if let Some(successor) = kept.successor
        && shelf(change, successor)? != kept.shelf
    {
        let chosen = collection::held(change, successor)?;
        let own = collection::beside(&header, &String::new)?.confidentiality;
        header = collection::column(
            &document.header,
            chosen.collection.as_ref(),
            chosen.confidentiality.max(own),
        )?;
    }
    document.slug = free_slug(change, &document.slug)?;
    let crc = collection::checksum(&document, &header, &validity);
    change.execute(
        "INSERT INTO document (added_seq, id, slug, original, part, file_name, media, pages, articles, flags, header,
         validity, issued, symbol, number, name, words, content, model, dims, crc)
         SELECT ?1, id, ?2, original, part, file_name, media, pages, articles, flags, ?3, validity, issued, symbol,
         number, name, words, content, model, dims, ?4 FROM document WHERE row = ?5",
        params![stored(now), document.slug, header, crc, kept.row],
    )?;
    let row = change.last_insert_rowid();
    for copy in [
        "INSERT INTO body SELECT ?1, text, words, structure FROM body WHERE document = ?2",
        "INSERT INTO ending SELECT ?1, target FROM ending WHERE document = ?2",
        "INSERT INTO mention SELECT ?1, target, kind, source, unit FROM mention WHERE document = ?2",
    ] {
        change.execute(copy, params![row, kept.row])?;
    }
    passages(change, kept.row, row)?;
    continued::carry(change, kept.row, row)?;
    if let Some(successor) = kept.successor {
        continued::carry(change, successor, row)?;
    }
    // What was recorded since it left is worked into it.
    resolution::forget_applied(change, document.id.as_str())?;
    if let Some(successor) = kept.successor {
        let was: (String, String) = change.query_row(
            "SELECT id, original FROM document WHERE row = ?1",
            [successor],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        replaced::remember(
            change,
            Reading {
                id: &was.0,
                original: &was.1,
            },
            Reading {
                id: document.id.as_str(),
                original: document.original.as_str(),
            },
            now,
        )?;
    }
    Ok(document.id)
}

/// Copies passages with their vectors: the index follows new ones, and never looks at an old one again.
fn passages(change: &Connection, from: DocumentRowId, to: DocumentRowId) -> Result<(), Error> {
    let mut all = change.prepare("SELECT id FROM passage WHERE document = ?1 ORDER BY id")?;
    let ids: Vec<i64> = all
        .query_map([from], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    let mut copy = change.prepare(
        "INSERT INTO passage (document, path, article_key, breadcrumb, text, span_start, span_end, page, validity, crc)
         SELECT ?1, path, article_key, breadcrumb, text, span_start, span_end, page, validity, crc
         FROM passage WHERE id = ?2",
    )?;
    let mut vector =
        change.prepare("INSERT INTO vector SELECT ?1, value FROM vector WHERE passage = ?2")?;
    for id in ids {
        copy.execute(params![to, id])?;
        vector.execute(params![change.last_insert_rowid(), id])?;
    }
    Ok(())
}

/// Vectors of a model that is no longer in use say nothing beside those that are.
fn one_model(change: &Connection, returns: &[Kept]) -> Result<(), Error> {
    let mut held = change.prepare(
        "SELECT DISTINCT model, dims FROM document WHERE removed_seq IS NULL AND dims > 0",
    )?;
    let held: Vec<(String, i64)> = held
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for kept in returns {
        let (model, dims): (String, i64) = change.query_row(
            "SELECT model, dims FROM document WHERE row = ?1",
            [kept.row],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        if let Some((other, _)) = held.iter().find(|(other, _)| dims > 0 && *other != model) {
            return Err(Error::OtherModel {
                held: other.clone(),
                given: model,
            });
        }
    }
    Ok(())
}

//! Which held document a new one takes the place of.

use std::collections::HashSet;

use legal::DocumentId;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::{
    Catalogue, DocumentRow, DocumentRowId, Error, Hash, NewDocument, Seq, blob,
    read::{DOCUMENT, collect, document_row},
    words,
};

/// What tells whose place a document takes.
#[derive(Clone, Copy, Debug)]
pub struct Newcomer<'a> {
    /// Its key.
    pub id: &'a DocumentId,
    /// The file that it comes from.
    pub original: &'a Hash,
    /// The key inside that file.
    pub part: &'a str,
    /// That file's name.
    pub file_name: &'a str,
    /// What its head says.
    pub header: &'a legal::Header,
}

impl<'a> Newcomer<'a> {
    pub(crate) fn of(document: &'a NewDocument) -> Self {
        Self {
            id: &document.id,
            original: &document.original,
            part: &document.part,
            file_name: &document.file_name,
            header: &document.header,
        }
    }
}

/// The held documents whose place a new one would take.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Replaced {
    /// Those that whoever looks may see.
    pub shown: Vec<DocumentRow>,
    /// How many more there are.
    pub hidden: usize,
    /// All of them by key and file, in order: the same for whoever looks, and another as soon as one of them is.
    pub readings: Vec<(DocumentId, Hash)>,
}

impl Catalogue {
    /// The held documents whose place each of these would take if all were added now.
    pub fn replaced_by(&self, newcomers: &[Newcomer<'_>]) -> Result<Vec<Replaced>, Error> {
        let claimed: HashSet<&str> = newcomers.iter().map(|new| new.id.as_str()).collect();
        let seen = self.seen();
        self.read(|reader| {
            let reader = reader.unchecked_transaction()?;
            let mut find = reader.prepare(&format!(
                "SELECT {DOCUMENT} FROM document d WHERE d.row = ?1{seen}"
            ))?;
            let mut all = Vec::with_capacity(newcomers.len());
            for new in newcomers {
                let mut replaced = Replaced::default();
                let same = by_id(&reader, new.id)?.into_iter();
                for held in same.chain(by_file(&reader, new, &claimed)?) {
                    match collect(find.query([held.row])?, document_row)?.pop() {
                        Some(row) => replaced.shown.push(row),
                        None => replaced.hidden += 1,
                    }
                    let id = DocumentId::from_stored(held.id);
                    replaced.readings.push((id, Hash(held.original)));
                }
                all.push(replaced);
            }
            Ok(all)
        })
    }
}

/// A held document that a new one may replace.
pub(crate) struct Held {
    pub(crate) row: DocumentRowId,
    pub(crate) added: Seq,
    pub(crate) slug: String,
    pub(crate) content: String,
    pub(crate) id: String,
    pub(crate) original: String,
}

/// The held document of this key.
pub(crate) fn by_id(change: &Connection, id: &DocumentId) -> Result<Option<Held>, Error> {
    let held = change
        .query_row(
            "SELECT row, added_seq, slug, content, id, original FROM document WHERE id = ?1 AND removed_seq IS NULL",
            [id.as_str()],
            |row| {
                let added: i64 = row.get(1)?;
                Ok(Held {
                    row: row.get(0)?,
                    added: added.unsigned_abs(),
                    slug: row.get(2)?,
                    content: row.get(3)?,
                    id: row.get(4)?,
                    original: row.get(5)?,
                })
            },
        )
        .optional()?;
    Ok(held)
}

/// Held documents of another id that came from the same place: the same part of the same original (read better
/// now), or of a file of the same name whose content changed.
pub(crate) fn by_file(
    change: &Connection,
    document: &Newcomer<'_>,
    claimed: &HashSet<&str>,
) -> Result<Vec<Held>, Error> {
    let mut find = change.prepare(
        "SELECT row, added_seq, slug, content, id, original, header FROM document
         WHERE removed_seq IS NULL AND id <> ?1 AND part = ?2 AND (original = ?3 OR file_name = ?4)",
    )?;
    let mut rows = find.query(params![
        document.id.as_str(),
        document.part,
        document.original.as_str(),
        document.file_name
    ])?;
    let mut held = Vec::new();
    while let Some(row) = rows.next()? {
        let (id, original, header): (String, String, String) =
            (row.get(4)?, row.get(5)?, row.get(6)?);
        let header: legal::Header = blob::from_json(&header, &|| format!("header of {id}"))?;
        let same_file = original == document.original.as_str();
        if claimed.contains(id.as_str()) || !(same_file || alike(&header, document.header)) {
            continue;
        }
        let added: i64 = row.get(1)?;
        held.push(Held {
            row: row.get(0)?,
            added: added.unsigned_abs(),
            slug: row.get(2)?,
            content: row.get(3)?,
            id,
            original,
        });
    }
    Ok(held)
}

/// Whether nothing that both headers know tells them apart.
fn alike(one: &legal::Header, other: &legal::Header) -> bool {
    let symbols = one.symbol.as_ref().zip(other.symbol.as_ref());
    let issuers = one.issuer.as_ref().zip(other.issuer.as_ref());
    symbols.is_none_or(|(a, b)| a.folded() == b.folded())
        && issuers.is_none_or(|(a, b)| words::folded(a) == words::folded(b))
}

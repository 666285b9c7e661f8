//! Who may be shown a document's words: its level of confidentiality, which a policy turns into where they may go.
//!
//! A document's own level goes before that of the collection that it stands in; without either it has none, and what
//! that means is for the policy to say. The own level is kept beside the header, under the checksum of the row, and
//! stays when the document is read again. A collection's level is one row of `meta`, with a checksum of its own. A
//! level that cannot be read counts as the strictest: damage must not open a door.

use legal::DocumentId;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior, params};
use serde::{Deserialize, Serialize};

use crate::{
    Catalogue, Collection, DocumentRow, DocumentRowId, Error, Hash, Seq, blob, collection,
    hidden::HELD_BY_ALL,
    read::{DOCUMENT, LEVELLED, collect, document_row},
    store::{self, seq},
};

/// How confidential a document is. The order is that of strictness.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, std::hash::Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Confidentiality {
    /// Published: anybody may read it.
    Public,
    /// Of the office: drafts, guidance by letter, local rules that were not published.
    Internal,
    /// For some people of the office only.
    Restricted,
}

impl Confidentiality {
    /// All, from open to strict.
    pub const ALL: [Self; 3] = [Self::Public, Self::Internal, Self::Restricted];

    /// `public`, `internal`, `restricted`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::Restricted => "restricted",
        }
    }

    /// From such a name, as typed.
    pub fn from_name(name: &str) -> Option<Self> {
        let typed = name.trim().to_lowercase();
        Self::ALL.into_iter().find(|level| level.name() == typed)
    }
}

/// The key of a collection's level in `meta`: this and the collection's name; `read::DOCUMENT` looks there too.
const KEY: &str = "confidentiality of ";

/// As it is stored: the name and a checksum that binds it to the collection.
fn stored(collection: &str, level: Confidentiality) -> String {
    let crc = blob::checksum(&[collection.as_bytes(), level.name().as_bytes()]);
    format!("{} {crc}", level.name())
}

/// Whether a stored level is what was written for this collection.
fn intact(collection: &str, value: &str) -> Option<Confidentiality> {
    let level = Confidentiality::from_name(value.split_whitespace().next()?)?;
    (stored(collection, level) == value).then_some(level)
}

/// The level of a collection from what is stored; what cannot be read is the strictest.
pub(crate) fn of_collection(collection: &Collection, value: &str) -> Confidentiality {
    intact(collection.as_str(), value).unwrap_or(Confidentiality::Restricted)
}

/// Collections whose stored level is not what was written.
pub(crate) fn damaged(reader: &Connection) -> Result<Vec<String>, Error> {
    Ok(levels(reader)?
        .into_iter()
        .filter(|(name, value)| intact(name, value).is_none())
        .map(|(name, _)| name)
        .collect())
}

/// Every collection that has a level, with the level as stored.
fn levels(reader: &Connection) -> Result<Vec<(String, String)>, Error> {
    let mut find = reader.prepare(
        "SELECT substr(key, length(?1) + 1), value FROM meta WHERE substr(key, 1, length(?1)) = ?1 ORDER BY key",
    )?;
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    collect(find.query([KEY])?, read)
}

/// A document with its own level and that of its collection.
type OwnAndShared = (
    DocumentRowId,
    Option<Confidentiality>,
    Option<Confidentiality>,
);

impl Catalogue {
    /// Gives a document a level of its own, or (`None`) takes it away, so that its collection's holds. False: no
    /// such document is held, or it has that level already. A change of its own; readers of an older generation see
    /// it too, since what may leave must never be what it was.
    pub fn set_confidentiality(
        &self,
        id: &DocumentId,
        level: Option<Confidentiality>,
    ) -> Result<bool, Error> {
        // Older readings of the document too: somebody may be looking at a generation that still shows them.
        self.set("d.id = ?1", id.as_str(), level)
            .map(|set| !set.is_empty())
    }

    /// The same for every document of a file; those that were changed.
    pub fn set_confidentiality_of(
        &self,
        original: &Hash,
        level: Confidentiality,
    ) -> Result<Vec<DocumentId>, Error> {
        self.set("d.original = ?1", original.as_str(), Some(level))
    }

    fn set(
        &self,
        which: &str,
        value: &str,
        level: Option<Confidentiality>,
    ) -> Result<Vec<DocumentId>, Error> {
        self.write(|writer| {
            let change = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let documents = {
                let mut find = change.prepare(&format!(
                    "SELECT {DOCUMENT}, d.removed_seq IS NULL FROM document d WHERE {which}"
                ))?;
                let read = |row: &rusqlite::Row<'_>| {
                    let column: String = row.get(3)?;
                    let held: bool = row.get(14)?;
                    Ok((document_row(row)?, column, row.get::<_, String>(4)?, held))
                };
                collect(find.query([value])?, read)?
            };
            let mut set = Vec::new();
            for (document, column, validity, is_held) in documents {
                let place = || format!("header of {}", document.id);
                if collection::beside(&column, &place)?.confidentiality == level {
                    continue;
                }
                let DocumentRow {
                    header, collection, ..
                } = &document;
                let column = collection::column(header, collection.as_ref(), level)?;
                let crc = collection::checksum(&document, &column, &validity);
                change.execute(
                    "UPDATE document SET header = ?1, crc = ?2 WHERE row = ?3",
                    params![column, crc, document.row],
                )?;
                if is_held {
                    set.push(document.id);
                }
            }
            if !set.is_empty() {
                next(&change)?;
            }
            change.commit()?;
            Ok(set)
        })
    }

    /// Gives a collection a level, or (`None`) takes it away. The documents that stand in it, now and later, have it
    /// unless they have their own. False: it had that level already. A change of its own, seen at once.
    pub fn set_collection_confidentiality(
        &self,
        collection: &Collection,
        level: Option<Confidentiality>,
    ) -> Result<bool, Error> {
        let key = format!("{KEY}{}", collection.as_str());
        self.write(|writer| {
            let change = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
            let before: Option<String> = change
                .query_row("SELECT value FROM meta WHERE key = ?1", [&key], |row| {
                    row.get(0)
                })
                .optional()?;
            let after = level.map(|level| stored(collection.as_str(), level));
            if before == after {
                return Ok(false);
            }
            match after {
                Some(after) => change.execute(
                    "INSERT OR REPLACE INTO meta VALUES (?1, ?2)",
                    params![key, after],
                )?,
                None => change.execute("DELETE FROM meta WHERE key = ?1", [&key])?,
            };
            next(&change)?;
            change.commit()?;
            Ok(true)
        })
    }

    /// The documents that are held, each with its level, as it is now: its own, else that of its collection. What
    /// cannot be read counts as the strictest.
    pub fn levels(&self, at: Seq) -> Result<Vec<(DocumentRowId, Option<Confidentiality>)>, Error> {
        let levels = self.own_and_shared(at)?.into_iter();
        Ok(levels
            .map(|(row, own, shared)| (row, own.or(shared)))
            .collect())
    }

    /// The documents that are held, each with the level of its own, if it has one: those without follow their collection.
    pub fn own_levels(
        &self,
        at: Seq,
    ) -> Result<Vec<(DocumentRowId, Option<Confidentiality>)>, Error> {
        let levels = self.own_and_shared(at)?.into_iter();
        Ok(levels.map(|(row, own, _)| (row, own)).collect())
    }

    /// The documents that are held, each with its own level and that of its collection.
    fn own_and_shared(&self, at: Seq) -> Result<Vec<OwnAndShared>, Error> {
        let read = |row: &rusqlite::Row<'_>| {
            let (number, column): (DocumentRowId, Option<String>) = (row.get(0)?, row.get(1)?);
            let shared: Option<String> = row.get(2)?;
            let Some(column) = column else {
                return Ok((number, None, None));
            };
            Ok(match collection::beside(&column, &String::new) {
                Ok(beside) => {
                    let shared = beside.collection.as_ref().zip(shared);
                    let shared = shared.map(|(name, level)| of_collection(name, &level));
                    (number, beside.confidentiality, shared)
                }
                Err(_) => (number, Some(Confidentiality::Restricted), None),
            })
        };
        self.read(|reader| {
            let mut find = reader.prepare(&format!(
                "SELECT l.row, CASE WHEN instr(l.header, '\"collection\":') > 0 \
                 OR instr(l.header, '\"confidentiality\":') > 0 THEN l.header END, l.shared \
                 FROM (SELECT {LEVELLED} FROM document d WHERE {HELD_BY_ALL}) l"
            ))?;
            collect(find.query([store::stored(at)])?, read)
        })
    }

    /// Every collection that was given a level, by name; it may hold nothing yet.
    pub fn collection_levels(&self) -> Result<Vec<(Collection, Confidentiality)>, Error> {
        let read = self.read(levels)?.into_iter();
        Ok(read
            .filter_map(|(name, value)| {
                let collection = Collection::new(&name)?;
                let level = of_collection(&collection, &value);
                Some((collection, level))
            })
            .collect())
    }
}

/// Takes the next change number.
fn next(change: &Connection) -> Result<(), Error> {
    let now = seq(change)? + 1;
    change.execute(
        "UPDATE meta SET value = ?1 WHERE key = 'seq'",
        [now.to_string()],
    )?;
    Ok(())
}

#[cfg(test)]
mod tests;

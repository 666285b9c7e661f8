//! Collections: the shelf that a document was put on when it was loaded. What may be seen can be bound to it.
//!
//! A document stands in one collection or in none. It stays there when it is read again, ended by another act or
//! loaded once more without a name; only a name given anew moves it. The name is kept beside the header, under the
//! checksum of the row, so that data folders made before there were collections need no change.

use legal::{DocumentId, Header};
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use crate::{
    Catalogue, Confidentiality, DocumentRow, Error, Hash, blob,
    read::{DOCUMENT, collect, document_row},
    store::seq,
};

/// The name of a collection: 1 to 80 characters in NFC with a letter or digit, single spaces, no control characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Collection(String);

/// Most characters of a name.
const LONGEST: usize = 80;

impl Collection {
    /// From what was typed; `None` if that is no name.
    pub fn new(typed: &str) -> Option<Self> {
        let words: Vec<&str> = typed.split_whitespace().collect();
        let name = legal::normalise(&words.join(" "));
        let named = name.chars().any(char::is_alphanumeric);
        let clean = !name.chars().any(char::is_control);
        (named && clean && name.chars().count() <= LONGEST).then_some(Self(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The column `header` as it is written.
#[derive(Serialize)]
struct Column<'a> {
    #[serde(flatten)]
    header: &'a Header,
    #[serde(skip_serializing_if = "Option::is_none")]
    collection: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidentiality: Option<Confidentiality>,
}

/// What of it a header does not read.
#[derive(Default)]
pub(crate) struct Beside {
    pub(crate) collection: Option<Collection>,
    /// The document's own level.
    pub(crate) confidentiality: Option<Confidentiality>,
}

#[derive(Deserialize)]
struct Read {
    #[serde(default)]
    collection: Option<String>,
    #[serde(default)]
    confidentiality: Option<Confidentiality>,
}

/// The column `header` of a document.
pub(crate) fn column(
    header: &Header,
    collection: Option<&Collection>,
    confidentiality: Option<Confidentiality>,
) -> Result<String, Error> {
    let json = blob::to_json(&Column {
        header,
        collection: collection.map(Collection::as_str),
        confidentiality,
    })?;
    String::from_utf8(json).map_err(|error| Error::Refused(error.to_string()))
}

/// What stands beside the header in its column.
pub(crate) fn beside(column: &str, place: &dyn Fn() -> String) -> Result<Beside, Error> {
    // Most documents have neither, and need not be read twice.
    if !column.contains("\"collection\":") && !column.contains("\"confidentiality\":") {
        return Ok(Beside::default());
    }
    let read: Read = blob::from_json(column, place)?;
    Ok(Beside {
        collection: read.collection.map(Collection),
        confidentiality: read.confidentiality,
    })
}

/// What stands beside the header of a held document.
pub(crate) fn held(change: &Connection, row: i64) -> Result<Beside, Error> {
    let mut find = change.prepare("SELECT header FROM document WHERE row = ?1")?;
    let column: String = find.query_row([row], |found| found.get(0))?;
    beside(&column, &|| format!("header of document {row}"))
}

/// The checksum of a document's row: everything that is shown of it.
pub(crate) fn checksum(document: &DocumentRow, header: &str, validity: &str) -> i64 {
    blob::checksum(&[
        document.id.as_str().as_bytes(),
        document.slug.as_bytes(),
        document.original.as_str().as_bytes(),
        document.part.as_bytes(),
        document.file_name.as_bytes(),
        document.media.as_bytes(),
        format!("{} {}", document.pages, document.articles).as_bytes(),
        document.flags.as_bytes(),
        header.as_bytes(),
        validity.as_bytes(),
    ])
}

impl Catalogue {
    /// Puts every held document of a file into a collection; those that were moved. A change of its own: the
    /// generation that is published next shows it. Readers of an older one see it too, since what may be seen must
    /// never be what it was.
    pub fn put_into(
        &self,
        original: &Hash,
        collection: &Collection,
    ) -> Result<Vec<DocumentId>, Error> {
        self.write(|writer| {
            let change =
                writer.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
            let mut documents = {
                let mut find = change.prepare(&format!(
                    "SELECT {DOCUMENT} FROM document d
                     WHERE d.original = ?1 AND d.removed_seq IS NULL"
                ))?;
                let read =
                    |row: &rusqlite::Row<'_>| Ok((document_row(row)?, row.get(3)?, row.get(4)?));
                collect(find.query([original.as_str()])?, read)?
            };
            documents.retain(|(document, ..): &(DocumentRow, String, String)| {
                document.collection.as_ref() != Some(collection)
            });
            for (document, before, validity) in &documents {
                // The document's own level stays with it.
                let own = beside(before, &|| format!("header of {}", document.id))?.confidentiality;
                let header = column(&document.header, Some(collection), own)?;
                let crc = checksum(document, &header, validity);
                change.execute(
                    "UPDATE document SET header = ?1, crc = ?2 WHERE row = ?3",
                    params![header, crc, document.row],
                )?;
            }
            if !documents.is_empty() {
                let now = seq(&change)? + 1;
                change.execute(
                    "UPDATE meta SET value = ?1 WHERE key = 'seq'",
                    [now.to_string()],
                )?;
                change.commit()?;
            }
            let moved = documents.into_iter().map(|(document, ..)| document.id);
            Ok(moved.collect())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_checked() {
        fn check(typed: &str, expect: Option<&str>) {
            let name = Collection::new(typed);
            assert_eq!(name.as_ref().map(Collection::as_str), expect, "{typed:?}");
        }
        check("  Nội   bộ ", Some("Nội bộ"));
        check("No\u{323}\u{302}i bo\u{323}\u{302}", Some("Nội bộ"));
        check("2026", Some("2026"));
        check("", None);
        check(" - ", None);
        check("a\u{7}b", None);
        check(&"a".repeat(80), Some(&"a".repeat(80)));
        check(&"a".repeat(81), None);
    }
}

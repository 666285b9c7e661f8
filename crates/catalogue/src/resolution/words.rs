//! The words of a resolution go with the documents that they may stand in or speak of, and come back with them.
//!
//! Of words that went a hash and a length are left, of their form for the comparison of quotes. When the act that they
//! stood in is held again, the same words are looked for in it; they are put back, and the resolution stands again, or
//! they are not there, and it does not.

use legal::{DocumentId, fold_quote};
use rusqlite::{Connection, params};

use super::{Catalogue, Error, ResolutionId, TOLD, collect};
use crate::{Hash, Seq, replaced::with_predecessors};

/// Takes the words out that may stand in documents that leave, each at a change, or in a reading whose place they took.
pub(crate) fn empty(change: &Connection, leaving: Vec<(String, Seq)>) -> Result<(), Error> {
    for (id, _) in with_predecessors(change, leaving)? {
        let mut find = change.prepare(
            "SELECT id, words FROM resolution WHERE words <> '' AND (document = ?1 OR by_document = ?1)",
        )?;
        let found: Vec<(ResolutionId, String)> =
            collect(find.query([&id])?, |row| Ok((row.get(0)?, row.get(1)?)))?;
        for (resolution, words) in found {
            let folded = fold_quote(&words);
            change.execute(
                "INSERT OR REPLACE INTO resolution_proof VALUES (?1, ?2, ?3)",
                params![
                    resolution,
                    Hash::of(folded.text().as_bytes()).as_str(),
                    folded.text().len() as i64
                ],
            )?;
            change.execute(
                "UPDATE resolution SET words = '' WHERE id = ?1",
                [resolution],
            )?;
        }
    }
    Ok(())
}

/// Has what was recorded of a document worked into it again: an older reading of it came back.
pub(crate) fn forget_applied(change: &Connection, document: &str) -> Result<(), Error> {
    change.execute(
        "UPDATE resolution SET applied = 0 WHERE document = ?1",
        [document],
    )?;
    Ok(())
}

/// Words that went.
struct Gone {
    resolution: ResolutionId,
    by: String,
    hash: String,
    length: usize,
}

impl Catalogue {
    /// Puts words back whose documents are held again, where they stand in the act that they were taken from.
    pub(super) fn recall_words(&self) -> Result<(), Error> {
        let gone = self.read(|reader| {
            let mut find = reader.prepare(&format!(
                "SELECT r.id, r.by_document, p.hash, p.length
                 FROM (SELECT * FROM resolution WHERE {TOLD}) r JOIN resolution_proof p ON p.resolution = r.id
                 WHERE r.words = '' AND r.by_document IS NOT NULL
                 AND EXISTS (SELECT 1 FROM document d WHERE d.id = r.document AND d.removed_seq IS NULL)"
            ))?;
            collect(find.query([])?, |row| {
                Ok(Gone {
                    resolution: row.get(0)?,
                    by: row.get(1)?,
                    hash: row.get(2)?,
                    length: row.get::<_, i64>(3)?.unsigned_abs() as usize,
                })
            })
        })?;
        let at = self.seq()?;
        for one in gone {
            let by = DocumentId::from_stored(&one.by);
            let row = self.find_document(at, by.as_str())?;
            let Some(row) = row.filter(|row| row.id == by) else {
                continue;
            };
            let Some(document) = self.document(at, row.row)? else {
                continue;
            };
            let Some(words) = standing(document.source.text(), &one.hash, one.length) else {
                continue;
            };
            self.write(|writer| {
                let change = writer.transaction()?;
                change.execute(
                    "UPDATE resolution SET words = ?2 WHERE id = ?1",
                    params![one.resolution, words],
                )?;
                change.execute(
                    "DELETE FROM resolution_proof WHERE resolution = ?1",
                    [one.resolution],
                )?;
                Ok(change.commit()?)
            })?;
        }
        Ok(())
    }
}

/// The words of a text whose folded form has this length and hash, from the beginning of a word.
fn standing(text: &str, hash: &str, length: usize) -> Option<String> {
    let folded = fold_quote(text);
    let whole = folded.text();
    let mut within = false;
    for (at, letter) in whole.char_indices() {
        let begins = !within;
        within = letter.is_alphanumeric();
        if !begins {
            continue;
        }
        let Some(words) = whole.get(at..at + length) else {
            continue;
        };
        if Hash::of(words.as_bytes()).as_str() == hash {
            let original = text.get(folded.original(at..at + length))?;
            let words: Vec<&str> = original.split_whitespace().collect();
            return Some(words.join(" "));
        }
    }
    None
}

//! Which resolutions their documents do not show yet as they stand, and what the audit is told of those whose basis left
//! or came back.

use jiff::Timestamp;
use legal::DocumentId;
use rusqlite::params;

use super::{Catalogue, Error, PROVED, People, ResolutionId, TOLD, collect};
use crate::{Act, Deed};

/// Whose decision it is that a resolution counts no more, or again: nobody's, it follows from what is held.
const NOBODY: &str = "(library)";

/// A resolution that its document does not show yet as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unapplied {
    /// Its number.
    pub id: ResolutionId,
    /// Its document.
    pub document: DocumentId,
    /// Whether it counts now.
    pub counts: bool,
    /// It counted, and what it rests on left; or it came back. `None`: a person told it, or took it back.
    pub basis_held: Option<bool>,
}

impl Catalogue {
    /// Resolutions that the validity of their documents does not show as they stand. Words whose act is held again are
    /// put back first.
    pub fn unapplied_resolutions(&self) -> Result<Vec<Unapplied>, Error> {
        if !self.has_resolutions("resolution_proof")? {
            return Ok(Vec::new());
        }
        if self.is_writer() {
            self.recall_words()?;
        }
        self.read(|reader| {
            let mut find = reader.prepare(&format!(
                "SELECT id, document, counts, applied, back_at IS NOT NULL FROM
                 (SELECT *, ({TOLD} AND {PROVED}) AS counts FROM resolution)
                 WHERE told = 1 AND (back_at IS NULL OR told_back = 1) AND applied <> 2 - counts ORDER BY id"
            ))?;
            collect(find.query([])?, |row| {
                let document: String = row.get(1)?;
                let (counts, applied, back): (bool, i64, bool) =
                    (row.get(2)?, row.get(3)?, row.get(4)?);
                Ok(Unapplied {
                    id: row.get(0)?,
                    document: DocumentId::from_stored(&document),
                    counts,
                    basis_held: (applied != 0 && !back).then_some(counts),
                })
            })
        })
    }

    /// Whether somebody was stopped before the audit was told of a change, or before a resolution was worked into its
    /// document.
    pub fn has_waiting(&self) -> Result<bool, Error> {
        if self.has_untold()? {
            return Ok(true);
        }
        if !self.has_resolutions("resolution_proof")? {
            return Ok(false);
        }
        let untold = self.read(|reader| {
            let mut find = reader.prepare(
                "SELECT 1 FROM resolution WHERE told = 0 OR (back_at IS NOT NULL AND told_back = 0)
                 UNION ALL SELECT 1 FROM resolution_basis WHERE told = 0",
            )?;
            Ok(find.exists([])?)
        })?;
        Ok(untold || !self.unapplied_resolutions()?.is_empty())
    }

    /// Notes that the validity of their documents shows them as they stood.
    pub fn applied_resolutions(&self, all: &[Unapplied]) -> Result<(), Error> {
        self.write(|writer| {
            let change = writer.transaction()?;
            for one in all {
                let applied = if one.counts { 1 } else { 2 };
                change.execute(
                    "UPDATE resolution SET applied = ?2 WHERE id = ?1",
                    params![one.id, applied],
                )?;
                if let Some(held) = one.basis_held {
                    change.execute(
                        "INSERT INTO resolution_basis (resolution, held, told) VALUES (?1, ?2, 0)",
                        params![one.id, held],
                    )?;
                }
            }
            Ok(change.commit()?)
        })
    }

    /// Tells the audit of resolutions whose basis left or came back.
    pub(super) fn tell_bases(&self, people: &People, now: Timestamp) -> Result<(), Error> {
        type Untold = (i64, ResolutionId, bool, String, String);
        let untold = self.read(|reader| {
            let mut find = reader.prepare(
                "SELECT b.row, b.resolution, b.held, r.document, r.unit FROM resolution_basis b
                 JOIN resolution r ON r.id = b.resolution WHERE b.told = 0 ORDER BY b.row",
            )?;
            collect(find.query([])?, |row| -> Result<Untold, Error> {
                Ok((
                    row.get(0)?,
                    row.get(1)?,
                    row.get(2)?,
                    row.get(3)?,
                    row.get(4)?,
                ))
            })
        })?;
        for (row, id, held, document, unit) in untold {
            let deed = match held {
                false => Deed::ResolutionUnproved,
                true => Deed::ResolutionProvedAgain,
            };
            let act = Act {
                who: NOBODY.to_owned(),
                at: now,
                from: String::new(),
            };
            let about = super::about(document, &unit);
            people.note_once(&act, deed, &about, &format!("{id}/{row}"))?;
            self.write(|writer| {
                writer.execute("UPDATE resolution_basis SET told = 1 WHERE row = ?1", [row])?;
                Ok(())
            })?;
        }
        Ok(())
    }
}

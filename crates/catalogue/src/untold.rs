//! What the audit has yet to be told of a change. It lies in another file than the catalogue: what it is told is kept with
//! the change itself, so that a stop between the two loses neither.

use jiff::Timestamp;
use rusqlite::{Connection, params};
use serde::{Deserialize, Serialize};

use crate::{Act, Catalogue, Deed, Error, People, Seq};

/// The keys of `meta`, with the number of the change behind it.
const KEY: &str = "untold:";
/// What is told this way.
const DEEDS: [Deed; 2] = [Deed::Removed, Deed::Moved];

/// Lines of one change.
#[derive(Serialize, Deserialize)]
struct Untold {
    who: String,
    from: String,
    /// Microseconds since 1970.
    at: i64,
    /// Deed, about, detail.
    lines: Vec<(String, String, String)>,
}

/// The audit is told of this once the change is committed.
pub(crate) fn tell_later(
    change: &Connection,
    at: Seq,
    act: &Act,
    lines: impl IntoIterator<Item = (Deed, String, String)>,
) -> Result<(), Error> {
    let lines = lines.into_iter();
    let untold = Untold {
        who: act.who.clone(),
        from: act.from.clone(),
        at: act.at.as_microsecond(),
        lines: lines
            .map(|(deed, about, detail)| (deed.name().to_owned(), about, detail))
            .collect(),
    };
    let text = serde_json::to_string(&untold).map_err(|error| Error::Damaged(error.to_string()))?;
    change.execute(
        "INSERT OR REPLACE INTO meta VALUES (?1, ?2)",
        params![format!("{KEY}{at}"), text],
    )?;
    Ok(())
}

impl Catalogue {
    /// Whether a stop kept something from the audit.
    pub(crate) fn has_untold(&self) -> Result<bool, Error> {
        Ok(!self.untold()?.is_empty())
    }

    /// Tells the audit what it does not have yet of removals and moves, each line once.
    pub(crate) fn tell_untold(&self, people: &People) -> Result<(), Error> {
        for (key, text) in self.untold()? {
            let damaged = || Error::Damaged(key.clone());
            let untold: Untold = serde_json::from_str(&text).map_err(|_| damaged())?;
            let act = Act {
                at: Timestamp::from_microsecond(untold.at).map_err(|_| damaged())?,
                who: untold.who,
                from: untold.from,
            };
            let mut lines = Vec::with_capacity(untold.lines.len());
            for (deed, about, detail) in untold.lines {
                let deed = DEEDS.into_iter().find(|known| known.name() == deed);
                lines.push((deed.ok_or_else(damaged)?, about, detail));
            }
            people.note_of_then(&act, &lines)?;
            self.write(|writer| {
                writer.execute("DELETE FROM meta WHERE key = ?1", [&key])?;
                Ok(())
            })?;
        }
        Ok(())
    }

    fn untold(&self) -> Result<Vec<(String, String)>, Error> {
        self.read(|reader| {
            let mut find = reader.prepare(
                "SELECT key, value FROM meta WHERE key LIKE ?1 || '%'
                 ORDER BY CAST(substr(key, length(?1) + 1) AS INTEGER)",
            )?;
            let rows = find.query_map([KEY], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

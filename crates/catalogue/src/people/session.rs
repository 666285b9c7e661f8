//! Sessions: whoever signed in is known by a secret until they sign out, stay away for half an hour, or twelve hours are
//! over. A session ends at once when it is ended here: every request asks.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{Connection, OptionalExtension as _, Transaction, params};

use super::{Act, People, Person, Secret, by_row, moment, named, secret};
use crate::{Error, audit, audit::Deed};

/// Without a request.
const IDLE: SignedDuration = SignedDuration::from_mins(30);
/// From the first request.
const WHOLE: SignedDuration = SignedDuration::from_hours(12);
/// How exactly the last request is kept: not every one is worth a write.
const NOTED: SignedDuration = SignedDuration::from_secs(60);

/// A session of somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// Its row.
    pub row: i64,
    /// When it began.
    pub made: Timestamp,
    /// When it was last used, to a minute.
    pub seen: Timestamp,
    /// The address that it began from.
    pub address: String,
}

/// Which sessions are ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// One, by its row.
    One(i64),
    /// All but one.
    AllBut(i64),
    /// All.
    All,
}

impl People {
    /// Whose session a secret is, and notes that it was used; `None`: nobody's any more.
    pub fn of_session(
        &self,
        shown: &str,
        now: Timestamp,
    ) -> Result<Option<(Session, Person)>, Error> {
        let found = self.read(|reader| lasting(reader, shown, now))?.flatten();
        let Some((session, person)) = found else {
            return Ok(None);
        };
        if now.duration_since(session.seen) > NOTED {
            // Who may not be noted (a full disk) may still read.
            let _ = self.write(|change| {
                change.execute(
                    "UPDATE session SET seen = ?2 WHERE row = ?1",
                    params![session.row, now.as_microsecond()],
                )?;
                Ok(())
            });
        }
        Ok(Some((session, person)))
    }

    /// The sessions of somebody that last, the latest first.
    pub fn sessions(&self, name: &str, now: Timestamp) -> Result<Vec<Session>, Error> {
        let found = self.read(|reader| {
            let person = named(reader, name)?;
            let mut find = reader.prepare(
                "SELECT row, made, seen, address FROM session WHERE person = ?1 ORDER BY made DESC, row DESC",
            )?;
            let mut sessions = crate::read::collect(find.query([person.row])?, session)?;
            sessions.retain(|session| session.lasts(now));
            Ok(sessions)
        })?;
        Ok(found.unwrap_or_default())
    }

    /// Ends sessions of somebody; how many.
    pub fn end(&self, act: &Act, name: &str, which: Ended) -> Result<usize, Error> {
        self.write(|change| {
            let person = named(change, name)?;
            let (condition, row) = match which {
                Ended::One(row) => ("row = ?2", row),
                Ended::AllBut(row) => ("row <> ?2", row),
                Ended::All => ("row <> ?2", -1),
            };
            let ended = change.execute(
                &format!("DELETE FROM session WHERE person = ?1 AND {condition}"),
                params![person.row, row],
            )?;
            if ended > 0 {
                let deed = match act.who == person.name && matches!(which, Ended::One(_)) {
                    true => Deed::SignedOut,
                    false => Deed::SessionsEnded,
                };
                audit::append(change, act, deed, &person.name, &ended.to_string())?;
            }
            Ok(ended)
        })
    }
}

impl Session {
    /// Whether it has not run out.
    fn lasts(&self, now: Timestamp) -> bool {
        now.duration_since(self.seen) < IDLE && now.duration_since(self.made) < WHOLE
    }
}

/// Begins one; those that ran out are cleared away meanwhile.
pub(super) fn begin(change: &Transaction<'_>, act: &Act, person: &Person) -> Result<Secret, Error> {
    let oldest = act.at.checked_sub(WHOLE).unwrap_or(Timestamp::MIN);
    change.execute(
        "DELETE FROM session WHERE made < ?1",
        [oldest.as_microsecond()],
    )?;
    let secret = Secret::fresh()?;
    let now = act.at.as_microsecond();
    change.execute(
        "INSERT INTO session (secret, person, made, seen, address) VALUES (?1, ?2, ?3, ?3, ?4)",
        params![secret.kept(), person.row, now, act.from],
    )?;
    Ok(secret)
}

fn lasting(
    reader: &Connection,
    shown: &str,
    now: Timestamp,
) -> Result<Option<(Session, Person)>, Error> {
    let mut find =
        reader.prepare("SELECT row, made, seen, address, person FROM session WHERE secret = ?1")?;
    let found = find
        .query_row([secret::kept(shown)], |row| {
            Ok((session(row), row.get::<_, i64>(4)?))
        })
        .optional()?;
    let Some((session, person)) = found else {
        return Ok(None);
    };
    let session = session?;
    if !session.lasts(now) {
        return Ok(None);
    }
    let person = by_row(reader, person)?.filter(|person| !person.disabled);
    Ok(person.map(|person| (session, person)))
}

fn session(row: &rusqlite::Row<'_>) -> Result<Session, Error> {
    Ok(Session {
        row: row.get(0)?,
        made: moment(row.get(1)?)?,
        seen: moment(row.get(2)?)?,
        address: row.get(3)?,
    })
}

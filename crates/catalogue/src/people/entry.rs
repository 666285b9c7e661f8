//! Coming in with a name and a password, and being kept from guessing.
//!
//! A try is counted *before* the password is looked at, so that a hundred at once are a hundred tries. After five that
//! failed an account is closed to passwords for a quarter of an hour, whoever asks: at most five guesses in fifteen
//! minutes. For the address that they came from the time doubles with every further five, up to a day; for others it
//! does not, so that nobody can keep somebody else out for longer than that. A name that nobody has is treated the
//! same, and takes the same time.

use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension as _, Transaction, params};

use super::{Act, People, Person, Secret, by_name, folded, password, session};
use crate::{Error, audit, audit::Deed};

/// Tries before an account is closed for a while.
pub const ENTRY_TRIES: i64 = 5;
/// For how long at first, in minutes.
const CLOSED: i64 = 15;
/// For how long at most, in minutes.
const LONGEST: i64 = 24 * 60;
/// The row of tries that counts whoever asks.
const ANYBODY: &str = "";

/// What came of a name and a password.
#[derive(Debug)]
pub enum Entry<T> {
    /// Both fit.
    Fits(T),
    /// They do not, or there is no such account, or it is disabled: nobody is told which.
    Wrong,
    /// Too many tries: not before this moment.
    Wait(Timestamp),
}

impl People {
    /// Begins a session for whoever knows the password. Slow on purpose, and takes 19 MiB meanwhile: the caller limits
    /// how many run at once.
    pub fn sign_in(
        &self,
        act: &Act,
        name: &str,
        password: &str,
    ) -> Result<Entry<(Secret, Person)>, Error> {
        let person = match self.sign_in_check(act, name, password)? {
            Entry::Fits(person) => person,
            Entry::Wrong => return Ok(Entry::Wrong),
            Entry::Wait(until) => return Ok(Entry::Wait(until)),
        };
        self.write(|change| {
            // Disabled since a moment ago?
            let Some(person) = by_name(change, &person.name)?.filter(|person| !person.disabled)
            else {
                return Ok(Entry::Wrong);
            };
            let act = Act {
                who: person.name.clone(),
                ..act.clone()
            };
            let secret = session::begin(change, &act, &person)?;
            audit::append(change, &act, Deed::SignedIn, &person.name, "")?;
            Ok(Entry::Fits((secret, person)))
        })
    }

    /// Whether a password is somebody's, counted as a try.
    pub(super) fn sign_in_check(
        &self,
        act: &Act,
        name: &str,
        typed: &str,
    ) -> Result<Entry<Person>, Error> {
        let name: String = folded(name).chars().take(100).collect();
        if let Some(until) = self.write(|change| reserve(change, act, &name))? {
            return Ok(Entry::Wait(until));
        }
        let known = self.read(|reader| {
            let person = by_name(reader, &name)?.filter(|person| !person.disabled);
            let hash = person.as_ref().map(|person| {
                reader.query_row(
                    "SELECT hash FROM person WHERE row = ?1",
                    [person.row],
                    |row| row.get::<_, Option<String>>(0),
                )
            });
            Ok((person, hash.transpose()?.flatten()))
        })?;
        let (person, hash) = known.unwrap_or_default();
        // Too long a text is not worth the work of hashing it.
        let typed = if typed.len() > 1_000 { "" } else { typed };
        let fits = password::fits(typed, hash.as_deref())?;
        self.write(|change| match person.filter(|_| fits) {
            Some(person) => {
                change.execute(
                    "DELETE FROM tries WHERE name = ?1 AND address IN ('', ?2)",
                    params![name, act.from],
                )?;
                Ok(Entry::Fits(person))
            }
            None => {
                failed(change, act, &name)?;
                Ok(Entry::Wrong)
            }
        })
    }
}

/// Counts a try; the moment before which there is none, if there were too many.
pub(super) fn reserve(
    change: &Transaction<'_>,
    act: &Act,
    name: &str,
) -> Result<Option<Timestamp>, Error> {
    let now = act.at.as_microsecond();
    let day = SignedDuration::from_hours(48);
    let old = act
        .at
        .checked_sub(day)
        .unwrap_or(Timestamp::MIN)
        .as_microsecond();
    change.execute("DELETE FROM tries WHERE last < ?1", [old])?;
    let mut closed: i64 = 0;
    for address in [ANYBODY, act.from.as_str()] {
        let until: Option<i64> = change
            .query_row(
                "SELECT until FROM tries WHERE name = ?1 AND address = ?2",
                params![name, address],
                |row| row.get(0),
            )
            .optional()?;
        closed = closed.max(until.unwrap_or_default());
    }
    if closed > now {
        return super::moment(closed).map(Some);
    }
    let mut addresses = vec![ANYBODY];
    if !act.from.is_empty() {
        addresses.push(&act.from);
    }
    for address in addresses {
        change.execute(
            "INSERT INTO tries (name, address, count, until, last) VALUES (?1, ?2, 1, 0, ?3)
             ON CONFLICT (name, address) DO UPDATE SET count = count + 1, last = ?3",
            params![name, address, now],
        )?;
        let count: i64 = change.query_row(
            "SELECT count FROM tries WHERE name = ?1 AND address = ?2",
            params![name, address],
            |row| row.get(0),
        )?;
        if count % ENTRY_TRIES == 0 {
            let doubled = match address {
                ANYBODY => 0,
                _ => (count / ENTRY_TRIES - 1).min(10),
            };
            let minutes = (CLOSED << doubled).min(LONGEST);
            let until = act.at + SignedDuration::from_mins(minutes);
            change.execute(
                "UPDATE tries SET until = ?3 WHERE name = ?1 AND address = ?2",
                params![name, address, until.as_microsecond()],
            )?;
        }
    }
    Ok(None)
}

/// Writes down that a try failed. A name that nobody has is not kept: it may be a password in the wrong field.
fn failed(change: &Transaction<'_>, act: &Act, name: &str) -> Result<(), Error> {
    let known = by_name(change, name)?.is_some();
    let who = if known { name } else { "" };
    let act = Act {
        who: "(stranger)".to_owned(),
        ..act.clone()
    };
    audit::append(change, &act, Deed::SignInFailed, who, "")?;
    let until: Option<i64> = change
        .query_row(
            "SELECT until FROM tries WHERE name = ?1 AND address = '' AND until > ?2",
            params![name, act.at.as_microsecond()],
            |row| row.get(0),
        )
        .optional()?;
    if until.is_some() {
        audit::append(change, &act, Deed::LockedOut, who, "")?;
    }
    Ok(())
}

//! One-time addresses: one makes the first administrator, the others let somebody set a password. Nobody is ever sent a
//! password, and there is none by default.

use std::collections::BTreeSet;

use jiff::SignedDuration;
use rusqlite::{OptionalExtension as _, Transaction, params};

use super::{
    Act, NewPerson, People, Person, Refusal, Role, Secret, account, by_row, moment, named, secret,
    session,
};
use crate::{Error, audit, audit::Deed};

/// How long one can be used.
const LASTS: SignedDuration = SignedDuration::from_hours(24);

/// Whom a one-time address is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Invited {
    /// Whoever becomes the first administrator.
    First,
    /// Somebody with an account, who sets a password.
    Person(Box<Person>),
}

impl People {
    /// The secret of the address at which the first administrator is made; `None`: there are accounts already. An older
    /// one is worth nothing any more.
    pub fn invite_first(&self, act: &Act) -> Result<Option<Secret>, Error> {
        if self.any()? {
            return Ok(None);
        }
        self.write(|change| {
            change.execute("DELETE FROM invitation WHERE person IS NULL", [])?;
            invite(change, act, None).map(Some)
        })
    }

    /// The secret of an address at which somebody sets a new password. Until then the old one fits.
    pub fn invite(&self, act: &Act, name: &str) -> Result<Secret, Error> {
        self.write(|change| {
            let person = named(change, name)?;
            change.execute("DELETE FROM invitation WHERE person = ?1", [person.row])?;
            audit::append(change, act, Deed::ResetOffered, &person.name, "")?;
            invite(change, act, Some(person.row))
        })
    }

    /// Whom a one-time address is for, if it can still be used.
    pub fn invited(&self, act: &Act, shown: &str) -> Result<Invited, Error> {
        let found = self.read(|reader| open(reader, act, shown))?;
        found
            .unwrap_or(Err(Refusal::NoInvitation))
            .map_err(Error::from)
    }

    /// Makes the first administrator, and begins a session. Nobody can be made so once there is an account.
    pub fn accept_first(
        &self,
        act: &Act,
        shown: &str,
        person: &NewPerson,
        password: &str,
    ) -> Result<(Secret, Person), Error> {
        let person = NewPerson {
            roles: BTreeSet::from(Role::ALL),
            ..person.clone()
        }
        .checked()?;
        // Asked before the slow part, and again in the change.
        self.invited(act, shown)?;
        let hash = account::hashed(password, &person.name)?;
        self.write(|change| {
            if open(change, act, shown)?? != Invited::First || is_anybody(change)? {
                return Err(Refusal::NoInvitation.into());
            }
            change.execute("DELETE FROM invitation WHERE person IS NULL", [])?;
            let act = Act {
                who: person.name.clone(),
                ..act.clone()
            };
            let person = account::add(change, &act, &person, Some(&hash))?;
            let secret = session::begin(change, &act, &person)?;
            audit::append(change, &act, Deed::SignedIn, &person.name, "")?;
            Ok((secret, person))
        })
    }

    /// Sets the password of whom a one-time address is for. It can be used once.
    pub fn accept(&self, act: &Act, shown: &str, password: &str) -> Result<Person, Error> {
        let Invited::Person(person) = self.invited(act, shown)? else {
            return Err(Refusal::NoInvitation.into());
        };
        let hash = account::hashed(password, &person.name)?;
        self.write(|change| {
            let Invited::Person(person) = open(change, act, shown)?? else {
                return Err(Refusal::NoInvitation.into());
            };
            let act = Act {
                who: person.name.clone(),
                ..act.clone()
            };
            // Takes the address with it.
            account::set_password(change, &act, &person, &hash)?;
            Ok(*person)
        })
    }
}

fn is_anybody(change: &Transaction<'_>) -> Result<bool, Error> {
    Ok(change.query_row("SELECT EXISTS (SELECT 1 FROM person)", [], |row| row.get(0))?)
}

fn invite(change: &Transaction<'_>, act: &Act, person: Option<i64>) -> Result<Secret, Error> {
    let secret = Secret::fresh()?;
    let expires = act.at + LASTS;
    change.execute(
        "INSERT INTO invitation (secret, person, expires) VALUES (?1, ?2, ?3)",
        params![secret.kept(), person, expires.as_microsecond()],
    )?;
    Ok(secret)
}

fn open(
    reader: &rusqlite::Connection,
    act: &Act,
    shown: &str,
) -> Result<Result<Invited, Refusal>, Error> {
    let found = reader
        .query_row(
            "SELECT person, expires FROM invitation WHERE secret = ?1",
            [secret::kept(shown)],
            |row| Ok((row.get::<_, Option<i64>>(0)?, row.get::<_, i64>(1)?)),
        )
        .optional()?;
    let Some((person, expires)) = found else {
        return Ok(Err(Refusal::NoInvitation));
    };
    if moment(expires)? <= act.at {
        return Ok(Err(Refusal::NoInvitation));
    }
    let Some(row) = person else {
        return Ok(Ok(Invited::First));
    };
    let person = by_row(reader, row)?.filter(|person| !person.disabled);
    Ok(person
        .map(|person| Invited::Person(Box::new(person)))
        .ok_or(Refusal::NoInvitation))
}

//! People: who may come in, and what they are to the office.
//!
//! A store of its own (`people.sqlite`), for three reasons: people sign in while a load holds the writer lock of the
//! catalogue; password hashes are their owner's alone and lie apart from what is law; and every decision is written in
//! one transaction with its line of the audit, so that there is neither without the other. SQLite in WAL mode with
//! synchronous FULL.
//!
//! No clock is asked here: whoever calls says when, who and from where ([`Act`]).

use std::{
    collections::BTreeSet,
    path::{Path as FilePath, PathBuf},
    sync::{Mutex, PoisonError},
};

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, Row, Transaction, TransactionBehavior, params};

use crate::{Error, audit};

mod account;
mod check;
mod entry;
mod group;
mod invitation;
mod open;
mod password;
mod refusal;
mod role;
mod secret;
mod session;
mod sharing;
mod token;
mod vouched;

pub use account::NewPerson;
pub use entry::{ENTRY_TRIES, Entry};
pub use group::{Group, Team};
pub use invitation::Invited;
pub use refusal::Refusal;
pub use role::Role;
pub use secret::Secret;
pub(crate) use secret::{hex, random};
pub use session::{Ended, Session};
pub use sharing::{Shared, Sharing};
pub use token::{NewToken, Token};
pub use vouched::VouchedPerson;

/// The people of one data folder. Making one touches no file; cheap to share behind an `Arc`.
#[derive(Debug)]
pub struct People {
    file: PathBuf,
    /// Opened by the first change and kept, unless something failed.
    writer: Mutex<Option<Connection>>,
    /// Connections kept for the next read.
    readers: Mutex<Vec<Connection>>,
}

/// Somebody with an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Its row: never used again.
    pub row: i64,
    /// The name to sign in with: small Latin letters, digits, `.`, `-`, `_`, `@`.
    pub name: String,
    /// The name that others see.
    pub shown: String,
    /// What they are to the office.
    pub roles: BTreeSet<Role>,
    /// Groups that they belong to.
    pub groups: BTreeSet<Group>,
    /// May not come in any more.
    pub disabled: bool,
    /// Whether a password was set.
    pub has_password: bool,
    /// When the account was made.
    pub made: Timestamp,
}

/// Who does something, when, and from where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Act {
    /// The account's name; in brackets, which no name has, whoever has none: `(terminal)`.
    pub who: String,
    /// When.
    pub at: Timestamp,
    /// The address that it came from; empty where there is none.
    pub from: String,
}

/// Connections kept for reading.
const KEPT_READERS: usize = 8;

impl People {
    /// The people of a data folder.
    pub fn new(root: &FilePath) -> Self {
        Self {
            file: root.join("people.sqlite"),
            writer: Mutex::default(),
            readers: Mutex::default(),
        }
    }

    /// Whether there is any account, disabled or not.
    pub fn any(&self) -> Result<bool, Error> {
        let any = self.read(|reader| {
            Ok(reader.query_row("SELECT EXISTS (SELECT 1 FROM person)", [], |row| row.get(0))?)
        })?;
        Ok(any.unwrap_or(false))
    }

    /// Everybody, by name.
    pub fn all(&self) -> Result<Vec<Person>, Error> {
        let found = self.read(|reader| {
            let mut find =
                reader.prepare(&format!("SELECT {PERSON} FROM person p ORDER BY p.name"))?;
            crate::read::collect(find.query([])?, |row| person(reader, row))
        })?;
        Ok(found.unwrap_or_default())
    }

    /// Somebody by name.
    pub fn find(&self, name: &str) -> Result<Option<Person>, Error> {
        let found = self.read(|reader| by_name(reader, &folded(name)))?;
        Ok(found.flatten())
    }

    /// Runs one read; `None`: nobody and nothing was written yet.
    pub(crate) fn read<T>(
        &self,
        run: impl FnOnce(&Connection) -> Result<T, Error>,
    ) -> Result<Option<T>, Error> {
        let kept = self
            .readers
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .pop();
        // A file that was put in place of another one must not be answered from the old one's connection.
        let reader = match kept.filter(|_| self.file.is_file()) {
            Some(reader) => reader,
            None => match open::reader(&self.file)? {
                Some(reader) => reader,
                None => return Ok(None),
            },
        };
        // One state for all that the read asks. A connection that failed is given up.
        let change = reader.unchecked_transaction()?;
        let done = run(&change)?;
        drop(change);
        let mut readers = self.readers.lock().unwrap_or_else(PoisonError::into_inner);
        if readers.len() < KEPT_READERS {
            readers.push(reader);
        }
        Ok(Some(done))
    }

    /// Runs one change in one transaction. After a failure the connection is given up: the next change opens the file
    /// anew.
    pub(crate) fn write<T>(
        &self,
        run: impl FnOnce(&Transaction<'_>) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let mut kept = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut writer = match kept.take() {
            Some(writer) => writer,
            None => open::writer(&self.file)?,
        };
        let change = writer.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = run(&change);
        // A refusal is no failure of the file: what was not committed is rolled back.
        match done {
            Ok(done) => {
                change.commit()?;
                *kept = Some(writer);
                Ok(done)
            }
            Err(refused @ Error::Person(_)) => {
                drop(change);
                *kept = Some(writer);
                Err(refused)
            }
            Err(error) => Err(error),
        }
    }

    /// Writes a line of the audit for a decision that was taken elsewhere: a load, a removal, a change of level.
    pub fn note(
        &self,
        act: &Act,
        deed: audit::Deed,
        about: &str,
        detail: &str,
    ) -> Result<(), Error> {
        self.write(|change| audit::append(change, act, deed, about, detail))
    }

    /// The same, unless the audit has this very line already: for whoever may have been stopped after it was written.
    pub fn note_once(
        &self,
        act: &Act,
        deed: audit::Deed,
        about: &str,
        detail: &str,
    ) -> Result<(), Error> {
        self.write(|change| {
            let there = change
                .query_row(
                    "SELECT 1 FROM audit WHERE deed = ?1 AND about = ?2 AND detail = ?3",
                    [deed.name(), about, detail],
                    |_| Ok(()),
                )
                .optional()?;
            match there {
                Some(()) => Ok(()),
                None => audit::append(change, act, deed, about, detail),
            }
        })
    }

    /// Writes lines of one act, all together; those that the audit has of that moment already are not written again.
    pub(crate) fn note_of_then(
        &self,
        act: &Act,
        lines: &[(audit::Deed, String, String)],
    ) -> Result<(), Error> {
        self.write(|change| {
            let mut find = change.prepare(
                "SELECT 1 FROM audit WHERE deed = ?1 AND about = ?2 AND detail = ?3 AND at = ?4",
            )?;
            let at = act.at.as_microsecond();
            for (deed, about, detail) in lines {
                if !find.exists(rusqlite::params![deed.name(), about, detail, at])? {
                    audit::append(change, act, *deed, about, detail)?;
                }
            }
            Ok(())
        })
    }
}

/// A name as it is looked up.
fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

/// The columns that make a [`Person`]; `p` is the person.
const PERSON: &str = "p.row, p.name, p.shown, p.roles, p.disabled, p.hash IS NOT NULL, p.made";

/// Reads the columns [`PERSON`], and the groups.
fn person(reader: &Connection, row: &Row<'_>) -> Result<Person, Error> {
    let number: i64 = row.get(0)?;
    let mut find = reader.prepare("SELECT team FROM member WHERE person = ?1")?;
    let groups = find.query_map([number], |found| found.get::<_, String>(0))?;
    let groups: Vec<String> = groups.collect::<Result<_, _>>()?;
    Ok(Person {
        row: number,
        name: row.get(1)?,
        shown: row.get(2)?,
        roles: roles_of(&row.get::<_, String>(3)?),
        groups: groups.iter().filter_map(|name| Group::new(name)).collect(),
        disabled: row.get(4)?,
        has_password: row.get(5)?,
        made: moment(row.get(6)?)?,
    })
}

fn by_name(reader: &Connection, name: &str) -> Result<Option<Person>, Error> {
    one(reader, "p.name = ?1", &name)
}

fn by_row(reader: &Connection, row: i64) -> Result<Option<Person>, Error> {
    one(reader, "p.row = ?1", &row)
}

fn one(
    reader: &Connection,
    which: &str,
    value: &dyn rusqlite::ToSql,
) -> Result<Option<Person>, Error> {
    let mut find = reader.prepare(&format!("SELECT {PERSON} FROM person p WHERE {which}"))?;
    let mut rows = find.query([value])?;
    rows.next()?.map(|row| person(reader, row)).transpose()
}

/// Who is named, or the refusal that says that nobody is.
fn named(reader: &Connection, name: &str) -> Result<Person, Error> {
    by_name(reader, &folded(name))?.ok_or(Error::Person(Refusal::NoSuchPerson))
}

/// Roles as they are stored. What is no role allows nothing.
fn roles_of(stored: &str) -> BTreeSet<Role> {
    stored.split(',').filter_map(Role::from_name).collect()
}

fn stored_roles(roles: &BTreeSet<Role>) -> String {
    let names: Vec<&str> = roles.iter().map(|role| role.name()).collect();
    names.join(",")
}

fn moment(micros: i64) -> Result<Timestamp, Error> {
    Timestamp::from_microsecond(micros)
        .map_err(|_| Error::Damaged("a moment in the accounts cannot be read".to_owned()))
}

/// Whether a row is there.
fn exists(reader: &Connection, sql: &str, value: &dyn rusqlite::ToSql) -> Result<bool, Error> {
    Ok(reader
        .query_row(sql, [value], |_| Ok(()))
        .optional()?
        .is_some())
}

/// Ends every session of somebody: who has fewer rights, or another password, comes in anew.
fn end_sessions(change: &Connection, person: i64) -> Result<usize, Error> {
    Ok(change.execute("DELETE FROM session WHERE person = ?1", params![person])?)
}

#[cfg(test)]
mod tests;

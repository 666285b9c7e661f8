//! Tokens: with which a program of somebody's calls the API. A token never allows more than its owner may, and may allow
//! less.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use rusqlite::{OptionalExtension as _, Row, params};

use super::{
    Act, People, Person, Refusal, Role, Secret, by_row, moment, named, roles_of, secret,
    stored_roles,
};
use crate::{Error, audit, audit::Deed};

/// Stands before every token, so that one in a file or log is known for what it is.
const MARK: &str = "cancu_";

/// A token to make.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewToken {
    /// What it is for, in its owner's words.
    pub name: String,
    /// The most that it allows.
    pub roles: BTreeSet<Role>,
    /// Until when; between a day and a year ahead.
    pub expires: Timestamp,
}

/// A token as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// Its row.
    pub row: i64,
    /// What it is for.
    pub name: String,
    /// The most that it allows.
    pub roles: BTreeSet<Role>,
    /// When it was made.
    pub made: Timestamp,
    /// Until when.
    pub expires: Timestamp,
    /// The day on which it was last used, to an hour.
    pub used: Option<Timestamp>,
}

impl People {
    /// Makes a token for somebody; what is given is shown once and never again.
    pub fn add_token(&self, act: &Act, name: &str, token: &NewToken) -> Result<String, Error> {
        let words: Vec<&str> = token.name.split_whitespace().collect();
        let title = legal::normalise(&words.join(" "));
        let length = title.chars().count();
        if !(1..=80).contains(&length) || title.chars().any(char::is_control) {
            return Err(Refusal::BadGroup.into());
        }
        let lasts = token.expires.duration_since(act.at);
        // A day is a day on the calendar: what is left of today counts.
        if lasts <= SignedDuration::ZERO || lasts > SignedDuration::from_hours(24 * 367) {
            return Err(Refusal::BadExpiry.into());
        }
        self.write(|change| {
            let person = named(change, name)?;
            let roles: BTreeSet<Role> = token.roles.intersection(&person.roles).copied().collect();
            if roles.is_empty() {
                return Err(Refusal::NoRole.into());
            }
            let secret = Secret::fresh()?;
            change.execute(
                "INSERT INTO token (secret, person, name, roles, made, expires) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                params![
                    secret.kept(),
                    person.row,
                    title,
                    stored_roles(&roles),
                    act.at.as_microsecond(),
                    token.expires.as_microsecond()
                ],
            )?;
            let detail = format!("{title}: {}", stored_roles(&roles));
            audit::append(change, act, Deed::TokenMade, &person.name, &detail)?;
            Ok(format!("{MARK}{}", secret.reveal()))
        })
    }

    /// Whose token was shown, with no more roles than it allows; `None`: nobody's any more.
    pub fn of_token(&self, shown: &str, now: Timestamp) -> Result<Option<Person>, Error> {
        let Some(shown) = shown.strip_prefix(MARK) else {
            return Ok(None);
        };
        let found = self.read(|reader| {
            let found = reader
                .query_row(
                    "SELECT row, person, roles, expires, used FROM token WHERE secret = ?1",
                    [secret::kept(shown)],
                    |row| {
                        Ok((
                            row.get::<_, i64>(0)?,
                            row.get::<_, i64>(1)?,
                            row.get::<_, String>(2)?,
                            row.get::<_, i64>(3)?,
                            row.get::<_, Option<i64>>(4)?,
                        ))
                    },
                )
                .optional()?;
            let Some((row, person, roles, expires, used)) = found else {
                return Ok(None);
            };
            if expires <= now.as_microsecond() {
                return Ok(None);
            }
            let person = by_row(reader, person)?.filter(|person| !person.disabled);
            Ok(person.map(|person| (row, person, roles_of(&roles), used)))
        })?;
        let Some((row, person, ceiling, used)) = found.flatten() else {
            return Ok(None);
        };
        let hour = SignedDuration::from_hours(1).as_micros();
        if used.is_none_or(|used| i128::from(now.as_microsecond() - used) > hour) {
            // Who may not be noted (a full disk) may still read.
            let _ = self.write(|change| {
                change.execute(
                    "UPDATE token SET used = ?2 WHERE row = ?1",
                    params![row, now.as_microsecond()],
                )?;
                Ok(())
            });
        }
        let roles: BTreeSet<Role> = person.roles.intersection(&ceiling).copied().collect();
        Ok(Some(Person { roles, ..person }))
    }

    /// The tokens of somebody, those that ran out too, the latest first.
    pub fn tokens(&self, name: &str) -> Result<Vec<Token>, Error> {
        let found = self.read(|reader| {
            let person = named(reader, name)?;
            let mut find = reader.prepare(
                "SELECT row, name, roles, made, expires, used FROM token WHERE person = ?1 ORDER BY row DESC",
            )?;
            crate::read::collect(find.query([person.row])?, token)
        })?;
        Ok(found.unwrap_or_default())
    }

    /// Takes a token of somebody back; whether there was one.
    pub fn revoke(&self, act: &Act, name: &str, row: i64) -> Result<bool, Error> {
        self.write(|change| {
            let person = named(change, name)?;
            let title: Option<String> = change
                .query_row(
                    "DELETE FROM token WHERE row = ?1 AND person = ?2 RETURNING name",
                    params![row, person.row],
                    |row| row.get(0),
                )
                .optional()?;
            match &title {
                Some(title) => {
                    audit::append(change, act, Deed::TokenRevoked, &person.name, title)?;
                    Ok(true)
                }
                None => Ok(false),
            }
        })
    }
}

fn token(row: &Row<'_>) -> Result<Token, Error> {
    let used: Option<i64> = row.get(5)?;
    Ok(Token {
        row: row.get(0)?,
        name: row.get(1)?,
        roles: roles_of(&row.get::<_, String>(2)?),
        made: moment(row.get(3)?)?,
        expires: moment(row.get(4)?)?,
        used: used.map(moment).transpose()?,
    })
}
